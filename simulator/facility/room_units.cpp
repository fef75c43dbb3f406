// SPDX-License-Identifier: Apache-2.0
// What plants that cool the room's air without water share.
#include <algorithm>

#include "simulator/facility/plants.h"

namespace icekeel::facility {

RoomUnits::RoomUnits(const CoolingSpec& cooling)
    : spec_(cooling), air_(*cooling.air_handler), dx_(*cooling.chiller, *cooling.condenser_air) {}

AirWay RoomUnits::moved(Power heat, Pressure extra) const {
  AirWay way;
  way.air = air_.move(heat, spec_.air_handler->supply_air, extra);
  return way;
}

// Fans stand behind whatever cools the air, so it has to be colder than the supply by their heat.
RoomAir RoomUnits::air_of(const AirWay& way) const {
  const HeatCapacityRate rate = air_.rate(way.air.coil_heat - way.air.fans);
  return {rate, way.air.return_air, way.air.return_air - way.air.coil_heat / rate};
}

AirWay RoomUnits::trimmed(AirWay way, const Weather& outdoor) const {
  // Less than a billionth is rounding, not a load.
  const Power rest = way.air.coil_heat - way.free_heat;
  if (rest <= 1e-12 * way.air.coil_heat) return way;
  way.dx = dx_.run(rest, spec_.air_handler->supply_air, outdoor);
  way.air.supply_air = way.air.supply_air + way.dx.above;
  way.air.return_air = way.air.return_air + way.dx.above;
  way.air.rack_inlet = way.air.rack_inlet + way.dx.above;
  return way;
}

AirWay RoomUnits::mechanical(Power heat, const Weather& outdoor) const {
  return trimmed(moved(heat, Pressure{}), outdoor);
}

AirWay RoomUnits::better(const AirWay& one, const AirWay& other) const {
  if (one.dx.above + spec_.tolerance < other.dx.above) return one;
  if (other.dx.above + spec_.tolerance < one.dx.above) return other;
  return one.power() <= other.power() ? one : other;
}

PlantStep RoomUnits::step_of(const AirWay& way) const {
  PlantStep step;
  step.air_fans = way.air.fans;
  step.outdoor_fans = way.outdoor_fans + way.dx.fans;
  step.chiller = way.dx.compressor;
  step.adiabatic = way.pads;
  step.heat_rejected = way.free_heat + way.dx.rejected;
  step.water = way.water;
  step.supply_humidity = way.humidity;
  step.out_of_range = way.dx.out_of_range;
  if (step.chiller > Power{})
    step.mode = way.free_heat > Power{} ? CoolingMode::partial : CoolingMode::mechanical;
  step.rack_air_inlet = way.air.rack_inlet;
  step.coolant_supply = step.water_supply = way.air.supply_air;
  step.coolant_return = step.water_return = way.air.return_air;
  step.set_point_missed = way.dx.above > spec_.tolerance;
  return step;
}

}  // namespace icekeel::facility
