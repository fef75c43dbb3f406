// SPDX-License-Identifier: Apache-2.0
#include "analysis/estimate.h"

#include <fmt/format.h>

#include <iostream>

#include "analysis/estimate_output.h"
#include "analysis/estimate_table.h"
#include "analysis/time_to_train.h"
#include "simulator/commands/estimate_parts.h"
#include "simulator/config/document.h"

namespace icekeel::commands {
namespace {

int one(const EstimateCommand& command) {
  analysis::EstimateCase asked;
  if (!read_options(command, asked)) return bad_input;
  analysis::Estimator estimator(config::Catalogue::installed());
  const auto outcome = estimator.estimate(asked);
  for (const auto& problem : outcome.problems) complain_of(problem);
  if (!outcome.estimate) return bad_input;
  for (const auto& warning : outcome.estimate->warnings)
    std::cerr << fmt::format("icekeel: warning: {}\n", warning);
  if (command.format == "json")
    std::cout << analysis::to_json(outcome, asked.name)
                     .dump(2, ' ', false, nlohmann::json::error_handler_t::replace)
              << "\n";
  else if (command.format == "csv")
    std::cout << analysis::csv_header() << analysis::csv_row(outcome, asked.name);
  else
    std::cout << analysis::to_text(*outcome.estimate);
  return done;
}

void write(const nlohmann::ordered_json& json) {
  std::cout << json.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) << "\n";
}

// The same training on several machines.
int compared(const EstimateCommand& command) {
  analysis::EstimateCase asked;
  if (!read_options(command, asked)) return bad_input;
  if (names_a_node(command)) return bad_input;
  analysis::Estimator estimator(config::Catalogue::installed());
  const auto answers = analysis::time_to_train(estimator, asked, command.on);
  auto json = nlohmann::ordered_json::array();
  std::string rows = analysis::csv_header();
  bool good = true;
  for (const auto& answer : answers) {
    const auto& outcome = answer.outcome;
    if (!outcome.estimate) {
      good = false;
      for (auto problem : outcome.problems) {
        problem.message = fmt::format("{}: {}", answer.machine, problem.message);
        complain_of(problem);
      }
    } else {
      for (const auto& warning :
           answer.lacking.empty() ? outcome.estimate->warnings : std::vector<std::string>{})
        std::cerr << fmt::format("icekeel: warning: {}: {}\n", answer.machine, warning);
    }
    json.push_back(analysis::to_json(outcome, answer.machine));
    rows += analysis::csv_row(outcome, answer.machine);
  }
  if (command.format == "json")
    write(json);
  else
    std::cout << (command.format == "csv" ? rows : analysis::to_text(answers));
  return good ? done : bad_input;
}

int many(const EstimateCommand& command) {
  const auto [text, problem] = config::read_file(command.cases);
  if (!problem.empty()) {
    std::cerr << fmt::format("icekeel: error: '{}' cannot be read: {}\n      = check the path\n",
                             command.cases, problem);
    return bad_input;
  }
  config::Diagnostics diagnostics;
  auto rows = analysis::read_cases(command.cases, text, diagnostics);
  analysis::Estimator estimator(config::Catalogue::installed());
  const bool json = command.format == "json";
  nlohmann::ordered_json answers = nlohmann::ordered_json::array();
  if (!json && !rows.empty()) std::cout << analysis::csv_header();
  for (auto& row : rows) {
    row.asked.search |= command.search;
    analysis::EstimateOutcome outcome;
    if (row.readable) outcome = estimator.estimate(row.asked);
    if (!row.readable) outcome.problems.push_back({"", "this row cannot be read", ""});
    for (const auto& wrong : outcome.problems) {
      if (!row.readable) break;
      diagnostics.error(
          row.place_of(wrong.path),
          fmt::format("case '{}'{}: {}", row.asked.name,
                      wrong.path.empty() ? "" : ", column " + wrong.path, wrong.message),
          wrong.remedy);
    }
    if (outcome.estimate)
      for (const auto& warning : outcome.estimate->warnings)
        diagnostics.warning(row.place, fmt::format("case '{}': {}", row.asked.name, warning));
    if (json)
      answers.push_back(analysis::to_json(outcome, row.asked.name));
    else
      std::cout << analysis::csv_row(outcome, row.asked.name);
  }
  if (json)
    std::cout << answers.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) << "\n";
  std::cerr << diagnostics.text(rows.empty() ? "nothing was estimated"
                                             : "the other cases were estimated");
  return diagnostics.failed() ? bad_input : done;
}

}  // namespace

int estimate(const EstimateCommand& command) {
  if (command.cases.empty()) return command.on.empty() ? one(command) : compared(command);
  for (const auto& [name, value] : command.settings)
    if (!value.empty() || !command.model.empty() || !command.job.empty() || !command.on.empty()) {
      std::cerr << fmt::format(
          "icekeel: error: {} cannot be given with --cases\n      = make it a column of the file\n",
          !value.empty()           ? option_of(name)
          : !command.model.empty() ? "--model"
          : !command.job.empty()   ? "--job"
                                   : "--on");
      return bad_input;
    }
  return many(command);
}

}  // namespace icekeel::commands
