// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// A dragonfly: groups of switches, every group joined to every other one.

#include <boost/graph/adjacency_list.hpp>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "platforms/fat_tree.h"

namespace icekeel::platforms {

/// How many of what a dragonfly has.
struct DragonflyShape {
  std::int64_t nodes_per_switch = 0;
  std::int64_t switches = 0;  ///< of a group that nodes hang on
  std::int64_t spines = 0;    ///< of a group
  std::int64_t groups = 0;
  std::int64_t global_switches = 0;  ///< of a group that lead to other groups
  std::int64_t global_cables = 0;    ///< of a group to all others together
  std::int64_t pair_cables = 0;      ///< between two groups
};

/// The smallest dragonfly of such groups that connects the nodes.
DragonflyShape dragonfly_shape(const FabricSpec& fabric, std::int64_t nics_per_node,
                               std::int64_t nodes);

/// A built dragonfly or dragonfly+. Nodes fill switches and groups in the order of their index; the
/// adapters of a node hang on one switch and act as one.
///
/// With adaptive routing flows spread over all cables that lead out of a switch, and of a group:
/// each is one trunk each way. With static routing flows between two groups share the cables
/// between these two. See simulator/docs/methods/dragonfly.md.
class Dragonfly {
 public:
  struct Switch {
    std::size_t group = 0;
    std::int64_t nodes = 0;  ///< attached
  };
  using Graph =
      boost::adjacency_list<boost::vecS, boost::vecS, boost::undirectedS, Switch, FabricCables>;

  Dragonfly(const FabricSpec& fabric, const NicSpec& nics, std::size_t nodes);

  std::span<const FabricLink> links() const { return links_; }
  /// Where the cables between two groups are dead, over a third one; no links: there is no way.
  Path route(std::size_t from, std::size_t to, const DeadLinks& dead = {}) const;

  /// Parts of a kind: of cables those of the groups first, then those between pairs of groups.
  std::size_t parts(FabricPart part) const;
  /// With ideal spreading: the way out of a node's switch or group.
  LinkId trunk_of(std::size_t node, LinkLevel level) const {
    return LinkId(level == LinkLevel::local ? first_switch_link_ + 2 * switch_of(node)
                                            : first_group_link_ + 2 * group_of(node));
  }
  std::vector<Loss> losses(FabricPart part, std::size_t index) const;
  Bandwidth injection_rate() const { return injection_; }
  std::int64_t switches() const { return shape_.groups * (shape_.switches + shape_.spines); }

  /// Rate at which the nodes of a full group send over the rate of the cables that leave it.
  double taper() const;
  /// Maximum flow from the first half of the nodes to the second, in one direction.
  Bandwidth bisection_bandwidth() const;

  const DragonflyShape& shape() const { return shape_; }
  /// Its switches and cables; made when it is asked for.
  Graph graph() const;
  std::size_t switch_of(std::size_t node) const;
  std::size_t group_of(std::size_t node) const;

 private:
  void add_pair(LinkLevel level, const std::string& there, const std::string& back, double cables);
  std::size_t pair_link(std::size_t from, std::size_t to) const;
  bool add_global_links(Path& path, std::size_t from, std::size_t to, const DeadLinks& dead) const;
  void lose_global(std::size_t group, double cables, std::vector<Loss>& losses) const;

  FabricSpec fabric_;
  DragonflyShape shape_;
  std::size_t nodes_;
  std::int64_t adapters_;
  Bandwidth injection_;  ///< one node
  std::vector<FabricLink> links_;
  std::size_t first_switch_link_ = 0;
  std::size_t first_group_link_ = 0;
};

}  // namespace icekeel::platforms
