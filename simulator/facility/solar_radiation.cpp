// SPDX-License-Identifier: Apache-2.0
#include "simulator/facility/solar_radiation.h"

#include <algorithm>
#include <cmath>

#include "simulator/base/expect.h"

namespace icekeel::facility {
namespace {

constexpr double solar_constant = 1361.0;  // [W/m2], mean at one astronomical unit
constexpr int five_minutes_of_hour = 12;
constexpr double lowest_sun = 0.0175;  // sine of a degree: below, the sky counts as even

// The temperature of a day tells whether it was clear: only so far as the sky can be.
double clearness(const ClimateSpec& climate, unsigned month) {
  const auto& normals = *climate.normals;
  const double clear_sky = 0.75 + 2e-5 * climate.elevation.si();
  return std::min(normals.radiation_factor * std::sqrt(normals.daily_range[month - 1].si()),
                  clear_sky);
}

}  // namespace

double beyond_atmosphere(const SunPosition& sun) {
  return solar_constant / (sun.distance * sun.distance);
}

double diffuse_share(double k) {
  if (k <= 0.22) return 1.0 - 0.09 * k;
  if (k > 0.8) return 0.165;
  return 0.9511 + k * (-0.1604 + k * (4.388 + k * (-16.638 + k * 12.336)));
}

SolarYear radiation_of(const ClimateSpec& climate, const WeatherYear& weather) {
  ICEKEEL_EXPECT(climate.normals.has_value());
  SolarYear year{{}, weather.first(), climate.latitude, climate.longitude};
  const auto& air = weather.hours();
  const Timestamp reference = reference_year(air.size());
  for (std::size_t hour = 0; hour < air.size(); ++hour) {
    const Duration begin = year.first + Duration::si(3600.0 * static_cast<double>(hour));
    const double clear = clearness(climate, civil(reference, begin + climate.utc_offset).month);
    const double share = diffuse_share(clear);
    SolarHour sum;
    for (int i = 0; i < five_minutes_of_hour; ++i) {
      const auto at = begin + Duration::si(3600.0 * (i + 0.5) / five_minutes_of_hour);
      const auto sun = sun_position(reference, at, climate.latitude, climate.longitude);
      if (sun.up <= 0.0) continue;
      sum.direct += (1.0 - share) * clear * beyond_atmosphere(sun) / five_minutes_of_hour;
      sum.diffuse += share * clear * beyond_atmosphere(sun) * sun.up / five_minutes_of_hour;
    }
    const auto& next = air[(hour + 1) % air.size()];
    sum.air = air[hour].dry_bulb + 0.5 * (next.dry_bulb - air[hour].dry_bulb);
    year.hours.push_back(sum);
  }
  return year;
}

double on_plane(const Plane& plane, const SunPosition& sun, double direct, double diffuse) {
  const double flat = std::sin(degree * plane.tilt), level = std::cos(degree * plane.tilt);
  const double facing =
      std::max(sun.east * flat * std::sin(degree * plane.azimuth) +
                   sun.north * flat * std::cos(degree * plane.azimuth) + sun.up * level,
               0.0);
  const double up = std::max(sun.up, 0.0);
  const double around_sun = up > lowest_sun ? std::min(direct / beyond_atmosphere(sun), 1.0) : 0.0;
  const double sky = (around_sun > 0.0 ? around_sun * facing / up : 0.0) +
                     (1.0 - around_sun) * 0.5 * (1.0 + level);
  const double ground = (direct * up + diffuse) * plane.ground_reflection * 0.5 * (1.0 - level);
  return direct * facing + diffuse * sky + ground;
}

Timestamp reference_year(std::size_t hours) {
  return *parse_timestamp(hours == 8784 ? "2004-01-01" : "2005-01-01");
}

}  // namespace icekeel::facility
