// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// What a run says of money: its year, the sites it ran on, what each of its jobs cost.
///
///     a year of use = figures of the run * year / simulated time
///     demand charges = those of the run * 12 / months that it touched
///     a job = its accelerator-hours * the cost of a used hour
///
/// See simulator/docs/methods/total-cost.md.
/// Verified by: tests/unit/analysis/ownership_test.cpp, tests/cli/cases/cost.

#include <optional>
#include <string>
#include <vector>

#include "analysis/money/ownership.h"
#include "analysis/summary.h"
#include "simulator/result/result_file.h"
#include "simulator/scenario/scenario_spec.h"

namespace icekeel::analysis {

/// The scenario that a run was made of; nothing where the file does not have it.
std::optional<scenario::ScenarioSpec> scenario_of(const result::ResultFile& file);

/// \param accelerators of the sites
YearOfUse year_of_use(const Summary& run, Timestamp start, double accelerators);

struct JobCost {
  std::string job;
  double accelerator_hours = 0;
  MoneyRange cost;
  std::optional<MoneyRange> million_tokens;
};

/// Of the jobs that the scenario names one by one.
std::vector<JobCost> job_costs(const Summary& run, const scenario::ScenarioSpec& scenario,
                               const OwnershipCost& cost);

}  // namespace icekeel::analysis
