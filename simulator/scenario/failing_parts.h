// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// How many parts of each kind nodes have that can fail.

#include <cstddef>

#include "platforms/node.h"
#include "simulator/reliability/node_failures.h"

namespace icekeel::scenario {

/// Of so many equal nodes; switches apart.
inline reliability::PartCounts parts_of(const platforms::NodeSpec& node, std::size_t nodes) {
  const auto count = static_cast<double>(nodes);
  return {count, count * static_cast<double>(node.chips),
          count * static_cast<double>(node.nics.count), 0};
}

}  // namespace icekeel::scenario
