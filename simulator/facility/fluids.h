// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Properties of water and air, constant over the range of a cooling plant.

#include "simulator/base/quantity.h"

namespace icekeel::facility {

/// Liquid water at 20..40 degC, within 0.3 % (Incropera et al., 7th ed., table A.6).
inline constexpr auto water_specific_heat = SpecificHeat::si(4180.0);
/// Liquid water at 20..40 degC, within 0.4 % (same table).
inline constexpr auto water_density = Density::si(996.0);
/// Dry air at constant pressure (ASHRAE Fundamentals, psychrometrics).
inline constexpr auto air_specific_heat = SpecificHeat::si(1006.0);
/// Indoor air at 25 degC and sea level; fans of a higher site move more volume for the same mass.
inline constexpr auto indoor_air_density = Density::si(1.18);

inline constexpr MassFlow water_flow(HeatCapacityRate rate) {
  return rate / water_specific_heat;
}

}  // namespace icekeel::facility
