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
    : fabric_(fabric), made_(made_of(fabric, nics, nodes)) {}

std::span<const FabricLink> Network::links() const {
  return std::visit([](const auto& made) { return made.links(); }, made_);
}

Path Network::route(std::size_t from, std::size_t to, std::uint64_t flow_key) const {
  if (const auto* tree = std::get_if<FatTree>(&made_)) return tree->route(from, to, flow_key);
  if (const auto* dragonfly = std::get_if<Dragonfly>(&made_)) return dragonfly->route(from, to);
  return std::get<Torus>(made_).route(from, to);
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
