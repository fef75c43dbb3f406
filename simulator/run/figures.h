// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Tables and headline figures of a run.

#include <limits>
#include <optional>
#include <string_view>
#include <vector>

#include "simulator/result/records.h"
#include "simulator/run/life_cycle.h"
#include "simulator/run/world.h"

namespace icekeel::run {

/// What /summary holds; a figure that the scenario does not define has no value.
std::vector<result::Scalar> summary_figures(const scenario::Scenario& scenario, const World& world,
                                            double wall_seconds);

Footprint footprint(const scenario::Scenario& scenario, const World& world);

std::vector<result::Column> job_columns(const World& world);
/// One row a job and kind of phase.
std::vector<result::Column> phase_columns(const World& world);
std::vector<result::Column> event_columns(const World& world);
/// One row a term of a balance.
std::vector<result::Column> balance_columns(const World& world);

std::vector<Balance> balances(const World& world);

// --- batch jobs

std::string_view name_of(JobState state);

/// Adds a row for each batch job, and columns with what only their traces know.
void append_batch_jobs(std::vector<result::Column>& columns, const World& world);

/// What jobs waited, took and used. Of batch jobs here; the caller adds others.
struct JobTotals {
  double submitted = 0, completed = 0, failed = 0, killed = 0, restarts = 0;
  double gpu_seconds = 0, node_seconds = 0, lost_node_seconds = 0;
  std::vector<double> waits, slowdowns;  // of jobs that started, of those that ended
  Energy energy, wasted;
  Duration first = Duration::si(std::numeric_limits<double>::infinity());  ///< submission
  Duration last;                                                           ///< end
};
JobTotals batch_totals(const World& world);

/// Time from submission to end over the time on nodes, short jobs counted as ten seconds long
/// (Feitelson et al. 1997).
double bounded_slowdown(double wait, double run);
/// The least value that this share of all others does not exceed; none of no values.
std::optional<double> quantile_of(std::vector<double> values, double share);

}  // namespace icekeel::run
