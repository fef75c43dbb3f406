// SPDX-License-Identifier: Apache-2.0
// Sizes of a plant's blocks from the load it is designed for.
#include <algorithm>

#include "simulator/facility/cooling_spec.h"
#include "simulator/facility/fluids.h"

namespace icekeel::facility {
namespace {

// A block without a design load still exists, so that a stray watt has somewhere to go.
constexpr Power smallest = Power::si(1000.0);

// Power at design over the heat carried: pressure rise over efficiency and heat per volume.
double pump_share(const PumpSpec& pump, TemperatureDifference range) {
  return pump.head / (pump.efficiency * (water_density * water_specific_heat * range));
}

double fan_share(const FanSpec& fan, TemperatureDifference rise) {
  return fan.curve.at(1.0) *
         (fan.pressure_rise / (fan.efficiency * (indoor_air_density * air_specific_heat * rise)));
}

void default_to(std::optional<Power>& size, Power derived) {
  if (!size) size = std::max(derived, smallest);
}

// Compressor power over heat at full load and the hottest condenser water of the design.
double compressor_share(const ChillerSpec& spec, Temperature chilled, Temperature condenser,
                        TemperatureDifference condenser_range) {
  ChillerSpec unit = spec;
  unit.capacity = smallest;
  const Chiller chiller(unit);
  const Power heat = chiller.capacity(chilled, condenser);
  return chiller.run(heat, chilled, condenser, heat / condenser_range).compressor / heat;
}

// Reference capacity over the capacity at these temperatures.
double reference_share(const ChillerSpec& spec, Temperature chilled, Temperature condenser) {
  ChillerSpec unit = spec;
  unit.capacity = smallest;
  return smallest / Chiller(unit).capacity(chilled, condenser);
}

void size_chilled_water(CoolingSpec& plant, HeatLoad margin) {
  auto& tower = *plant.tower;
  const double loop = pump_share(plant.facility_water.pump, plant.facility_water.range);
  default_to(plant.facility_water.design_heat, margin.total() * (1.0 + loop));
  const Power facility = *plant.facility_water.design_heat;
  const Temperature condenser = tower.design_wet_bulb + tower.design_approach;
  default_to(plant.chiller.capacity,
             facility * reference_share(plant.chiller, plant.supply, condenser));
  if (plant.economizer) default_to(plant.economizer->design_heat, facility);
  const double compressor =
      compressor_share(plant.chiller, plant.supply, condenser, tower.design_range);
  default_to(tower.design_heat,
             facility * (1.0 + compressor) * (1.0 + pump_share(tower.pump, tower.design_range)));
}

void size_warm_water(CoolingSpec& plant, HeatLoad margin) {
  auto& air_water = *plant.air_water;
  const double air_loop = pump_share(air_water.loop.pump, air_water.loop.range);
  default_to(air_water.loop.design_heat, margin.air * (1.0 + air_loop));
  const Power air = *air_water.loop.design_heat;
  if (air_water.free_cooler) default_to(air_water.free_cooler->design_heat, air);
  default_to(plant.chiller.capacity,
             air * reference_share(plant.chiller, air_water.supply, plant.supply));
  const double compressor =
      compressor_share(plant.chiller, air_water.supply, plant.supply, plant.facility_water.range);
  const double loop = pump_share(plant.facility_water.pump, plant.facility_water.range);
  default_to(plant.facility_water.design_heat,
             (margin.liquid + air * (1.0 + compressor)) * (1.0 + loop));
  default_to(plant.dry_cooler->design_heat, *plant.facility_water.design_heat);
}

}  // namespace

CoolingSpec sized(CoolingSpec cooling, HeatLoad design) {
  auto& handler = cooling.air_handler;
  const HeatLoad margin{cooling.sizing_margin * design.liquid, cooling.sizing_margin * design.air};
  default_to(handler.design_heat, margin.air);
  default_to(cooling.cdu.design_heat, margin.liquid);
  const HeatLoad carried{
      margin.liquid * (1.0 + pump_share(cooling.cdu.pump, cooling.cdu.coolant_range)),
      margin.air * (1.0 + fan_share(handler.fan, handler.air_rise))};
  cooling.plant == PlantKind::chilled_water ? size_chilled_water(cooling, carried)
                                            : size_warm_water(cooling, carried);
  return cooling;
}

}  // namespace icekeel::facility
