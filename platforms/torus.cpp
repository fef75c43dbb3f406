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
      links_.push_back({fmt::format("node {} axis {} +", i, axis), fabric_.link_rate});
      links_.push_back({fmt::format("node {} axis {} -", i, axis), fabric_.link_rate});
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

Path Torus::route(std::size_t from, std::size_t to) const {
  ICEKEEL_EXPECT(from < nodes_ && to < nodes_);
  Path path;
  if (from == to) return path;
  path.links.emplace_back(2 * from);
  std::size_t place = from;
  double hops = 0;
  for (std::size_t axis = 0; axis < size_.size(); ++axis) {
    const std::size_t a = place / stride_[axis] % size_[axis];
    const std::size_t b = to / stride_[axis] % size_[axis];
    const std::size_t upwards = (b + size_[axis] - a) % size_[axis];
    const bool up = 2 * upwards <= size_[axis];
    for (std::size_t left = up ? upwards : size_[axis] - upwards; left > 0; --left, ++hops) {
      path.links.emplace_back(link(place, axis, up));
      place = neighbour(place, axis, up);
    }
  }
  path.links.emplace_back(2 * to + 1);
  path.latency = 2.0 * fabric_.nic_latency + hops * fabric_.hop_latency;
  return path;
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
