// SPDX-License-Identifier: Apache-2.0
#include "analysis/plot.h"

#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <system_error>

#include "simulator/base/text.h"
#include "simulator/commands/commands.h"
#include "simulator/commands/output_file.h"

extern char** environ;  // NOLINT: of POSIX

namespace icekeel::commands {
namespace {

namespace fs = std::filesystem;

// Runs gnuplot on the script, in the script's folder.
// \return its exit code; 127 if there is no gnuplot
int draw(const fs::path& script) {
  std::vector<std::string> words{"gnuplot", script.filename().string()};
  std::vector<char*> arguments{words[0].data(), words[1].data(), nullptr};
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  if (script.has_parent_path())
    posix_spawn_file_actions_addchdir_np(&actions, script.parent_path().c_str());
  pid_t process = 0;
  const int problem =
      posix_spawnp(&process, "gnuplot", &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (problem != 0) return 127;
  int status = 0;
  while (waitpid(process, &status, 0) < 0)
    if (errno != EINTR) throw std::system_error(errno, std::generic_category(), "gnuplot");
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

int complain(const std::string& text, int code) {
  std::cerr << "icekeel: error: " << text << "\n";
  return code;
}

}  // namespace

int plot(const PlotCommand& command) {
  const fs::path picture = command.output;
  const auto kinds = analysis::picture_kinds();
  const auto end = picture.extension().string();
  if (end.empty() || std::ranges::find(kinds, end.substr(1)) == kinds.end())
    return complain(fmt::format("'{}' is no picture that can be drawn\n      = let its name end in "
                                ".svg, .png or .pdf",
                                command.output),
                    bad_input);
  fs::path script = picture;
  script.replace_extension(".gp");
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
  const int code = draw(script);
  if (code == 127)
    return complain(fmt::format("there is no gnuplot, which draws the picture\n      = install it "
                                "(on Debian: gnuplot-nox), then: gnuplot {}",
                                script.string()),
                    run_failed);
  if (code != 0)
    return complain(
        fmt::format("gnuplot ended with code {}; its script is '{}'", code, script.string()),
        run_failed);
  std::cout << fmt::format("{} drawn; 'gnuplot {}' draws it again\n", command.output,
                           script.filename().string());
  return done;
}

}  // namespace icekeel::commands
