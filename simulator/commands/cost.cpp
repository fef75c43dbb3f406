// SPDX-License-Identifier: Apache-2.0
#include "simulator/commands/cost.h"

#include <fmt/format.h>

#include <iostream>

#include "analysis/money/ownership_output.h"
#include "simulator/commands/child_runs.h"
#include "simulator/commands/commands.h"
#include "simulator/commands/file_text.h"
#include "simulator/commands/option_faults.h"
#include "simulator/config/document.h"
#include "simulator/config/units_text.h"
#include "simulator/result/result_file.h"

namespace icekeel::commands {
namespace {

namespace fs = std::filesystem;
using analysis::CostAnswer;

/// Reads options; says what is wrong with each.
class CostOptions : public OptionFaults {
 public:
  /// A sum or a price; all have to be in one currency.
  template <class Amount>
  void money(const std::string& option, const std::string& text, const char* example,
             std::optional<Amount>& value, std::string& currency) {
    if (text.empty()) return;
    const auto read = config::parse_quantity(text);
    const auto* written = std::get_if<config::WrittenQuantity>(&read);
    if (!written || written->dimension != Amount::dimension || !(written->si >= 0.0))
      wrong(option, fmt::format("'{}' is not {}", text, config::dimension_name(Amount::dimension)),
            fmt::format("give it with its currency, as {} '{}'", option_of(option), example));
    else if (!currency.empty() && written->currency != currency)
      wrong(option, fmt::format("'{}' is not in {}", text, currency), "give all in one currency");
    else
      value = Amount::si(written->si), currency = written->currency;
  }
  void number(const std::string& option, const std::string& text, double least, double most,
              const char* example, std::optional<double>& value) {
    if (text.empty()) return;
    const auto read = config::parse_number(text);
    if (read && *read >= least && *read <= most)
      value = *read;
    else
      wrong(option, fmt::format("'{}' is no number from {:g} to {:g}", text, least, most),
            fmt::format("give it as {} {}", option_of(option), example));
  }
  void count(const std::string& option, const std::string& text,
             std::optional<std::int64_t>& value) {
    if (text.empty()) return;
    const auto read = config::parse_count(text);
    if (read && *read >= 1)
      value = *read;
    else
      wrong(option, fmt::format("'{}' is no whole number of at least 1", text),
            fmt::format("give a number, as {} 64", option_of(option)));
  }
};

CostAnswer answer_with(const CostCommand& command, const analysis::OwnershipSpec& spec) {
  CostAnswer answer;
  answer.ownership = command.ownership;
  answer.depreciation = spec.depreciation;
  answer.horizon = spec.horizon;
  return answer;
}

int print(CostAnswer answer, const std::string& format) {
  if (!answer.cost.priced_energy) answer.left_out.push_back("electricity: no price of it is given");
  answer.left_out.push_back("research, software, financing before the start, profit");
  if (format == "json")
    std::cout << analysis::to_json(answer).dump(2, ' ', false,
                                                nlohmann::json::error_handler_t::replace)
              << "\n";
  else
    std::cout << analysis::to_text(answer);
  return done;
}

std::string money_less_run(const std::string& file, const std::string& problem) {
  return fmt::format("icekeel: error: '{}' {}\n      = write it again with 'icekeel run'\n", file,
                     problem);
}

int cost_of_result(const CostCommand& command, const std::string& file,
                   const analysis::OwnershipSpec& spec) {
  const auto result = result::ResultFile::open(file);
  const auto run = analysis::summarise(result);
  const auto scenario = analysis::scenario_of(result);
  if (!scenario || !(run.figure("simulated_s").value_or(0.0) > 0.0)) {
    std::cerr << money_less_run(
        file, scenario ? "holds no simulated time" : "does not hold the scenario it was made of");
    return bad_input;
  }
  const std::string currency = run.currency.value_or(scenario->currency);
  const auto exchange = analysis::exchange_to(spec, currency);
  if (!exchange) {
    std::cerr << fmt::format(
        "icekeel: error: ownership/{} is in {} and does not say what that is in {}\n      = add "
        "--assume 'exchange.{}=...'\n",
        command.ownership, spec.currency, currency, currency);
    return bad_input;
  }
  const auto owned = analysis::owned_by(scenario->sites);
  auto answer = answer_with(command, spec);
  const double days = *run.figure("simulated_s") / 86400.0;
  answer.title = fmt::format("{}: a year, from {:.4g} days of it", run.scenario, days);
  answer.cost = analysis::ownership_cost(
      owned, analysis::year_of_use(run, run.info.start, owned.accelerators()), spec, *exchange);
  answer.cost.currency = currency;
  answer.design = owned.design;
  answer.jobs = analysis::job_costs(run, *scenario, answer.cost);
  if (days < 360.0) answer.assumed.push_back("the rest of the year is like the part simulated");
  return print(std::move(answer), command.format);
}

int cost_of_scenario(const CostCommand& command, const analysis::OwnershipSpec& spec) {
  const ScratchFolder scratch;
  const auto result = (scratch.path() / "run.h5").string();
  ChildRun run{{"run", command.file, "-o", result, "--progress", "none"},
               scratch.path() / "errors.txt"};
  for (const auto& setting : command.settings) {
    run.arguments.push_back("--set");
    run.arguments.push_back(setting);
  }
  int code = done;
  const bool ran = run_children({run}, [&](std::size_t, int exit_code) {
    code = exit_code;
    return exit_code == done;
  });
  if (code != done) std::cerr << text_of(run.errors);
  if (code != done || !ran) return code != done ? code : interrupted;
  return cost_of_result(command, result, spec);
}

int cost_of_nodes(const CostCommand& command, const analysis::OwnershipSpec& spec,
                  const config::Catalogue& catalogue) {
  analysis::PlainCase asked;
  CostOptions options;
  options.money("budget", command.budget, "40e9 USD", asked.budget, asked.currency);
  options.money("price", command.price, "0.12 EUR/kWh", asked.price, asked.currency);
  options.count("nodes", command.nodes, asked.nodes);
  options.count("batch", command.batch, asked.batch);
  options.number("pue", command.pue, 1.0, 100.0, "1.2", asked.pue);
  options.number("busy", command.busy, 0.001, 1.0, "70%", asked.busy);
  if (!options.good()) return bad_input;
  if (!command.node.empty()) asked.node = command.node;
  asked.country = command.country;
  asked.place = command.place;
  asked.model = command.model;
  asked.weights = command.weights;
  auto outcome = analysis::plain_cost(asked, spec, catalogue);
  for (const auto& problem : outcome.problems)
    options.wrong(problem.path, problem.message, problem.remedy);
  if (!outcome.cost) return bad_input;
  auto answer = answer_with(command, spec);
  auto& found = *outcome.cost;
  answer.title = command.budget.empty()
                     ? fmt::format("{:.0f} {} and what belongs to them", found.owned.nodes[0].count,
                                   found.asked.node)
                     : fmt::format("What {} buys, and what a year of it costs", command.budget);
  answer.cost = found.cost;
  answer.design = found.owned.design;
  answer.assumed = found.assumed;
  answer.plain = std::move(found);
  return print(std::move(answer), command.format);
}

// Options that say what a file says already.
bool only_of_nodes(const CostCommand& command) {
  CostOptions options;
  for (const auto& [option, value] : {std::pair{"node", &command.node},
                                      {"nodes", &command.nodes},
                                      {"budget", &command.budget},
                                      {"country", &command.country},
                                      {"price", &command.price},
                                      {"pue", &command.pue},
                                      {"busy", &command.busy},
                                      {"place", &command.place},
                                      {"model", &command.model},
                                      {"weights", &command.weights},
                                      {"batch", &command.batch}})
    if (!value->empty())
      options.wrong(option, fmt::format("'{}' says it already", command.file),
                    "leave it out, or the file");
  return options.good();
}

}  // namespace

int cost(const CostCommand& command) {
  const auto catalogue = config::Catalogue::installed();
  config::Diagnostics diagnostics;
  const auto spec =
      analysis::read_ownership(command.ownership, command.assume, catalogue, diagnostics);
  std::cerr << diagnostics.text("nothing was computed");
  if (!spec) return bad_input;
  if (command.file.empty()) {
    if (!command.nodes.empty() && !command.budget.empty()) {
      CostOptions().wrong("nodes", "a number of nodes and a budget", "give one of them");
      return bad_input;
    }
    return cost_of_nodes(command, *spec, catalogue);
  }
  if (!only_of_nodes(command)) return bad_input;
  const bool scenario = command.file.ends_with(".yaml") || command.file.ends_with(".yml");
  if (!scenario && !command.settings.empty()) {
    CostOptions().wrong("set", "a result does not change any more", "give its scenario");
    return bad_input;
  }
  return scenario ? cost_of_scenario(command, *spec) : cost_of_result(command, command.file, *spec);
}

}  // namespace icekeel::commands
