// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Tables and headline figures of a run.

#include <vector>

#include "simulator/result/records.h"
#include "simulator/run/world.h"

namespace icekeel::run {

/// What /summary holds; a figure that the scenario does not define has no value.
std::vector<result::Scalar> summary_figures(const scenario::Scenario& scenario, const World& world,
                                            double wall_seconds);

std::vector<result::Column> job_columns(const World& world);
/// One row a job and kind of phase.
std::vector<result::Column> phase_columns(const World& world);
std::vector<result::Column> event_columns(const World& world);
/// One row a term of a balance.
std::vector<result::Column> balance_columns(const World& world);

std::vector<Balance> balances(const World& world);

}  // namespace icekeel::run
