// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// The network between nodes, as the user describes it.

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/base/quantity.h"
#include "simulator/config/fields.h"
#include "simulator/config/finding.h"

namespace icekeel::platforms {

enum class FabricKind { fat_tree, dragonfly, dragonfly_plus, torus };

/// How flows choose among paths of equal length.
enum class Routing {
  adaptive,   ///< ideal spreading: the trunks of a switch act as one
  fixed_hash  ///< a hash picks one cable at each step upwards and keeps it (ECMP)
};

/// What fails on its own. An upper switch has no nodes; a cable is one between switches.
enum class FabricPart { adapter, leaf_switch, upper_switch, cable };

/// Groups of switches, every group joined to every other one.
struct DragonflySpec {
  std::int64_t switches = 32;     ///< of a group that nodes hang on; with dragonfly+ its leaves
  std::int64_t node_ports = 16;   ///< of each of them
  std::int64_t spines = 0;        ///< of a group of a dragonfly+, each joined to all its leaves
  std::int64_t group_cables = 4;  ///< between any two groups
};

/// A grid with wrapped edges in any number of dimensions; each node has a switch.
struct TorusSpec {
  std::vector<std::int64_t> size;  ///< nodes along each axis
};

struct FabricSpec {
  static constexpr std::string_view catalogue_kind = "fabrics";
  std::string name;
  FabricKind kind = FabricKind::fat_tree;
  Bandwidth link_rate;          ///< of a switch port, per direction
  std::int64_t radix = 0;       ///< ports of a switch
  bool rail_optimised = true;   ///< adapter i of every node goes to leaf switch i of its group
  double oversubscription = 1;  ///< node ports over uplinks of a leaf switch
  Routing routing = Routing::adaptive;
  std::optional<DragonflySpec> dragonfly;  ///< of a dragonfly and a dragonfly+
  std::optional<TorusSpec> torus;
  Power switch_power;       ///< of one switch with its transceivers, without traffic
  Power switch_power_most;  ///< with all ports at full rate; 0: as without
  Duration hop_latency;     ///< through one switch and one cable
  Duration nic_latency;     ///< through one adapter, at either end
};

/// Most nodes that three levels of switches connect.
std::int64_t most_nodes(const FabricSpec& fabric, std::int64_t nics_per_node);

std::vector<config::Finding> check_fabric(const FabricSpec& fabric, std::int64_t nics_per_node,
                                          std::int64_t nodes);

void describe(config::Fields& f, DragonflySpec& dragonfly);
void describe(config::Fields& f, TorusSpec& torus);
void describe(config::Fields& f, FabricSpec& fabric);

}  // namespace icekeel::platforms

template <>
struct icekeel::config::Choices<icekeel::platforms::FabricKind> {
  static constexpr std::array<std::string_view, 4> names{"fat-tree", "dragonfly", "dragonfly+",
                                                         "torus"};
};
template <>
struct icekeel::config::Choices<icekeel::platforms::Routing> {
  static constexpr std::array<std::string_view, 2> names{"adaptive", "static"};
};
