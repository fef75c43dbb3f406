// SPDX-License-Identifier: Apache-2.0
#include "platforms/fat_tree.h"

#include <fmt/format.h>

#include <algorithm>

#include "simulator/base/counts.h"
#include "simulator/base/expect.h"

namespace icekeel::platforms {
namespace {

// Spreads keys evenly over 64 bits (the finalizer of SplitMix64).
std::uint64_t mixed(std::uint64_t key) {
  key += 0x9e3779b97f4a7c15ULL;
  key = (key ^ (key >> 30)) * 0xbf58476d1ce4e5b9ULL;
  key = (key ^ (key >> 27)) * 0x94d049bb133111ebULL;
  return key ^ (key >> 31);
}

// A number below `choices` from each call: the decisions of one flow on its way.
class Choice {
 public:
  Choice(std::size_t from, std::size_t to, std::uint64_t key)
      : state_(mixed(mixed(mixed(key) ^ from) ^ to)) {}
  std::size_t below(std::size_t choices) {
    state_ = mixed(state_);
    return state_ % choices;
  }

 private:
  std::uint64_t state_;
};

}  // namespace

FatTree::FatTree(const FabricSpec& fabric, const NicSpec& nics, std::size_t nodes)
    : fabric_(fabric),
      shape_(fat_tree_shape(fabric, nics.count, static_cast<std::int64_t>(nodes))),
      nodes_(nodes),
      adapters_(nics.count),
      cable_(static_cast<double>(shape_.rails) * fabric.link_rate),
      injection_(static_cast<double>(nics.count) * std::min(nics.rate, fabric.link_rate)) {
  ICEKEEL_EXPECT(shape_.nodes_per_leaf > 0 && shape_.pods <= fabric.radix);
  build_graph();
  if (fabric.routing == Routing::adaptive)
    build_trunks();
  else
    build_cables();
}

void FatTree::build_graph() {
  std::int64_t left = static_cast<std::int64_t>(nodes_);
  for (std::size_t leaf = 0; leaf < index(shape_.leaves); ++leaf) {
    const std::int64_t attached = std::min(left, shape_.nodes_per_leaf);
    left -= attached;
    add_vertex({SwitchLevel::leaf, leaf / index(shape_.leaves_per_pod), leaf, attached}, graph_);
  }
  const std::size_t spines = index(shape_.spines);
  const std::size_t first_spine = index(shape_.leaves);
  for (std::size_t i = 0; i < index(shape_.pods) * spines; ++i)
    add_vertex({SwitchLevel::spine, i / spines, i % spines, 0}, graph_);
  const std::size_t first_core = num_vertices(graph_);
  for (std::size_t core = 0; core < index(shape_.cores); ++core)
    add_vertex({SwitchLevel::core, 0, core, 0}, graph_);

  for (std::size_t leaf = 0; leaf < index(shape_.leaves); ++leaf)
    for (std::size_t s = 0; s < spines; ++s)
      add_edge(leaf, first_spine + graph_[leaf].pod * spines + s, {shape_.leaf_cables}, graph_);
  if (shape_.cores == 0) return;
  const std::size_t cores_per_plane = index(shape_.cores) / spines;
  for (std::size_t pod = 0; pod < index(shape_.pods); ++pod)
    for (std::size_t s = 0; s < spines; ++s)
      for (std::size_t c = 0; c < cores_per_plane; ++c)
        add_edge(first_spine + pod * spines + s, first_core + s * cores_per_plane + c,
                 {shape_.core_cables}, graph_);
}

void FatTree::add_pair(LinkLevel level, const std::string& up, const std::string& down,
                       Bandwidth capacity) {
  links_.push_back({up, capacity, level});
  links_.push_back({down, capacity, level});
}

// Ideal spreading: the cables of a leaf, and those of a pod, act as one trunk each way.
void FatTree::build_trunks() {
  const auto add = [&](LinkLevel level, std::string_view what, std::size_t count,
                       Bandwidth capacity) {
    for (std::size_t i = 0; i < count; ++i)
      add_pair(level, fmt::format("{} {} up", what, i), fmt::format("{} {} down", what, i),
               capacity);
  };
  const bool climbs = shape_.leaves > 1;
  const std::size_t leaves = climbs ? index(shape_.leaves) : 0;
  const std::size_t pods = shape_.cores > 0 ? index(shape_.pods) : 0;
  links_.reserve(2 * (nodes_ + leaves + pods));
  add(LinkLevel::node, "node", nodes_, injection_);
  first_leaf_link_ = links_.size();
  add(LinkLevel::local, "leaf", leaves, static_cast<double>(shape_.uplinks) * cable_);
  first_pod_link_ = links_.size();
  add(LinkLevel::global, "pod", pods,
      static_cast<double>(shape_.spines * shape_.spine_uplinks) * cable_);
}

// Fixed routing: every cable on its own.
void FatTree::build_cables() {
  const std::size_t leaf_cables =
      shape_.leaves > 1 ? index(shape_.leaves) * index(shape_.uplinks) : 0;
  const std::size_t spines = index(shape_.pods * shape_.spines);
  links_.reserve(2 * (nodes_ + leaf_cables + spines * index(shape_.spine_uplinks)));
  for (std::size_t i = 0; i < nodes_; ++i)
    add_pair(LinkLevel::node, fmt::format("node {} up", i), fmt::format("node {} down", i),
             injection_);

  const auto join = [&](LinkLevel level, const std::string& low, const std::string& high,
                        std::size_t number) {
    add_pair(level, fmt::format("{} > {} #{}", low, high, number),
             fmt::format("{} > {} #{}", high, low, number), cable_);
  };
  first_leaf_link_ = links_.size();
  for (std::size_t i = 0; i < leaf_cables; ++i) {
    const std::size_t leaf = i / index(shape_.uplinks), cable = i % index(shape_.uplinks);
    join(LinkLevel::local, fmt::format("leaf {}", leaf),
         fmt::format("spine {}.{}", leaf / index(shape_.leaves_per_pod),
                     cable / index(shape_.leaf_cables)),
         cable % index(shape_.leaf_cables));
  }
  first_pod_link_ = links_.size();
  if (shape_.cores == 0) return;
  const std::size_t cores_per_plane = index(shape_.cores / shape_.spines);
  for (std::size_t i = 0; i < spines; ++i) {
    const std::size_t pod = i / index(shape_.spines), spine = i % index(shape_.spines);
    for (std::size_t cable = 0; cable < index(shape_.spine_uplinks); ++cable)
      join(LinkLevel::global, fmt::format("spine {}.{}", pod, spine),
           fmt::format("core {}", spine * cores_per_plane + cable / index(shape_.core_cables)),
           cable % index(shape_.core_cables));
  }
}

std::size_t FatTree::leaf_of(std::size_t node) const {
  return node / index(shape_.nodes_per_leaf);
}

std::size_t FatTree::pod_of(std::size_t node) const {
  return leaf_of(node) / index(shape_.leaves_per_pod);
}

Path FatTree::route(std::size_t from, std::size_t to, std::uint64_t flow_key,
                    const DeadLinks& dead) const {
  ICEKEEL_EXPECT(from < nodes_ && to < nodes_);
  Path path;
  if (from == to) return path;
  const bool climbs = leaf_of(from) != leaf_of(to);
  const bool crosses_pods = pod_of(from) != pod_of(to);
  path.links.reserve(crosses_pods ? 6 : climbs ? 4 : 2);
  path.links.emplace_back(2 * from);
  if (climbs && fabric_.routing == Routing::adaptive) add_trunk_links(path, from, to);
  if (climbs && fabric_.routing == Routing::fixed_hash &&
      !add_cable_links(path, from, to, flow_key, dead))
    return {};
  path.links.emplace_back(2 * to + 1);
  for (const LinkId link : path.links)
    if (is_dead(dead, link)) return {};
  path.switches = crosses_pods ? 5 : climbs ? 3 : 1;
  path.latency = 2.0 * fabric_.nic_latency + path.switches * fabric_.hop_latency;
  return path;
}

void FatTree::add_trunk_links(Path& path, std::size_t from, std::size_t to) const {
  path.links.emplace_back(first_leaf_link_ + 2 * leaf_of(from));
  if (pod_of(from) != pod_of(to)) {
    path.links.emplace_back(first_pod_link_ + 2 * pod_of(from));
    path.links.emplace_back(first_pod_link_ + 2 * pod_of(to) + 1);
  }
  path.links.emplace_back(first_leaf_link_ + 2 * leaf_of(to) + 1);
}

std::size_t FatTree::leaf_cable_link(std::size_t leaf, std::size_t cable) const {
  return first_leaf_link_ + 2 * (leaf * index(shape_.uplinks) + cable);
}

std::size_t FatTree::spine_cable_link(std::size_t pod, std::size_t spine, std::size_t cable) const {
  return first_pod_link_ +
         2 * ((pod * index(shape_.spines) + spine) * index(shape_.spine_uplinks) + cable);
}

// Upwards every switch hashes to one of its cables; downwards only the parallel cables to the
// one switch below are left to choose from. From dead cables on, the next ones are tried.
bool FatTree::add_cable_links(Path& path, std::size_t from, std::size_t to, std::uint64_t key,
                              const DeadLinks& dead) const {
  Choice choice(from, to, key);
  const std::size_t uplinks = index(shape_.uplinks), leaf_cables = index(shape_.leaf_cables);
  const bool crosses_pods = pod_of(from) != pod_of(to);
  const std::size_t first = choice.below(uplinks);
  const std::size_t up = crosses_pods ? choice.below(index(shape_.spine_uplinks)) : 0;
  const std::size_t down = crosses_pods ? choice.below(index(shape_.core_cables)) : 0;
  const std::size_t last = choice.below(leaf_cables);
  for (std::size_t i = 0; i < uplinks; ++i) {
    const std::size_t cable = (first + i) % uplinks, spine = cable / leaf_cables;
    const LinkId out(leaf_cable_link(leaf_of(from), cable));
    if (is_dead(dead, out)) continue;
    for (std::size_t j = 0; j < leaf_cables; ++j) {
      const std::size_t into = spine * leaf_cables + (last + j) % leaf_cables;
      const LinkId in(leaf_cable_link(leaf_of(to), into) + 1);
      if (is_dead(dead, in)) continue;
      path.links.push_back(out);
      if (!crosses_pods || add_spine_links(path, from, to, spine, up, down, dead)) {
        path.links.push_back(in);
        return true;
      }
      path.links.pop_back();
    }
  }
  return false;
}

// From a spine over a core to the same spine of another pod.
bool FatTree::add_spine_links(Path& path, std::size_t from, std::size_t to, std::size_t spine,
                              std::size_t up, std::size_t down, const DeadLinks& dead) const {
  const std::size_t uplinks = index(shape_.spine_uplinks), core_cables = index(shape_.core_cables);
  for (std::size_t i = 0; i < uplinks; ++i) {
    const std::size_t cable = (up + i) % uplinks;
    const LinkId out(spine_cable_link(pod_of(from), spine, cable));
    if (is_dead(dead, out)) continue;
    for (std::size_t j = 0; j < core_cables; ++j) {
      const std::size_t back = cable / core_cables * core_cables + (down + j) % core_cables;
      const LinkId in(spine_cable_link(pod_of(to), spine, back) + 1);
      if (is_dead(dead, in)) continue;
      path.links.push_back(out);
      path.links.push_back(in);
      return true;
    }
  }
  return false;
}

std::size_t FatTree::path_diversity(std::size_t from, std::size_t to) const {
  ICEKEEL_EXPECT(from < nodes_ && to < nodes_);
  if (leaf_of(from) == leaf_of(to)) return 1;
  return index(pod_of(from) == pod_of(to) ? shape_.spines : shape_.cores);
}

std::int64_t switches(const FatTreeShape& shape) {
  return shape.rails * (shape.leaves + shape.pods * shape.spines + shape.cores);
}

Power FatTree::switch_power() const {
  return static_cast<double>(switches()) * fabric_.switch_power;
}

}  // namespace icekeel::platforms
