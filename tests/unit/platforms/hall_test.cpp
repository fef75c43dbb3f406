// SPDX-License-Identifier: Apache-2.0
// Racks and halls: counts, places, mass on the floor, and what the checks find.
#include "platforms/hall.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "simulator/base/units.h"
#include "tests/unit/platforms/catalogue_entry.h"

namespace icekeel::platforms {
namespace {

using ::testing::Contains;
using ::testing::Field;
using ::testing::HasSubstr;

HallSpec mixed_hall() {
  HallSpec hall;
  hall.racks = {catalogue_entry<RackGroup>("dgx-a100-4"), catalogue_entry<RackGroup>("dgx-h200-4")};
  hall.racks[0].count = 10;
  hall.racks[1].count = 7;
  hall.layout.racks_per_row = 8;
  return hall;
}

TEST(Hall, CountsRacksNodesAndChips) {
  const auto hall = mixed_hall();
  EXPECT_EQ(rack_count(hall), 17);
  EXPECT_EQ(node_count(hall), 68);
  EXPECT_EQ(chip_count(hall), 544);
}

TEST(Hall, GivesEveryRackAPlaceOfItsOwnInTheOrderOfTheGroups) {
  const auto places = rack_positions(mixed_hall());
  ASSERT_EQ(places.size(), 17u);
  for (std::size_t i = 0; i < places.size(); ++i) {
    EXPECT_EQ(places[i].row * 8 + places[i].position, i);
    EXPECT_EQ(places[i].group, i < 10 ? 0u : 1u);
  }
}

TEST(Hall, NeedsFloorForWholeRowsAndTheirAisles) {
  // Three rows of eight racks of 0.6 m x 1.2 m, and 1.1 m of aisles for each row.
  EXPECT_NEAR(floor_area(mixed_hall()).si(), 3 * (8 * 0.6) * (1.2 + 1.1), 1e-9);
}

TEST(Hall, LoadsTheFloorWithTheFilledRack) {
  const auto rack = catalogue_entry<RackSpec>("dgx-h200-4");
  EXPECT_NEAR(floor_load(rack).si(), (180.0 + 4 * 130.45) / (0.6 * 1.2), 1e-9);
}

TEST(Hall, DrawsNoMoreThanTheRacksFeedsDeliver) {
  auto hall = mixed_hall();
  EXPECT_NEAR(most_power(hall).in(units::kilowatt), 10 * 4 * 6.5 + 7 * 4 * 10.2, 1e-9);
  hall.racks[1].power_limit = 30.0 * units::kilowatt;
  EXPECT_NEAR(most_power(hall).in(units::kilowatt), 10 * 4 * 6.5 + 7 * 30.0, 1e-9);
}

TEST(HallChecks, FindAFloorTooWeakForARack) {
  auto hall = mixed_hall();
  hall.layout.floor_limit = SurfaceDensity::si(950);
  const auto findings = check_hall(hall);
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].path, "racks[1].nodes");
  EXPECT_EQ(findings[0].message,
            "the filled rack loads the floor with 975 kg/m2; the floor bears 950 kg/m2");
}

TEST(RackChecks, FindNodesThatNeedMorePowerThanTheRackDelivers) {
  auto rack = catalogue_entry<RackSpec>("dgx-h100-4");
  rack.power_limit = 32.0 * units::kilowatt;
  const auto findings = check_rack(rack);
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].path, "power_limit");
  EXPECT_EQ(findings[0].message, "4 nodes may draw 40.8 kW and the rack delivers 32 kW");
}

TEST(RackChecks, FindNodesThatDoNotFitInHeight) {
  auto rack = catalogue_entry<RackSpec>("dgx-h100-4");
  rack.nodes = 7;
  rack.power_limit = 80.0 * units::kilowatt;
  EXPECT_THAT(check_rack(rack), Contains(Field(&config::Finding::path, "nodes")));
}

TEST(RackChecks, FindLiquidRacksOfNodesWithoutColdPlates) {
  auto rack = catalogue_entry<RackSpec>("dgx-h100-4");
  rack.coolant = Coolant::liquid;
  EXPECT_THAT(check_rack(rack), Contains(Field(&config::Finding::path, "coolant")));
}

TEST(NodeChecks, FindSuppliesTooSmallForTheNode) {
  auto node = catalogue_entry<NodeSpec>("dgx-h100");
  node.supplies.rating = 2.0 * units::kilowatt;
  EXPECT_THAT(check_node(node), Contains(Field(&config::Finding::message,
                                               HasSubstr("its 4 needed supplies give 8 kW"))));
}

TEST(NodeChecks, FindInletTemperaturesOutOfOrder) {
  auto node = catalogue_entry<NodeSpec>("dgx-h100");
  node.air.shutdown = Temperature::from_celsius(29);
  EXPECT_THAT(check_node(node), Contains(Field(&config::Finding::path, "air")));
}

}  // namespace
}  // namespace icekeel::platforms
