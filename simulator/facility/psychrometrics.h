// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Moist air: saturation, humidity ratio, wet bulb, dew point, enthalpy, density.

#include "simulator/base/quantity.h"

namespace icekeel::facility {

/// The coldest and the hottest air these formulas are used for; callers stay inside.
inline constexpr Temperature coldest_air = Temperature::from_celsius(-80.0);
inline constexpr Temperature hottest_air = Temperature::from_celsius(90.0);

/// Pressure of water vapour in equilibrium with water (at or above 0 degC) or ice (below).
///
/// Hyland and Wexler as printed in ASHRAE Handbook Fundamentals (psychrometrics chapter, equations
/// for -100..0 degC over ice and 0..200 degC over water).
Pressure saturation_pressure(Temperature t);

/// Mass of vapour per mass of dry air at saturation or at the given relative humidity (0..1).
double humidity_ratio(Temperature dry_bulb, double relative_humidity, Pressure pressure);

/// Relative humidity (0..1 and above if supersaturated) of air with this humidity ratio.
double relative_humidity(Temperature dry_bulb, double humidity_ratio, Pressure pressure);

/// Thermodynamic wet bulb temperature by bisection to 1e-9 K; never above the dry bulb.
Temperature wet_bulb(Temperature dry_bulb, double relative_humidity, Pressure pressure);

/// Temperature at which this air would be saturated; relative humidity above 0.
Temperature dew_point(Temperature dry_bulb, double relative_humidity);

/// Per mass of dry air, zero for dry air at 0 degC.
SpecificEnthalpy enthalpy(Temperature dry_bulb, double humidity_ratio);

/// Temperature at which saturated air has this enthalpy: the inverse of `enthalpy`.
/// \param warmest not below it, and below the boiling point
Temperature saturated_at(SpecificEnthalpy enthalpy, Pressure pressure, Temperature warmest);

/// Mass of moist air per volume.
Density density(Temperature dry_bulb, double humidity_ratio, Pressure pressure);

/// Heat that evaporates a mass of water at this temperature (0..60 degC).
SpecificEnthalpy latent_heat(Temperature water);

/// Pressure of the standard atmosphere at an elevation, up to 11 km.
Pressure standard_pressure(Length elevation);

}  // namespace icekeel::facility
