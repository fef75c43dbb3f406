// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Where the energy goes, from the grid to the devices and on as heat: a Sankey diagram of the
/// balances of a result.

#include <cstddef>
#include <string>
#include <vector>

#include "analysis/summary.h"

namespace icekeel::analysis::report {

/// A block of the diagram; what flows through it is as high as it is.
struct FlowNode {
  std::string name;
  std::size_t column = 0;
};

struct Flow {
  std::size_t from = 0;  ///< node
  std::size_t to = 0;
  double energy = 0;  ///< [MWh], positive
};

struct EnergyFlow {
  std::vector<FlowNode> nodes;
  std::vector<Flow> flows;

  double into(std::size_t node) const;
  double out_of(std::size_t node) const;
};

/// The balances of all sites together. Every node but the first and the last passes on what it
/// gets, up to what leaves the books: losses outside of the rooms heat the open air.
EnergyFlow energy_flow(const Summary& summary);

std::string to_svg(const EnergyFlow& flow);

/// The same as a table.
std::string to_table(const EnergyFlow& flow);

}  // namespace icekeel::analysis::report
