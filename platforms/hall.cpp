// SPDX-License-Identifier: Apache-2.0
#include "platforms/hall.h"

#include <fmt/format.h>

#include <algorithm>

#include "simulator/base/units.h"

namespace icekeel::platforms {

std::int64_t rack_count(const HallSpec& hall) {
  std::int64_t racks = 0;
  for (const auto& group : hall.racks) racks += group.count;
  return racks;
}

std::int64_t node_count(const HallSpec& hall) {
  std::int64_t nodes = 0;
  for (const auto& group : hall.racks) nodes += group.count * group.nodes;
  return nodes;
}

std::int64_t chip_count(const HallSpec& hall) {
  std::int64_t chips = 0;
  for (const auto& group : hall.racks) chips += group.count * group.nodes * group.node.chips;
  return chips;
}

std::vector<RackPosition> rack_positions(const HallSpec& hall) {
  std::vector<RackPosition> positions;
  positions.reserve(static_cast<std::size_t>(rack_count(hall)));
  const auto per_row = static_cast<std::size_t>(hall.layout.racks_per_row);
  for (std::size_t group = 0; group < hall.racks.size(); ++group)
    for (std::int64_t i = 0; i < hall.racks[group].count; ++i) {
      const std::size_t rack = positions.size();
      positions.push_back({group, rack / per_row, rack % per_row});
    }
  return positions;
}

Area floor_area(const HallSpec& hall) {
  Length depth, row_length;
  for (const auto& group : hall.racks) {
    depth = std::max(depth, group.size.depth);
    row_length =
        std::max(row_length, static_cast<double>(hall.layout.racks_per_row) * group.size.width);
  }
  const std::int64_t rows =
      (rack_count(hall) + hall.layout.racks_per_row - 1) / hall.layout.racks_per_row;
  // Each row faces half a cold aisle and turns its back to half a hot one.
  const Length pitch = depth + 0.5 * (hall.layout.cold_aisle + hall.layout.hot_aisle);
  return static_cast<double>(rows) * pitch * row_length;
}

SurfaceDensity floor_load(const RackSpec& rack) {
  return mass(rack) / footprint(rack);
}

Power most_power(const HallSpec& hall) {
  Power most;
  for (const auto& group : hall.racks)
    most += static_cast<double>(group.count) * std::min(group.power_limit, most_power(group));
  return most;
}

std::vector<config::Finding> check_hall(const HallSpec& hall) {
  std::vector<config::Finding> findings;
  for (std::size_t i = 0; i < hall.racks.size(); ++i) {
    const auto prefix = fmt::format("racks[{}]", i);
    for (auto finding : check_rack(hall.racks[i])) {
      finding.path = prefix + "." + finding.path;
      findings.push_back(std::move(finding));
    }
    const auto load = floor_load(hall.racks[i]);
    if (load > hall.layout.floor_limit)
      findings.push_back({prefix + ".nodes",
                          fmt::format("the filled rack loads the floor with {:.0f} kg/m2; the "
                                      "floor bears {:.0f} kg/m2",
                                      load.si(), hall.layout.floor_limit.si()),
                          "put fewer nodes in a rack or raise 'layout.floor_limit'"});
  }
  if (hall.layout.positions && rack_count(hall) > *hall.layout.positions)
    findings.push_back({"layout.positions",
                        fmt::format("the hall has room for {} racks and holds {}",
                                    *hall.layout.positions, rack_count(hall)),
                        "take racks out, or raise 'layout.positions'"});
  return findings;
}

void describe(config::Fields& f, LayoutSpec& layout) {
  f.optional("racks_per_row", layout.racks_per_row, "Racks that stand side by side in a row.",
             {.least = 1, .most = 10000});
  f.optional("positions", layout.positions, "Most racks that the hall has room for.", {.least = 1});
  f.optional("cold_aisle", layout.cold_aisle, "Width of the aisle between the fronts of two rows.");
  f.optional("hot_aisle", layout.hot_aisle, "Width of the aisle between the backs of two rows.");
  f.optional("floor_limit", layout.floor_limit,
             "Most mass that the floor bears, over the footprint of a rack.",
             {.above_least = true});
}

void describe(config::Fields& f, RoomSpec& room) {
  f.optional("height", room.height,
             "Of the air over the floor, raised floor and ceiling void inside. Estimate: 4 m.",
             {.above_least = true});
  f.optional("racks", room.racks,
             "Specific heat of filled racks: between steel (490) and aluminium (900 J/kg/K), "
             "towards steel.",
             {.above_least = true});
  f.optional("building", room.building,
             "Heat capacity of floor and walls that follows within minutes, over the floor. "
             "Estimate: 2.5 cm of concrete.");
  f.optional("follow", room.follow,
             "Time constant with which racks and building follow the air. Estimate: servers take "
             "some minutes to warm through.",
             {.above_least = true});
}

void describe(config::Fields& f, HallSpec& hall) {
  f.optional("name", hall.name, "Name of the hall, unique in its site.");
  f.required("racks", hall.racks, "Racks of the hall, by groups of equal ones.");
  f.optional("layout", hall.layout, "How the racks stand.");
  f.optional("room", hall.room, "What warms up with the air while nobody cools it.");
}

}  // namespace icekeel::platforms
