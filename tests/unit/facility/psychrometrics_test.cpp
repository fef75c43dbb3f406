// SPDX-License-Identifier: Apache-2.0
// Moist air against ASHRAE table points and against itself.
#include "simulator/facility/psychrometrics.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "simulator/base/units.h"
#include "tests/support/values.h"

namespace icekeel::facility {
namespace {

constexpr auto sea_level = 101.325 * units::kilopascal;
// ASHRAE Fundamentals, thermodynamic properties of water at saturation [kPa].
TEST(Psychrometrics, SaturationPressureMeetsTheSteamTable) {
  EXPECT_NEAR(saturation_pressure(celsius(-20)).si(), 103.26, 0.1);
  EXPECT_NEAR(saturation_pressure(celsius(0)).si(), 611.2, 0.3);
  EXPECT_NEAR(saturation_pressure(celsius(10)).si(), 1228.0, 1.0);
  EXPECT_NEAR(saturation_pressure(celsius(20)).si(), 2338.8, 1.0);
  EXPECT_NEAR(saturation_pressure(celsius(30)).si(), 4246.0, 2.0);
  EXPECT_NEAR(saturation_pressure(celsius(40)).si(), 7383.0, 4.0);
}

TEST(Psychrometrics, AirAt25DegreesAndHalfHumidityHasItsTextbookState) {
  const double ratio = humidity_ratio(celsius(25), 0.5, sea_level);
  EXPECT_NEAR(ratio, 0.00988, 2e-5);
  EXPECT_NEAR(wet_bulb(celsius(25), 0.5, sea_level).celsius(), 17.9, 0.1);
  EXPECT_NEAR(dew_point(celsius(25), 0.5).celsius(), 13.9, 0.1);
  EXPECT_NEAR(enthalpy(celsius(25), ratio).si() / 1e3, 50.3, 0.2);
  EXPECT_NEAR((1.0 + ratio) / density(celsius(25), ratio, sea_level).si(), 0.858, 0.001);
}

// The worked example of the psychrometrics chapter: 40 degC dry bulb and 20 degC wet bulb.
TEST(Psychrometrics, AirAt40DegreesWith20DegreesWetBulbHasItsTextbookState) {
  const double humidity = relative_humidity(celsius(40), 0.0065, sea_level);
  EXPECT_NEAR(humidity, 0.14, 0.005);
  EXPECT_NEAR(wet_bulb(celsius(40), humidity, sea_level).celsius(), 20.0, 0.1);
  EXPECT_NEAR(dew_point(celsius(40), humidity).celsius(), 7.0, 0.7);
}

TEST(Psychrometrics, StandardAtmosphereThinsWithHeight) {
  EXPECT_NEAR(standard_pressure(Length::si(0)).si(), 101325.0, 1e-6);
  EXPECT_NEAR(standard_pressure(Length::si(1655)).si(), 83000.0, 300.0);
}

RC_GTEST_PROP(Psychrometrics, WetBulbLiesBetweenDewPointAndDryBulb, ()) {
  const Temperature air = celsius(any_between(-50, 55));
  const double humidity = any_between(0.01, 1.0);
  const Pressure pressure = any_between(60, 105) * units::kilopascal;
  const Temperature wet = wet_bulb(air, humidity, pressure);
  RC_ASSERT(wet <= air);
  // Frost below freezing evaporates with more heat than dew: a tenth of a kelvin of leeway.
  RC_ASSERT(wet.celsius() >= dew_point(air, humidity).celsius() - 0.1);
}

RC_GTEST_PROP(Psychrometrics, DamperAirHasAHigherWetBulbAboveFreezing, ()) {
  const Temperature air = celsius(any_between(15, 50));
  const double humidity = any_between(0.25, 0.9);
  RC_ASSERT(wet_bulb(air, humidity + 0.05, sea_level) > wet_bulb(air, humidity, sea_level));
}

RC_GTEST_PROP(Psychrometrics, HumidityRatioAndRelativeHumidityAreInverse, ()) {
  const Temperature air = celsius(any_between(-40, 55));
  const double humidity = any_between(0.01, 1.0);
  const double back = relative_humidity(air, humidity_ratio(air, humidity, sea_level), sea_level);
  RC_ASSERT(std::abs(back - humidity) < 1e-12);
}

RC_GTEST_PROP(Psychrometrics, SaturatedAirIsFoundFromItsEnthalpy, ()) {
  const Temperature air = celsius(any_between(-50, 80));
  const Pressure pressure = any_between(60, 105) * units::kilopascal;
  const auto held = enthalpy(air, humidity_ratio(air, 1.0, pressure));
  const Temperature from = celsius(any_between(air.celsius(), 80));
  RC_ASSERT(std::abs((saturated_at(held, pressure, from) - air).si()) < 1e-7);
}

}  // namespace
}  // namespace icekeel::facility
