// SPDX-License-Identifier: Apache-2.0
#include "simulator/facility/cooling_spec.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>

namespace icekeel::facility {
namespace {

using Findings = std::vector<config::Finding>;

std::string shown(Temperature t) {
  return fmt::format("{:.4g} degC", t.celsius());
}
std::string shown(TemperatureDifference d) {
  return fmt::format("{:.4g} K", d.si());
}

struct Block {
  std::string_view name;
  bool given;
};

std::vector<Block> needed_blocks(const CoolingSpec& plant) {
  std::vector<Block> needed{{"air_handler", plant.air_handler.has_value()},
                            {"chiller", plant.chiller.has_value()}};
  const auto need = [&](std::string_view name, const auto& block) {
    needed.push_back({name, block.has_value()});
  };
  if (abilities(plant.plant).heat_reuse) {
    need("supply", plant.supply);
    need("facility_water", plant.facility_water);
    need("cdu", plant.cdu);
  }
  switch (plant.plant) {
    case PlantKind::rear_door:
      need("doors", plant.doors);
      [[fallthrough]];
    case PlantKind::chilled_water:
      need("tower", plant.tower);
      break;
    case PlantKind::warm_water:
    case PlantKind::immersion:
      need("dry_cooler", plant.dry_cooler);
      need("air_water", plant.air_water);
      break;
    case PlantKind::warm_water_tower:
      need("economizer", plant.economizer);
      need("tower", plant.tower);
      need("air_water", plant.air_water);
      break;
    case PlantKind::air_economizer:
      need("outside_air", plant.outside_air);
      need("condenser_air", plant.condenser_air);
      break;
    case PlantKind::indirect_evaporative:
      need("indirect", plant.indirect);
      need("condenser_air", plant.condenser_air);
      break;
    case PlantKind::crac_dx:
    case PlantKind::air_cooled_chiller:
      need("condenser_air", plant.condenser_air);
      break;
  }
  return needed;
}

std::string_view name_of(PlantKind plant) {
  return config::Choices<PlantKind>::names[static_cast<std::size_t>(plant)];
}

// One finding for all that is missing: the way out is the same.
void check_blocks(Findings& found, const CoolingSpec& plant) {
  std::string missing;
  std::string_view last;
  int count = 0;
  for (const auto& block : needed_blocks(plant)) {
    if (block.given) continue;
    missing += fmt::format("{}'{}'", count++ > 0 ? ", " : "", block.name);
    last = block.name;
  }
  if (count == 0) return;
  found.push_back(
      {count == 1 ? std::string(last) : "",
       fmt::format("a plant of the kind '{}' needs {}", name_of(plant.plant), missing),
       fmt::format("start from an entry, 'like: plants/{}', and write what differs beside it",
                   name_of(plant.plant))});
}

bool on_towers(const CoolingSpec& plant) {
  return plant.plant == PlantKind::chilled_water || plant.plant == PlantKind::rear_door ||
         plant.plant == PlantKind::warm_water_tower;
}

bool on_dry_coolers(const CoolingSpec& plant) {
  return plant.plant == PlantKind::warm_water || plant.plant == PlantKind::immersion;
}

bool has_air_water(const CoolingSpec& plant) {
  return on_dry_coolers(plant) || plant.plant == PlantKind::warm_water_tower;
}

void check_tower(Findings& found, const CoolingSpec& plant) {
  if (plant.tower->design_wet_bulb.celsius() < -34.4 ||
      plant.tower->design_wet_bulb.celsius() > 26.7)
    found.push_back({"tower.design_wet_bulb",
                     shown(plant.tower->design_wet_bulb) + " is outside the tower correlation",
                     "give a wet bulb temperature from -34.4 to 26.7 degC"});
  if (plant.plant == PlantKind::warm_water_tower && plant.floating &&
      plant.floating->warmest < *plant.supply)
    found.push_back({"floating.warmest",
                     fmt::format("{} is colder than the set point of {}",
                                 shown(plant.floating->warmest), shown(*plant.supply)),
                     "give a temperature at or above 'supply'"});
  if (plant.economizer &&
      plant.tower->design_range >= plant.facility_water->range + plant.economizer->approach)
    found.push_back({"tower.design_range",
                     fmt::format("a tower range of {} is not below facility water range plus "
                                 "economizer approach, {}",
                                 shown(plant.tower->design_range),
                                 shown(plant.facility_water->range + plant.economizer->approach)),
                     "give a smaller tower range"});
}

// A cross-flow coil cannot cool the air below a share of what its water allows.
void check_coil(Findings& found, const CoolingSpec& plant) {
  const bool own = has_air_water(plant);
  const Temperature water = own ? plant.air_water->supply : *plant.supply;
  const auto range = own ? plant.air_water->loop.range : plant.facility_water->range;
  const auto& handler = *plant.air_handler;
  const auto inlets = handler.supply_air + handler.air_rise - water;
  const auto most = std::max(handler.air_rise, range);
  if (inlets * 0.9 >= most) return;
  found.push_back({"air_handler.supply_air",
                   fmt::format("water of {} cannot cool {} of air to {}", shown(water),
                               shown(handler.air_rise), shown(handler.supply_air)),
                   "give warmer supply air, colder water, or a smaller range"});
}

void check_dry_cooler(Findings& found, const DryCoolerSpec& cooler, TemperatureDifference range,
                      const std::string& name) {
  const auto most = range + cooler.design_approach;
  if (cooler.design_air_rise < most) return;
  found.push_back({name + ".design_air_rise",
                   fmt::format("an air rise of {} is not below water range plus approach, {}",
                               shown(cooler.design_air_rise), shown(most)),
                   "give a smaller air rise, or a wider approach"});
}

void check_water(Findings& found, const CoolingSpec& plant) {
  const auto range = plant.facility_water->range;
  const auto coolant = plant.cdu->coolant_range + plant.cdu->approach;
  if (range >= coolant)
    found.push_back({"facility_water.range",
                     fmt::format("a range of {} is not below coolant range plus approach, {}",
                                 shown(range), shown(coolant)),
                     "give a smaller range, or a wider coolant range"});
  if (on_towers(plant)) check_tower(found, plant);
  if (on_dry_coolers(plant)) check_dry_cooler(found, *plant.dry_cooler, range, "dry_cooler");
  if (has_air_water(plant) && plant.air_water->free_cooler)
    check_dry_cooler(found, *plant.air_water->free_cooler, plant.air_water->loop.range,
                     "air_water.free_cooler");
}

void add(Findings& all, const Findings& more, const std::string& block) {
  for (const auto& finding : more)
    all.push_back({block + "." + finding.path, finding.message, finding.remedy});
}

}  // namespace

Abilities abilities(PlantKind plant) {
  switch (plant) {
    case PlantKind::chilled_water:
    case PlantKind::warm_water:
    case PlantKind::air_cooled_chiller:
    case PlantKind::rear_door:
    case PlantKind::warm_water_tower:
      return {.liquid_racks = true, .air_racks = true, .heat_reuse = true};
    case PlantKind::immersion:
      return {.liquid_racks = true, .air_racks = false, .heat_reuse = true};
    case PlantKind::crac_dx:
    case PlantKind::air_economizer:
    case PlantKind::indirect_evaporative:
      break;
  }
  return {.liquid_racks = false, .air_racks = true, .heat_reuse = false};
}

Temperature warmest_set_point(const CoolingSpec& cooling) {
  const bool floats = cooling.plant == PlantKind::warm_water_tower && cooling.floating;
  return floats ? cooling.floating->warmest : *cooling.supply;
}

std::vector<config::Finding> check(const CoolingSpec& cooling) {
  Findings found;
  check_blocks(found, cooling);
  if (!found.empty()) return found;
  if (abilities(cooling.plant).heat_reuse) {
    check_coil(found, cooling);
    check_water(found, cooling);
  }
  if (cooling.adsorption && !has_air_water(cooling))
    found.push_back({"adsorption", "this plant has no room water for an adsorption chiller to cool",
                     "take it out, or use 'plant: warm-water'"});
  if (cooling.outside_air) add(found, check(*cooling.outside_air), "outside_air");
  add(found, check(*cooling.chiller), "chiller");
  return found;
}

DoorStep behind_doors(const DoorSpec& doors, HeatLoad load) {
  const Power heat = doors.heat_share * std::max(load.air - load.room, Power{});
  const Power fans = doors.fan_power_per_heat * heat;
  return {{load.liquid + heat + fans, load.air - heat, load.room}, fans};
}

void describe(config::Fields& f, WaterLoopSpec& loop) {
  f.optional("design_heat", loop.design_heat,
             "Heat carried at design; derived from the design load if not given.",
             {.above_least = true});
  f.required("range", loop.range, "Return above supply temperature, at design.",
             {.above_least = true});
  f.required("pump", loop.pump, "Pumps of the loop.");
}

void describe(config::Fields& f, AirWaterSpec& air_water) {
  f.required("supply", air_water.supply, "Set point of the water to the air handlers.");
  f.required("loop", air_water.loop, "Loop between chiller and air handlers.");
  f.optional(
      "free_cooler", air_water.free_cooler,
      "Dry cooler that takes the chiller's place when the outdoor air is cold enough and the "
      "room's heat is not wanted for reuse.");
}

void describe(config::Fields& f, DoorSpec& doors) {
  f.required("heat_share", doors.heat_share,
             "Share of the heat in the racks' air that the doors give to the water.",
             {.most = 1.0});
  f.required("fan_power_per_heat", doors.fan_power_per_heat,
             "Power of fans in the doors over the heat they give to the water; 0 without fans.",
             {.most = 0.2});
}

void describe(config::Fields& f, CoolingSpec& cooling) {
  f.required("plant", cooling.plant,
             "Kind of plant. Start from an entry of that name ('like: plants/warm-water'), which "
             "has all blocks the kind needs, and write what differs beside it.");
  f.optional("supply", cooling.supply,
             "Set point of the facility water supply (all plants with facility water).");
  f.optional("tolerance", cooling.tolerance,
             "A set point of water or air counts as missed when it is exceeded by more than this. "
             "Estimate: the control error of a usual loop.");
  f.optional("restart", cooling.restart,
             "From the return of its power, or the end of a repair, until the plant cools again.");
  f.optional("sizing_margin", cooling.sizing_margin,
             "Sizes that are not given are the design load times this, with the heat of fans, "
             "pumps and compressors. Estimate: 1.2, the order of N+1 of five units.",
             {.least = 1.0, .most = 10.0});
  f.optional("air_class", cooling.air_class,
             "ASHRAE envelope of the air at the rack inlets; time outside it is reported.");
  f.optional("liquid_class", cooling.liquid_class,
             "ASHRAE class of the facility water; time above it is reported.");
  f.optional("facility_water", cooling.facility_water,
             "Loop of the facility water (all plants but crac-dx, air-economizer and "
             "indirect-evaporative).");
  f.optional("air_handler", cooling.air_handler, "Fans and coils for the room air (all plants).");
  f.optional("cdu", cooling.cdu,
             "Pumps and exchangers for cold plates, doors or tanks (plants with facility water).");
  f.optional("chiller", cooling.chiller,
             "Compressors (all plants): of the facility water, or of the room air (crac-dx, "
             "air-economizer, indirect-evaporative) or its water (warm-water, warm-water-tower, "
             "immersion).");
  f.optional("condenser_air", cooling.condenser_air,
             "Condensers in the outdoor air (crac-dx, air-cooled-chiller, air-economizer, "
             "indirect-evaporative).");
  f.optional("economizer", cooling.economizer,
             "Exchanger between facility water and tower water (chilled-water, rear-door, "
             "warm-water-tower).");
  f.optional("floating", cooling.floating,
             "Supply that may get warmer than its set point on humid days (warm-water-tower).");
  f.optional("tower", cooling.tower,
             "Cooling towers (chilled-water, rear-door, warm-water-tower).");
  f.optional("dry_cooler", cooling.dry_cooler, "Dry coolers (warm-water, immersion).");
  f.optional("air_water", cooling.air_water,
             "Chilled water of the room air (warm-water, warm-water-tower, immersion).");
  f.optional("adsorption", cooling.adsorption,
             "Chiller of the room water that the facility water drives (warm-water, "
             "warm-water-tower, immersion).");
  f.optional("doors", cooling.doors, "Coils in the doors of the racks (rear-door).");
  f.optional("outside_air", cooling.outside_air, "Outdoor air in the room (air-economizer).");
  f.optional("indirect", cooling.indirect,
             "Exchanger between room air and outdoor air (indirect-evaporative).");
  f.optional("unit", cooling.unit,
             "An FMI 2.0 unit for co-simulation that simulates the plant. The blocks then only say "
             "what the electrical chain, the coolant and the room are sized for.");
}

}  // namespace icekeel::facility
