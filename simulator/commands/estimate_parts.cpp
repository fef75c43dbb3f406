// SPDX-License-Identifier: Apache-2.0
#include "simulator/commands/estimate_parts.h"

#include <fmt/format.h>

#include <algorithm>
#include <iostream>
#include <utility>

namespace icekeel::commands {

void complain_of(const config::Finding& problem) {
  std::cerr << fmt::format("icekeel: error: {}: {}\n      = {}\n", option_of(problem.path),
                           problem.message, problem.remedy);
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
