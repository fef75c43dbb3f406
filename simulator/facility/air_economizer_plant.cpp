// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "simulator/facility/plants.h"

namespace icekeel::facility {

AirEconomizerPlant::AirEconomizerPlant(const CoolingSpec& cooling)
    : spec_(cooling), units_(cooling) {}

PlantStep AirEconomizerPlant::step(HeatLoad load, const Weather& outdoor,
                                   Power /*heat_demand*/) const {
  if (load.air <= Power{}) return idle_step(spec_);
  const AirWay closed = units_.mechanical(load.air, outdoor);
  AirWay open = units_.moved(load.air, spec_.outside_air->filters);
  const OutsideAirStep outside = outside_air(*spec_.outside_air, units_.air_of(open), outdoor);
  if (!outside.open) return units_.step_of(closed);
  open.free_heat = outside.heat;
  open.pads = outside.pads;
  open.water = outside.water;
  open.humidity = outside.humidity_ratio;
  open = units_.trimmed(open, outdoor);
  return units_.step_of(units_.better(open, closed));
}

}  // namespace icekeel::facility
