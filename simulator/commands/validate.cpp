// SPDX-License-Identifier: Apache-2.0
#include "analysis/validate.h"

#include <array>
#include <iostream>
#include <nlohmann/json.hpp>

#include "simulator/commands/commands.h"
#include "simulator/config/catalogue.h"

namespace icekeel::commands {
namespace {

using Board = analysis::Scoreboard (*)(const std::vector<analysis::PublishedSpec>&);

struct NamedBoard {
  std::string_view name;
  Board make;
};
constexpr std::array boards{NamedBoard{"accounting", analysis::accounting_scoreboard},
                            NamedBoard{"training", analysis::training_scoreboard}};

}  // namespace

std::vector<std::string> scoreboards() {
  std::vector<std::string> names;
  for (const NamedBoard& board : boards) names.emplace_back(board.name);
  return names;
}

int validate(const std::string& name, const std::string& format) {
  config::Diagnostics diagnostics;
  const auto cases = analysis::published_cases(config::Catalogue::installed(), diagnostics);
  if (diagnostics.failed()) {
    std::cerr << diagnostics.text("nothing was compared");
    return bad_input;
  }
  std::vector<analysis::Scoreboard> made;
  for (const NamedBoard& board : boards)
    if (name.empty() || name == board.name) made.push_back(board.make(cases));
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
