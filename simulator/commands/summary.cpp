// SPDX-License-Identifier: Apache-2.0
#include "analysis/summary.h"

#include <cerrno>
#include <fstream>
#include <iostream>
#include <system_error>

#include "analysis/indicators.h"
#include "analysis/job_list.h"

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

int jobs(const std::string& file, const std::string& format, const std::string& output) {
  const auto result = result::ResultFile::open(file);
  std::ofstream stream;
  if (!output.empty()) {
    stream.open(output);
    if (!stream) throw std::system_error(errno, std::generic_category(), output);
  }
  std::ostream& out = output.empty() ? std::cout : stream;
  format == "csv" ? analysis::write_job_csv(result, out) : analysis::write_swf(result, out);
  out.flush();
  if (!out) throw std::system_error(EIO, std::generic_category(), output);
  return done;
}

std::string version() {
  return ICEKEEL_VERSION;
}

}  // namespace icekeel::commands
