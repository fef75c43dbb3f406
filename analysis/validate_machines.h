// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Scoreboard of listed runs of Linpack: rate and power of machines from their parts.

#include <vector>

#include "analysis/machine_runs.h"
#include "analysis/validate_scoreboard.h"

namespace icekeel::analysis {

/// Coefficients of a machine's chip come from the other machines with that chip. A machine that is
/// alone with its chip is fitted to itself and not scored.
Scoreboard machines_scoreboard(const std::vector<Machine>& machines);

}  // namespace icekeel::analysis
