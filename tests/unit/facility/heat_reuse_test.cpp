// SPDX-License-Identifier: Apache-2.0
// Heat reuse: demand, heat pump, direct exchange, limits.
#include "simulator/facility/heat_reuse.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>

#include "simulator/base/units.h"
#include "tests/support/values.h"

namespace icekeel::facility {
namespace {

constexpr auto range = 8.0 * units::kelvin;
constexpr Power ten = 10.0 * units::megawatt;

ReuseSpec with_heat_pump(double supply) {
  ReuseSpec spec;
  spec.heat_pump.emplace().supply = celsius(supply);
  spec.exchanger_heat = ten;
  return spec;
}

ReuseSpec direct(double supply, double back) {
  ReuseSpec spec;
  spec.direct = DirectHeatSpec{celsius(supply), celsius(back)};
  spec.exchanger_heat = ten;
  return spec;
}

// Kajaani as its operator published it: 25.8 MW taken at 20 degC, 33.5 MW delivered at 85 degC.
TEST(HeatPump, ReproducesTheKajaaniCopWithItsShareOfCarnot) {
  HeatPumpSpec pump;
  pump.supply = celsius(85);
  pump.carnot_fraction = 0.79;
  EXPECT_NEAR(heating_cop(pump, celsius(20)), 33.5 / (33.5 - 25.8), 0.02);
}

TEST(HeatPump, NeedsLessForWarmerSourcesUpToItsHighestCop) {
  HeatPumpSpec pump;
  pump.supply = celsius(70);
  EXPECT_GT(heating_cop(pump, celsius(30)), heating_cop(pump, celsius(20)));
  EXPECT_EQ(heating_cop(pump, celsius(69)), pump.most_cop);
  EXPECT_EQ(heating_cop(pump, celsius(80)), pump.most_cop);
}

// The same figures with their glides: source 30 to 20, network 50 to 85 degC.
TEST(HeatPump, ReproducesTheKajaaniCopWithItsShareOfLorenz) {
  HeatPumpSpec pump;
  pump.supply = celsius(85);
  pump.back = celsius(50);
  pump.lorenz_fraction = 0.54;
  EXPECT_NEAR(heating_cop(pump, {celsius(30), celsius(20), celsius(50)}), 33.5 / (33.5 - 25.8),
              0.05);
}

TEST(HeatPump, WithoutGlideLorenzIsCarnot) {
  HeatPumpSpec carnot, lorenz;
  carnot.supply = lorenz.supply = celsius(70);
  carnot.carnot_fraction = 0.5;
  lorenz.lorenz_fraction = 0.5;
  EXPECT_NEAR(heating_cop(lorenz, {celsius(20), celsius(20), celsius(70)}),
              heating_cop(carnot, celsius(20)), 1e-9);
}

ReuseSpec preheated() {
  ReuseSpec spec = with_heat_pump(70);
  spec.heat_pump->back = celsius(35);
  spec.preheat = true;
  return spec;
}

TEST(HeatReuse, PreheatingSavesElectricityForTheSameHeat) {
  ReuseSpec plain = preheated();
  plain.preheat = false;
  const Stream water{celsius(48), ten / range};
  const Power wanted = 4.0 * units::megawatt;
  const auto graded = HeatReuse(preheated(), range).take(ten, ten, water, wanted);
  const auto lifted = HeatReuse(plain, range).take(ten, ten, water, wanted);
  EXPECT_NEAR(graded.delivered / lifted.delivered, 1.0, 1e-9);
  EXPECT_LT(graded.heat_pump, 0.8 * lifted.heat_pump);
}

TEST(HeatReuse, WaterColderThanTheNetworksReturnCannotPreheat) {
  ReuseSpec plain = preheated();
  plain.preheat = false;
  const Stream water{celsius(30), ten / range};
  const auto graded = HeatReuse(preheated(), range).take(ten, ten, water, ten);
  const auto lifted = HeatReuse(plain, range).take(ten, ten, water, ten);
  EXPECT_NEAR(graded.heat_pump / lifted.heat_pump, 1.0, 1e-6);
}

RC_GTEST_PROP(HeatReuse, InGradesKeepsItsLimitsAndItsBooks, ()) {
  ReuseSpec spec = preheated();
  if (*rc::gen::arbitrary<bool>()) spec.heat_pump->lorenz_fraction = any_between(0.2, 0.7);
  if (*rc::gen::arbitrary<bool>())
    spec.heat_pump->most_heat = any_between(0.1, 5) * units::megawatt;
  const HeatReuse reuse(spec, range);
  const Power available = any_between(0, 12) * units::megawatt;
  const Power demand = any_between(0, 12) * units::megawatt;
  const Power liquid = any_between(0, 12) * units::megawatt;
  const auto step = reuse.take(
      liquid, available,
      {celsius(any_between(15, 60)), std::pow(10.0, any_between(-6, 0)) * (ten / range)}, demand);
  RC_ASSERT(step.delivered <= demand);
  RC_ASSERT(step.taken <= std::min(liquid, available));
  RC_ASSERT(step.taken >= Power{} && step.heat_pump >= Power{});
  RC_ASSERT(std::abs((step.delivered - step.taken - step.heat_pump).si()) <=
            1e-12 * step.delivered.si());
}

TEST(HeatReuse, DeliversWhatIsWantedIfThereIsEnough) {
  const HeatReuse reuse(with_heat_pump(70), range);
  const auto step = reuse.take(ten, ten, {celsius(40), ten / range}, 5.0 * units::megawatt);
  EXPECT_NEAR(step.delivered.in(units::megawatt), 5.0, 1e-9);
  EXPECT_GT(step.heat_pump, Power{});
}

TEST(HeatReuse, AHeatPumpDeliversNoMoreThanItsSize) {
  ReuseSpec spec = with_heat_pump(70);
  spec.heat_pump->most_heat = 2.0 * units::megawatt;
  const auto step = HeatReuse(spec, range).take(ten, ten, {celsius(40), ten / range}, ten);
  EXPECT_NEAR(step.delivered.in(units::megawatt), 2.0, 1e-9);
}

TEST(HeatReuse, TakesTheHeatOfColdPlatesOnlyUnlessToldOtherwise) {
  ReuseSpec spec = with_heat_pump(70);
  const Power liquid = 4.0 * units::megawatt;
  const Stream water{celsius(40), ten / range};
  EXPECT_EQ(HeatReuse(spec, range).take(liquid, ten, water, 2.0 * ten).taken, liquid);
  spec.from = HeatSource::facility_water;
  EXPECT_EQ(HeatReuse(spec, range).take(liquid, ten, water, 2.0 * ten).taken, ten);
}

TEST(HeatReuse, WaterColderThanTheNetworkGivesNothingWithoutAHeatPump) {
  const HeatReuse reuse(direct(45, 35), range);
  EXPECT_EQ(reuse.take(ten, ten, {celsius(40), ten / range}, ten).delivered, Power{});
}

TEST(HeatReuse, APlateExchangerGivesAllButItsApproach) {
  // Water of 40 degC and a network from 29.5 to 37.5 degC: equal flows, 2.5 K apart, all heat.
  const HeatReuse reuse(direct(37.5, 29.5), range);
  const auto step = reuse.take(ten, ten, {celsius(40), ten / range}, 2.0 * ten);
  EXPECT_NEAR(step.delivered / ten, 1.0, 1e-6);
}

RC_GTEST_PROP(HeatReuse, NeverExceedsTheDemandNorTheHeatThereIs, ()) {
  const bool pumped = *rc::gen::arbitrary<bool>();
  const HeatReuse reuse(pumped ? with_heat_pump(any_between(40, 95))
                               : direct(any_between(30, 50), any_between(10, 29)),
                        range);
  const Power available = any_between(0, 12) * units::megawatt;
  const Power demand = any_between(0, 12) * units::megawatt;
  const Power liquid = any_between(0, 12) * units::megawatt;
  const auto step =
      reuse.take(liquid, available,
                 {celsius(any_between(15, 60)), any_between(0.1, 1.0) * (ten / range)}, demand);
  RC_ASSERT(step.taken <= liquid);
  RC_ASSERT(step.delivered <= demand);
  RC_ASSERT(step.taken <= available);
  RC_ASSERT(step.taken >= Power{});
  RC_ASSERT(std::abs((step.delivered - step.taken - step.heat_pump).si()) <=
            1e-12 * step.delivered.si());
}

TEST(Demand, FollowsTheColdUpToTheConnection) {
  DemandSpec demand;
  demand.base = 1.0 * units::megawatt;
  demand.per_degree = 0.2 * units::megawatt / units::kelvin;
  demand.threshold = celsius(15);
  EXPECT_NEAR(heat_demand(demand, celsius(20)).in(units::megawatt), 1.0, 1e-12);
  EXPECT_NEAR(heat_demand(demand, celsius(5)).in(units::megawatt), 3.0, 1e-12);
  demand.most = 2.0 * units::megawatt;
  EXPECT_NEAR(heat_demand(demand, celsius(5)).in(units::megawatt), 2.0, 1e-12);
  demand.unlimited = true;
  EXPECT_TRUE(std::isinf(heat_demand(demand, celsius(30)).si()));
}

TEST(ReuseSpec, NeedsExactlyOneWayToTheNetwork) {
  EXPECT_TRUE(check(with_heat_pump(70)).empty());
  EXPECT_EQ(check(ReuseSpec{}).size(), 1u);
  ReuseSpec both = with_heat_pump(70);
  both.direct = DirectHeatSpec{celsius(36), celsius(40)};
  EXPECT_EQ(check(both).size(), 2u);
  ReuseSpec graded = with_heat_pump(70);
  graded.preheat = true;
  ASSERT_EQ(check(graded).size(), 1u);
  EXPECT_EQ(check(graded).front().path, "preheat");
  graded.heat_pump->back = celsius(75);
  EXPECT_EQ(check(graded).front().path, "heat_pump.return");
}

}  // namespace
}  // namespace icekeel::facility
