// SPDX-License-Identifier: Apache-2.0
#include "simulator/commands/estimate_parts.h"

#include <fmt/format.h>

#include <algorithm>
#include <iostream>
#include <utility>

namespace icekeel::commands {
namespace {

std::string with_dashes(std::string_view name) {
  std::string option(name);
  for (char& c : option)
    if (c == '_') c = '-';
  return option;
}

}  // namespace

void complain_of(const config::Finding& problem) {
  const std::string where = problem.path.empty() ? "" : option_of(problem.path) + ": ";
  std::cerr << fmt::format("icekeel: error: {}{}\n      = {}\n", where, problem.message,
                           problem.remedy);
}

bool read_options(const EstimateCommand& command, analysis::EstimateCase& asked) {
  bool good = true;
  for (const auto& column : analysis::estimate_columns()) {
    const auto given = command.settings.find(std::string(column.name));
    if (given == command.settings.end() || given->second.empty()) continue;
    auto problem = column.read(asked, given->second);
    if (!problem) continue;
    problem->path = std::string(column.name);
    complain_of(*problem);
    good = false;
  }
  asked.model = command.model;
  asked.job = command.job;
  asked.search = command.search;
  return good;
}

bool names_a_node(const EstimateCommand& command) {
  for (const char* setting : {"node", "nodes"})
    if (!command.settings.at(setting).empty()) {
      complain_of({"", fmt::format("{} cannot be given with --on", option_of(setting)),
                   "name the machine there"});
      return true;
    }
  return false;
}

std::vector<std::pair<std::string, std::string>> estimate_settings() {
  std::vector<std::pair<std::string, std::string>> settings;
  for (const auto& column : analysis::estimate_columns())
    settings.emplace_back(column.name, column.help);
  return settings;
}

std::string option_of(const std::string& setting) {
  return "--" + with_dashes(setting);
}

bool refuse_foreign(const EstimateCommand& command, std::initializer_list<std::string_view> known,
                    std::string_view flag) {
  auto given = command.settings;
  given["model"] = command.model;
  given["job"] = command.job;
  given["cases"] = command.cases;
  given["on"] = command.on;
  given["search"] = command.search ? "true" : "";
  bool found = false;
  for (const auto& [name, value] : given)
    if (!value.empty() && std::find(known.begin(), known.end(), name) == known.end()) {
      complain_of(
          {name, "this belongs to a training", fmt::format("leave it out, or leave out {}", flag)});
      found = true;
    }
  return found;
}

}  // namespace icekeel::commands
