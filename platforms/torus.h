// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// A torus: nodes on a grid in any number of dimensions, each joined to its neighbours, with
/// wrapped edges.

#include <cstddef>
#include <span>
#include <vector>

#include "platforms/fat_tree.h"

namespace icekeel::platforms {

/// A built torus. Nodes fill the grid in the order of their index, the first axis running fastest.
/// Routes go along one axis after the other, the shorter way round; at half way round upwards.
class Torus {
 public:
  Torus(const FabricSpec& fabric, const NicSpec& nics, std::size_t nodes);

  std::span<const FabricLink> links() const { return links_; }
  /// Where a link on the way is dead, the shortest way round; no links: there is none.
  Path route(std::size_t from, std::size_t to, const DeadLinks& dead = {}) const;

  /// Parts of a kind. The switch of a node is a leaf switch; there are no upper ones.
  std::size_t parts(FabricPart part) const;
  LinkId trunk_of(std::size_t node, LinkLevel) const { return LinkId(2 * node); }
  std::vector<Loss> losses(FabricPart part, std::size_t index) const;
  Bandwidth injection_rate() const { return injection_; }
  std::int64_t switches() const { return static_cast<std::int64_t>(places_); }
  /// Maximum flow from the first half of the nodes to the second, in one direction.
  Bandwidth bisection_bandwidth() const;

 private:
  std::size_t neighbour(std::size_t place, std::size_t axis, bool up) const;
  std::size_t link(std::size_t place, std::size_t axis, bool up) const;
  Path shortest_way(std::size_t from, std::size_t to, const DeadLinks& dead) const;

  FabricSpec fabric_;
  std::vector<std::size_t> size_;
  std::vector<std::size_t> stride_;  // of each axis
  std::size_t places_ = 1;
  std::size_t nodes_;
  std::int64_t adapters_;
  Bandwidth injection_;
  std::vector<FabricLink> links_;
};

}  // namespace icekeel::platforms
