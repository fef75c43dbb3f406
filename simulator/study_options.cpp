// SPDX-License-Identifier: Apache-2.0
#include "simulator/study_options.h"

#include <memory>
#include <string>

#include "simulator/commands/sweep.h"

namespace icekeel {
namespace {

using commands::SweepCommand;
using Function = int (*)(const SweepCommand&);

/// A command below "sweep"; its options live as long as what is called in the end.
struct Part {
  CLI::App* app = nullptr;
  std::shared_ptr<SweepCommand> command;
};

Part add(CLI::App& sweep, const char* name, const char* help, Function function,
         std::function<int()>& action) {
  Part part{sweep.add_subcommand(name, help), std::make_shared<SweepCommand>()};
  part.app->add_option("study", part.command->study, "Study file (YAML).")->required();
  part.app->add_option("--folder", part.command->folder,
                       "Folder of the points; by default STUDY.points here.");
  part.app->callback([&action, function, command = part.command] {
    action = [function, command] { return function(*command); };
  });
  return part;
}

void add_yes(const Part& part) {
  part.app->add_flag("--yes", part.command->yes, "Do not ask before a large study.");
}
void add_output(const Part& part) {
  part.app->add_option("-o,--output", part.command->output,
                       "Table to write (HDF5); by default STUDY.h5 here.");
}
void add_runs(const Part& part) {
  part.app->add_option("-j,--jobs", part.command->at_once,
                       "Points at a time; by default one a core, one a rank under mpirun.");
  part.app->add_flag("--retry", part.command->retry, "Run failed points again.");
  part.app->add_option("--progress", part.command->progress, "auto, json or none.")
      ->check(CLI::IsMember({"auto", "json", "none"}))
      ->capture_default_str();
}
void add_format(const Part& part, const char* help, std::vector<std::string> formats) {
  part.app->add_option("--format", part.command->format, help)
      ->check(CLI::IsMember(std::move(formats)))
      ->capture_default_str();
}

}  // namespace

void add_studies(CLI::App& app, std::function<int()>& action) {
  auto* sweep = app.add_subcommand("sweep", "Many runs of a scenario in which settings vary.");
  sweep->require_subcommand(1);
  const auto plan =
      add(*sweep, "plan", "Write the points of a study.", commands::sweep_plan, action);
  add_yes(plan);
  add_format(plan, "text or csv.", {"text", "csv"});

  const auto run =
      add(*sweep, "run", "Run the points that have not ended.", commands::sweep_run, action);
  add_yes(run);
  add_runs(run);
  run.app->add_option("--share", run.command->share, "k/n: every n-th point from k on.");

  const auto status = add(*sweep, "status", "How far a study is.", commands::sweep_status, action);
  add_format(status, "text or json.", {"text", "json"});

  const auto collect = add(*sweep, "collect", "Write the table of a study and what it says.",
                           commands::sweep_collect, action);
  add_output(collect);
  add_format(collect, "text or json.", {"text", "json"});

  const auto submit =
      add(*sweep, "submit", "Give a study to a cluster.", commands::sweep_submit, action);
  add_yes(submit);
  add_output(submit);
  submit.app->add_flag("--slurm", submit.command->slurm, "As a job array of Slurm.");
  submit.app->add_flag("--show", submit.command->show_only, "Show the scripts, submit nothing.");

  const auto best = add(app, "optimize", "Search the settings for which a figure is best.",
                        commands::optimize, action);
  add_runs(best);
  add_format(best, "text or json.", {"text", "json"});
}

}  // namespace icekeel
