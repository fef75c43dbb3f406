// SPDX-License-Identifier: Apache-2.0
// A year of hourly weather from twelve monthly normals.
#include <algorithm>
#include <array>
#include <boost/random/normal_distribution.hpp>
#include <cmath>
#include <numbers>
#include <vector>

#include "simulator/base/expect.h"
#include "simulator/facility/psychrometrics.h"
#include "simulator/facility/weather.h"

namespace icekeel::facility {
namespace {

constexpr std::array<std::size_t, months> month_lengths{31, 28, 31, 30, 31, 30,
                                                        31, 31, 30, 31, 30, 31};
constexpr std::size_t days = 365;
constexpr std::size_t hours = days * 24;
using Monthly = std::array<double, months>;

std::size_t month_of_day(std::size_t day) {
  std::size_t month = 0;
  while (day >= month_lengths[month]) day -= month_lengths[month++];
  return month;
}

// The middles of the months, in hours of the year.
Monthly middles() {
  Monthly middle{};
  std::size_t first_day = 0;
  for (std::size_t m = 0; m < months; ++m) {
    middle[m] =
        24.0 * (static_cast<double>(first_day) + 0.5 * static_cast<double>(month_lengths[m]));
    first_day += month_lengths[m];
  }
  return middle;
}

// Linear between a value for the middle of each month, over the turn of the year too.
std::vector<double> curve_through(const Monthly& nodes) {
  const Monthly middle = middles();
  std::vector<double> curve(hours);
  for (std::size_t h = 0; h < hours; ++h) {
    const double hour = static_cast<double>(h);
    std::size_t next = 0;
    while (next < months && middle[next] <= hour) ++next;
    const std::size_t before = (next + months - 1) % months;
    next %= months;
    const double width = std::fmod(middle[next] - middle[before] + hours, hours);
    const double along = std::fmod(hour - middle[before] + hours, hours);
    curve[h] = nodes[before] + along / width * (nodes[next] - nodes[before]);
  }
  return curve;
}

Monthly monthly_means(const std::vector<double>& series) {
  Monthly mean{};
  for (std::size_t h = 0; h < hours; ++h) mean[month_of_day(h / 24)] += series[h];
  for (std::size_t m = 0; m < months; ++m) mean[m] /= static_cast<double>(24 * month_lengths[m]);
  return mean;
}

// The curve whose monthly means are `wanted`. A node moves its own month's mean by about three
// quarters of its change and its neighbours' by an eighth, so the error at least halves each time.
std::vector<double> curve_with_means(const Monthly& wanted) {
  Monthly nodes = wanted;
  std::vector<double> curve = curve_through(nodes);
  for (int i = 0; i < 60; ++i) {
    const Monthly mean = monthly_means(curve);
    for (std::size_t m = 0; m < months; ++m) nodes[m] += wanted[m] - mean[m];
    curve = curve_through(nodes);
  }
  return curve;
}

// Deviations of each day's mean, first-order autoregressive, linear between noons.
std::vector<double> day_to_day(const MonthlyNormals& normals, RandomStream& random) {
  boost::random::normal_distribution<double> normal;
  const double keep = normals.persistence;
  const double fresh = std::sqrt(1.0 - keep * keep);
  std::vector<double> noon(days);
  double deviation = normal(random);
  for (auto& value : noon) {
    value = normals.day_to_day.si() * deviation;
    deviation = keep * deviation + fresh * normal(random);
  }
  std::vector<double> series(hours);
  for (std::size_t h = 0; h < hours; ++h) {
    const std::size_t before = (h + hours - 12) % hours / 24;
    const double share = static_cast<double>((h + 12) % 24) / 24.0;
    series[h] = noon[before] + share * (noon[(before + 1) % days] - noon[before]);
  }
  return series;
}

// Relative humidity with the wanted monthly means: vapour follows the day's mean temperature, so
// nights are damp and afternoons dry.
std::vector<double> humidity(const Monthly& wanted, const std::vector<double>& day_kelvin,
                             const std::vector<double>& kelvin) {
  std::vector<double> ratio(hours);  // of the saturation pressures, day's mean over hour
  for (std::size_t h = 0; h < hours; ++h)
    ratio[h] = saturation_pressure(Temperature::from_kelvin(day_kelvin[h])) /
               saturation_pressure(Temperature::from_kelvin(kelvin[h]));
  Monthly nodes = wanted;
  std::vector<double> result(hours);
  for (int round = 0; round < 200; ++round) {
    const std::vector<double> at_mean = curve_through(nodes);
    for (std::size_t h = 0; h < hours; ++h) result[h] = std::min(at_mean[h] * ratio[h], 1.0);
    const Monthly mean = monthly_means(result);
    double worst = 0.0;
    for (std::size_t m = 0; m < months; ++m) {
      nodes[m] *= wanted[m] / mean[m];
      worst = std::max(worst, std::abs(wanted[m] / mean[m] - 1.0));
    }
    if (worst < 1e-6) break;
  }
  return result;
}

}  // namespace

WeatherYear expand(const ClimateSpec& climate, RandomStream random) {
  ICEKEEL_EXPECT(climate.normals && check(climate).empty());
  const MonthlyNormals& normals = *climate.normals;
  const std::vector<double> noise = day_to_day(normals, random);
  const Monthly noise_mean = monthly_means(noise);
  Monthly wanted{}, damp{};
  for (std::size_t m = 0; m < months; ++m) {
    wanted[m] = normals.dry_bulb[m].kelvin() - noise_mean[m];
    damp[m] = normals.relative_humidity[m];
  }

  std::vector<double> day = curve_with_means(wanted);
  std::vector<double> hour(hours);
  for (std::size_t h = 0; h < hours; ++h) {
    day[h] += noise[h];
    // Warmest at 15 h; a whole number of periods a month, so that the mean does not move.
    const double phase = 2.0 * std::numbers::pi * (static_cast<double>(h % 24) - 15.0) / 24.0;
    hour[h] = day[h] + 0.5 * normals.daily_range[month_of_day(h / 24)].si() * std::cos(phase);
  }

  const std::vector<double> relative = humidity(damp, day, hour);
  const Pressure pressure = standard_pressure(climate.elevation);
  std::vector<WeatherObservation> series(hours);
  for (std::size_t h = 0; h < hours; ++h)
    series[h] = {Temperature::from_kelvin(hour[h]), relative[h], pressure};
  return WeatherYear(series, -climate.utc_offset);
}

}  // namespace icekeel::facility
