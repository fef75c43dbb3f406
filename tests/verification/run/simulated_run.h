// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Small scenarios, simulated in a process of their own and read back.

#include <map>
#include <string>
#include <vector>

#include "simulator/result/result_file.h"
#include "simulator/run/ledger.h"
#include "simulator/scenario/scenario.h"

namespace icekeel::run {

/// A hall of DGX A100 on chilled water near Paris: `racks` racks of four nodes, a day from
/// 1 March 2026, without jobs. Change it with settings.
std::string small_scenario(int racks = 4);
/// The same with LLaMA-7B on 128 accelerators, and more settings of that training.
std::string small_training(int global_batch, int steps, const std::string& more = "");

constexpr double hour = 3600.0;  ///< [s]

/// What a run left behind.
struct SimulatedRun {
  result::ResultFile file;

  double figure(const std::string& name) const;
  std::vector<double> series(const std::string& name) const;
  /// Lengths of the intervals of the site series [s].
  std::vector<double> widths() const;
  double job(const std::string& column, std::size_t row = 0) const;
  std::string job_text(const std::string& column, std::size_t row = 0) const;
  std::vector<std::pair<double, std::string>> events(const std::string& kind) const;
  Balance balance(const std::string& name) const;
};

/// Simulates in a child process, as a process holds one simulation.
SimulatedRun simulated(const std::string& scenario, const std::vector<std::string>& settings = {});

/// The mean of a series over the whole intervals between two dates [s].
double mean(const SimulatedRun& run, const std::string& name, double from, double to);

/// The first site of such a scenario.
scenario::SiteSpec site_of(const std::string& scenario, const std::vector<std::string>& settings);

}  // namespace icekeel::run
