// SPDX-License-Identifier: Apache-2.0
// The plant stands still: the room warms as its air, racks and walls allow, nodes slow down and
// stop, and when the plant has restarted it takes all that heat.
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>

#include "simulator/scenario/design_load.h"
#include "simulator/scenario/scenario.h"
#include "tests/verification/run/simulated_run.h"

namespace icekeel::run {
namespace {

std::string cooling_lost(const std::string& lasting) {
  return small_scenario() + "events: [{at: 2 h, lose: cooling, for: " + lasting + "}]\n";
}

// Idle nodes in a room so heavy that they do not reach their limits; the heat is that of racks,
// losses in the room, lighting and fans, and it is constant but for the nodes' own fans. Tolerance,
// set beforehand: 2 % of the rise.
TEST(CoolingLoss, WarmsTheRoomAsItsTwoMassesAllow) {
  const auto text = cooling_lost("5 min");
  const std::vector<std::string> heavy{"sites[0].halls[0].room.racks=2 kJ/kg/K"};
  const auto run = simulated(text, heavy);
  ASSERT_TRUE(run.events("air too warm").empty());
  const auto site = site_of(text, heavy);
  const auto plant = scenario::plant_of(site);
  const auto chain = scenario::chain_of(site);
  const double begin = 2 * hour, end = begin + 5 * 60;
  const power::ChainLoad load{
      .it = Power::si(mean(run, "it_power", begin, end)),
      .mechanical = {},
      .critical_mechanical = Power::si(mean(run, "cooling_power", begin, end)),
      .other = {},
      .groups = {}};
  const auto step = chain.step(load, power::all_feeds(chain.feeds()));
  const Power heat = load.it + load.critical_mechanical + step.losses_in_room + step.lighting;
  const auto inlets = run.series("rack_air_inlet_temperature");
  auto room = scenario::room_of(site, plant);
  const double before = inlets.at(static_cast<std::size_t>(begin / 60) - 1);
  room.leave(Temperature::from_celsius(before));
  room.warm(heat, Duration::si(end - begin));
  const double after = inlets.at(static_cast<std::size_t>(end / 60) - 1);
  EXPECT_GT(after - before, 1.0);
  EXPECT_NEAR((after - before) / (room.air().celsius() - before), 1.0, 0.02);
}

TEST(CoolingLoss, EndsWithTheRestartOfThePlantAndAllHeatGivenBack) {
  const auto run = simulated(cooling_lost("20 min")), calm = simulated(small_scenario());
  ASSERT_EQ(run.events("cooling lost").size(), 1u);
  ASSERT_EQ(run.events("cooling restored").size(), 1u);
  const double restart = 5 * 60;  // of plants/chilled-water
  EXPECT_NEAR(run.events("cooling restored")[0].first, 2 * hour + 20 * 60 + restart, 1e-6);
  EXPECT_LT(std::abs(run.figure("balance_residual")), 1e-9);
  EXPECT_LT(std::abs(run.balance("heat").of("stored") / run.balance("heat").total_in()), 1e-5);
  EXPECT_NEAR(run.series("rack_air_inlet_temperature").back(),
              calm.series("rack_air_inlet_temperature").back(), 0.05);
  EXPECT_NEAR(run.figure("set_point_missed_h"), 25.0 / 60.0, 0.5);
}

std::string training_with(const std::string& events) {
  return small_training(128, 20000, "checkpoint: {every: 20 min}") + events;
}

// At full power the air is too warm within minutes: nodes slow down, then stop; the job comes back
// when the room is cold again.
TEST(CoolingLoss, StopsNodesAtTheirLimitAndTheJobComesBack) {
  const auto run = simulated(training_with("events: [{at: 2 h, lose: cooling, for: 30 min}]\n"));
  ASSERT_EQ(run.events("air too warm").size(), 1u);
  ASSERT_GE(run.events("job interrupted").size(), 1u);
  const double warm = run.events("air too warm")[0].first;
  const double stopped = run.events("job interrupted")[0].first;
  EXPECT_GT(warm, 2 * hour);
  EXPECT_LT(warm, 2 * hour + 10 * 60);
  EXPECT_GT(stopped, warm);
  EXPECT_LT(stopped, 2 * hour + 30 * 60);
  EXPECT_GT(run.events("job restarted").back().first, run.events("cooling restored")[0].first);
  EXPECT_EQ(run.job("restarts"),
            1);  // off until the inlet is allowed again, not just below the limit
  EXPECT_LT(std::abs(run.figure("balance_residual")), 1e-9);
  // Clocks never fall below a tenth, so that no step lasts for ever.
  for (const double power : run.series("it_power")) ASSERT_GE(power, 0.0);
}

TEST(CoolingLoss, OfAMinuteIsNotNoticedByIdleNodes) {
  const auto run = simulated(cooling_lost("1 min"), {"sites[0].cooling.restart=0 s"});
  EXPECT_TRUE(run.events("air too warm").empty());
  EXPECT_EQ(run.events("cooling restored").size(), 1u);
}

// The plant has no power while batteries carry the racks: the room warms all the same.
TEST(CoolingLoss, ComesWithTheLossOfTheUtility) {
  const auto run =
      simulated(small_scenario() + "events: [{at: 2 h, lose: A/utility, for: 10 min}]\n",
                {"sites[0].power={like: n, backup: null}"});
  ASSERT_EQ(run.events("cooling lost").size(), 1u);
  EXPECT_NEAR(run.events("cooling restored").at(0).first, 2 * hour + 15 * 60, 1e-6);
  const auto inlets = run.series("rack_air_inlet_temperature");
  EXPECT_GT(inlets.at(2 * 60 + 4), inlets.at(2 * 60 - 1) + 2.0);
  EXPECT_LT(std::abs(run.figure("balance_residual")), 1e-9);
}

}  // namespace
}  // namespace icekeel::run
