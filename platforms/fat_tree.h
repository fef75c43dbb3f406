// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// A fat tree of two or three levels of switches: its links, routes and capacities.

#include <array>
#include <boost/graph/adjacency_list.hpp>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "platforms/fabric.h"
#include "platforms/node.h"
#include "simulator/base/id.h"

namespace icekeel::platforms {

using LinkId = Id<struct FabricLink>;

/// Where a link is: between a node and its switch; out of and into a leaf, a switch of a dragonfly,
/// or along an axis of a torus; between pods or groups.
enum class LinkLevel { node, local, global };
inline constexpr std::array<std::string_view, 3> link_levels{"node", "local", "global"};

/// One direction of a link that flows share.
struct FabricLink {
  std::string name;  ///< "node 7 up", "leaf 3 down", with fixed routing "leaf 3 > spine 0.5 #1"
  Bandwidth capacity;
  LinkLevel level = LinkLevel::node;
};

/// What a message passes, from the sending adapter to the receiving one.
struct Path {
  std::vector<LinkId> links;
  Duration latency;
  double switches = 0;  ///< that it passes
};

/// Links that carry nothing any more, by their index; empty while none is.
using DeadLinks = std::vector<bool>;

inline bool is_dead(const DeadLinks& dead, LinkId link) {
  return !dead.empty() && dead[link.index()];
}

/// What a link carries less without a part.
struct Loss {
  LinkId link;
  Bandwidth capacity;
};

enum class SwitchLevel { leaf, spine, core };

/// A switch, or with rails the equal switches of all rails.
struct FabricSwitch {
  SwitchLevel level = SwitchLevel::leaf;
  std::size_t pod = 0;     ///< 0 for cores
  std::size_t index = 0;   ///< leaf: over all pods; spine: in its pod; core: over all
  std::int64_t nodes = 0;  ///< attached to it
};

/// Cables in parallel between two switches.
struct FabricCables {
  std::int64_t count = 0;
};

/// How many of what a fat tree has; all counts are for one rail.
struct FatTreeShape {
  std::int64_t rails = 1;           ///< equal planes side by side
  std::int64_t ports_per_node = 1;  ///< in one rail
  std::int64_t nodes_per_leaf = 0;
  std::int64_t leaves = 0;
  std::int64_t uplinks = 0;  ///< cables from a leaf upwards
  std::int64_t leaves_per_pod = 0;
  std::int64_t pods = 0;
  std::int64_t spines = 0;         ///< in a pod
  std::int64_t leaf_cables = 0;    ///< between a leaf and each spine of its pod
  std::int64_t spine_uplinks = 0;  ///< cables from a spine upwards, 0 with two levels
  std::int64_t cores = 0;          ///< in all
  std::int64_t core_cables = 0;    ///< between a spine and each core it reaches
};

/// Switches of all rails and levels.
std::int64_t switches(const FatTreeShape& shape);

/// The smallest tree that connects the nodes without asking more ports of a switch than it has.
FatTreeShape fat_tree_shape(const FabricSpec& fabric, std::int64_t nics_per_node,
                            std::int64_t nodes);

/// A built fat tree. Nodes attach to leaves in the order of their index. The rails of a node act
/// as one: every capacity is that of all rails together (see simulator/docs/methods/fat-tree.md).
class FatTree {
 public:
  using Graph = boost::adjacency_list<boost::vecS, boost::vecS, boost::undirectedS, FabricSwitch,
                                      FabricCables>;

  FatTree(const FabricSpec& fabric, const NicSpec& nics, std::size_t nodes);

  std::span<const FabricLink> links() const { return links_; }
  /// Links and latency between two nodes; no links from a node to itself. With fixed routing the
  /// same key always takes the same cables, or where one of them is dead the next that is not. No
  /// links between two nodes: there is no way left.
  Path route(std::size_t from, std::size_t to, std::uint64_t flow_key,
             const DeadLinks& dead = {}) const;

  /// Parts of a kind, counted rail by rail: of adapters by node, of cables and upper switches first
  /// those of leaves and spines.
  std::size_t parts(FabricPart part) const;
  /// With ideal spreading: the way up of a node's leaf or pod.
  LinkId trunk_of(std::size_t node, LinkLevel level) const {
    return LinkId(level == LinkLevel::local ? first_leaf_link_ + 2 * leaf_of(node)
                                            : first_pod_link_ + 2 * pod_of(node));
  }
  std::vector<Loss> losses(FabricPart part, std::size_t index) const;

  std::size_t nodes() const { return nodes_; }
  std::size_t leaf_of(std::size_t node) const;
  std::size_t pod_of(std::size_t node) const;
  /// Rate at which a node sends and, at the same time, receives.
  Bandwidth injection_rate() const { return injection_; }

  /// Least capacity, in one direction, between the first and the second half of the nodes: the
  /// maximum flow through the graph.
  Bandwidth bisection_bandwidth() const;
  /// Shortest paths between two nodes that differ in a switch.
  std::size_t path_diversity(std::size_t from, std::size_t to) const;

  const FatTreeShape& shape() const { return shape_; }
  std::int64_t switches() const { return platforms::switches(shape_); }
  Power switch_power() const;
  const Graph& graph() const { return graph_; }

 private:
  void build_graph();
  void build_trunks();
  void build_cables();
  void add_pair(LinkLevel level, const std::string& up, const std::string& down,
                Bandwidth capacity);
  std::size_t leaf_cable_link(std::size_t leaf, std::size_t cable) const;
  std::size_t spine_cable_link(std::size_t pod, std::size_t spine, std::size_t cable) const;
  void add_trunk_links(Path& path, std::size_t from, std::size_t to) const;
  bool add_cable_links(Path& path, std::size_t from, std::size_t to, std::uint64_t key,
                       const DeadLinks& dead) const;
  bool add_spine_links(Path& path, std::size_t from, std::size_t to, std::size_t spine,
                       std::size_t up, std::size_t down, const DeadLinks& dead) const;
  void lose_leaf_cables(std::size_t leaf, std::size_t first, std::size_t count,
                        std::vector<Loss>& losses) const;
  void lose_spine_cables(std::size_t spine, std::size_t first, std::size_t count,
                         std::vector<Loss>& losses) const;

  FabricSpec fabric_;
  FatTreeShape shape_;
  std::size_t nodes_;
  std::int64_t adapters_;  ///< of a node
  Bandwidth cable_;        ///< one cable in every rail
  Bandwidth injection_;    ///< one node, all rails
  Graph graph_;
  std::vector<FabricLink> links_;  ///< pairs: up, down
  std::size_t first_leaf_link_ = 0;
  std::size_t first_pod_link_ = 0;
};

}  // namespace icekeel::platforms
