// SPDX-License-Identifier: Apache-2.0
// Exhaust at the inlets of racks: closed forms, limits, and the heat that reaches the return.
#include "simulator/facility/recirculation.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>

#include "simulator/base/units.h"
#include "simulator/facility/air_handler.h"
#include "tests/support/values.h"
#include "tests/unit/facility/catalogue.h"

namespace icekeel::facility {
namespace {

// Two halls, rows of four racks.
std::vector<RackPlace> places(std::size_t racks) {
  std::vector<RackPlace> all;
  for (std::size_t i = 0; i < racks; ++i) all.push_back({i / 8, i / 4});
  return all;
}

// Racks of that heat, whose air warms by 15 K.
std::vector<RackAir> equal(std::size_t racks, double kilowatts = 30.0) {
  const Power heat = kilowatts * units::kilowatt;
  return {racks, RackAir{heat, heat / (15.0 * units::kelvin)}};
}

RecirculationSpec rows_like(const std::string& name) {
  return test::entry<RecirculationSpec>("recirculation/" + name);
}

TEST(Recirculation, WithoutAnyAllInletsAreSupplyAir) {
  const Recirculation none({}, places(12));
  for (const auto warmer : none.inlets(equal(12))) EXPECT_EQ(warmer.si(), 0.0);
}

// x = r (x + 15 K), so x = 15 K r / (1 - r): the supply heat index is r.
TEST(Recirculation, EqualRacksWithAMeanExhaustHaveTheClosedForm) {
  RecirculationSpec spec;
  spec.own = 0.05;
  spec.room = 0.15;
  const auto racks = equal(8);
  const auto inlets = Recirculation(spec, places(8)).inlets(racks);
  for (const auto warmer : inlets) EXPECT_NEAR(warmer.si(), 15.0 * 0.2 / 0.8, 1e-8);
  EXPECT_NEAR(supply_heat_index(racks, inlets), 0.2, 1e-9);
}

TEST(Recirculation, TheEndsOfARowAreCoolerThanItsMiddleAndAHotRackWarmsItsNeighbours) {
  auto racks = equal(8);
  RecirculationSpec spec;
  spec.neighbour = 0.1;
  const Recirculation rows(spec, places(8));
  auto inlets = rows.inlets(racks);
  EXPECT_LT(inlets[0], inlets[1]);
  EXPECT_NEAR(inlets[0].si(), inlets[3].si(), 1e-9);
  const auto before = inlets;
  racks[1].heat = 2.0 * racks[1].heat;
  inlets = rows.inlets(racks);
  EXPECT_GT(inlets[0], before[0]);
  EXPECT_GT(inlets[2], before[2]);
  EXPECT_NEAR(inlets[4].si(), before[4].si(), 1e-9);  // another row
}

// The pattern and the same matrix in full agree, and in both what reaches the return carries all
// heat.
RC_GTEST_PROP(Recirculation, ReturnsAllHeatAndAgreesWithItsMatrix, ()) {
  constexpr std::size_t count = 12;
  RecirculationSpec spec;
  spec.own = any_between(0, 0.3);
  spec.neighbour = any_between(0, 0.15);
  spec.room = any_between(0, 0.3);
  std::vector<RackAir> racks;
  Power all;
  for (std::size_t i = 0; i < count; ++i) {
    racks.push_back(
        {any_between(0, 60) * units::kilowatt, any_between(1000, 4000) * units::watt_per_kelvin});
    all += racks.back().heat;
  }
  const Recirculation pattern(spec, places(count));
  const auto inlets = pattern.inlets(racks);
  RecirculationSpec full;
  for (std::size_t i = 0; i < count; ++i) {
    full.matrix.emplace_back();
    for (std::size_t j = 0; j < count; ++j) full.matrix[i].push_back(pattern.share(i, j, racks));
  }
  const auto same = Recirculation(full, places(count)).inlets(racks);
  Power returned;
  for (std::size_t j = 0; j < count; ++j) {
    RC_ASSERT(std::abs((same[j] - inlets[j]).si()) < 1e-6);
    RC_ASSERT(inlets[j] >= TemperatureDifference{});
    const Power exhaust = racks[j].flow * inlets[j] + racks[j].heat;
    Power back;
    for (std::size_t i = 0; i < count; ++i)
      back += full.matrix[i][j] * (racks[i].flow / racks[j].flow) * exhaust;
    returned += exhaust - back;
  }
  RC_ASSERT(std::abs((returned - all).si()) <= 1e-7 * all.si() + 1e-6);
}

TEST(Recirculation, EntriesHaveTheMeansThatPlantsTakeForTheirContainment) {
  const auto total = [](const RecirculationSpec& spec) {
    return spec.own + 2.0 * spec.neighbour + spec.room;
  };
  AirHandlerSpec handler;
  handler.containment = Containment::none;
  EXPECT_NEAR(total(rows_like("open")), recirculation(handler), 1e-12);
  handler.containment = Containment::cold_aisle;
  EXPECT_NEAR(total(rows_like("cold-aisle")), recirculation(handler), 1e-12);
  EXPECT_LT(total(rows_like("hot-aisle")), total(rows_like("cold-aisle")));
}

TEST(RecirculationSpec, LeavesSomeSupplyAirAndHasARowForEachRack) {
  RecirculationSpec spec;
  spec.own = 0.6;
  spec.neighbour = 0.2;
  EXPECT_EQ(check(spec, 4).size(), 1u);
  spec.matrix = {{0.1, 0.2}, {0.5, 0.5}};
  EXPECT_EQ(check(spec, 2).size(), 1u);
  EXPECT_EQ(check(spec, 3).size(), 2u);
  spec.matrix = {{0.1}, {0.5, 0.1}};
  EXPECT_EQ(check(spec, 2).front().path, "matrix[0]");
}

}  // namespace
}  // namespace icekeel::facility
