// SPDX-License-Identifier: Apache-2.0
// Radiation on planes and the electricity of arrays.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <numbers>
#include <numeric>

#include "simulator/base/units.h"
#include "simulator/config/resolved_yaml.h"
#include "simulator/facility/solar_array.h"
#include "tests/support/values.h"
#include "tests/unit/facility/catalogue.h"

namespace icekeel::facility {
namespace {

SunPosition sun_at(double height, double azimuth) {
  const double degree = std::numbers::pi / 180.0;
  return {std::cos(degree * height) * std::sin(degree * azimuth),
          std::cos(degree * height) * std::cos(degree * azimuth), std::sin(degree * height), 1.0};
}

SolarArraySpec array(const std::vector<std::string>& settings = {}) {
  std::vector<std::string> all{"peak=1 MW"};
  all.insert(all.end(), settings.begin(), settings.end());
  return test::entry<SolarArraySpec>("solar/standard", all);
}

// A year of clear sky at noon-like radiation all the time that the sun is up.
SolarYear even_year(double direct, double diffuse, double latitude = 45.0) {
  SolarYear year{{}, {}, latitude, 0.0};
  year.hours.assign(8760, {direct, diffuse, Temperature::from_celsius(15), 2.0});
  return year;
}

RC_GTEST_PROP(OnPlane, AHorizontalPlaneGetsTheDirectOverTheHeightAndTheSky, ()) {
  const auto sun = sun_at(any_between(0, 90), any_between(0, 360));
  const double direct = any_between(0, 1000), diffuse = any_between(0, 500);
  const Plane flat{0.0, any_between(0, 360), any_between(0, 1)};
  RC_ASSERT(std::abs(on_plane(flat, sun, direct, diffuse) - (direct * sun.up + diffuse)) < 1e-9);
}

RC_GTEST_PROP(OnPlane, NoPlaneGetsMoreDirectLightThanOneThatFacesTheSun, ()) {
  const double height = any_between(2, 90), azimuth = any_between(0, 360);
  const auto sun = sun_at(height, azimuth);
  const double direct = any_between(1, 1000);
  const Plane any{any_between(0, 90), any_between(0, 360), 0.0};
  const Plane facing{90.0 - height, azimuth, 0.0};
  RC_ASSERT(on_plane(any, sun, direct, 0.0) <= direct + 1e-9);
  RC_ASSERT(std::abs(on_plane(facing, sun, direct, 0.0) - direct) < 1e-9);
  RC_ASSERT(on_plane(any, sun, direct, 100.0) >= 0.0);
}

TEST(OnPlane, AWallSeesHalfOfAnEvenSkyAndHalfOfTheGround) {
  // No direct light: Hay and Davies' sky is even then.
  const Plane wall{90.0, 180.0, 0.4};
  EXPECT_NEAR(on_plane(wall, sun_at(40, 0), 0.0, 200.0), 100.0 + 0.5 * 0.4 * 200.0, 1e-9);
}

TEST(SolarArray, GivesItsPeakAtTestConditionsLessTheLosses) {
  auto spec = array();
  const Power dc = modules(spec, 1000.0, Temperature::from_celsius(25));
  EXPECT_NEAR(dc / spec.peak, 1.0 - spec.losses, 1e-12);
  EXPECT_NEAR(modules(spec, 1000.0, Temperature::from_celsius(45)) / dc,
              1.0 + 20.0 * spec.per_kelvin, 1e-12);
  EXPECT_EQ(modules(spec, 0.0, Temperature::from_celsius(25)), Power{});
}

// pvlib's documentation: eta at x = 1 is the nominal one; the output there is the rating.
TEST(SolarArray, ItsInverterReachesItsRatingAtNominalEfficiencyAndThenClips) {
  const auto spec = array();
  const Power rating = inverter_rating(spec), full = rating / spec.inverter_efficiency;
  EXPECT_NEAR(inverted(spec, full) / rating, 1.0, 1e-12);
  EXPECT_EQ(inverted(spec, 1.5 * full), rating);
  EXPECT_EQ(inverted(spec, 0.001 * full), Power{});  // standby eats it
  EXPECT_GT(inverted(spec, 0.6 * full) / (0.6 * full), spec.inverter_efficiency);
}

TEST(SolarArray, NeverGivesMoreThanItsRatingNorAnythingAtNight) {
  const auto spec = array({"tilt=40"});
  const SolarOutput output(spec, even_year(1100, 200));
  const Timestamp reference = reference_year(8760);
  for (std::size_t h = 0; h < output.hours().size(); ++h) {
    EXPECT_GE(output.hours()[h], 0.0);
    EXPECT_LE(output.hours()[h], inverter_rating(spec).si());
    const auto at = Duration::si(3600.0 * (static_cast<double>(h) + 0.5));
    if (h % 24 == 0) {
      EXPECT_LT(sun_position(reference, at, 45.0, 0.0).up, 0.0);
    }
  }
  // Direct light only: nothing without the sun.
  const SolarOutput beam(spec, even_year(800, 0));
  EXPECT_EQ(beam.hours()[0], 0.0);
  EXPECT_GT(beam.hours()[12], 0.0);
}

TEST(SolarArray, IntervalsAddUpToTheYear) {
  const SolarOutput output(array(), even_year(600, 100));
  const double year = std::accumulate(output.hours().begin(), output.hours().end(), 0.0) * 3600.0;
  double sum = 0.0;
  const double step = 1234.5;
  for (double at = 0.0; at < 8760 * 3600.0; at += step) {
    const double length = std::min(step, 8760 * 3600.0 - at);
    sum += output.mean(at, Duration::si(length)).si() * length;
  }
  EXPECT_NEAR(sum / year, 1.0, 1e-9);
}

TEST(SolarArray, FacingTheEquatorGivesMoreThanFacingThePole) {
  const auto energy = [](const SolarArraySpec& spec, double latitude) {
    const SolarOutput output(spec, even_year(600, 100, latitude));
    return std::accumulate(output.hours().begin(), output.hours().end(), 0.0);
  };
  EXPECT_GT(energy(array({"azimuth=180"}), 45.0), energy(array({"azimuth=0"}), 45.0));
  EXPECT_LT(energy(array({"azimuth=180"}), -45.0), energy(array({"azimuth=0"}), -45.0));
}

TEST(GeneratedRadiation, IsTheStatedShareOfWhatReachesTheAtmosphere) {
  const auto climate = test::entry<ClimateSpec>("climates/paris");
  const auto weather = expand(climate, random_stream(1, "weather"));
  const auto year = radiation_of(climate, weather);
  const Timestamp reference = reference_year(8760);
  // The month of June: sum over hours of both parts against the sun's own at the same points.
  double surface = 0.0, beyond = 0.0;
  for (std::size_t h = 151 * 24; h < 181 * 24; ++h)
    for (int i = 0; i < 12; ++i) {
      const auto at =
          year.first + Duration::si(3600.0 * (static_cast<double>(h) + (i + 0.5) / 12.0));
      const auto sun = sun_position(reference, at, climate.latitude, climate.longitude);
      if (sun.up <= 0.0) continue;
      beyond += beyond_atmosphere(sun) * sun.up / 12.0;
    }
  for (std::size_t h = 151 * 24; h < 181 * 24; ++h) {
    surface += year.hours[h].diffuse;
    const auto at = year.first + Duration::si(3600.0 * (static_cast<double>(h) + 0.5));
    const auto sun = sun_position(reference, at, climate.latitude, climate.longitude);
    surface += year.hours[h].direct * std::max(sun.up, 0.0);
  }
  // 0.5 %: the direct light of an hour counts here at the height of its middle.
  EXPECT_NEAR(surface / beyond, 0.16 * std::sqrt(11.0), 0.005 * 0.53);
}

TEST(DiffuseShare, IsContinuousAndFallsWithClearness) {
  EXPECT_NEAR(diffuse_share(0.0), 1.0, 1e-12);
  EXPECT_NEAR(diffuse_share(0.22), diffuse_share(0.2200001), 2e-3);
  EXPECT_NEAR(diffuse_share(0.8), diffuse_share(0.8000001), 2e-3);
  for (double k = 0.05; k < 0.75; k += 0.05) EXPECT_LT(diffuse_share(k + 0.05), diffuse_share(k));
}

TEST(SolarArraySpec, IsRefusedWithoutItsCurve) {
  auto spec = array();
  spec.inverter_curve.pop_back();
  ASSERT_EQ(check(spec).size(), 1u);
  EXPECT_EQ(check(spec).front().path, "inverter_curve");
}

}  // namespace
}  // namespace icekeel::facility
