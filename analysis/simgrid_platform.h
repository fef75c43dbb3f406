// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// The machines of a scenario as a platform file of SimGrid.

#include <ostream>
#include <string>

#include "simulator/scenario/scenario.h"

namespace icekeel::analysis {

/// Why a fabric of the scenario cannot be said in such a file, with a remedy; empty if all can.
std::string simgrid_problem(const scenario::Scenario& scenario);

/// Writes sites, switches and pods or groups as zones, a host a node and a link a cable or trunk,
/// with the configuration that shares links as Icekeel does. Its size is linear in nodes and links.
void write_simgrid_platform(const scenario::Scenario& scenario, std::ostream& out);

}  // namespace icekeel::analysis
