// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Runs a scenario and writes its result file.

#include <atomic>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "simulator/run/ledger.h"
#include "simulator/scenario/scenario.h"

namespace icekeel::run {

/// How far a run is.
struct Progress {
  Duration simulated;
  std::optional<Duration> duration;  ///< none: until the jobs are done
  std::size_t jobs_done = 0;
  std::size_t jobs = 0;
  std::uint64_t events = 0;
};

struct RunOptions {
  std::filesystem::path output;
  std::string version;
  std::string command_line;
  std::string scenario_sha256;
  std::vector<std::pair<std::string, std::string>> input_sha256;  ///< of each input file
  Timestamp created;
  std::function<void(const Progress&)> progress;   ///< may be empty; called often
  const std::atomic<bool>* interrupted = nullptr;  ///< looked at often
  std::function<void()> ready;  ///< called when the engine is set up, before anything happens
  std::function<double()> wall_seconds;  ///< since the run began
};

/// How a run ended.
struct Outcome {
  std::string status;  ///< "complete" or "interrupted"
  std::filesystem::path file;
  std::vector<Balance> balances;  ///< two a site: electricity and heat
};

/// The books do not close: our bug, or a model out of its range.
struct UnbalancedBooks : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Simulates. A process can do so once. If it throws, the partial file is kept with the status
/// "failed".
Outcome simulate(const scenario::Scenario& scenario, const RunOptions& options);

/// Throws UnbalancedBooks, naming the balance and its terms, if a residual is too large.
void check_balances(const std::vector<Balance>& balances);

}  // namespace icekeel::run
