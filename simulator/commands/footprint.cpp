// SPDX-License-Identifier: Apache-2.0
#include "analysis/footprint.h"

#include <fmt/format.h>

#include <charconv>
#include <iostream>
#include <sstream>

#include "analysis/footprint_output.h"
#include "simulator/commands/commands.h"
#include "simulator/commands/option_faults.h"
#include "simulator/config/units_text.h"

namespace icekeel::commands {
namespace {

/// Reads options; says what is wrong with each.
class LifeOptions : public OptionFaults {
 public:
  void number(const std::string& option, const std::string& text, double least, double most,
              std::optional<double>& value) {
    if (text.empty()) return;
    const auto read = config::parse_number(text);
    if (read && *read > least && *read <= most)
      value = *read;
    else
      wrong(option, fmt::format("'{}' is no number above {:g}, at most {:g}", text, least, most),
            most == 1.0 ? fmt::format("give a share, as {} 50%", option_of(option))
                        : fmt::format("give a number, as {} 1e9", option_of(option)));
  }
  void share(const std::string& option, const std::string& text, std::optional<double>& value) {
    if (text.empty()) return;
    const auto read = config::parse_number(text);
    if (read && *read >= 0.0 && *read <= 1.0)
      value = *read;
    else
      wrong(option, fmt::format("'{}' is no share from 0 to 1", text),
            fmt::format("give a share, as {} 25%", option_of(option)));
  }
  void count(const std::string& option, const std::string& text, std::int64_t least,
             std::optional<std::int64_t>& value) {
    if (text.empty()) return;
    const auto read = config::parse_count(text);
    if (read && *read >= least)
      value = *read;
    else
      wrong(option, fmt::format("'{}' is no whole number of at least {}", text, least),
            fmt::format("give a number, as {} {}", option_of(option), least));
  }
  void duration(const std::string& option, const std::string& text, bool may_be_none,
                std::optional<Duration>& value) {
    if (text.empty()) return;
    const auto read = config::parse_quantity(text);
    const auto* written = std::get_if<config::WrittenQuantity>(&read);
    if (written && written->dimension == Duration::dimension &&
        (written->si > 0.0 || (may_be_none && written->si == 0.0)))
      value = Duration::si(written->si);
    else
      wrong(option, fmt::format("'{}' is no duration above 0", text),
            fmt::format("give years, as {} '5 a'", option_of(option)));
  }
};

}  // namespace

namespace {

std::vector<std::string> names_in(const std::string& list) {
  std::vector<std::string> names;
  std::istringstream text(list);
  for (std::string name; std::getline(text, name, ',');)
    if (!name.empty()) names.push_back(name);
  return names;
}

// What a run says itself.
void refuse_beside_result(const FootprintCommand& command, LifeOptions& options) {
  if (command.result.empty()) {
    if (!command.service.empty())
      options.wrong("service", "there is no run that has services", "add --result RESULT.h5");
    return;
  }
  for (const auto& [option, value] : {std::pair{"model", &command.model},
                                      {"node", &command.node},
                                      {"weights", &command.weights},
                                      {"prompt", &command.prompt},
                                      {"answer", &command.answer},
                                      {"batch", &command.batch},
                                      {"life", &command.life},
                                      {"utilisation", &command.utilisation},
                                      {"lifetime", &command.lifetime},
                                      {"second_life", &command.second_life},
                                      {"job", &command.job},
                                      {"trainings", &command.trainings}})
    if (!value->empty())
      options.wrong(option, "the run of --result says this itself",
                    "leave it out, or change the scenario");
}

// What a service of the run took for a request.
bool read_served(const FootprintCommand& command, LifeOptions& options,
                 analysis::FootprintCase& asked) {
  if (command.result.empty()) return true;
  auto outcome =
      analysis::served_request(result::ResultFile::open(command.result), command.service);
  for (const auto& problem : outcome.problems)
    options.wrong(problem.path, problem.message, problem.remedy);
  asked.served = std::move(outcome.request);
  return asked.served.has_value();
}

}  // namespace

int footprint(const FootprintCommand& command) {
  analysis::FootprintCase asked;
  LifeOptions options;
  std::optional<std::int64_t> prompt, answer;
  std::optional<double> trainings;
  constexpr double many = 1e15;
  options.count("prompt", command.prompt, 1, prompt);
  options.count("answer", command.answer, 1, answer);
  options.count("batch", command.batch, 1, asked.request.batch);
  options.count("year", command.year, 1990, asked.year);
  options.number("requests", command.requests, 0.0, many, asked.requests_per_year);
  options.number("utilisation", command.utilisation, 0.0, 1.0, asked.utilisation);
  options.share("line_share", command.line_share, asked.line_share);
  options.number("trainings", command.trainings, 0.0, many, trainings);
  options.duration("lifetime", command.lifetime, false, asked.lifetime);
  options.duration("second_life", command.second_life, true, asked.second_life);
  options.duration("device_lifetime", command.device_lifetime, false, asked.device_lifetime);
  refuse_beside_result(command, options);
  if (!options.good() || !read_served(command, options, asked)) return bad_input;
  if (!command.route.empty()) asked.route = names_in(command.route);
  if (prompt) asked.request.request.prompt = *prompt;
  if (answer) asked.request.request.answer = *answer;
  if (trainings) asked.trainings = *trainings;
  for (const auto& [from, to] : {std::pair{&command.model, &asked.request.model},
                                 {&command.node, &asked.request.node},
                                 {&command.weights, &asked.request.weights},
                                 {&command.country, &asked.request.country},
                                 {&command.use, &asked.use},
                                 {&command.life, &asked.life},
                                 {&command.device, &asked.device},
                                 {&command.network, &asked.network},
                                 {&command.job, &asked.job}})
    if (!from->empty()) *to = *from;

  const auto catalogue = config::Catalogue::installed();
  auto outcome = analysis::request_footprint(asked, catalogue);
  for (const auto& problem : outcome.problems)
    options.wrong(problem.path, problem.message, problem.remedy);
  if (!outcome.footprint) return bad_input;
  const analysis::FootprintAnswer found{*outcome.footprint,
                                        analysis::alternatives(*outcome.footprint, catalogue),
                                        analysis::standard_equivalences(catalogue)};
  if (command.format == "json")
    std::cout << analysis::to_json(found).dump(2) << "\n";
  else
    std::cout << analysis::to_text(found);
  return done;
}

}  // namespace icekeel::commands
