// SPDX-License-Identifier: Apache-2.0
#include "analysis/plot.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <iostream>

#include "simulator/base/text.h"
#include "simulator/commands/commands.h"
#include "simulator/commands/gnuplot.h"
#include "simulator/commands/output_file.h"

namespace icekeel::commands {
namespace {

namespace fs = std::filesystem;

int complain(const std::string& text, int code) {
  std::cerr << "icekeel: error: " << text << "\n";
  return code;
}

}  // namespace

int plot(const PlotCommand& command) {
  if (!is_picture(command.output)) return bad_input;
  const fs::path picture = command.output, script = script_of(picture);
  for (const auto& file : {picture, script})
    if (const auto problem = output_problem(file, {command.result}, "the result"); !problem.empty())
      return refuse_output(file.string(), problem, "plot.svg");
  const auto result = result::ResultFile::open(command.result);
  std::vector<analysis::PlottedSeries> series;
  series.reserve(command.series.size());
  for (const auto& name : command.series) series.push_back(analysis::plotted_series(name));
  const auto problems = analysis::problems_of(result, series);
  for (const auto& problem : problems) complain(problem, bad_input);
  if (!problems.empty()) return bad_input;

  write_output(script.string(), analysis::gnuplot_script(result, series, command.output));
  return draw(command.output);
}

}  // namespace icekeel::commands
