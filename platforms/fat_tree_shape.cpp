// SPDX-License-Identifier: Apache-2.0
// How many switches and cables a fat tree needs.
#include <algorithm>

#include "platforms/fat_tree.h"
#include "simulator/base/expect.h"

namespace icekeel::platforms {
namespace {

std::int64_t divided_up(std::int64_t a, std::int64_t b) {
  return (a + b - 1) / b;
}

// Cables in parallel to each of the next switches up: as many as divide the uplinks evenly while
// `below` switches still fit on the ports.
std::int64_t parallel_cables(std::int64_t uplinks, std::int64_t below, std::int64_t ports) {
  for (std::int64_t cables = uplinks; cables > 1; --cables)
    if (uplinks % cables == 0 && cables * below <= ports) return cables;
  return 1;
}

}  // namespace

FatTreeShape fat_tree_shape(const FabricSpec& fabric, std::int64_t nics_per_node,
                            std::int64_t nodes) {
  ICEKEEL_EXPECT(nodes > 0 && nics_per_node > 0 && fabric.radix >= 4);
  FatTreeShape shape;
  shape.rails = fabric.rail_optimised ? nics_per_node : 1;
  shape.ports_per_node = fabric.rail_optimised ? 1 : nics_per_node;
  // A little slack, so that radix 64 at 1:1 is 32 and not 31 for a ratio such as 1.0000000001.
  shape.uplinks = std::max<std::int64_t>(
      1, static_cast<std::int64_t>(
             static_cast<double>(fabric.radix) / (1.0 + fabric.oversubscription) + 1e-6));
  const auto down =
      std::min(fabric.radix - shape.uplinks,
               static_cast<std::int64_t>(
                   static_cast<double>(shape.uplinks) * fabric.oversubscription + 1e-6));
  shape.nodes_per_leaf = down / shape.ports_per_node;
  shape.leaves_per_pod = fabric.radix / 2;
  shape.pods = 1;
  if (shape.nodes_per_leaf == 0) return shape;

  shape.leaves = divided_up(nodes, shape.nodes_per_leaf);
  if (shape.leaves == 1) return shape;
  if (shape.leaves <= fabric.radix) {
    shape.leaves_per_pod = shape.leaves;
    shape.leaf_cables = parallel_cables(shape.uplinks, shape.leaves, fabric.radix);
    shape.spines = shape.uplinks / shape.leaf_cables;
    return shape;
  }
  shape.pods = divided_up(shape.leaves, shape.leaves_per_pod);
  shape.leaf_cables = 1;
  shape.spines = shape.uplinks;
  shape.spine_uplinks = fabric.radix / 2;
  shape.core_cables = parallel_cables(shape.spine_uplinks, shape.pods, fabric.radix);
  shape.cores = shape.spines * (shape.spine_uplinks / shape.core_cables);
  return shape;
}

}  // namespace icekeel::platforms
