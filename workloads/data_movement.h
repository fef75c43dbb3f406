// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Data that flow through nodes: from outside over networks to the site's storage, or through a
/// preparation before a training.
///
///     rate   = least of: the route's slowest part, what the program reaches on each node, what the
///              adapters of the nodes carry, the share of the storage that is left
///     time   = latency of the route + size / rate
///     energy = of the nodes at that work; outside, size times the energy of each part of the route
///
/// See simulator/docs/methods/data-pipeline.md.

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "platforms/access_line.h"
#include "platforms/node.h"
#include "simulator/base/quantity.h"
#include "simulator/config/fields.h"
#include "simulator/config/finding.h"

namespace icekeel::workloads {

/// What the data do with the site's storage.
enum class StorageUse { none, read, write };

struct DataMovementSpec {
  Information size;
  std::int64_t nodes = 1;
  std::vector<platforms::WanSpec> route;  ///< from outside; none: the data are there already
  std::optional<Bandwidth> rate;          ///< that the program reaches on a node
  double cpu = 0.1;                       ///< share of the host's cores at work
  StorageUse storage = StorageUse::write;
};

void describe(config::Fields& f, DataMovementSpec& movement);

/// Most that route, program and adapters let through; nothing: they set no limit.
std::optional<Bandwidth> most_rate(const DataMovementSpec& movement,
                                   const platforms::NodeSpec& node);
Duration latency(const DataMovementSpec& movement);
/// Outside of the site, of all the data.
struct MovementEnergy {
  Energy low, mid, high;
};
MovementEnergy outside_energy(const DataMovementSpec& movement);

/// What is wrong on nodes of a kind; paths relative to the movement.
std::vector<config::Finding> check(const DataMovementSpec& movement,
                                   const platforms::NodeSpec& node);

}  // namespace icekeel::workloads

template <>
struct icekeel::config::Choices<icekeel::workloads::StorageUse> {
  static constexpr std::array<std::string_view, 3> names{"none", "read", "write"};
};
