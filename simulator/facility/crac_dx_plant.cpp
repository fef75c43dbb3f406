// SPDX-License-Identifier: Apache-2.0
#include "simulator/facility/plants.h"

namespace icekeel::facility {

CracDxPlant::CracDxPlant(const CoolingSpec& cooling) : spec_(cooling), units_(cooling) {}

PlantStep CracDxPlant::step(HeatLoad load, const Weather& outdoor, Power /*heat_demand*/) const {
  if (load.air <= Power{}) return idle_step(spec_);
  return units_.step_of(units_.mechanical(load.air, outdoor));
}

}  // namespace icekeel::facility
