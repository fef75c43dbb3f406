// SPDX-License-Identifier: Apache-2.0
#include "analysis/report/report.h"
#include "analysis/compare.h"

#include <fmt/format.h>

#include <filesystem>
#include <iostream>

#include "simulator/base/text.h"
#include "simulator/commands/commands.h"
#include "simulator/commands/output_file.h"
#include "simulator/result/result_file.h"

namespace icekeel::commands {

namespace {

std::vector<result::ResultFile> open_all(const std::vector<std::string>& files) {
  std::vector<result::ResultFile> results;
  results.reserve(files.size());
  for (const auto& file : files) results.push_back(result::ResultFile::open(file));
  return results;
}

std::string problem_of(const std::string& output, const std::vector<std::string>& files) {
  return output_problem(output, {files.begin(), files.end()}, "a result");
}

int refuse_figure(const analysis::Comparison& comparison, const std::string& name) {
  std::vector<std::string> known;
  known.reserve(comparison.figures.size());
  for (const auto& figure : comparison.figures) known.push_back(figure.name);
  const auto meant = nearest(name, known);
  std::cerr << fmt::format("icekeel: error: no result has a figure '{}'\n      = {}\n", name,
                           meant ? fmt::format("did you mean '{}'?", *meant)
                                 : "'icekeel summary RESULT.h5 --format json' shows the figures");
  return bad_input;
}

std::string text_of(const analysis::Comparison& comparison, const std::string& format) {
  if (format == "json") return analysis::to_json(comparison).dump(2) + "\n";
  return format == "html" ? analysis::to_html(comparison) : analysis::to_text(comparison);
}

}  // namespace

int compare(const CompareCommand& command) {
  if (!command.output.empty())
    if (const auto problem = problem_of(command.output, command.results); !problem.empty())
      return refuse_output(command.output, problem, "comparison.html");
  auto comparison = analysis::compare(open_all(command.results));
  if (!command.rank.empty()) {
    comparison.ranking = analysis::rank_by(comparison, command.rank);
    if (!comparison.ranking) return refuse_figure(comparison, command.rank);
  }
  const auto text = text_of(comparison, command.format);
  if (command.output.empty())
    std::cout << text;
  else
    write_output(command.output, text);
  return done;
}

int report(const std::vector<std::string>& files, const std::string& output) {
  if (const auto problem = problem_of(output, files); !problem.empty())
    return refuse_output(output, problem, "report.html");
  const auto results = open_all(files);
  const auto page = analysis::report::page(results);
  write_output(output, page);
  std::cout << fmt::format("{}: {:.2f} MB; open it in a browser\n", output,
                           static_cast<double>(page.size()) / 1e6);
  return done;
}

}  // namespace icekeel::commands
