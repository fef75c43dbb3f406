// SPDX-License-Identifier: Apache-2.0
// Dry cooler: design point, set points, wetted pads.
#include "simulator/facility/dry_cooler.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "simulator/base/units.h"
#include "simulator/facility/psychrometrics.h"
#include "tests/support/values.h"
#include "tests/unit/facility/catalogue.h"

namespace icekeel::facility {
namespace {

Weather weather(double t, double humidity = 0.4) {
  const auto pressure = 101.325 * units::kilopascal;
  return {celsius(t), wet_bulb(celsius(t), humidity, pressure), humidity, pressure};
}

DryCooler cooler(const std::string& plant) {
  auto spec = *test::entry<CoolingSpec>("plants/" + plant).dry_cooler;
  spec.design_heat = 10.0 * units::megawatt;
  return DryCooler(spec, 8.0 * units::kelvin);
}

TEST(DryCooler, AtItsDesignPointReachesItsApproachWithAllFans) {
  const auto step =
      cooler("warm-water").hold(10.0 * units::megawatt, 1.0, weather(27), celsius(20));
  EXPECT_FALSE(step.reached);
  EXPECT_NEAR(step.leaving.celsius(), 32.0, 1e-6);
  EXPECT_NEAR(step.entering.celsius(), 40.0, 1e-6);
  EXPECT_NEAR(step.fan_power.in(units::kilowatt), 300.0, 1e-9);
}

TEST(DryCooler, HoldsItsSetPointWithSlowerFansInColderAir) {
  const auto bank = cooler("warm-water");
  double before = 1.0;
  for (const double t : {25.0, 15.0, 5.0, -5.0}) {
    const auto step = bank.hold(10.0 * units::megawatt, 1.0, weather(t), celsius(32));
    EXPECT_TRUE(step.reached);
    EXPECT_EQ(step.leaving, celsius(32));
    EXPECT_LT(step.fan_speed, before);
    before = step.fan_speed;
  }
}

TEST(DryCooler, WettedPadsSaveFanPowerAndCostWater) {
  const auto dry = cooler("warm-water").hold(9.0 * units::megawatt, 1.0, weather(27), celsius(32));
  const auto wet =
      cooler("warm-water-adiabatic").hold(9.0 * units::megawatt, 1.0, weather(27), celsius(32));
  EXPECT_LT(wet.fan_power + wet.adiabatic_pump, dry.fan_power);
  EXPECT_GT(wet.water.evaporation, MassFlow{});
  EXPECT_EQ(dry.water.total(), MassFlow{});
}

TEST(DryCooler, PadsStayDryBelowTheirThreshold) {
  const auto bank = cooler("warm-water-adiabatic");
  const auto step = bank.hold(9.0 * units::megawatt, 1.0, weather(23.9), celsius(32));
  EXPECT_EQ(step.water.total(), MassFlow{});
  EXPECT_EQ(step.adiabatic_pump, Power{});
}

RC_GTEST_PROP(DryCooler, RejectsExactlyTheHeatItIsGiven, ()) {
  static const DryCooler bank = cooler("warm-water");
  const Power heat = any_between(0.001, 15.0) * units::megawatt;
  const auto step = bank.hold(heat, flow_for(heat / (10.0 * units::megawatt), 0.5),
                              weather(any_between(-40, 50)), celsius(any_between(10, 50)));
  RC_ASSERT(std::abs(step.rejected / heat - 1.0) < 1e-9);
  RC_ASSERT(step.fan_speed >= 0.0);
  RC_ASSERT(step.fan_speed <= 1.0);
}

}  // namespace
}  // namespace icekeel::facility
