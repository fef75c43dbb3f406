// SPDX-License-Identifier: Apache-2.0
#include "platforms/dragonfly.h"

#include <fmt/format.h>

#include <algorithm>

#include "platforms/graph_flow.h"
#include "simulator/base/counts.h"
#include "simulator/base/expect.h"

namespace icekeel::platforms {
DragonflyShape dragonfly_shape(const FabricSpec& fabric, std::int64_t nics_per_node,
                               std::int64_t nodes) {
  ICEKEEL_EXPECT(fabric.dragonfly.has_value());
  const DragonflySpec& d = *fabric.dragonfly;
  DragonflyShape shape;
  shape.nodes_per_switch = d.node_ports / std::max<std::int64_t>(nics_per_node, 1);
  shape.switches = d.switches;
  shape.spines = d.spines;
  const std::int64_t each = std::max<std::int64_t>(shape.nodes_per_switch, 1) * d.switches;
  shape.groups = (nodes + each - 1) / each;
  shape.global_switches = d.spines > 0 ? d.spines : d.switches;
  shape.pair_cables = d.group_cables;
  shape.global_cables = d.group_cables * (shape.groups - 1);
  return shape;
}

Dragonfly::Dragonfly(const FabricSpec& fabric, const NicSpec& nics, std::size_t nodes)
    : fabric_(fabric),
      shape_(dragonfly_shape(fabric, nics.count, static_cast<std::int64_t>(nodes))),
      nodes_(nodes),
      adapters_(nics.count),
      injection_(static_cast<double>(nics.count) * std::min(nics.rate, fabric.link_rate)) {
  ICEKEEL_EXPECT(shape_.nodes_per_switch > 0);
  for (std::size_t i = 0; i < nodes_; ++i)
    add_pair(LinkLevel::node, fmt::format("node {} up", i), fmt::format("node {} down", i),
             injection_ / fabric_.link_rate);
  first_switch_link_ = links_.size();
  // One cable to each other switch of the group, or to each spine.
  const auto local = static_cast<double>(shape_.spines > 0 ? shape_.spines : shape_.switches - 1);
  for (std::size_t s = 0; s < index(shape_.groups * shape_.switches); ++s)
    add_pair(LinkLevel::local, fmt::format("switch {} out", s), fmt::format("switch {} in", s),
             local);
  first_group_link_ = links_.size();
  const bool adaptive = fabric_.routing == Routing::adaptive;
  for (std::size_t g = 0; g < index(shape_.groups); ++g) {
    if (adaptive)
      add_pair(LinkLevel::global, fmt::format("group {} out", g), fmt::format("group {} in", g),
               static_cast<double>(shape_.global_cables));
    for (std::size_t h = g + 1; !adaptive && h < index(shape_.groups); ++h)
      add_pair(LinkLevel::global, fmt::format("group {} > group {}", g, h),
               fmt::format("group {} > group {}", h, g), static_cast<double>(shape_.pair_cables));
  }
}

void Dragonfly::add_pair(LinkLevel level, const std::string& there, const std::string& back,
                         double cables) {
  links_.push_back({there, cables * fabric_.link_rate, level});
  links_.push_back({back, cables * fabric_.link_rate, level});
}

std::size_t Dragonfly::switch_of(std::size_t node) const {
  return node / index(shape_.nodes_per_switch);
}

std::size_t Dragonfly::group_of(std::size_t node) const {
  return switch_of(node) / index(shape_.switches);
}

// Pairs g < h are stored row by row: there, and next to it back.
std::size_t Dragonfly::pair_link(std::size_t from, std::size_t to) const {
  const std::size_t groups = index(shape_.groups);
  const std::size_t g = std::min(from, to), h = std::max(from, to);
  const std::size_t pair = g * groups - g * (g + 1) / 2 + (h - g - 1);
  return first_group_link_ + 2 * pair + (from < to ? 0 : 1);
}

Path Dragonfly::route(std::size_t from, std::size_t to, const DeadLinks& dead) const {
  ICEKEEL_EXPECT(from < nodes_ && to < nodes_);
  Path path;
  if (from == to) return path;
  const std::size_t a = switch_of(from), b = switch_of(to);
  const std::size_t g = group_of(from), h = group_of(to);
  path.links.emplace_back(2 * from);
  if (a != b) path.links.emplace_back(first_switch_link_ + 2 * a);
  if (g != h && !add_global_links(path, g, h, dead)) return {};
  const bool detour = fabric_.routing == Routing::fixed_hash && path.links.size() > 3;
  if (a != b) path.links.emplace_back(first_switch_link_ + 2 * b + 1);
  path.links.emplace_back(2 * to + 1);
  // In a group the other switch, or a spine and the other leaf; between groups two of each side.
  const double within = shape_.spines > 0 ? 3 : 2;
  for (const LinkId link : path.links)
    if (is_dead(dead, link)) return {};
  path.switches = a == b ? 1 : g == h ? within : detour ? 6 : 4;
  path.latency = 2.0 * fabric_.nic_latency + path.switches * fabric_.hop_latency;
  return path;
}

bool Dragonfly::add_global_links(Path& path, std::size_t from, std::size_t to,
                                 const DeadLinks& dead) const {
  if (fabric_.routing == Routing::adaptive) {
    path.links.emplace_back(first_group_link_ + 2 * from);
    path.links.emplace_back(first_group_link_ + 2 * to + 1);
    return true;
  }
  const auto works = [&](std::size_t g, std::size_t h) {
    return !is_dead(dead, LinkId(pair_link(g, h)));
  };
  if (works(from, to)) {
    path.links.emplace_back(pair_link(from, to));
    return true;
  }
  const std::size_t groups = index(shape_.groups);
  for (std::size_t i = 1; i < groups; ++i) {
    const std::size_t over = (from + i) % groups;
    if (over == to || over == from || !works(from, over) || !works(over, to)) continue;
    path.links.emplace_back(pair_link(from, over));
    path.links.emplace_back(pair_link(over, to));
    return true;
  }
  return false;
}

double Dragonfly::taper() const {
  const double sent = static_cast<double>(shape_.nodes_per_switch * shape_.switches) *
                      (injection_ / fabric_.link_rate);
  return shape_.global_cables > 0 ? sent / static_cast<double>(shape_.global_cables) : 0;
}

Dragonfly::Graph Dragonfly::graph() const {
  Graph graph;
  const std::size_t leaves = index(shape_.switches), spines = index(shape_.spines);
  const std::size_t each = leaves + spines, groups = index(shape_.groups);
  auto left = static_cast<std::int64_t>(nodes_);
  for (std::size_t g = 0; g < groups; ++g)
    for (std::size_t s = 0; s < each; ++s) {
      const std::int64_t attached = s < leaves ? std::min(left, shape_.nodes_per_switch) : 0;
      left -= attached;
      add_vertex({g, attached}, graph);
    }
  for (std::size_t g = 0; g < groups; ++g)
    for (std::size_t a = 0; a < leaves; ++a)
      for (std::size_t b = spines > 0 ? leaves : a + 1; b < each; ++b)
        add_edge(g * each + a, g * each + b, FabricCables{1}, graph);
  // Cables to the other groups go to the switches in turn.
  const std::size_t first = spines > 0 ? leaves : 0, outer = index(shape_.global_switches);
  std::vector<std::size_t> next(groups, 0);
  for (std::size_t g = 0; g < groups; ++g)
    for (std::size_t h = g + 1; h < groups; ++h)
      for (std::int64_t cable = 0; cable < shape_.pair_cables; ++cable) {
        const std::size_t here = g * each + first + next[g]++ % outer;
        const std::size_t there = h * each + first + next[h]++ % outer;
        add_edge(here, there, FabricCables{1}, graph);
      }
  return graph;
}

Bandwidth Dragonfly::bisection_bandwidth() const {
  const Graph all = graph();
  GraphFlow flow(num_vertices(all));
  for (auto [edge, last] = edges(all); edge != last; ++edge)
    flow.join(source(*edge, all), target(*edge, all),
              static_cast<double>(all[*edge].count) * fabric_.link_rate);
  std::size_t first = 0;
  for (std::size_t v = 0; v < num_vertices(all); ++v) {
    flow.attach(v, first, index(all[v].nodes), nodes_, injection_);
    first += index(all[v].nodes);
  }
  return flow.most();
}

}  // namespace icekeel::platforms
