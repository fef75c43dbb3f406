// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Outdoor air as the cooling medium of a room: mixed with return air, wetted if wanted.

#include <optional>
#include <vector>

#include "simulator/base/quantity.h"
#include "simulator/config/fields.h"
#include "simulator/config/finding.h"
#include "simulator/facility/dry_cooler.h"

namespace icekeel::facility {

struct OutsideAirSpec {
  Temperature most_dry_bulb;                   ///< dampers close above
  Temperature most_dew_point;                  ///< dampers close above; pads stop there
  std::optional<Temperature> least_dew_point;  ///< pads humidify up to it
  Pressure filters;                            ///< added for the fans while the dampers are open
  std::optional<AdiabaticSpec> adiabatic;      ///< pads in the mixed air
};

void describe(config::Fields& f, OutsideAirSpec& outside);
std::vector<config::Finding> check(const OutsideAirSpec& outside);

/// Air that has to be cooled from `back` to `wanted`.
struct RoomAir {
  HeatCapacityRate rate;
  Temperature back, wanted;
};

struct OutsideAirStep {
  bool open = false;
  double share = 0;           ///< of outdoor air in the supply
  Power heat;                 ///< carried out: sensible heat of the exhaust and evaporated water
  double humidity_ratio = 0;  ///< of the supply air
  Power pads;                 ///< electricity of their pumps
  WaterUse water;
};

/// Outdoor air in steady state, with constant specific heat. Colder than wanted, it is mixed with
/// return air:
///
///     share = (Tback - Twanted) / (Tback - Tout + dW h / cp),   dW humidification
///
/// Warmer than wanted, all supply air is outdoor air, and pads cool it as far as their
/// effectiveness and the highest dew point allow. The room adds no moisture, so its air has the
/// humidity of the treated outdoor air.
OutsideAirStep outside_air(const OutsideAirSpec& spec, const RoomAir& room, const Weather& outdoor);

}  // namespace icekeel::facility
