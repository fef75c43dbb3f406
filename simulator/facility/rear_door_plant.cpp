// SPDX-License-Identifier: Apache-2.0
#include "simulator/facility/plants.h"

namespace icekeel::facility {

RearDoorPlant::RearDoorPlant(const CoolingSpec& cooling, const std::optional<HeatReuse>& reuse)
    : doors_(*cooling.doors), behind_(cooling, reuse) {}

PlantStep RearDoorPlant::step(HeatLoad load, const Weather& outdoor, Power heat_demand) const {
  const DoorStep doors = behind_doors(doors_, load);
  PlantStep step = behind_.step(doors.load, outdoor, heat_demand);
  step.air_fans += doors.fans;
  return step;
}

}  // namespace icekeel::facility
