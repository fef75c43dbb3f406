// SPDX-License-Identifier: Apache-2.0
#include "simulator/facility/plants.h"

namespace icekeel::facility {

AirCooledChillerPlant::AirCooledChillerPlant(const CoolingSpec& cooling,
                                             const std::optional<HeatReuse>& reuse)
    : spec_(cooling),
      reuse_(reuse),
      indoor_(cooling, *cooling.supply, cooling.facility_water->range),
      chiller_(*cooling.chiller, *cooling.condenser_air) {}

PlantStep AirCooledChillerPlant::step(HeatLoad load, const Weather& outdoor,
                                      Power heat_demand) const {
  PlantStep step = idle_step(spec_);
  if (load.total() <= Power{}) return step;
  const IndoorSide::Water water = indoor_.warmed(load, step);

  ReuseStep reused;
  if (reuse_)
    reused = reuse_->take(load.liquid, water.heat,
                          {*spec_.supply + water.heat / water.rate, water.rate}, heat_demand);
  const AirCooledStep chiller = chiller_.run(water.heat - reused.taken, *spec_.supply, outdoor);

  step.pumps = water.loop_pump;
  step.outdoor_fans = chiller.fans;
  step.chiller = chiller.compressor;
  step.heat_pump = reused.heat_pump;
  step.heat_rejected = chiller.rejected;
  step.heat_taken = reused.taken;
  step.heat_reused_gross = reused.delivered;
  step.mode = chiller.compressor > Power{} ? CoolingMode::mechanical : CoolingMode::free;
  step.out_of_range = chiller.out_of_range;

  step.water_supply = *spec_.supply + chiller.above;
  const bool air_reached = indoor_.cooled(load, water, spec_.tolerance, step);
  step.set_point_missed = chiller.above > spec_.tolerance || !air_reached;
  return step;
}

}  // namespace icekeel::facility
