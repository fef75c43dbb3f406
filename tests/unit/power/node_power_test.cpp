// SPDX-License-Identifier: Apache-2.0
// Node power: its parts add up, it rises with activity and temperature, it keeps its limits.
#include "simulator/power/node_power.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <rapidcheck/gtest.h>

#include "simulator/base/units.h"
#include "tests/unit/platforms/catalogue_entry.h"

namespace icekeel::power {
namespace {

using platforms::Activity;
using platforms::Coolant;

const platforms::NodeSpec& dgx_h100() {
  static const auto node = catalogue_entry<platforms::NodeSpec>("dgx-h100-liquid");
  return node;
}
const NodePowerModel& model() {
  static const NodePowerModel made(dgx_h100());
  return made;
}

const Activity everything{.tensor = 1, .memory = 1, .link = 1, .network = 1, .cpu = 1, .busy = 1};
const Activity half{
    .tensor = 0.5, .memory = 0.5, .link = 0.5, .network = 0.5, .cpu = 0.5, .busy = 0.5};

Surroundings air(double celsius, std::int64_t supplies = 6) {
  return {Coolant::air, Temperature::from_celsius(celsius), supplies};
}

double any_share() {
  return 0.01 * *rc::gen::inRange(0, 101);
}

Activity any_activity() {
  Activity a;
  a.tensor = any_share(), a.memory = any_share(), a.link = any_share();
  a.network = any_share(), a.cpu = any_share(), a.busy = any_share();
  return a;
}

Surroundings any_surroundings() {
  return {*rc::gen::element(Coolant::air, Coolant::liquid),
          Temperature::from_celsius(0.1 * *rc::gen::inRange(50, 600)),
          *rc::gen::inRange<std::int64_t>(0, 7)};
}

RC_GTEST_PROP(NodePower, PartsAddUpToTheTotal, ()) {
  const auto p = model().at(any_activity(), any_surroundings());
  const Power sum = p.chips + p.cpus + p.fans + p.other + p.supply_loss;
  RC_ASSERT(std::abs(sum.si() - p.total.si()) <= 1e-12 * p.total.si());
  for (const Power part : {p.chips, p.cpus, p.fans, p.other, p.supply_loss})
    RC_ASSERT(part >= Power{});
}

RC_GTEST_PROP(NodePower, NeverExceedsItsLimitNorTheChipsTheirTdp, ()) {
  const auto around = any_surroundings();
  const auto p = model().at(any_activity(), around);
  const bool off = around.supplies_on < dgx_h100().supplies.least;
  RC_ASSERT(off || p.total <= (1 + 1e-12) * model().limit(around.supplies_on));
  RC_ASSERT(p.chips <= (1 + 1e-12) * 8.0 * dgx_h100().chip.tdp);
}

RC_GTEST_PROP(NodePower, RisesWithEveryShareOfActivity, ()) {
  const auto activity = any_activity();
  const auto around = air(*rc::gen::inRange(5, 31));
  for (double Activity::* share : {&Activity::tensor, &Activity::memory, &Activity::link,
                                   &Activity::network, &Activity::cpu, &Activity::busy}) {
    Activity more = activity;
    more.*share = std::min(1.0, more.*share + 0.1);
    RC_ASSERT(model().at(more, around).total >= model().at(activity, around).total);
  }
}

RC_GTEST_PROP(NodePower, RisesWithTheInletTemperatureUpToTheWarmestAllowed, ()) {
  const auto activity = any_activity();
  const double low = *rc::gen::inRange(5, 30);
  RC_ASSERT(model().at(activity, air(low + 1)).total >= model().at(activity, air(low)).total);
}

RC_GTEST_PROP(NodePower, SpeedFallsAsTheInletWarmsAndSuppliesAreLost, ()) {
  const auto activity = any_activity();
  const double inlet = *rc::gen::inRange(5, 45);
  const auto supplies = *rc::gen::inRange<std::int64_t>(1, 7);
  const double speed = model().throttle(activity, air(inlet, supplies));
  RC_ASSERT(speed >= 0.0 && speed <= 1.0);
  RC_ASSERT(model().throttle(activity, air(inlet + 1, supplies)) <= speed + 1e-12);
  RC_ASSERT(model().throttle(activity, air(inlet, supplies - 1)) <= speed + 1e-12);
}

TEST(NodePower, IsLinearInActivityBelowTheLimits) {
  const auto none = model().idle(air(25)), some = model().at(half, air(25));
  const Activity quarter{
      .tensor = 0.25, .memory = 0.25, .link = 0.25, .network = 0.25, .cpu = 0.25, .busy = 0.25};
  const auto less = model().at(quarter, air(25));
  EXPECT_NEAR(less.cpus.si(), 0.5 * (none.cpus + some.cpus).si(), 1e-9);
  EXPECT_NEAR(less.other.si(), 0.5 * (none.other + some.other).si(), 1e-9);
  EXPECT_NEAR(less.chips.si(), none.chips.si() + 8 * 0.25 * (200 + 825 + 200 + 40), 1e-9);
}

TEST(NodePower, CountsAChipAsBusyAtLeastAsLongAsItsRatesNeed) {
  Activity rates{.tensor = 0.3};
  const auto p = model().at(rates, air(25));
  rates.busy = 0.3;
  EXPECT_EQ(p.total, model().at(rates, air(25)).total);
}

TEST(NodePower, LeaksMoreInWarmerAir) {
  // A fifth of the power leaks and doubles over 25 K: 10 K warmer is 1 + 0.2 (2^0.4 - 1).
  const auto cool = model().idle(air(25)).chips, warm = model().idle(air(35)).chips;
  EXPECT_NEAR(warm / cool, 1 + 0.2 * (std::exp2(0.4) - 1), 1e-12);
}

TEST(NodePower, OfTheFansGrowsWithTheCubeOfTheFlow) {
  const auto cool = model().at(half, air(25)), warm = model().at(half, air(30));
  const double heat = (warm.chips + warm.cpus + warm.other) / (cool.chips + cool.cpus + cool.other);
  // 5 K above the reference: a quarter more flow; the rest follows the heat.
  EXPECT_NEAR(warm.fans / cool.fans, std::pow(1.25 * heat, 3), 1e-9);
}

TEST(NodePower, OfTheFansNearlyVanishesWithLiquid) {
  const Surroundings liquid{Coolant::liquid, Temperature::from_celsius(32), 6};
  EXPECT_NEAR(model().at(half, liquid).fans / model().at(half, air(25)).fans, 0.15, 1e-9);
}

TEST(NodePower, RunsAtFullSpeedUpToTheWarmestAllowedInlet) {
  EXPECT_EQ(model().throttle(half, air(30)), 1.0);
  // From there down to the lowest clock, a tenth, at 40 degC.
  EXPECT_NEAR(model().throttle(half, air(32.5)), 0.1 + 0.9 * 0.75, 1e-9);
  EXPECT_NEAR(model().throttle(half, air(35)), 0.1 + 0.9 * 0.5, 1e-9);
  EXPECT_EQ(model().throttle(half, air(40)), 0.0);
}

TEST(NodePower, IsNeverSlowerThanTheLowestClockHoweverNearToShutdown) {
  for (double below = 1.0; below > 1e-13; below *= 0.5) {
    const double speed = model().throttle(half, air(40.0 - below));
    EXPECT_TRUE(speed == 0.0 || speed >= 0.1) << below;
  }
}

TEST(NodePower, StaysOffWhileItsInletIsNotAllowedAgain) {
  auto around = air(40);
  EXPECT_TRUE(model().trips(around));
  around.inlet = Temperature::from_celsius(35);
  around.tripped = true;
  EXPECT_EQ(model().throttle(half, around), 0.0);
  EXPECT_FALSE(model().is_cool(around));
  EXPECT_TRUE(model().is_cool(air(30)));
}

TEST(NodePower, OffByHeatLeavesOnlyTheManagementController) {
  const auto p = model().at(everything, air(41));
  EXPECT_EQ(p.chips, Power{});
  EXPECT_EQ(p.total, model().standby(6).total);
}

TEST(NodePower, WithFourOfSixSuppliesIsNotSlowed) {
  EXPECT_EQ(model().throttle(everything, air(25, 6)), 1.0);
  EXPECT_EQ(model().throttle(everything, air(25, 4)), 1.0);
}

TEST(NodePower, WithThreeOfSixSuppliesIsSlowedAtFullPower) {
  const double speed = model().throttle(everything, air(25, 3));
  EXPECT_LT(speed, 0.95);
  EXPECT_GT(speed, 0.5);
  EXPECT_NEAR(model().limit(3).in(units::kilowatt), 10.2 * 3 / 4, 1e-9);
  EXPECT_NEAR(model().at(everything, air(25, 3)).total / model().limit(3), 1.0, 1e-9);
}

TEST(NodePower, WithFewerThanThreeSuppliesIsOff) {
  EXPECT_EQ(model().throttle(half, air(25, 2)), 0.0);
  EXPECT_EQ(model().at(half, air(25, 2)).chips, Power{});
  EXPECT_GT(model().at(half, air(25, 2)).total, Power{});
  EXPECT_EQ(model().at(half, air(25, 0)).total, Power{});
}

TEST(NodePower, OfADgxA100IsFullWithThreeOfSixSupplies) {
  const NodePowerModel a100(catalogue_entry<platforms::NodeSpec>("dgx-a100"));
  EXPECT_EQ(a100.throttle(everything, air(25, 3)), 1.0);
}

}  // namespace
}  // namespace icekeel::power
