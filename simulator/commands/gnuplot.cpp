// SPDX-License-Identifier: Apache-2.0
#include "simulator/commands/gnuplot.h"

#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>

#include <algorithm>
#include <iostream>
#include <system_error>
#include <vector>

#include "analysis/plot.h"
#include "simulator/commands/commands.h"

extern char** environ;  // NOLINT: of POSIX

namespace icekeel::commands {
namespace {

namespace fs = std::filesystem;

// \return its exit code; 127 if there is no gnuplot
int run_gnuplot(const fs::path& script) {
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

}  // namespace

bool is_picture(const std::string& picture) {
  const auto kinds = analysis::picture_kinds();
  const auto end = fs::path(picture).extension().string();
  if (!end.empty() && std::ranges::find(kinds, end.substr(1)) != kinds.end()) return true;
  std::cerr << fmt::format(
      "icekeel: error: '{}' is no picture that can be drawn\n      = let its name end in .svg, "
      ".png or .pdf\n",
      picture);
  return false;
}

fs::path script_of(fs::path picture) {
  return picture.replace_extension(".gp");
}

int draw(const std::string& picture) {
  const auto script = script_of(picture);
  const int code = run_gnuplot(script);
  if (code == 127)
    std::cerr << fmt::format(
        "icekeel: error: there is no gnuplot, which draws the picture\n      = install it (on "
        "Debian: gnuplot-nox), then: gnuplot {}\n",
        script.string());
  else if (code != 0)
    std::cerr << fmt::format("icekeel: error: gnuplot ended with code {}; its script is '{}'\n",
                             code, script.string());
  else
    std::cout << fmt::format("{} drawn; 'gnuplot {}' draws it again\n", picture,
                             script.filename().string());
  return code == 0 ? done : run_failed;
}

}  // namespace icekeel::commands
