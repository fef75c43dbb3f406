// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <iostream>

#include "analysis/trace_times.h"
#include "simulator/commands/commands.h"

namespace icekeel::commands {

int replay(const ReplayCommand& command) {
  const auto times =
      analysis::time_trace({command.folder, command.node, command.precision, command.efficiency},
                           config::Catalogue::installed());
  for (const auto& flaw : times.flaws)
    std::cerr << fmt::format("icekeel: error: {}: {}\n      = {}\n", flaw.where, flaw.message,
                             flaw.remedy);
  if (!times.flaws.empty()) return bad_input;
  if (command.format == "json")
    std::cout << analysis::to_json(times).dump(2) << "\n";
  else
    std::cout << analysis::to_text(times);
  return done;
}

}  // namespace icekeel::commands
