// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// A hall: groups of racks in rows, with aisles between the rows and a floor that bears them.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "platforms/rack.h"

namespace icekeel::platforms {

/// Heat capacity over an area [J/K/m2].
using AreaHeatCapacity = Quantity<Dimension{.mass = 1, .time = -2, .temperature = -1}>;

/// Rows of racks, front to front over a cold aisle and back to back over a hot one.
struct LayoutSpec {
  std::int64_t racks_per_row = 16;
  std::optional<std::int64_t> positions;  ///< most racks that the hall has room for
  Length cold_aisle = Length::si(1.2);
  Length hot_aisle = Length::si(1.0);
  /// Most mass the floor bears, over the footprint of a rack [kg/m2].
  SurfaceDensity floor_limit = SurfaceDensity::si(2000);
};

/// What warms up with the air of a hall while nobody cools it.
struct RoomSpec {
  Length height = Length::si(4);  ///< of the air over the floor
  SpecificHeat racks = SpecificHeat::si(500);
  AreaHeatCapacity building = AreaHeatCapacity::si(50e3);  ///< over the floor
  Duration follow = Duration::si(300);  ///< time constant with which racks and building follow
};

struct HallSpec {
  std::string name = "hall";
  std::vector<RackGroup> racks;
  LayoutSpec layout;
  RoomSpec room;
};

/// Where one rack stands; racks stand in the order of their groups.
struct RackPosition {
  std::size_t group = 0;
  std::size_t row = 0;
  std::size_t position = 0;  ///< in the row
};

std::int64_t rack_count(const HallSpec& hall);
std::int64_t node_count(const HallSpec& hall);
std::int64_t chip_count(const HallSpec& hall);

/// One position for each rack, in the order of the groups.
std::vector<RackPosition> rack_positions(const HallSpec& hall);

/// Floor under the rows and the aisles between them, without gangways around.
Area floor_area(const HallSpec& hall);

/// Mass of the filled rack over its footprint.
SurfaceDensity floor_load(const RackSpec& rack);

/// Sum over the racks of what they may draw: the smaller of the limit and the nodes' most.
Power most_power(const HallSpec& hall);

std::vector<config::Finding> check_hall(const HallSpec& hall);

void describe(config::Fields& f, LayoutSpec& layout);
void describe(config::Fields& f, RoomSpec& room);
void describe(config::Fields& f, HallSpec& hall);

}  // namespace icekeel::platforms
