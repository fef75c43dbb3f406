// SPDX-License-Identifier: Apache-2.0
#include "simulator/facility/plants.h"

namespace icekeel::facility {

IndirectEvaporativePlant::IndirectEvaporativePlant(const CoolingSpec& cooling)
    : spec_(cooling), units_(cooling), cooler_(*cooling.indirect, units_.air().design_flow()) {}

PlantStep IndirectEvaporativePlant::step(HeatLoad load, const Weather& outdoor,
                                         Power /*heat_demand*/) const {
  if (load.air <= Power{}) return idle_step(spec_);
  const AirWay bypassed = units_.mechanical(load.air, outdoor);
  AirWay through = units_.moved(load.air, spec_.indirect->exchanger);
  const IndirectStep outside =
      cooler_.cool(units_.air_of(through), units_.air().flow_ratio(load.air), outdoor);
  through.free_heat = outside.heat;
  through.outdoor_fans = outside.fans;
  through.pads = outside.pumps;
  through.water = outside.water;
  through = units_.trimmed(through, outdoor);
  return units_.step_of(units_.better(through, bypassed));
}

}  // namespace icekeel::facility
