// SPDX-License-Identifier: Apache-2.0
// The sun against a published example, and what is true of any sun.
#include "simulator/facility/sun.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>

namespace icekeel::facility {
namespace {

constexpr double golden_latitude = 39.742476, golden_longitude = -105.1786;

// Reda and Andreas, Solar Position Algorithm, NREL/TP-560-34302, table A5.1: zenith 50.11162 with
// refraction, azimuth 194.34024 degrees. Refraction lifts the sun by a sixtieth of a degree there
// (1 arc minute at 40 degrees of height); 0.02 is what the short ephemeris is stated for.
TEST(Sun, StandsWhereThePublishedExampleHasIt) {
  const auto sun = sun_position(*parse_timestamp("2003-10-17T12:30:30-07:00"), {}, golden_latitude,
                                golden_longitude);
  EXPECT_NEAR(sun.height(), 90.0 - 50.11162 - 1.0 / 60.0, 0.02);
  EXPECT_NEAR(sun.azimuth(), 194.34024, 0.02);
  EXPECT_NEAR(sun.distance, 0.996542, 1e-4);
}

// The same example: sunrise 06:12:43, sunset 17:20:19 local time. The algorithm works by the day in
// universal time, in which this sunset is that of the evening before. The upper limb and refraction
// make it 0.8333 degrees below the horizon; 0.03 degrees are nine seconds there.
TEST(Sun, RisesAndSetsWhenThePublishedExampleDoes) {
  for (const char* moment : {"2003-10-17T06:12:43-07:00", "2003-10-16T17:20:19-07:00"})
    EXPECT_NEAR(
        sun_position(*parse_timestamp(moment), {}, golden_latitude, golden_longitude).height(),
        -0.8333, 0.03)
        << moment;
}

TEST(Sun, StandsOverTheTropicAtTheSolsticeAndOverTheEquatorAtTheEquinox) {
  // Solstice of June 2020: 20 June 21:44 UTC; equinox of March 2020: 20 March 03:50 UTC.
  const auto solstice = sun_position(*parse_timestamp("2020-06-20T21:44:00Z"), {}, 90.0, 0.0);
  EXPECT_NEAR(solstice.height(), 23.4365, 0.005);
  const auto equinox = sun_position(*parse_timestamp("2020-03-20T03:50:00Z"), {}, 90.0, 0.0);
  EXPECT_NEAR(equinox.height(), 0.0, 0.01);
}

RC_GTEST_PROP(Sun, IsAUnitVectorAndTheAntipodesSeeTheOppositeSun, ()) {
  const Timestamp start{*rc::gen::inRange<std::int64_t>(0, 2'000'000'000)};
  const double latitude = *rc::gen::inRange(-90, 91), longitude = *rc::gen::inRange(-180, 181);
  const auto here = sun_position(start, {}, latitude, longitude);
  RC_ASSERT(std::abs(here.east * here.east + here.north * here.north + here.up * here.up - 1.0) <
            1e-12);
  const auto there = sun_position(start, {}, -latitude, longitude + 180.0);
  RC_ASSERT(std::abs(here.up + there.up) < 1e-9);
}

}  // namespace
}  // namespace icekeel::facility
