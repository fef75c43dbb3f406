// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Whether a cooling plant that is an FMI unit has what the scenario says of it.

#include <vector>

#include "simulator/config/finding.h"
#include "simulator/facility/unit_spec.h"

namespace icekeel::scenario {

/// Reads the unit's description; paths begin at the unit.
std::vector<config::Finding> check_unit(const facility::UnitSpec& unit);

}  // namespace icekeel::scenario
