// SPDX-License-Identifier: Apache-2.0
#include "analysis/openmetrics.h"

#include <fmt/format.h>

#include <cerrno>
#include <fstream>
#include <iostream>
#include <system_error>

#include "simulator/commands/commands.h"
#include "simulator/commands/output_file.h"
#include "simulator/result/result_file.h"

namespace icekeel::commands {
namespace {

int refuse_metrics(const std::string& problem) {
  std::cerr << "icekeel: error: " << problem << "\n";
  return bad_input;
}

}  // namespace

int openmetrics(const OpenMetricsCommand& command) {
  analysis::Labels labels;
  for (const auto& text : command.labels) {
    const auto sign = text.find('=');
    if (sign == std::string::npos)
      return refuse_metrics(
          fmt::format("'{}' is no label\n      = write name=value, as in --label run=a", text));
    labels.emplace_back(text.substr(0, sign), text.substr(sign + 1));
  }
  if (const auto problem = analysis::label_problem(labels); !problem.empty())
    return refuse_metrics(problem);
  if (!command.output.empty())
    if (const auto problem = output_problem(command.output, {command.result}, "the result");
        !problem.empty())
      return refuse_output(command.output, problem, "run.txt");
  const auto result = result::ResultFile::open(command.result);
  if (const auto problem = analysis::unknown_metric(result, command.names); !problem.empty())
    return refuse_metrics(problem);
  std::ofstream file;
  if (!command.output.empty()) file.open(command.output, std::ios::binary);
  std::ostream& out = command.output.empty() ? std::cout : file;
  analysis::write_openmetrics(result, command.names, labels, out);
  out.flush();
  if (!out)
    throw std::runtime_error(fmt::format("'{}' cannot be written: {}",
                                         command.output.empty() ? "stdout" : command.output,
                                         std::generic_category().message(errno)));
  return done;
}

}  // namespace icekeel::commands
