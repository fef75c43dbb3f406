// SPDX-License-Identifier: Apache-2.0
// Coolant without its pumps: closed forms, whatever the steps.
#include "simulator/facility/coolant_loop.h"

#include <gtest/gtest.h>

#include <cmath>

#include "simulator/base/units.h"

namespace icekeel::facility {
namespace {

constexpr auto capacity = HeatCapacity::si(346e3);  // a cabinet with 0.083 m3 of water
constexpr auto loop_rate = HeatCapacityRate::si(34e3);
constexpr Temperature loop_cold = Temperature::from_celsius(35);
constexpr Temperature limit = Temperature::from_celsius(45);

CoolantLoop stopped_loop() {
  CoolantLoop loop(capacity, loop_rate);
  loop.leave(loop_cold);
  return loop;
}

TEST(CoolantLoop, RidesThroughForItsHeatOverThePower) {
  const Power heat = 340.0 * units::kilowatt;
  const auto time = stopped_loop().until(limit, heat);
  ASSERT_TRUE(time);
  EXPECT_NEAR(time->si(), 346.0 * 10.0 / 340.0, 1e-9);
  EXPECT_NEAR(stopped_loop().until(limit, 2.0 * heat)->si(), 0.5 * time->si(), 1e-9);
  EXPECT_FALSE(stopped_loop().until(loop_cold, heat));
  EXPECT_FALSE(stopped_loop().until(limit, Power{}));
}

TEST(CoolantLoop, WarmsTheSameInOneStepAsInMany) {
  auto one = stopped_loop(), many = stopped_loop();
  one.warm(300.0 * units::kilowatt, Duration::si(8));
  for (int i = 0; i < 80; ++i) many.warm(300.0 * units::kilowatt, Duration::si(0.1));
  EXPECT_NEAR(one.temperature().celsius(), 35.0 + 300.0 * 8.0 / 346.0, 1e-9);
  EXPECT_NEAR(many.temperature().celsius(), one.temperature().celsius(), 1e-9);
}

TEST(CoolantLoop, CoolsExponentiallyAndGivesBackAllItsHeat) {
  CoolantLoop loop = stopped_loop();
  loop.warm(346.0 * units::kilowatt, Duration::si(10));
  const double tau = loop.time_constant().si();
  Energy given = loop.cool(loop_cold, Duration::si(tau)) * Duration::si(tau);
  EXPECT_NEAR(loop.temperature().celsius(), 35.0 + 10.0 * std::exp(-1.0), 1e-9);
  while (loop.away()) given += loop.cool(loop_cold, Duration::si(3.0)) * Duration::si(3.0);
  EXPECT_NEAR(given.si(), 346e4, 1e-3);
}

TEST(CoolantLoop, DoesNotBoilAway) {
  CoolantLoop loop = stopped_loop();
  loop.warm(100.0 * units::megawatt, Duration::si(1e6));
  EXPECT_NEAR(loop.temperature().celsius(), 95.0, 1e-9);
}

}  // namespace
}  // namespace icekeel::facility
