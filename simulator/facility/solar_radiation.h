// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Solar radiation of a year, from a weather file or from monthly normals, and on tilted planes.

#include <cstddef>
#include <optional>
#include <vector>

#include "simulator/facility/climate.h"
#include "simulator/facility/sun.h"
#include "simulator/facility/weather.h"

namespace icekeel::facility {

/// Means over an hour.
struct SolarHour {
  double direct = 0;   ///< on a plane that faces the sun [W/m2]
  double diffuse = 0;  ///< of the sky, on a horizontal plane [W/m2]
  Temperature air;
  std::optional<double> wind{};  ///< [m/s]; nothing: not known
};

/// Hourly radiation of one year that repeats, as its weather does.
struct SolarYear {
  std::vector<SolarHour> hours;
  Duration first;  ///< when the first hour begins, after the beginning of the year in UTC
  double latitude = 0;
  double longitude = 0;
};

/// The calendar year that stands for all years of so many hours.
Timestamp reference_year(std::size_t hours);

/// What reaches the edge of the atmosphere, on a plane that faces the sun [W/m2].
double beyond_atmosphere(const SunPosition& sun);

/// The diffuse share of the radiation on a horizontal plane.
/// \param clearness radiation over that beyond the atmosphere, both on a horizontal plane
/// Source: Erbs, Klein, Duffie, Solar Energy 28 (1982) 293.
double diffuse_share(double clearness);

/// Radiation of a generated year: a clear share of what reaches the atmosphere, the same all day.
///
///     clearness = factor sqrt(daily range of temperature in K)
///
/// Source: Hargreaves and Samani's formula, FAO Irrigation and Drainage Paper 56 (1998), equation
/// 50, with its clear sky, equation 37, as the limit. Days of a month differ by the sun's path
/// only.
/// \param climate with normals   \param weather generated from them
SolarYear radiation_of(const ClimateSpec& climate, const WeatherYear& weather);

/// A plane that faces the sky.
struct Plane {
  double tilt = 0;       ///< degrees from horizontal
  double azimuth = 180;  ///< degrees from north over east
  double ground_reflection = 0.2;
};

/// Radiation on a plane [W/m2]: direct, from the sky by Hay and Davies, reflected by the ground.
///
///     E = D max(cos i, 0) + H (A R + (1 - A) (1 + cos tilt)/2) + G r (1 - cos tilt)/2
///     A = D/D0,  R = max(cos i, 0)/cos z,  G = D cos z + H
///
/// Source: Hay and Davies (1980) as pvlib.irradiance.haydavies gives it.
double on_plane(const Plane& plane, const SunPosition& sun, double direct, double diffuse);

}  // namespace icekeel::facility
