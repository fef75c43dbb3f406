// SPDX-License-Identifier: Apache-2.0
#include "analysis/compression.h"

#include <iostream>

#include "simulator/commands/estimate_parts.h"

namespace icekeel::commands {

int compress(const EstimateCommand& command, const CompressionCommand& asked) {
  const auto outcome =
      analysis::compress({asked.text, asked.compressors}, config::Catalogue::installed());
  for (const auto& problem : outcome.problems) complain_of(problem);
  if (refuse_foreign(command, {}, "--compression") || !outcome.problems.empty()) return bad_input;
  if (command.format == "json")
    std::cout << analysis::to_json(outcome.answers).dump(2) << "\n";
  else
    std::cout << (command.format == "csv" ? analysis::to_csv(outcome.answers)
                                          : analysis::to_text(outcome.answers));
  return done;
}

}  // namespace icekeel::commands
