// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Photovoltaic modules with their inverter, hour by hour.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/config/fields.h"
#include "simulator/config/finding.h"
#include "simulator/facility/hourly_series.h"
#include "simulator/facility/solar_radiation.h"

namespace icekeel::facility {

/// Modules in one plane, behind one inverter. Coefficients come from the catalogue.
struct SolarArraySpec {
  static constexpr std::string_view catalogue_kind = "solar";

  std::string name = "solar";
  Power peak;  ///< of the modules at 1000 W/m2 and 25 degC
  double tilt = 30;
  double azimuth = 180;
  double ground_reflection = 0;
  double per_kelvin = 0;          ///< change of power for each kelvin above 25 degC
  double cooling = 0;             ///< of the cells [W/m2/K]
  double wind_cooling = 0;        ///< for each m/s of wind [W s/m3/K]
  double wind = 0;                ///< where the weather has none [m/s]
  double losses = 0;              ///< soiling, mismatch, wires ... before the inverter
  std::optional<Power> inverter;  ///< its rating; else `peak / peak_over_inverter`
  double peak_over_inverter = 1;
  double inverter_efficiency = 0;      ///< at its rating
  std::vector<double> inverter_curve;  ///< a, b, c of (a x + b/x + c), x the share of its input
};

void describe(config::Fields& f, SolarArraySpec& array);
std::vector<config::Finding> check(const SolarArraySpec& array);

Power inverter_rating(const SolarArraySpec& array);

/// Temperature of the cells: air + E / (u0 + u1 wind).
/// Source: Faiman, Progress in Photovoltaics 16 (2008) 307, as pvlib.temperature.faiman gives it.
Temperature cell_temperature(const SolarArraySpec& array, Temperature air, double radiation,
                             double wind);

/// Power of the modules, less the losses before the inverter; never negative.
Power modules(const SolarArraySpec& array, double radiation, Temperature cell);

/// Behind the inverter: never more than its rating, never negative.
///
///     eta = nominal / (a + b + c) (a x + b/x + c),   x = input nominal / rating
///
/// Source: Dobos, PVWatts Version 5 Manual (2014), as pvlib.inverter.pvwatts gives it.
Power inverted(const SolarArraySpec& array, Power modules);

/// Electricity of a year that repeats.
class SolarOutput {
 public:
  SolarOutput(const SolarArraySpec& array, const SolarYear& year);

  /// Exact mean over an interval. \param from second of the year in UTC
  Power mean(double from, Duration length) const;
  /// Means of the hours [W].
  const std::vector<double>& hours() const { return series_.values(); }

 private:
  Duration first_;
  HourlySeries series_;
};

}  // namespace icekeel::facility
