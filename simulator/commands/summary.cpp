// SPDX-License-Identifier: Apache-2.0
#include "analysis/summary.h"
#include "analysis/indicators.h"

#include <iostream>

#include "simulator/commands/commands.h"
#include "simulator/result/result_file.h"

namespace icekeel::commands {

int summary(const std::string& file, const std::string& format) {
  const auto summary = analysis::summarise(result::ResultFile::open(file));
  if (format == "json")
    std::cout << analysis::to_json(summary).dump(2) << "\n";
  else
    std::cout << analysis::to_text(summary);
  return done;
}

int indicators(const std::string& file, const std::string& format) {
  const auto summary = analysis::summarise(result::ResultFile::open(file));
  const auto found = analysis::indicators(summary);
  if (format == "json")
    std::cout << analysis::to_json(found, summary).dump(2) << "\n";
  else
    std::cout << (format == "csv" ? analysis::to_csv(found) : analysis::to_text(found, summary));
  return done;
}

std::string version() {
  return ICEKEEL_VERSION;
}

}  // namespace icekeel::commands
