// SPDX-License-Identifier: Apache-2.0
#include "simulator/commands/child_runs.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <csignal>
#include <map>
#include <system_error>
#include <thread>

extern char** environ;  // NOLINT: of POSIX

namespace icekeel::commands {
namespace {

std::atomic<bool> stop_asked{false};

void ask_to_stop(int) {
  stop_asked = true;
}

// Waits for children instead of dying before them; puts the old handlers back.
class WaitThroughSignals {
 public:
  WaitThroughSignals()
      : interrupt_(std::signal(SIGINT, ask_to_stop)),
        terminate_(std::signal(SIGTERM, ask_to_stop)) {}
  ~WaitThroughSignals() {
    std::signal(SIGINT, interrupt_);
    std::signal(SIGTERM, terminate_);
  }
  WaitThroughSignals(const WaitThroughSignals&) = delete;
  WaitThroughSignals& operator=(const WaitThroughSignals&) = delete;

 private:
  using Handler = void (*)(int);
  Handler interrupt_, terminate_;
};

pid_t begin(const ChildRun& child) {
  const std::string program = std::filesystem::read_symlink("/proc/self/exe").string();
  std::vector<std::string> words{"icekeel"};
  words.insert(words.end(), child.arguments.begin(), child.arguments.end());
  std::vector<char*> arguments;
  for (auto& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);

  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_addopen(&files, STDERR_FILENO, child.errors.c_str(),
                                   O_WRONLY | O_CREAT | O_TRUNC, 0600);
  pid_t process = 0;
  const int problem =
      posix_spawn(&process, program.c_str(), &files, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&files);
  if (problem != 0)
    throw std::system_error(problem, std::generic_category(), "cannot start " + program);
  return process;
}

int exit_code_of(int status) {
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace

bool run_children(const std::vector<ChildRun>& children,
                  const std::function<bool(std::size_t, int)>& ended) {
  const WaitThroughSignals waiting;
  const std::size_t at_once = std::max(1U, std::thread::hardware_concurrency());
  std::map<pid_t, std::size_t> running;
  std::size_t next = 0;
  bool go_on = true;
  while (true) {
    while (go_on && !stop_asked && next < children.size() && running.size() < at_once) {
      const pid_t process = begin(children[next]);
      running.emplace(process, next++);
    }
    if (running.empty()) break;
    int status = 0;
    const pid_t process = ::waitpid(-1, &status, 0);
    if (process < 0) continue;  // a signal came
    const auto child = running.find(process);
    if (child == running.end()) continue;
    go_on = ended(child->second, exit_code_of(status)) && go_on;
    running.erase(child);
  }
  return next == children.size();
}

ScratchFolder::ScratchFolder() {
  std::string name = (std::filesystem::temp_directory_path() / "icekeel-XXXXXX").string();
  if (!::mkdtemp(name.data()))
    throw std::system_error(errno, std::generic_category(), "cannot make a folder " + name);
  path_ = name;
}

ScratchFolder::~ScratchFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

}  // namespace icekeel::commands
