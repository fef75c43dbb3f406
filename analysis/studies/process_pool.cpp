// SPDX-License-Identifier: Apache-2.0
#include "analysis/studies/process_pool.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <ctime>
#include <fstream>
#include <system_error>

#include "simulator/base/units.h"
#include "simulator/config/units_text.h"

extern char** environ;  // NOLINT: of POSIX

namespace icekeel::studies {
namespace {

sigset_t signals_of_interest() {
  sigset_t set;
  sigemptyset(&set);
  for (const int signal : {SIGCHLD, SIGINT, SIGTERM}) sigaddset(&set, signal);
  return set;
}

/// Owns the attributes of a process that is started.
struct SpawnSettings {
  posix_spawn_file_actions_t files{};
  posix_spawnattr_t attributes{};

  SpawnSettings(const Job& job, const sigset_t& mask) {
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addopen(&files, STDERR_FILENO, job.errors.c_str(),
                                     O_WRONLY | O_CREAT | O_TRUNC, 0600);
    constexpr int free_descriptor = 3;
    if (job.inherited >= 0)
      posix_spawn_file_actions_adddup2(&files, job.inherited, free_descriptor);
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setsigmask(&attributes, &mask);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
  }
  ~SpawnSettings() {
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&files);
  }
  SpawnSettings(const SpawnSettings&) = delete;
  SpawnSettings& operator=(const SpawnSettings&) = delete;
};

int exit_code_of(int status) {
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

Information resident_memory(pid_t process) {
  std::ifstream file(fmt::format("/proc/{}/statm", process));
  double size = 0.0, resident = 0.0;
  file >> size >> resident;
  return resident * static_cast<double>(::sysconf(_SC_PAGESIZE)) * units::byte;
}

template <class Amount>
std::string text_of(Amount amount) {
  return config::quantity_text(amount.si(), Amount::dimension, "");
}

}  // namespace

ProcessPool::ProcessPool(ProcessLimits limits) : limits_(limits) {
  const auto set = signals_of_interest();
  sigprocmask(SIG_BLOCK, &set, &before_);
}

ProcessPool::~ProcessPool() {
  for (const auto& [process, unused] : processes_) {
    ::kill(process, SIGKILL);
    ::waitpid(process, nullptr, 0);
  }
  sigprocmask(SIG_SETMASK, &before_, nullptr);
}

void ProcessPool::start(std::size_t key, const Job& job) {
  std::vector<std::string> words{job.program.filename().string()};
  words.insert(words.end(), job.arguments.begin(), job.arguments.end());
  std::vector<char*> arguments;
  arguments.reserve(words.size() + 1);
  for (auto& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  const SpawnSettings settings(job, before_);
  pid_t process = 0;
  const int problem = posix_spawn(&process, job.program.c_str(), &settings.files,
                                  &settings.attributes, arguments.data(), environ);
  if (problem != 0)
    throw std::system_error(problem, std::generic_category(),
                            "cannot start " + job.program.string());
  processes_.emplace(process, Process{key, Clock::now(), {}});
}

void ProcessPool::take_signal(int signal) {
  if (signal != SIGINT && signal != SIGTERM) return;
  const int passed_on = ++stops_asked_ == 1 ? SIGTERM : SIGKILL;
  for (const auto& [process, unused] : processes_) ::kill(process, passed_on);
}

void ProcessPool::enforce_limits() {
  for (auto& [process, each] : processes_) {
    if (!each.stopped_over.empty()) continue;
    const std::chrono::duration<double> time = Clock::now() - each.began;
    if (time.count() > limits_.time.si())
      each.stopped_over = fmt::format("it ran longer than {}", text_of(limits_.time));
    else if (resident_memory(process) > limits_.memory)
      each.stopped_over = fmt::format("it used more than {} of memory", text_of(limits_.memory));
    if (!each.stopped_over.empty()) ::kill(process, SIGKILL);
  }
}

std::vector<Ended> ProcessPool::wait() {
  const auto set = signals_of_interest();
  constexpr timespec moment{0, 50'000'000};
  const int signal = ::sigtimedwait(&set, nullptr, &moment);
  if (signal > 0) take_signal(signal);
  enforce_limits();
  std::vector<Ended> ended;
  for (auto at = processes_.begin(); at != processes_.end();) {
    int status = 0;
    if (::waitpid(at->first, &status, WNOHANG) != at->first) {
      ++at;
      continue;
    }
    const std::chrono::duration<double> time = Clock::now() - at->second.began;
    ended.push_back({at->second.key, exit_code_of(status), at->second.stopped_over, time.count()});
    at = processes_.erase(at);
  }
  return ended;
}

}  // namespace icekeel::studies
