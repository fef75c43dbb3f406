// SPDX-License-Identifier: Apache-2.0
// Bisection of a fat tree: the maximum flow from the first half of its nodes to the second.
#include "platforms/fat_tree.h"
#include "platforms/graph_flow.h"

namespace icekeel::platforms {

Bandwidth FatTree::bisection_bandwidth() const {
  GraphFlow flow(num_vertices(graph_));
  for (auto [edge, last] = edges(graph_); edge != last; ++edge)
    flow.join(source(*edge, graph_), target(*edge, graph_),
              static_cast<double>(graph_[*edge].count) * cable_);
  std::size_t first = 0;
  for (std::size_t leaf = 0; leaf < static_cast<std::size_t>(shape_.leaves); ++leaf) {
    const auto attached = static_cast<std::size_t>(graph_[leaf].nodes);
    flow.attach(leaf, first, attached, nodes_, injection_);
    first += attached;
  }
  return flow.most();
}

}  // namespace icekeel::platforms
