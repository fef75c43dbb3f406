// SPDX-License-Identifier: Apache-2.0
#include "analysis/adaptation.h"

#include <iostream>

#include "simulator/commands/estimate_parts.h"

namespace icekeel::commands {
namespace {

// A laptop, a workstation and a server.
constexpr const char* usual_machines = "mac-m3-max,desktop-gpu,dgx-h100";

bool cannot_be_adapted(const EstimateCommand& command) {
  if (!command.cases.empty())
    complain_of({"cases", "cases are estimated one by one", "leave it out, or leave out --adapt"});
  if (command.format == "csv")
    complain_of({"format", "the ways are told as text or json", "give --format json"});
  return !command.cases.empty() || command.format == "csv" || names_a_node(command);
}

}  // namespace

int adapt(const EstimateCommand& command) {
  analysis::EstimateCase asked;
  if (!read_options(command, asked) || cannot_be_adapted(command)) return bad_input;
  analysis::Estimator estimator(config::Catalogue::installed());
  const auto machines =
      analysis::adaptations(estimator, asked, command.on.empty() ? usual_machines : command.on);
  const auto problems = analysis::problems_of(machines);
  for (const auto& problem : problems) complain_of(problem);
  if (!problems.empty()) return bad_input;
  if (command.format == "json")
    std::cout << analysis::to_json(machines).dump(2, ' ', false,
                                                  nlohmann::json::error_handler_t::replace)
              << "\n";
  else
    std::cout << analysis::to_text(machines);
  return done;
}

}  // namespace icekeel::commands
