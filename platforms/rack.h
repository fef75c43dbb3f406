// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// A rack of equal nodes.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "platforms/node.h"

namespace icekeel::platforms {

struct RackSpec {
  static constexpr std::string_view catalogue_kind = "racks";
  std::string name;
  NodeSpec node;
  std::int64_t nodes = 1;
  Coolant coolant = Coolant::air;
  Power power_limit;  ///< most the feeds of the rack deliver
  Mass frame;         ///< the empty rack with its power strips and manifolds
  Dimensions size;
  std::optional<Volume> coolant_volume;  ///< liquid in plates, hoses and manifolds
};

/// A number of equal racks.
struct RackGroup : RackSpec {
  std::int64_t count = 1;
};

/// Share of a rack's heat that goes to the liquid; the rest goes to the room air.
double liquid_share(const RackSpec& rack);

/// The filled rack.
Mass mass(const RackSpec& rack);

Area footprint(const RackSpec& rack);

/// Most the nodes of the rack can draw together, at the inlet of their supplies.
Power most_power(const RackSpec& rack);

std::vector<config::Finding> check_rack(const RackSpec& rack);

void describe(config::Fields& f, RackSpec& rack);
void describe(config::Fields& f, RackGroup& group);

}  // namespace icekeel::platforms
