// SPDX-License-Identifier: Apache-2.0
#include "platforms/torus.h"

#include <fmt/format.h>

#include <algorithm>

#include "platforms/graph_flow.h"
#include "simulator/base/expect.h"

namespace icekeel::platforms {

Torus::Torus(const FabricSpec& fabric, const NicSpec& nics, std::size_t nodes)
    : fabric_(fabric),
      nodes_(nodes),
      adapters_(nics.count),
      injection_(static_cast<double>(nics.count) * std::min(nics.rate, fabric.link_rate)) {
  ICEKEEL_EXPECT(fabric.torus.has_value());
  for (const std::int64_t along : fabric.torus->size) {
    stride_.push_back(places_);
    size_.push_back(static_cast<std::size_t>(along));
    places_ *= static_cast<std::size_t>(along);
  }
  ICEKEEL_EXPECT(places_ >= nodes_);
  links_.reserve(2 * places_ * (1 + size_.size()));
  for (std::size_t i = 0; i < places_; ++i) {
    links_.push_back({fmt::format("node {} up", i), injection_});
    links_.push_back({fmt::format("node {} down", i), injection_});
  }
  for (std::size_t i = 0; i < places_; ++i)
    for (std::size_t axis = 0; axis < size_.size(); ++axis) {
      links_.push_back(
          {fmt::format("node {} axis {} +", i, axis), fabric_.link_rate, LinkLevel::local});
      links_.push_back(
          {fmt::format("node {} axis {} -", i, axis), fabric_.link_rate, LinkLevel::local});
    }
}

std::size_t Torus::neighbour(std::size_t place, std::size_t axis, bool up) const {
  const std::size_t at = place / stride_[axis] % size_[axis];
  const std::size_t next = (at + (up ? 1 : size_[axis] - 1)) % size_[axis];
  return place - at * stride_[axis] + next * stride_[axis];
}

std::size_t Torus::link(std::size_t place, std::size_t axis, bool up) const {
  return 2 * places_ + 2 * (place * size_.size() + axis) + (up ? 0 : 1);
}

Path Torus::route(std::size_t from, std::size_t to, const DeadLinks& dead) const {
  ICEKEEL_EXPECT(from < nodes_ && to < nodes_);
  Path path;
  if (from == to) return path;
  path.links.emplace_back(2 * from);
  std::size_t place = from;
  for (std::size_t axis = 0; axis < size_.size(); ++axis) {
    const std::size_t a = place / stride_[axis] % size_[axis];
    const std::size_t b = to / stride_[axis] % size_[axis];
    const std::size_t upwards = (b + size_[axis] - a) % size_[axis];
    const bool up = 2 * upwards <= size_[axis];
    for (std::size_t left = up ? upwards : size_[axis] - upwards; left > 0;
         --left, ++path.switches) {
      path.links.emplace_back(link(place, axis, up));
      place = neighbour(place, axis, up);
    }
  }
  path.links.emplace_back(2 * to + 1);
  for (const LinkId each : path.links)
    if (is_dead(dead, each)) return shortest_way(from, to, dead);
  path.latency = 2.0 * fabric_.nic_latency + path.switches * fabric_.hop_latency;
  return path;
}

// Breadth first, the axes in their order.
Path Torus::shortest_way(std::size_t from, std::size_t to, const DeadLinks& dead) const {
  if (is_dead(dead, LinkId(2 * from)) || is_dead(dead, LinkId(2 * to + 1))) return {};
  constexpr auto unseen = static_cast<std::size_t>(-1);
  std::vector<std::size_t> came_by(places_, unseen), open{from};  // link, 2 * places_ and up
  came_by[from] = 0;
  for (std::size_t i = 0; i < open.size() && came_by[to] == unseen; ++i)
    for (std::size_t axis = 0; axis < size_.size(); ++axis)
      for (const bool up : {true, false}) {
        const std::size_t next = neighbour(open[i], axis, up), by = link(open[i], axis, up);
        if (came_by[next] != unseen || is_dead(dead, LinkId(by))) continue;
        came_by[next] = by;
        open.push_back(next);
      }
  Path path;
  if (came_by[to] == unseen) return path;
  for (std::size_t place = to; place != from;) {
    path.links.emplace_back(came_by[place]);
    place = (came_by[place] - 2 * places_) / 2 / size_.size();
  }
  path.switches = static_cast<double>(path.links.size());
  path.links.emplace_back(2 * from);
  std::reverse(path.links.begin(), path.links.end());
  path.links.emplace_back(2 * to + 1);
  path.latency = 2.0 * fabric_.nic_latency + path.switches * fabric_.hop_latency;
  return path;
}

std::size_t Torus::parts(FabricPart part) const {
  switch (part) {
    case FabricPart::adapter:
      return nodes_ * static_cast<std::size_t>(adapters_);
    case FabricPart::leaf_switch:
      return places_;
    case FabricPart::upper_switch:
      return 0;
    case FabricPart::cable:
      return places_ * size_.size();
  }
  return 0;
}

std::vector<Loss> Torus::losses(FabricPart part, std::size_t index) const {
  ICEKEEL_EXPECT(index < parts(part));
  std::vector<Loss> lost;
  const auto lose_cable = [&](std::size_t place, std::size_t axis) {
    lost.push_back({LinkId(link(place, axis, true)), fabric_.link_rate});
    lost.push_back({LinkId(link(neighbour(place, axis, true), axis, false)), fabric_.link_rate});
  };
  if (part == FabricPart::cable) {
    lose_cable(index / size_.size(), index % size_.size());
    return lost;
  }
  const bool whole = part == FabricPart::leaf_switch;
  const auto adapters = static_cast<std::size_t>(adapters_);
  const std::size_t place = whole ? index : index / adapters;
  const Bandwidth rate = whole ? injection_ : injection_ / static_cast<double>(adapters_);
  lost.push_back({LinkId(2 * place), rate});
  lost.push_back({LinkId(2 * place + 1), rate});
  for (std::size_t axis = 0; whole && axis < size_.size(); ++axis) {
    lose_cable(place, axis);
    lose_cable(neighbour(place, axis, false), axis);
  }
  return lost;
}

Bandwidth Torus::bisection_bandwidth() const {
  GraphFlow flow(places_);
  for (std::size_t i = 0; i < places_; ++i) {
    for (std::size_t axis = 0; axis < size_.size(); ++axis)
      if (size_[axis] > 1) flow.join(i, neighbour(i, axis, true), fabric_.link_rate);
    if (i < nodes_) flow.attach(i, i, 1, nodes_, injection_);
  }
  return flow.most();
}

}  // namespace icekeel::platforms
