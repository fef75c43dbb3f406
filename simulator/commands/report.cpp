// SPDX-License-Identifier: Apache-2.0
#include "analysis/report/report.h"

#include <fmt/format.h>

#include <filesystem>
#include <iostream>

#include "simulator/commands/commands.h"
#include "simulator/commands/output_file.h"
#include "simulator/result/result_file.h"

namespace icekeel::commands {

int report(const std::vector<std::string>& files, const std::string& output) {
  const std::vector<std::filesystem::path> inputs(files.begin(), files.end());
  if (const auto problem = output_problem(output, inputs, "a result"); !problem.empty())
    return refuse_output(output, problem, "report.html");
  std::vector<result::ResultFile> results;
  for (const auto& file : files) results.push_back(result::ResultFile::open(file));
  const auto page = analysis::report::page(results);
  write_output(output, page);
  std::cout << fmt::format("{}: {:.2f} MB; open it in a browser\n", output,
                           static_cast<double>(page.size()) / 1e6);
  return done;
}

}  // namespace icekeel::commands
