// SPDX-License-Identifier: Apache-2.0
#include "analysis/csv.h"

#include <fmt/format.h>

#include <iostream>
#include <sstream>

#include "simulator/commands/commands.h"
#include "simulator/commands/output_file.h"
#include "simulator/result/result_file.h"

namespace icekeel::commands {
namespace {

std::string write(const result::ResultFile& result, const std::vector<std::string>& names,
                  std::ostream& out) {
  const bool table = names.front().starts_with('/');
  if (table && names.size() > 1)
    return fmt::format("'{}' is a table, which stands alone\n      = write it to a file of its own",
                       names.front());
  return table ? analysis::write_table_csv(result, names.front(), out)
               : analysis::write_series_csv(result, names, out);
}

}  // namespace

int csv(const std::string& file, const std::vector<std::string>& names, const std::string& output) {
  if (!output.empty())
    if (const auto problem = output_problem(output, {file}, "the result"); !problem.empty())
      return refuse_output(output, problem, "series.csv");
  const auto result = result::ResultFile::open(file);
  std::ostringstream text;
  const auto problem = write(result, names, text);
  if (!problem.empty()) {
    std::cerr << "icekeel: error: " << problem << "\n";
    return bad_input;
  }
  if (output.empty())
    std::cout << text.view();
  else
    write_output(output, text.view());
  return done;
}

}  // namespace icekeel::commands
