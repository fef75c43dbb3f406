// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Water that evaporative cooling takes from the mains.

#include "simulator/base/quantity.h"
#include "simulator/config/fields.h"

namespace icekeel::facility {

struct WaterUse {
  MassFlow evaporation;
  MassFlow drift;     ///< droplets carried away by the air
  MassFlow blowdown;  ///< drained so that salts do not concentrate

  MassFlow total() const { return evaporation + drift + blowdown; }
  WaterUse& operator+=(const WaterUse& o) {
    evaporation += o.evaporation;
    drift += o.drift;
    blowdown += o.blowdown;
    return *this;
  }
};

struct BlowdownSpec {
  double drift = 0;                    ///< share of the circulating water
  double cycles_of_concentration = 2;  ///< salt in the blowdown over salt in the make-up, above 1
};

void describe(config::Fields& f, BlowdownSpec& water);

/// Blowdown = max(evaporation / (cycles - 1) - drift, 0), as in EnergyPlus.
WaterUse water_use(const BlowdownSpec& spec, MassFlow evaporation, MassFlow circulating);

}  // namespace icekeel::facility
