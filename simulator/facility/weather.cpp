// SPDX-License-Identifier: Apache-2.0
#include "simulator/facility/weather.h"

#include <cmath>

#include "simulator/base/expect.h"
#include "simulator/facility/psychrometrics.h"

namespace icekeel::facility {
namespace {

constexpr std::size_t hours_of_day = 24;

double between(double from, double to, double share) {
  return from + share * (to - from);
}

Temperature between(Temperature from, Temperature to, double share) {
  return Temperature::from_kelvin(between(from.kelvin(), to.kelvin(), share));
}

}  // namespace

WeatherYear::WeatherYear(const std::vector<WeatherObservation>& hours, Duration first)
    : first_(first) {
  ICEKEEL_EXPECT(hours.size() == 365 * hours_of_day || hours.size() == 366 * hours_of_day);
  hours_.reserve(hours.size());
  for (const auto& hour : hours)
    hours_.push_back({hour.dry_bulb, wet_bulb(hour.dry_bulb, hour.relative_humidity, hour.pressure),
                      hour.relative_humidity, hour.pressure});
  day_mean_kelvin_.resize(hours.size());
  for (std::size_t i = 0; i < hours.size(); ++i) {
    double sum = 0.0;
    for (std::size_t back = 0; back < hours_of_day; ++back)
      sum += hours[(i + hours.size() - back) % hours.size()].dry_bulb.kelvin();
    day_mean_kelvin_[i] = sum / hours_of_day;
  }
}

WeatherYear::Position WeatherYear::position(double second_of_year_utc) const {
  const auto count = static_cast<double>(hours_.size());
  double hour = std::fmod((second_of_year_utc - first_.si()) / 3600.0, count);
  if (hour < 0.0) hour += count;
  // Rounding may carry a tiny negative number to `count` itself.
  const auto before = static_cast<std::size_t>(hour) % hours_.size();
  const auto after = before + 1 == hours_.size() ? 0 : before + 1;
  return {before, after, hour - std::floor(hour)};
}

Weather WeatherYear::at(double second_of_year_utc) const {
  const auto [before, after, share] = position(second_of_year_utc);
  const Weather& a = hours_[before];
  const Weather& b = hours_[after];
  return {between(a.dry_bulb, b.dry_bulb, share), between(a.wet_bulb, b.wet_bulb, share),
          between(a.relative_humidity, b.relative_humidity, share),
          Pressure::si(between(a.pressure.si(), b.pressure.si(), share))};
}

Temperature WeatherYear::day_mean(double second_of_year_utc) const {
  const auto [before, after, share] = position(second_of_year_utc);
  return Temperature::from_kelvin(
      between(day_mean_kelvin_[before], day_mean_kelvin_[after], share));
}

}  // namespace icekeel::facility
