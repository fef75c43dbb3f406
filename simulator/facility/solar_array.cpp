// SPDX-License-Identifier: Apache-2.0
#include "simulator/facility/solar_array.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "simulator/base/expect.h"

namespace icekeel::facility {
namespace {

constexpr std::size_t points_of_hour = 12;
constexpr double test_radiation = 1000.0;  // [W/m2]
constexpr auto test_temperature = Temperature::from_celsius(25.0);

// The mean of an hour at its five-minute points. The sun of an hour in which it rises or sets
// shines in the part of it that it is up.
double hour_mean(const SolarArraySpec& array, const SolarYear& year, std::size_t hour,
                 Timestamp reference) {
  const SolarHour& weather = year.hours[hour];
  if (weather.direct <= 0.0 && weather.diffuse <= 0.0) return 0.0;
  const Duration begin = year.first + Duration::si(3600.0 * static_cast<double>(hour));
  std::array<SunPosition, points_of_hour> suns;
  std::size_t shining = 0;
  for (std::size_t i = 0; i < points_of_hour; ++i) {
    const double middle = (static_cast<double>(i) + 0.5) / points_of_hour;
    suns[i] = sun_position(reference, begin + Duration::si(3600.0 * middle), year.latitude,
                           year.longitude);
    shining += suns[i].up > 0.0 ? 1 : 0;
  }
  const Plane plane{array.tilt, array.azimuth, array.ground_reflection};
  double sum = 0.0;
  for (const auto& sun : suns) {
    const double direct =
        sun.up > 0.0 ? std::min(weather.direct * points_of_hour / static_cast<double>(shining),
                                beyond_atmosphere(sun))
                     : 0.0;
    const double radiation = on_plane(plane, sun, direct, weather.diffuse);
    const auto cell =
        cell_temperature(array, weather.air, radiation, weather.wind.value_or(array.wind));
    sum += inverted(array, modules(array, radiation, cell)).si();
  }
  return sum / points_of_hour;
}

HourlySeries series_of(const SolarArraySpec& array, const SolarYear& year) {
  const Timestamp reference = reference_year(year.hours.size());
  std::vector<double> values;
  values.reserve(year.hours.size());
  for (std::size_t hour = 0; hour < year.hours.size(); ++hour)
    values.push_back(hour_mean(array, year, hour, reference));
  return HourlySeries(std::move(values));
}

}  // namespace

Power inverter_rating(const SolarArraySpec& array) {
  return array.inverter.value_or(array.peak / array.peak_over_inverter);
}

Temperature cell_temperature(const SolarArraySpec& array, Temperature air, double radiation,
                             double wind) {
  return air + TemperatureDifference::si(radiation / (array.cooling + array.wind_cooling * wind));
}

Power modules(const SolarArraySpec& array, double radiation, Temperature cell) {
  const double warm = 1.0 + array.per_kelvin * (cell - test_temperature).si();
  return std::max(radiation / test_radiation * warm * (1.0 - array.losses), 0.0) * array.peak;
}

Power inverted(const SolarArraySpec& array, Power modules) {
  if (modules <= Power{}) return {};
  const Power rating = inverter_rating(array);
  const double nominal = array.inverter_efficiency;
  const double x = nominal * (modules / rating);
  const double a = array.inverter_curve[0], b = array.inverter_curve[1],
               c = array.inverter_curve[2];
  const double efficiency = nominal / (a + b + c) * (a * x + b / x + c);
  return std::clamp(efficiency * modules, Power{}, rating);
}

SolarOutput::SolarOutput(const SolarArraySpec& array, const SolarYear& year)
    : first_(year.first), series_(series_of(array, year)) {
  ICEKEEL_EXPECT(check(array).empty());
}

Power SolarOutput::mean(double from, Duration length) const {
  return Power::si(series_.mean(from - first_.si(), length.si()));
}

std::vector<config::Finding> check(const SolarArraySpec& array) {
  std::vector<config::Finding> found;
  if (array.inverter_curve.size() != 3)
    found.push_back({"inverter_curve", "the curve needs 3 numbers: a, b, c of a x + b/x + c",
                     "start from an entry, 'like: solar/standard'"});
  if (array.cooling <= 0.0)
    found.push_back({"cooling", "cells without cooling have no temperature",
                     "start from an entry, 'like: solar/standard'"});
  return found;
}

void describe(config::Fields& f, SolarArraySpec& array) {
  f.optional("name", array.name, "Name of the array.");
  f.required("peak", array.peak, "Power of the modules at 1000 W/m2 and 25 degC.",
             {.above_least = true});
  f.optional("tilt", array.tilt, "Degrees from horizontal; 90 is a wall.", {.most = 90.0});
  f.optional("azimuth", array.azimuth, "Degrees from north over east that it faces; 180: south.",
             {.most = 360.0});
  f.required("ground_reflection", array.ground_reflection, "Share of light the ground reflects.",
             {.most = 1.0});
  f.required("per_kelvin", array.per_kelvin,
             "Change of power for each kelvin of the cells above 25 degC, as -0.35 %.",
             {.least = -0.01, .most = 0.0});
  f.required("cooling", array.cooling, "Cooling of the cells without wind, W/m2/K.",
             {.most = 200.0});
  f.required("wind_cooling", array.wind_cooling, "What each m/s of wind adds to it.",
             {.most = 100.0});
  f.required("wind", array.wind, "Wind at the modules in m/s, where the weather has none.",
             {.most = 30.0});
  f.required(
      "losses", array.losses,
      "Share lost before the inverter: soiling, shading, mismatch, wires, times out of order.",
      {.most = 0.99});
  f.optional("inverter", array.inverter,
             "Rating of the inverter; 'peak' over 'peak_over_inverter' if not given.",
             {.above_least = true});
  f.required("peak_over_inverter", array.peak_over_inverter,
             "Peak of the modules over the rating of the inverter.", {.least = 0.1, .most = 10.0});
  f.required("inverter_efficiency", array.inverter_efficiency, "Of the inverter at its rating.",
             {.least = 0.5, .most = 1.0});
  f.required("inverter_curve", array.inverter_curve,
             "a, b and c of its efficiency over the load x: a x + b/x + c, scaled to that at the "
             "rating.",
             {.least = -10.0, .most = 10.0});
}

}  // namespace icekeel::facility
