// SPDX-License-Identifier: Apache-2.0
#include "simulator/facility/psychrometrics.h"

#include <algorithm>
#include <cmath>

namespace icekeel::facility {
namespace {

// Ratio of the molar masses of water and dry air (ASHRAE Fundamentals).
constexpr double molar_ratio = 0.621945;
// Gas constant of dry air [J/kg/K] (ASHRAE Fundamentals).
constexpr double dry_air_gas_constant = 287.042;

double vapour_pressure(double ratio, Pressure pressure) {
  return pressure.si() * ratio / (molar_ratio + ratio);
}

double ratio_at(double vapour, Pressure pressure) {
  // Air thinner than its vapour would boil; the limit keeps the formula finite.
  const double dry = std::max(pressure.si() - vapour, 0.01 * pressure.si());
  return molar_ratio * vapour / dry;
}

// Humidity ratio of air with this dry and wet bulb [degC], saturated at `saturated` at the wet
// bulb: energy balance of the wetted thermometer, over ice below freezing.
double ratio_from_wet_bulb(double dry, double wet, double saturated) {
  if (wet >= 0.0)
    return ((2501.0 - 2.326 * wet) * saturated - 1.006 * (dry - wet)) /
           (2501.0 + 1.86 * dry - 4.186 * wet);
  return ((2830.0 - 0.24 * wet) * saturated - 1.006 * (dry - wet)) /
         (2830.0 + 1.86 * dry - 2.1 * wet);
}

// Logarithm of the saturation pressure [Pa] and its slope [1/K].
struct LogSaturation {
  double value, slope;
};

LogSaturation log_saturation(Temperature t) {
  const double k = t.kelvin(), log_k = std::log(k);
  if (t.celsius() < 0.0)
    return {-5.6745359e3 / k + 6.3925247 +
                k * (-9.677843e-3 + k * (6.2215701e-7 + k * (2.0747825e-9 + k * -9.484024e-13))) +
                4.1635019 * log_k,
            5.6745359e3 / (k * k) - 9.677843e-3 +
                k * (2 * 6.2215701e-7 + k * (3 * 2.0747825e-9 + k * 4 * -9.484024e-13)) +
                4.1635019 / k};
  return {-5.8002206e3 / k + 1.3914993 +
              k * (-4.8640239e-2 + k * (4.1764768e-5 + k * -1.4452093e-8)) + 6.5459673 * log_k,
          5.8002206e3 / (k * k) - 4.8640239e-2 + k * (2 * 4.1764768e-5 + k * 3 * -1.4452093e-8) +
              6.5459673 / k};
}

}  // namespace

Pressure saturation_pressure(Temperature t) {
  return Pressure::si(std::exp(log_saturation(t).value));
}

double humidity_ratio(Temperature dry_bulb, double relative_humidity, Pressure pressure) {
  return ratio_at(relative_humidity * saturation_pressure(dry_bulb).si(), pressure);
}

double relative_humidity(Temperature dry_bulb, double humidity_ratio, Pressure pressure) {
  return vapour_pressure(humidity_ratio, pressure) / saturation_pressure(dry_bulb).si();
}

Temperature wet_bulb(Temperature dry_bulb, double relative_humidity, Pressure pressure) {
  if (relative_humidity >= 1.0) return dry_bulb;
  const double ratio = humidity_ratio(dry_bulb, std::max(relative_humidity, 0.0), pressure);
  const double dry = dry_bulb.celsius();
  // No air evaporates its way further down than this: all its heat above the coldest bound.
  double low = dry - 60.0;
  double high = dry;
  while (high - low > 1e-9) {
    const double middle = 0.5 * (low + high);
    const auto at = Temperature::from_celsius(middle);
    const double saturated = ratio_at(saturation_pressure(at).si(), pressure);
    (ratio_from_wet_bulb(dry, middle, saturated) > ratio ? high : low) = middle;
  }
  return Temperature::from_celsius(high);
}

Temperature dew_point(Temperature dry_bulb, double relative_humidity) {
  const double vapour = relative_humidity * saturation_pressure(dry_bulb).si();
  double low = dry_bulb.celsius() - 120.0;
  low = std::max(low, -173.0);
  double high = dry_bulb.celsius();
  while (high - low > 1e-9) {
    const double middle = 0.5 * (low + high);
    (saturation_pressure(Temperature::from_celsius(middle)).si() > vapour ? high : low) = middle;
  }
  return Temperature::from_celsius(high);
}

SpecificEnthalpy enthalpy(Temperature dry_bulb, double humidity_ratio) {
  const double t = dry_bulb.celsius();
  return SpecificEnthalpy::si(1e3 * (1.006 * t + humidity_ratio * (2501.0 + 1.86 * t)));
}

// The enthalpy rises ever more steeply: from a warmer point, each tangent leads nearer to the root
// and never past it.
Temperature saturated_at(SpecificEnthalpy wanted, Pressure pressure, Temperature warmest) {
  double t = warmest.celsius();
  for (int round = 0; round < 20; ++round) {
    const auto log_pressure = log_saturation(Temperature::from_celsius(t));
    const double vapour = std::exp(log_pressure.value);
    const double ratio = ratio_at(vapour, pressure);
    const double per_kelvin = ratio * log_pressure.slope * (1.0 + ratio / molar_ratio);
    const double miss = (enthalpy(Temperature::from_celsius(t), ratio) - wanted).si();
    const double step = miss / (1e3 * (1.006 + 1.86 * ratio + per_kelvin * (2501.0 + 1.86 * t)));
    t -= step;
    if (std::abs(step) < 1e-7) break;
  }
  return Temperature::from_celsius(t);
}

Density density(Temperature dry_bulb, double humidity_ratio, Pressure pressure) {
  const double specific_volume = dry_air_gas_constant * dry_bulb.kelvin() *
                                 (1.0 + humidity_ratio / molar_ratio) / pressure.si();
  return Density::si((1.0 + humidity_ratio) / specific_volume);
}

SpecificEnthalpy latent_heat(Temperature water) {
  // Fit used for cooling-tower evaporation in EnergyPlus and Modelica Buildings.
  const double t = water.celsius();
  return SpecificEnthalpy::si(1e3 * (2500.5 - t * (2.3097 + 0.0013 * t)));
}

Pressure standard_pressure(Length elevation) {
  // ASHRAE Fundamentals, standard atmosphere.
  return Pressure::si(101325.0 * std::pow(1.0 - 2.25577e-5 * elevation.si(), 5.2559));
}

}  // namespace icekeel::facility
