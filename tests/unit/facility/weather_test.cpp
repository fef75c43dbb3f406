// SPDX-License-Identifier: Apache-2.0
// The weather year: interpolation, wrap-around, and what is generated from monthly normals.
#include "simulator/facility/weather.h"

#include <gtest/gtest.h>

#include <cmath>

#include "simulator/base/units.h"
#include "simulator/facility/psychrometrics.h"
#include "tests/unit/facility/catalogue.h"

namespace icekeel::facility {
namespace {

constexpr std::array<std::size_t, 12> month_days{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

// A year whose dry bulb counts the hours, in thousandths of a kelvin.
WeatherYear counting_year(Duration first = {}) {
  std::vector<WeatherObservation> hours;
  for (int h = 0; h < 8760; ++h)
    hours.push_back({Temperature::from_celsius(0.001 * h), 0.5, 101.325 * units::kilopascal});
  return WeatherYear(hours, first);
}

TEST(WeatherYear, IsLinearBetweenHours) {
  const auto year = counting_year();
  EXPECT_NEAR(year.at(3600.0 * 100).dry_bulb.celsius(), 0.100, 1e-12);
  EXPECT_NEAR(year.at(3600.0 * 100.25).dry_bulb.celsius(), 0.10025, 1e-12);
}

TEST(WeatherYear, WrapsAroundInBothDirections) {
  const auto year = counting_year();
  EXPECT_NEAR(year.at(-3600.0).dry_bulb.celsius(), 8.759, 1e-12);
  EXPECT_NEAR(year.at(3600.0 * 8760).dry_bulb.celsius(), 0.0, 1e-12);
  EXPECT_NEAR(year.at(3600.0 * 8759.5).dry_bulb.celsius(), 0.5 * 8.759, 1e-12);
}

TEST(WeatherYear, KnowsItsTimeZone) {
  const auto paris = counting_year(-1.0 * units::hour);
  EXPECT_NEAR(paris.at(0.0).dry_bulb.celsius(), 0.001, 1e-12);
}

TEST(WeatherYear, RemembersTheLastDay) {
  const auto year = counting_year();
  EXPECT_NEAR(year.day_mean(3600.0 * 1000).celsius(), 0.001 * (1000 - 11.5), 1e-9);
}

void expect_months_equal_normals(const std::string& city, std::uint64_t seed) {
  const auto climate = test::entry<ClimateSpec>("climates/" + city);
  const auto year = expand(climate, random_stream(seed, "weather"));
  std::size_t hour = 0;
  for (std::size_t m = 0; m < month_days.size(); ++m) {
    double t = 0, rh = 0;
    const std::size_t hours = 24 * month_days[m];
    for (std::size_t i = 0; i < hours; ++i, ++hour) {
      t += year.hours()[hour].dry_bulb.celsius();
      rh += year.hours()[hour].relative_humidity;
    }
    const double n = static_cast<double>(hours);
    EXPECT_NEAR(t / n, climate.normals->dry_bulb[m].celsius(), 1e-6) << city << " month " << m + 1;
    EXPECT_NEAR(rh / n / climate.normals->relative_humidity[m], 1.0, 1e-3)
        << city << " month " << m + 1;
  }
}

TEST(GeneratedWeather, HasTheMonthlyMeansOfItsNormals) {
  for (const auto& city : test::catalogue().names("climates"))
    for (const std::uint64_t seed : {1u, 2u}) expect_months_equal_normals(city, seed);
}

TEST(GeneratedWeather, IsTheSameForTheSameSeedAndAnotherForAnother) {
  const auto paris = test::entry<ClimateSpec>("climates/paris");
  const auto one = expand(paris, random_stream(7, "weather"));
  const auto same = expand(paris, random_stream(7, "weather"));
  const auto other = expand(paris, random_stream(8, "weather"));
  EXPECT_EQ(one.at(5e6).dry_bulb, same.at(5e6).dry_bulb);
  EXPECT_NE(one.at(5e6).dry_bulb, other.at(5e6).dry_bulb);
}

TEST(GeneratedWeather, IsPhysicalInEveryHourOfEveryCity) {
  for (const auto& city : test::catalogue().names("climates")) {
    const auto year =
        expand(test::entry<ClimateSpec>("climates/" + city), random_stream(42, "weather"));
    for (const auto& hour : year.hours()) {
      ASSERT_LE(hour.wet_bulb, hour.dry_bulb) << city;
      ASSERT_GT(hour.relative_humidity, 0.0) << city;
      ASSERT_LE(hour.relative_humidity, 1.0) << city;
      ASSERT_LT(std::abs(hour.dry_bulb.celsius()), 60.0) << city;
    }
  }
}

TEST(GeneratedWeather, IsWarmestInTheLocalAfternoon) {
  const auto singapore =
      expand(test::entry<ClimateSpec>("climates/singapore"), random_stream(1, "weather"));
  double afternoon = 0, night = 0;
  for (int day = 0; day < 365; ++day) {
    afternoon += singapore.at(86400.0 * day + 3600.0 * (15 - 8)).dry_bulb.celsius();
    night += singapore.at(86400.0 * day + 3600.0 * (27 - 8)).dry_bulb.celsius();
  }
  EXPECT_NEAR((afternoon - night) / 365, 7.0, 0.5);
}

TEST(ClimateSpec, NeedsExactlyOneOfNormalsAndFile) {
  ClimateSpec none;
  EXPECT_EQ(check(none).size(), 1u);
  auto both = test::entry<ClimateSpec>("climates/paris");
  EXPECT_TRUE(check(both).empty());
  both.epw = config::InputPath{"weather.epw", "weather.epw"};
  EXPECT_EQ(check(both).size(), 1u);
  both.epw.reset();
  both.normals->dry_bulb.pop_back();
  ASSERT_EQ(check(both).size(), 1u);
  EXPECT_EQ(check(both)[0].path, "normals.dry_bulb");
}

}  // namespace
}  // namespace icekeel::facility
