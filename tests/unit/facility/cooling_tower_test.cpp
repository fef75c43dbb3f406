// SPDX-License-Identifier: Apache-2.0
// Cooling tower: the York correlation, set points, part load, water.
#include "simulator/facility/cooling_tower.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "simulator/base/units.h"
#include "simulator/facility/fluids.h"
#include "simulator/facility/psychrometrics.h"
#include "tests/support/values.h"

namespace icekeel::facility {
namespace {

// Saturated air: its temperature is the wet bulb.
Weather wet(double t) {
  return {celsius(t), celsius(t), 1.0, Pressure::si(101325.0)};
}
CoolingTowerSpec reference_tower() {
  CoolingTowerSpec spec;
  spec.design_heat = 10.0 * units::megawatt;
  spec.design_wet_bulb = celsius(25.55);
  spec.design_approach = 3.89 * units::kelvin;
  spec.design_range = 5.56 * units::kelvin;
  spec.set_point = celsius(20);
  spec.fan_power_per_heat = 0.025;
  spec.least_fan_speed = 0.2;
  spec.free_convection = 0.125;
  spec.cells = 8;
  spec.least_cell_flow = 0.75;
  spec.pump = {160.0 * units::kilopascal, 0.7, 0.4, 0.4};
  spec.water = {0.0002, 5.0};
  return spec;
}

TEST(CoolingTower, TheReferencePointGivesTheKnownWaterFlowRatio) {
  const CoolingTower tower(reference_tower());
  EXPECT_NEAR(tower.reference_flow(), 1.0094, 5e-5);
  EXPECT_NEAR(york_approach(25.55, 5.56, tower.reference_flow()), 3.89, 1e-9);
}

TEST(CoolingTower, AtItsDesignPointReachesItsApproachWithAllFans) {
  // All cells carry their design flow.
  CoolingTowerSpec spec = reference_tower();
  spec.least_cell_flow = 1.0;
  const CoolingTower tower(spec);
  const auto step = tower.full(*spec.design_heat, 1.0, wet(spec.design_wet_bulb.celsius()));
  EXPECT_NEAR((step.leaving - spec.design_wet_bulb).si(), 3.89, 1e-9);
  EXPECT_NEAR((step.entering - step.leaving).si(), 5.56, 1e-9);
  EXPECT_NEAR(step.fan_power.in(units::kilowatt), 250.0, 1e-9);
  EXPECT_EQ(step.out_of_range, 0);
}

TEST(CoolingTower, SolvesTheFanSpeedForItsSetPoint) {
  const CoolingTower tower(reference_tower());
  const auto step = tower.hold(8.0 * units::megawatt, 0.8, wet(16), celsius(24));
  EXPECT_TRUE(step.reached);
  EXPECT_EQ(step.leaving, celsius(24));
  EXPECT_GT(step.fan_speed, 0.2);
  EXPECT_LT(step.fan_speed, 1.0);
}

TEST(CoolingTower, SaysSoWhenTheSetPointIsOutOfReach) {
  const CoolingTower tower(reference_tower());
  const auto step = tower.hold(10.0 * units::megawatt, 1.0, wet(25), celsius(24));
  EXPECT_FALSE(step.reached);
  EXPECT_EQ(step.fan_speed, 1.0);
  EXPECT_GT(step.leaving, celsius(24));
}

TEST(CoolingTower, StopsItsFansWhenFreeConvectionIsEnough) {
  const CoolingTower tower(reference_tower());
  const auto step = tower.hold(0.4 * units::megawatt, 0.4, wet(-10), celsius(24));
  EXPECT_EQ(step.fan_power, Power{});
  EXPECT_EQ(step.leaving, celsius(24));
  EXPECT_GT(step.rejected, Power{});
}

TEST(CoolingTower, CountsInputsOutsideTheCorrelation) {
  const CoolingTower tower(reference_tower());
  EXPECT_EQ(tower.full(8.0 * units::megawatt, 0.8, wet(20)).out_of_range, 0);
  EXPECT_GE(tower.full(8.0 * units::megawatt, 0.8, wet(29)).out_of_range, 1);
}

TEST(CoolingTower, LosesWaterByEvaporationDriftAndBlowdown) {
  const CoolingTower tower(reference_tower());
  const auto step = tower.full(10.0 * units::megawatt, 1.0, wet(20));
  const auto w = tower.mains_water(step, 1.0, wet(20));
  EXPECT_NEAR(w.drift.si(), 0.0002 * tower.design_flow().si(), 1e-9);
  // Salt in equals salt out: make-up times 1 = (drift + blowdown) times cycles.
  EXPECT_NEAR(w.total().si(), 5.0 * (w.drift + w.blowdown).si(), 1e-9);
}

// The air that takes up this vapour leaves saturated; its enthalpy has to carry the heat.
TEST(CoolingTower, GivesItsHeatToWarmerAndMoisterAir) {
  const CoolingTower tower(reference_tower());
  const Pressure pressure = Pressure::si(101325.0);
  double before = 0.0;
  for (const auto& [celsius_in, humidity] :
       {std::pair{-5.0, 0.8}, {8.0, 0.8}, {20.0, 0.8}, {24.0, 0.5}, {35.0, 0.2}}) {
    const auto air_in = celsius(celsius_in);
    const Weather outdoor{air_in, wet_bulb(air_in, humidity, pressure), humidity, pressure};
    const auto step = tower.full(10.0 * units::megawatt, 1.0, outdoor);
    const MassFlow evaporation = tower.mains_water(step, 1.0, outdoor).evaporation;
    const MassFlow air = tower.design_flow() / 1.1;
    const double ratio_in = humidity_ratio(air_in, humidity, pressure);
    const double ratio_out = ratio_in + evaporation / air;
    double low = -20.0, high = 60.0;
    for (int i = 0; i < 60; ++i) {
      const double middle = 0.5 * (low + high);
      (humidity_ratio(celsius(middle), 1.0, pressure) < ratio_out ? low : high) = middle;
    }
    const auto carried = air * (enthalpy(celsius(low), ratio_out) - enthalpy(air_in, ratio_in));
    EXPECT_NEAR(carried / step.rejected, 1.0, 1e-6) << celsius_in << " degC";
    const double latent = evaporation * latent_heat(step.leaving) / step.rejected;
    EXPECT_GT(latent, before) << celsius_in << " degC";  // ever more of it
    before = latent;
    if (celsius_in < 0) {
      EXPECT_LT(latent, 0.65);
    }
  }
  EXPECT_GT(before, 1.0);  // hot dry air is cooled: more evaporates than the heat needs
}

TEST(CoolingTower, LeavesColderWaterInDrierAirAtAnyFanSpeed) {
  const CoolingTower tower(reference_tower());
  for (const double part : {0.4, 0.7, 1.0}) {
    Temperature before = celsius(-60);
    for (double degrees = -25.0; degrees <= 30.0; degrees += 0.25) {
      const auto step = tower.full(part * 10.0 * units::megawatt, part, wet(degrees));
      EXPECT_GT(step.leaving, before) << degrees << " degC, part " << part;
      before = step.leaving;
    }
  }
}

RC_GTEST_PROP(CoolingTower, RejectsExactlyTheHeatItIsGiven, ()) {
  static const CoolingTower tower(reference_tower());
  const Power heat = any_between(0.001, 15.0) * units::megawatt;
  const auto step = tower.hold(heat, flow_for(heat / (10.0 * units::megawatt), 0.4),
                               wet(any_between(-30, 32)), celsius(any_between(5, 35)));
  RC_ASSERT(std::abs(step.rejected / heat - 1.0) < 1e-9);
  RC_ASSERT(step.fan_speed >= 0.0);
  RC_ASSERT(step.fan_speed <= 1.0);
  RC_ASSERT(step.fan_power <= 0.025 * *tower.spec().design_heat);
}

RC_GTEST_PROP(CoolingTower, TurnsItsFansAsFastAsTheTargetNeeds, ()) {
  static const CoolingTower tower(reference_tower());
  const double part = any_between(0.2, 1.0);
  const Power heat = part * 10.0 * units::megawatt;
  const auto outdoor = wet(any_between(-20, 26));
  const double speed = any_between(tower.spec().least_fan_speed, 1.0);
  const Temperature target = tower.at_speed(heat, part, outdoor, speed).leaving;
  const auto held = tower.hold(heat, part, outdoor, target);
  RC_ASSERT(held.reached);
  if (held.fan_speed < tower.spec().least_fan_speed) return;  // fans cycle
  const auto again = tower.at_speed(heat, part, outdoor, held.fan_speed);
  RC_ASSERT(std::abs((again.leaving - target).si()) < 1e-9);
}

// --- Merkel ------------------------------------------------------------------------------------

CoolingTowerSpec merkel_tower() {
  CoolingTowerSpec spec = reference_tower();
  spec.merkel = MerkelSpec{};
  spec.least_cell_flow = 1.0;
  return spec;
}

// Four points of Chebyshev against the integral itself, by a thousand trapezoids.
TEST(Merkel, FourPointsGiveTheIntegral) {
  const auto pressure = standard_pressure({});
  const auto held = [&](double t) {
    return enthalpy(celsius(t), humidity_ratio(celsius(t), 1.0, pressure)).si();
  };
  for (const double range : {3.0, 5.56, 10.0}) {
    const double wet_bulb = 22, leaving = 27, water_to_air = 1.1;
    double sum = 0;
    constexpr int parts = 1000;
    for (int i = 0; i <= parts; ++i) {
      const double t = leaving + range * i / parts;
      const double drive =
          held(t) - held(wet_bulb) - water_to_air * water_specific_heat.si() * (t - leaving);
      sum += (i == 0 || i == parts ? 0.5 : 1.0) * water_specific_heat.si() * range / parts / drive;
    }
    const MerkelDemand asked(celsius(wet_bulb), range * units::kelvin, 5.0 * units::kelvin,
                             pressure);
    EXPECT_NEAR(asked.number(water_to_air) / sum, 1.0, 0.01) << range;
  }
}

TEST(Merkel, MeetsItsDesignPoint) {
  const auto spec = merkel_tower();
  const auto step = CoolingTower(spec).full(*spec.design_heat, 1.0, wet(25.55));
  EXPECT_NEAR((step.leaving - spec.design_wet_bulb).si(), 3.89, 1e-6);
}

// Two descriptions of the same kind of tower, which meet at the design point.
TEST(Merkel, StaysNearTheYorkCorrelation) {
  auto york = merkel_tower();
  york.merkel.reset();
  const CoolingTower other(york), tower(merkel_tower());
  for (const double degrees : {10.0, 15.0, 20.0, 26.0})
    for (const double part : {0.6, 0.8, 1.0}) {
      const auto heat = part * *york.design_heat;
      const double gap = (tower.full(heat, 1.0, wet(degrees)).leaving -
                          other.full(heat, 1.0, wet(degrees)).leaving)
                             .si();
      EXPECT_LT(std::abs(gap), 2.0) << degrees << " degC, part " << part;
    }
}

RC_GTEST_PROP(Merkel, KeepsTheLawsOfATower, ()) {
  static const CoolingTower tower(merkel_tower());
  const double part = any_between(0.1, 1.0);
  const Power heat = part * 10.0 * units::megawatt;
  const double flow = any_between(std::max(part, 0.3), 1.0);
  const double degrees = any_between(-20, 35);
  const auto cold = tower.full(heat, flow, wet(degrees));
  const auto warm = tower.full(heat, flow, wet(degrees + 0.5));
  RC_ASSERT(cold.leaving > celsius(degrees));
  RC_ASSERT(warm.leaving > cold.leaving);
  RC_ASSERT((warm.leaving - cold.leaving).si() < 0.5);  // the approach falls with warmth
  const auto slow = tower.at_speed(heat, flow, wet(degrees), 0.6);
  RC_ASSERT(slow.leaving > cold.leaving);
  const auto held = tower.hold(heat, flow, wet(degrees), slow.leaving);
  RC_ASSERT(held.reached);
  RC_ASSERT(std::abs(held.fan_speed - 0.6) < 1e-6);
  RC_ASSERT(std::abs(held.rejected / heat - 1.0) < 1e-9);
}

}  // namespace
}  // namespace icekeel::facility
