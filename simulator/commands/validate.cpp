// SPDX-License-Identifier: Apache-2.0
#include "analysis/validate.h"
#include "analysis/facility_figures.h"
#include "analysis/talks/talk.h"
#include "analysis/validate_federated.h"
#include "analysis/validate_inference.h"
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
    NamedBoard{"federated", board<analysis::federated_cases, analysis::federated_scoreboard>},
    NamedBoard{"inference", board<analysis::inference_figures, analysis::inference_scoreboard>}};

constexpr std::string_view talks_board = "talks";

// A table that was made, in the formats it can be printed in.
struct Printed {
  std::string text, markdown;
  nlohmann::ordered_json json;
};

template <class Table>
Printed printed(const Table& table) {
  return {to_text(table), to_markdown(table), to_json(table)};
}

// Claims beside answers, which is another table than figures with their errors.
Printed talks_table(const config::Catalogue& catalogue, config::Diagnostics& diagnostics) {
  std::vector<talks::Line> lines;
  for (const auto& line : talks::all_lines(catalogue, diagnostics))
    lines.push_back(talks::answer(line, catalogue, diagnostics));
  return printed(lines);
}

void print(const std::vector<Printed>& tables, const std::string& format, bool as_list) {
  if (format == "json") {
    auto all = nlohmann::ordered_json::array();
    for (const auto& table : tables) all.push_back(table.json);
    std::cout << (as_list ? all : all.front()).dump(2) << "\n";
    return;
  }
  for (std::size_t i = 0; i < tables.size(); ++i)
    std::cout << (i > 0 ? "\n" : "")
              << (format == "markdown" ? tables[i].markdown : tables[i].text);
}

}  // namespace

std::vector<std::string> scoreboards() {
  std::vector<std::string> names;
  for (const NamedBoard& board : boards) names.emplace_back(board.name);
  names.emplace_back(talks_board);
  return names;
}

int validate(const std::string& name, const std::string& format) {
  config::Diagnostics diagnostics;
  const auto catalogue = config::Catalogue::installed();
  std::vector<Printed> tables;
  bool accounts_close = true;
  for (const NamedBoard& board : boards) {
    if (!name.empty() && name != board.name) continue;
    const auto made = board.make(catalogue, diagnostics);
    tables.push_back(printed(made));
    // A bookkeeping that cannot be reproduced is a failure; a prediction has an error, and says so.
    if (board.name == "accounting" && made.failures() > 0) accounts_close = false;
  }
  if (name.empty() || name == talks_board) tables.push_back(talks_table(catalogue, diagnostics));
  if (diagnostics.failed()) {
    std::cerr << diagnostics.text("nothing was compared");
    return bad_input;
  }
  print(tables, format, name.empty());
  return accounts_close ? done : run_failed;
}

}  // namespace icekeel::commands
