// SPDX-License-Identifier: Apache-2.0
// A tank of hot water: closed form, limits and books.
#include "simulator/facility/heat_tank.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>

#include "simulator/base/units.h"
#include "simulator/facility/fluids.h"
#include "tests/support/values.h"
#include "tests/unit/facility/catalogue.h"

namespace icekeel::facility {
namespace {

using units::hour;
using units::kilowatt;

HeatTankSpec tank() {
  return test::entry<HeatTankSpec>("heat-tanks/steel-1000-m3", {"hot=70 degC", "cold=45 degC"});
}

TEST(HeatTank, HoldsTheHeatOfItsWater) {
  EXPECT_NEAR(capacity(tank()) / (1000.0 * units::cubic_metre * water_density *
                                  water_specific_heat * (25.0 * units::kelvin)),
              1.0, 1e-12);
  EXPECT_GT(capacity(tank()).in(units::megawatt_hour), 28.0);
  EXPECT_LT(capacity(tank()).in(units::megawatt_hour), 30.0);
}

// Left alone when full: E = E0 exp(-t UA (Thot - Ta) / E0).
TEST(HeatTank, CoolsByItsTimeConstant) {
  HeatTankSpec spec = tank();
  spec.first_charge = 1.0;
  HeatTank store(spec);
  const Energy full = capacity(spec);
  const Power first = spec.loss * (spec.hot - spec.surroundings);
  const Duration week = 7.0 * units::day;
  for (int i = 0; i < 7 * 24; ++i) store.pass({}, {}, hour);
  EXPECT_NEAR(store.energy() / (std::exp(-(first / full * week)) * full), 1.0, 1e-12);
}

TEST(HeatTank, ServesADemandAtNightFromTheDay) {
  HeatTankSpec spec = tank();
  spec.loss = {};
  HeatTank store(spec);
  const auto day = store.pass(300.0 * kilowatt, 100.0 * kilowatt, 10.0 * hour);
  EXPECT_NEAR(day.charge.in(kilowatt), 200.0, 1e-9);
  const auto night = store.pass({}, 100.0 * kilowatt, 10.0 * hour);
  EXPECT_NEAR(night.discharge.in(kilowatt), 100.0, 1e-9);
  EXPECT_NEAR(store.energy().in(units::megawatt_hour), 1.0, 1e-9);
}

RC_GTEST_PROP(HeatTank, NeverHoldsMoreThanItCanNorLessThanNothing, ()) {
  HeatTankSpec spec = tank();
  spec.volume = any_between(1, 100) * units::cubic_metre;
  spec.first_charge = any_between(0, 1);
  if (*rc::gen::arbitrary<bool>()) spec.most = any_between(1, 500) * kilowatt;
  HeatTank store(spec);
  for (int i = 0; i < 40; ++i) {
    const Duration length = any_between(1, 7200) * Duration::si(1.0);
    const Power demand = any_between(0, 500) * kilowatt;
    const Power made = std::min(any_between(0, 900) * kilowatt, demand + store.room(length));
    const Energy before = store.energy();
    const auto step = store.pass(made, demand, length);
    RC_ASSERT(step.charge == Power{} || step.discharge == Power{});
    RC_ASSERT(store.energy() <= (1 + 1e-12) * capacity(spec));
    RC_ASSERT(store.energy() >= -1e-12 * capacity(spec));
    RC_ASSERT(made - step.charge + step.discharge <= (1 + 1e-12) * demand);
    const Power gap = step.charge - step.discharge - step.loss - (store.energy() - before) / length;
    RC_ASSERT(std::abs(gap.si()) <= 1e-9 * kilowatt.si() * 1000.0);
    RC_ASSERT(step.loss >= -1e-9 * kilowatt);
  }
}

TEST(HeatTankSpec, NeedsHotWaterAboveTheColdAndTheSurroundings) {
  HeatTankSpec spec = tank();
  spec.cold = spec.hot;
  ASSERT_EQ(check(spec).size(), 1u);
  EXPECT_EQ(check(spec).front().path, "hot");
  spec = tank();
  spec.surroundings = Temperature::from_celsius(80);
  EXPECT_EQ(check(spec).front().path, "surroundings");
}

}  // namespace
}  // namespace icekeel::facility
