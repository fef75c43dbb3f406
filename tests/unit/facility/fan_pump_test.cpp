// SPDX-License-Identifier: Apache-2.0
// Fans and pumps: power at design, affinity laws, least speeds.
#include "simulator/facility/fan_pump.h"

#include <gtest/gtest.h>

#include "simulator/base/units.h"

namespace icekeel::facility {
namespace {

const FanSpec fan{500.0 * units::pascal, 0.5, 0.3, {}};
const PumpSpec pump{200.0 * units::kilopascal, 0.8, 0.3, 0.0};
constexpr auto air = VolumeFlow::si(10.0);
constexpr auto water = MassFlow::si(99.6);

TEST(Fan, NeedsFlowTimesPressureOverEfficiency) {
  EXPECT_NEAR(fan_power(fan, air, 1.0).in(units::kilowatt), 10.0, 1e-12);
}

TEST(Fan, AtHalfFlowNeedsAnEighth) {
  EXPECT_NEAR(fan_power(fan, air, 0.5) / fan_power(fan, air, 1.0), 0.125, 1e-12);
}

TEST(Fan, StandingStillNeedsNothingWhateverItsCurve) {
  FanSpec with_offset = fan;
  with_offset.curve = {0.07, 1.4, -3.35, 2.88};
  EXPECT_EQ(fan_power(with_offset, air, 0.0), Power{});
}

TEST(Pump, NeedsFlowTimesHeadOverEfficiency) {
  EXPECT_NEAR(pump_power(pump, water, 1.0).in(units::kilowatt), 25.0, 1e-12);
}

TEST(Pump, WithStaticHeadSavesLessAtPartFlow) {
  PumpSpec lifting = pump;
  lifting.static_head = 1.0;
  EXPECT_NEAR(pump_power(pump, water, 0.5) / pump_power(pump, water, 1.0), 0.125, 1e-12);
  EXPECT_NEAR(pump_power(lifting, water, 0.5) / pump_power(lifting, water, 1.0), 0.5, 1e-12);
}

TEST(Flow, FollowsTheHeatBetweenItsLeastAndTheDesignFlow) {
  EXPECT_EQ(flow_for(0.0, 0.3), 0.0);
  EXPECT_EQ(flow_for(0.1, 0.3), 0.3);
  EXPECT_EQ(flow_for(0.6, 0.3), 0.6);
  EXPECT_EQ(flow_for(1.7, 0.3), 1.0);
}

}  // namespace
}  // namespace icekeel::facility
