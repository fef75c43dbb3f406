// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Processes that run side by side, each with a limit of time and memory.

#include <chrono>
#include <csignal>
#include <cstddef>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "simulator/base/quantity.h"

namespace icekeel::studies {

struct ProcessLimits {
  Duration time;
  Information memory;
};

/// A call of a program.
struct Job {
  std::filesystem::path program;
  std::vector<std::string> arguments;
  std::filesystem::path errors;  ///< file for what it writes to stderr
  int inherited = -1;            ///< descriptor that it keeps open; -1: none
};

/// A process that has ended.
struct Ended {
  std::size_t key = 0;
  int exit_code = 0;         ///< 128 and the signal if one ended it
  std::string stopped_over;  ///< "it ran longer than 10 s"; empty if it ended by itself
  double wall_s = 0.0;
};

/// A pool of processes. While it lives, SIGINT and SIGTERM ask it to stop instead of ending the
/// program: the first is passed on, a second one kills.
class ProcessPool {
 public:
  explicit ProcessPool(ProcessLimits limits);
  /// Kills what still runs.
  ~ProcessPool();
  ProcessPool(const ProcessPool&) = delete;
  ProcessPool& operator=(const ProcessPool&) = delete;

  /// Starts a process; throws std::system_error if the system refuses.
  void start(std::size_t key, const Job& job);
  std::size_t running() const { return processes_.size(); }
  bool stop_asked() const { return stops_asked_ > 0; }

  /// Waits until processes end, or for a moment.
  std::vector<Ended> wait();

 private:
  using Clock = std::chrono::steady_clock;
  struct Process {
    std::size_t key = 0;
    Clock::time_point began;
    std::string stopped_over;
  };
  void take_signal(int signal);
  void enforce_limits();

  ProcessLimits limits_;
  std::map<pid_t, Process> processes_;
  int stops_asked_ = 0;
  sigset_t before_{};
};

}  // namespace icekeel::studies
