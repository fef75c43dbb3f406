// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <iostream>

#include "analysis/money/plan_output.h"
#include "simulator/commands/commands.h"
#include "simulator/commands/cost.h"
#include "simulator/commands/gnuplot.h"
#include "simulator/commands/output_file.h"

namespace icekeel::commands {
namespace {

std::optional<analysis::Plan> open_plan(const YearsCommand& command) {
  config::Diagnostics diagnostics;
  const auto catalogue = config::Catalogue::installed();
  const auto spec = analysis::read_plan(command.plan, command.settings, catalogue, diagnostics);
  std::vector<config::Finding> problems;
  std::optional<analysis::Plan> plan;
  if (spec) plan = analysis::plan_of(*spec, catalogue, diagnostics, problems);
  std::cerr << diagnostics.text("nothing was computed");
  for (const auto& problem : problems)
    std::cerr << fmt::format("icekeel: error: {}: {}: {}\n      = {}\n", command.plan, problem.path,
                             problem.message, problem.remedy);
  return problems.empty() && !diagnostics.failed() ? plan : std::nullopt;
}

int draw_plan(const YearsCommand& command, const analysis::Plan& plan,
              const std::vector<analysis::PlanYear>& years) {
  const auto script = script_of(command.plot).string();
  for (const auto& file : {command.plot, script})
    if (const auto problem = output_problem(file, {command.plan}, "the plan"); !problem.empty())
      return refuse_output(file, problem, "years.svg");
  write_output(script, analysis::gnuplot_script(plan, years, command.plot));
  return draw(command.plot);
}

}  // namespace

int years(const YearsCommand& command) {
  if (!command.plot.empty() && !is_picture(command.plot)) return bad_input;
  const auto plan = open_plan(command);
  if (!plan) return bad_input;
  const auto found = analysis::years_of(*plan);
  if (!found) {
    std::cerr << fmt::format(
        "icekeel: error: with an elasticity of {} demand grows without end\n      = give one "
        "nearer "
        "to 0 in 'demand'\n",
        plan->spec.demand->elasticity);
    return run_failed;
  }
  if (!command.plot.empty()) return draw_plan(command, *plan, *found);
  if (command.format == "json")
    std::cout << analysis::to_json(*plan, *found).dump(2) << "\n";
  else
    std::cout << (command.format == "csv" ? analysis::to_csv(*plan, *found)
                                          : analysis::to_text(*plan, *found));
  return done;
}

}  // namespace icekeel::commands
