// SPDX-License-Identifier: Apache-2.0
#include "platforms/network.h"

#include <algorithm>

namespace icekeel::platforms {
namespace {

std::variant<FatTree, Dragonfly, Torus> made_of(const FabricSpec& fabric, const NicSpec& nics,
                                                std::size_t nodes) {
  switch (fabric.kind) {
    case FabricKind::dragonfly:
    case FabricKind::dragonfly_plus:
      return Dragonfly(fabric, nics, nodes);
    case FabricKind::torus:
      return Torus(fabric, nics, nodes);
    case FabricKind::fat_tree:
      break;
  }
  return FatTree(fabric, nics, nodes);
}

}  // namespace

std::int64_t switch_count(const FabricSpec& fabric, std::int64_t nics_per_node,
                          std::int64_t nodes) {
  if (fabric.kind == FabricKind::torus) return nodes;
  if (fabric.kind == FabricKind::fat_tree)
    return switches(fat_tree_shape(fabric, nics_per_node, nodes));
  const auto shape = dragonfly_shape(fabric, nics_per_node, nodes);
  return shape.groups * (shape.switches + shape.spines);
}

Network::Network(const FabricSpec& fabric, const NicSpec& nics, std::size_t nodes)
    : fabric_(fabric), made_(made_of(fabric, nics, nodes)), nodes_(nodes) {}

std::span<const FabricLink> Network::links() const {
  return std::visit([](const auto& made) { return made.links(); }, made_);
}

Path Network::route(std::size_t from, std::size_t to, std::uint64_t flow_key) const {
  if (const auto* tree = std::get_if<FatTree>(&made_))
    return tree->route(from, to, flow_key, dead_);
  if (const auto* dragonfly = std::get_if<Dragonfly>(&made_))
    return dragonfly->route(from, to, dead_);
  return std::get<Torus>(made_).route(from, to, dead_);
}

std::size_t Network::parts(FabricPart part) const {
  return std::visit([&](const auto& made) { return made.parts(part); }, made_);
}

std::vector<LinkId> Network::set_lost(FabricPart part, std::size_t index, bool lost) {
  const auto losses = std::visit([&](const auto& made) { return made.losses(part, index); }, made_);
  if (parts_lost_ == 0) {
    lost_.assign(links().size(), {});
    dead_.assign(links().size(), false);
  }
  std::vector<LinkId> changed;
  for (const Loss& loss : losses) {
    lost_[loss.link.index()] += (lost ? 1.0 : -1.0) * loss.capacity;
    changed.push_back(loss.link);
  }
  lost ? ++parts_lost_ : --parts_lost_;
  std::ranges::sort(changed);
  changed.erase(std::ranges::unique(changed).begin(), changed.end());
  if (parts_lost_ == 0) {
    lost_.clear();
    dead_.clear();
  }
  for (const LinkId link : changed)
    if (!dead_.empty()) dead_[link.index()] = capacity(link) <= Bandwidth{};
  return changed;
}

std::vector<std::size_t> Network::nodes_behind(LinkId link) const {
  const auto level = links()[link.index()].level;
  if (level == LinkLevel::node) {
    const std::size_t node = link.index() / 2;
    return node < nodes_ ? std::vector{node} : std::vector<std::size_t>{};
  }
  const bool trunk = fabric_.routing == Routing::adaptive && fabric_.kind != FabricKind::torus;
  std::vector<std::size_t> behind;
  for (std::size_t node = 0; trunk && node < nodes_; ++node) {
    const auto out =
        std::visit([&](const auto& made) { return made.trunk_of(node, level); }, made_);
    if (out.index() / 2 == link.index() / 2) behind.push_back(node);
  }
  return behind;
}

// Parts lose shares of a link that are rounded: less than a millionth of it is nothing.
Bandwidth Network::capacity(LinkId link) const {
  const Bandwidth whole = links()[link.index()].capacity;
  if (lost_.empty()) return whole;
  const Bandwidth left = whole - lost_[link.index()];
  return left > 1e-6 * whole ? std::min(left, whole) : Bandwidth{};
}

Bandwidth Network::injection_rate() const {
  return std::visit([](const auto& made) { return made.injection_rate(); }, made_);
}

Bandwidth Network::bisection_bandwidth() const {
  return std::visit([](const auto& made) { return made.bisection_bandwidth(); }, made_);
}

std::int64_t Network::switches() const {
  return std::visit([](const auto& made) { return made.switches(); }, made_);
}

Power Network::switch_power(double share) const {
  const Power most = std::max(fabric_.switch_power, fabric_.switch_power_most);
  return static_cast<double>(switches()) *
         (fabric_.switch_power + std::clamp(share, 0.0, 1.0) * (most - fabric_.switch_power));
}

double Network::switch_load(Bandwidth switched) const {
  return switched / (static_cast<double>(switches() * fabric_.radix) * fabric_.link_rate);
}

std::size_t Network::leaf_of(std::size_t node) const {
  if (const auto* tree = std::get_if<FatTree>(&made_)) return tree->leaf_of(node);
  if (const auto* dragonfly = std::get_if<Dragonfly>(&made_)) return dragonfly->switch_of(node);
  return node;
}

std::size_t Network::group_of(std::size_t node) const {
  if (const auto* tree = std::get_if<FatTree>(&made_)) return tree->pod_of(node);
  if (const auto* dragonfly = std::get_if<Dragonfly>(&made_)) return dragonfly->group_of(node);
  return 0;
}

}  // namespace icekeel::platforms
