// SPDX-License-Identifier: Apache-2.0
#include "analysis/validate.h"
#include "analysis/facility_figures.h"
#include "analysis/validate_federated.h"
#include "analysis/validate_machines.h"
#include "analysis/validate_making.h"

#include <array>
#include <iostream>
#include <nlohmann/json.hpp>

#include "simulator/commands/commands.h"
#include "simulator/config/catalogue.h"

namespace icekeel::commands {
namespace {

using Maker = analysis::Scoreboard (*)(const config::Catalogue&, config::Diagnostics&);

// Cases that cannot be read are reported, and nothing is made of the rest.
template <auto read, auto make>
analysis::Scoreboard board(const config::Catalogue& catalogue, config::Diagnostics& diagnostics) {
  const auto cases = read(catalogue, diagnostics);
  return diagnostics.failed() ? analysis::Scoreboard{} : make(cases);
}

struct NamedBoard {
  std::string_view name;
  Maker make;
};
constexpr std::array boards{
    NamedBoard{"accounting", board<analysis::published_cases, analysis::accounting_scoreboard>},
    NamedBoard{"training", board<analysis::published_cases, analysis::training_scoreboard>},
    NamedBoard{"facility", board<analysis::facility_figures, analysis::facility_scoreboard>},
    NamedBoard{"machines", board<analysis::machines, analysis::machines_scoreboard>},
    NamedBoard{"making", board<analysis::makings, analysis::making_scoreboard>},
    NamedBoard{"federated", board<analysis::federated_cases, analysis::federated_scoreboard>}};

}  // namespace

std::vector<std::string> scoreboards() {
  std::vector<std::string> names;
  for (const NamedBoard& board : boards) names.emplace_back(board.name);
  return names;
}

int validate(const std::string& name, const std::string& format) {
  config::Diagnostics diagnostics;
  const auto catalogue = config::Catalogue::installed();
  std::vector<analysis::Scoreboard> made;
  for (const NamedBoard& board : boards)
    if (name.empty() || name == board.name) made.push_back(board.make(catalogue, diagnostics));
  if (diagnostics.failed()) {
    std::cerr << diagnostics.text("nothing was compared");
    return bad_input;
  }
  if (format == "json") {
    auto all = nlohmann::ordered_json::array();
    for (const auto& board : made) all.push_back(analysis::to_json(board));
    std::cout << (name.empty() ? all : all.front()).dump(2) << "\n";
  } else {
    for (std::size_t i = 0; i < made.size(); ++i)
      std::cout << (i > 0 ? "\n" : "")
                << (format == "markdown" ? analysis::to_markdown(made[i])
                                         : analysis::to_text(made[i]));
  }
  // A bookkeeping that cannot be reproduced is a failure; a prediction has an error, and says so.
  for (const auto& board : made)
    if (board.name == "accounting" && board.failures() > 0) return run_failed;
  return done;
}

}  // namespace icekeel::commands
