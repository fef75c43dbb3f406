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

// The facility water of a plant whose compressors give their heat to something else.
void size_facility_water(CoolingSpec& plant, HeatLoad margin) {
  auto& water = *plant.facility_water;
  default_to(water.design_heat, margin.total() * (1.0 + pump_share(water.pump, water.range)));
}

// Tower water carries the facility water's heat and its own pumps'.
void size_tower(CoolingSpec& plant, Power heat) {
  auto& tower = *plant.tower;
  default_to(tower.design_heat, heat * (1.0 + pump_share(tower.pump, tower.design_range)));
}

void size_chilled_water(CoolingSpec& plant, HeatLoad margin) {
  const auto& tower = *plant.tower;
  size_facility_water(plant, margin);
  const Power facility = *plant.facility_water->design_heat;
  const Temperature condenser = tower.design_wet_bulb + tower.design_approach;
  default_to(plant.chiller->capacity,
             facility * reference_share(*plant.chiller, *plant.supply, condenser));
  if (plant.economizer) default_to(plant.economizer->design_heat, facility);
  const double compressor =
      compressor_share(*plant.chiller, *plant.supply, condenser, tower.design_range);
  size_tower(plant, facility * (1.0 + compressor));
}

void size_warm_water(CoolingSpec& plant, HeatLoad margin) {
  auto& air_water = *plant.air_water;
  auto& water = *plant.facility_water;
  const double air_loop = pump_share(air_water.loop.pump, air_water.loop.range);
  default_to(air_water.loop.design_heat, margin.air * (1.0 + air_loop));
  const Power air = *air_water.loop.design_heat;
  if (air_water.free_cooler) default_to(air_water.free_cooler->design_heat, air);
  default_to(plant.chiller->capacity,
             air * reference_share(*plant.chiller, air_water.supply, *plant.supply));
  const double compressor =
      compressor_share(*plant.chiller, air_water.supply, *plant.supply, water.range);
  default_to(water.design_heat, (margin.liquid + air * (1.0 + compressor)) *
                                    (1.0 + pump_share(water.pump, water.range)));
  if (plant.plant == PlantKind::warm_water_tower) {
    default_to(plant.economizer->design_heat, *water.design_heat);
    size_tower(plant, *water.design_heat);
  } else {
    default_to(plant.dry_cooler->design_heat, *water.design_heat);
  }
}

void size_air_cooled(CoolingSpec& plant, Power heat, Temperature leaving) {
  const double share =
      reference_share(*plant.chiller, leaving, plant.condenser_air->design_dry_bulb);
  default_to(plant.chiller->capacity, heat * share);
}

void size_heat_rejection(CoolingSpec& plant, HeatLoad carried) {
  switch (plant.plant) {
    case PlantKind::chilled_water:
    case PlantKind::rear_door:
      return size_chilled_water(plant, carried);
    case PlantKind::warm_water:
    case PlantKind::immersion:
    case PlantKind::warm_water_tower:
      return size_warm_water(plant, carried);
    case PlantKind::air_cooled_chiller:
      size_facility_water(plant, carried);
      return size_air_cooled(plant, *plant.facility_water->design_heat, *plant.supply);
    case PlantKind::crac_dx:
    case PlantKind::air_economizer:
    case PlantKind::indirect_evaporative:
      return size_air_cooled(plant, carried.air, plant.air_handler->supply_air);
  }
}

}  // namespace

CoolingSpec sized(CoolingSpec cooling, HeatLoad design) {
  auto& handler = *cooling.air_handler;
  if (cooling.plant == PlantKind::rear_door) design = behind_doors(*cooling.doors, design).load;
  HeatLoad carried{cooling.sizing_margin * design.liquid, cooling.sizing_margin * design.air};
  default_to(handler.design_heat, carried.air);
  if (abilities(cooling.plant).liquid_racks) {
    auto& cdu = *cooling.cdu;
    default_to(cdu.design_heat, carried.liquid);
    carried.liquid *= 1.0 + cdu.coolant_volume * pump_share(cdu.pump, cdu.coolant_range);
  }
  carried.air *= 1.0 + fan_share(handler.fan, handler.air_rise);
  size_heat_rejection(cooling, carried);
  return cooling;
}

}  // namespace icekeel::facility
