// SPDX-License-Identifier: Apache-2.0
// A load that chooses its hours: its energy stays, its cost never rises.
#include "simulator/facility/flexible_load.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>

#include "simulator/base/units.h"

namespace icekeel::facility {
namespace {

using units::megawatt;
using units::megawatt_hour;

FlexibleSpec load(double power, double daily, Follow follow = Follow::price) {
  FlexibleSpec spec;
  spec.power = power * megawatt;
  spec.energy = daily * megawatt_hour;
  spec.follow = follow;
  return spec;
}

std::vector<double> any_costs() {
  std::vector<double> cost(24);
  for (auto& hour : cost) hour = *rc::gen::inRange(-100, 300);
  return cost;
}

TEST(FlexibleLoad, TakesTheCheapestHoursAndAPartOfTheNext) {
  std::vector<double> cost(24, 80.0);
  cost[3] = -10.0;
  cost[13] = 20.0;
  cost[14] = 30.0;
  const auto plan = plan_flexible(load(2.0, 5.0), cost);
  EXPECT_NEAR(plan[3].in(megawatt), 2.0, 1e-12);
  EXPECT_NEAR(plan[13].in(megawatt), 2.0, 1e-12);
  EXPECT_NEAR(plan[14].in(megawatt), 1.0, 1e-12);
  EXPECT_EQ(plan[0], Power{});
}

TEST(FlexibleLoad, WithNothingToFollowIsTheSameAllDay) {
  const auto plan = plan_flexible(load(2.0, 12.0, Follow::nothing), {});
  for (const Power hour : plan) EXPECT_NEAR(hour.in(megawatt), 0.5, 1e-12);
}

RC_GTEST_PROP(FlexibleLoad, KeepsItsEnergyItsPowerAndNeverCostsMore, ()) {
  const auto cost = any_costs();
  const double share = (*rc::gen::inRange(0, 1001)) / 1000.0;
  const auto spec = load(2.0, 48.0 * share);
  const auto plan = plan_flexible(spec, cost);
  double energy = 0, own = 0, even = 0;
  for (std::size_t h = 0; h < 24; ++h) {
    RC_ASSERT(plan[h] >= Power{} && plan[h] <= spec.power);
    energy += plan[h].in(megawatt);
    own += plan[h].in(megawatt)*cost[h];
    even += 2.0 * share * cost[h];
  }
  RC_ASSERT(std::abs(energy - 48.0 * share) <= 1e-9);
  RC_ASSERT(own <= even + 1e-6);
}

RC_GTEST_PROP(FlexibleLoad, FillsADemandWithItsEnergyFromTheTop, ()) {
  auto demand = any_costs();
  for (auto& hour : demand) hour = std::abs(hour) * 1e4;  // up to 3 MW
  const double share = (*rc::gen::inRange(0, 1001)) / 1000.0;
  const auto spec = load(2.0, 48.0 * share, Follow::heat_demand);
  const auto plan = plan_flexible(spec, demand);
  double energy = 0;
  for (std::size_t h = 0; h < 24; ++h) {
    RC_ASSERT(plan[h] >= Power{} && plan[h] <= spec.power);
    energy += plan[h].in(megawatt);
    // What is left of the demand is the same wherever the load runs in part, less where it is off.
    for (std::size_t other = 0; other < 24; ++other)
      RC_ASSERT(plan[h] == Power{} || plan[other] == spec.power ||
                demand[h] - plan[h].si() >= demand[other] - plan[other].si() - 1e-3);
  }
  RC_ASSERT(std::abs(energy - 48.0 * share) <= 1e-9);
}

TEST(FlexibleLoad, MayWaitForTheBestDayOfAWeek) {
  FlexibleSpec week = load(1.0, 24.0);
  week.window = 7.0 * units::day;
  std::vector<double> cost(168, 1.0);
  for (std::size_t h = 72; h < 96; ++h) cost[h] = 0.0;
  const auto plan = plan_flexible(week, cost);
  for (std::size_t h = 0; h < 168; ++h) EXPECT_EQ(plan[h] > Power{}, h >= 72 && h < 96) << h;
  week.window = 90.0 * units::minute;
  EXPECT_EQ(check(week).front().path, "window");
}

TEST(FlexibleSpec, NeedsADayThatIsLongEnough) {
  EXPECT_TRUE(check(load(2.0, 48.0)).empty());
  ASSERT_EQ(check(load(2.0, 48.1)).size(), 1u);
  EXPECT_EQ(check(load(2.0, 48.1)).front().path, "energy");
}

}  // namespace
}  // namespace icekeel::facility
