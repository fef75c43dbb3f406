// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// The network between the nodes of a site, whatever its topology.

#include <cstddef>
#include <span>
#include <variant>

#include "platforms/dragonfly.h"
#include "platforms/fat_tree.h"
#include "platforms/torus.h"

namespace icekeel::platforms {

/// Switches that a fabric of its kind needs for so many nodes.
std::int64_t switch_count(const FabricSpec& fabric, std::int64_t nics_per_node, std::int64_t nodes);

/// A built fabric: links, routes over them, capacities, power.
class Network {
 public:
  Network(const FabricSpec& fabric, const NicSpec& nics, std::size_t nodes);

  std::span<const FabricLink> links() const;
  /// Links and latency between two nodes; no links from a node to itself, nor where there is no way
  /// left. The same key always takes the same cables while these are whole.
  Path route(std::size_t from, std::size_t to, std::uint64_t flow_key) const;
  /// Rate at which a node sends and, at the same time, receives.
  Bandwidth injection_rate() const;
  /// Least capacity, in one direction, between the first and the second half of the nodes.
  Bandwidth bisection_bandwidth() const;
  std::int64_t switches() const;

  /// Parts of a kind that fail on their own.
  std::size_t parts(FabricPart part) const;
  /// Takes a part away or gives it back; what links lose adds up. The links that it changes.
  std::vector<LinkId> set_lost(FabricPart part, std::size_t index, bool lost);
  /// Nodes that have no way to others without this link: one of their own, or their trunk.
  std::vector<std::size_t> nodes_behind(LinkId link) const;
  /// What a link carries now; nothing: no route takes it.
  Bandwidth capacity(LinkId link) const;
  /// Of all switches, while their ports carry a share of what they can: linear between the power
  /// without traffic and that with all ports at full rate.
  Power switch_power(double share = 0) const;
  /// That share, where bytes that pass several switches count at each.
  double switch_load(Bandwidth switched) const;
  /// Whether their power depends on traffic.
  bool switches_follow_traffic() const { return fabric_.switch_power_most > fabric_.switch_power; }
  /// The switch that a node hangs on first: nodes on one are close.
  std::size_t leaf_of(std::size_t node) const;
  /// The pod of a fat tree or the group of a dragonfly that a node is in; one for all of a torus.
  std::size_t group_of(std::size_t node) const;

 private:
  FabricSpec fabric_;
  std::variant<FatTree, Dragonfly, Torus> made_;
  std::vector<Bandwidth> lost_;  // by link; empty while nothing is lost
  DeadLinks dead_;               // likewise
  std::size_t nodes_;
  std::size_t parts_lost_ = 0;
};

}  // namespace icekeel::platforms
