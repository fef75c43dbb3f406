// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// The outdoor air of one year: hourly, linear in between.

#include <vector>

#include "simulator/base/quantity.h"
#include "simulator/base/random.h"
#include "simulator/facility/climate.h"

namespace icekeel::facility {

struct Weather {
  Temperature dry_bulb;
  Temperature wet_bulb;
  double relative_humidity = 0;  ///< 0..1
  Pressure pressure;
};

/// What a weather station reports.
struct WeatherObservation {
  Temperature dry_bulb;
  double relative_humidity = 0;  ///< 0..1
  Pressure pressure;
};

/// Hourly weather of one year that repeats for ever.
///
/// A year of 8760 hours serves every calendar year. In a leap year the days from 29 February on
/// are therefore one calendar day early, and 31 December repeats 1 January. A year of 8784 hours
/// (a weather file of a leap year) wraps after 366 days; in a common year its 31 December is not
/// reached.
class WeatherYear {
 public:
  /// \param hours 8760 or 8784 observations, one an hour
  /// \param first moment of the first one, in seconds after the beginning of the year in UTC
  WeatherYear(const std::vector<WeatherObservation>& hours, Duration first);

  /// \param second_of_year_utc any finite number; the year wraps around
  Weather at(double second_of_year_utc) const;

  /// Mean dry bulb of the 24 hours before; what heating of buildings follows.
  Temperature day_mean(double second_of_year_utc) const;

  /// The hourly values as they were given, with the wet bulb.
  const std::vector<Weather>& hours() const { return hours_; }
  Duration first() const { return first_; }

 private:
  struct Position {
    std::size_t before, after;
    double share;  ///< of the later hour
  };
  Position position(double second_of_year_utc) const;

  std::vector<Weather> hours_;
  std::vector<double> day_mean_kelvin_;
  Duration first_;
};

/// A year of weather with these monthly normals.
///
/// Seasonal curve, diurnal cosine (warmest at 15 h, coldest at 3 h, local standard time) and
/// day-to-day deviations (first-order autoregression, linear between noons). The mean dry bulb of
/// each generated month equals the normal; so does the mean relative humidity, within 0.1 %.
/// \param climate with normals
WeatherYear expand(const ClimateSpec& climate, RandomStream random);

}  // namespace icekeel::facility
