// SPDX-License-Identifier: Apache-2.0
#include "simulator/facility/cooling_spec.h"

#include <fmt/format.h>

namespace icekeel::facility {
namespace {

using Findings = std::vector<config::Finding>;

std::string shown(Temperature t) {
  return fmt::format("{:.4g} degC", t.celsius());
}
std::string shown(TemperatureDifference d) {
  return fmt::format("{:.4g} K", d.si());
}

void check_present(Findings& found, bool present, const std::string& name, const std::string& why) {
  if (present) return;
  found.push_back({name, fmt::format("'{}' is not given", name),
                   fmt::format("{}; start from an entry, 'like: plants/...', to have it", why)});
}

void check_chilled_water(Findings& found, const CoolingSpec& plant) {
  check_present(found, plant.tower.has_value(), "tower",
                "a chilled-water plant gives its heat to cooling towers");
  if (plant.tower && (plant.tower->design_wet_bulb.celsius() < -34.4 ||
                      plant.tower->design_wet_bulb.celsius() > 26.7))
    found.push_back({"tower.design_wet_bulb",
                     shown(plant.tower->design_wet_bulb) + " is outside the tower correlation",
                     "give a wet bulb temperature from -34.4 to 26.7 degC"});
}

void check_warm_water(Findings& found, const CoolingSpec& plant) {
  check_present(found, plant.dry_cooler.has_value(), "dry_cooler",
                "a warm-water plant gives its heat to dry coolers");
  check_present(found, plant.air_water.has_value(), "air_water",
                "the room air of a warm-water plant has a chilled-water loop of its own");
}

// A cross-flow coil cannot cool the air below a share of what its water allows.
void check_coil(Findings& found, const CoolingSpec& plant) {
  const bool warm = plant.plant == PlantKind::warm_water;
  if (warm && !plant.air_water) return;
  const Temperature water = warm ? plant.air_water->supply : plant.supply;
  const auto range = warm ? plant.air_water->loop.range : plant.facility_water.range;
  const auto inlets = plant.air_handler.supply_air + plant.air_handler.air_rise - water;
  const auto most = std::max(plant.air_handler.air_rise, range);
  if (inlets * 0.9 >= most) return;
  found.push_back(
      {"air_handler.supply_air",
       fmt::format("water of {} cannot cool {} of air to {}", shown(water),
                   shown(plant.air_handler.air_rise), shown(plant.air_handler.supply_air)),
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

void check_exchangers(Findings& found, const CoolingSpec& plant) {
  const auto range = plant.facility_water.range;
  if (range >= plant.cdu.coolant_range + plant.cdu.approach)
    found.push_back({"facility_water.range",
                     fmt::format("a range of {} is not below coolant range plus approach, {}",
                                 shown(range), shown(plant.cdu.coolant_range + plant.cdu.approach)),
                     "give a smaller range, or a wider coolant range"});
  if (plant.economizer && plant.tower &&
      plant.tower->design_range >= range + plant.economizer->approach)
    found.push_back(
        {"tower.design_range",
         fmt::format("a tower range of {} is not below facility water range plus "
                     "economizer approach, {}",
                     shown(plant.tower->design_range), shown(range + plant.economizer->approach)),
         "give a smaller tower range"});
  if (plant.dry_cooler) check_dry_cooler(found, *plant.dry_cooler, range, "dry_cooler");
  if (plant.air_water && plant.air_water->free_cooler)
    check_dry_cooler(found, *plant.air_water->free_cooler, plant.air_water->loop.range,
                     "air_water.free_cooler");
}

}  // namespace

std::vector<config::Finding> check(const CoolingSpec& cooling) {
  Findings found;
  cooling.plant == PlantKind::chilled_water ? check_chilled_water(found, cooling)
                                            : check_warm_water(found, cooling);
  check_coil(found, cooling);
  check_exchangers(found, cooling);
  for (auto& finding : check(cooling.chiller)) {
    finding.path = "chiller." + finding.path;
    found.push_back(finding);
  }
  return found;
}

void describe(config::Fields& f, WaterLoopSpec& loop) {
  f.optional("design_heat", loop.design_heat,
             "Heat carried at design; derived from the design load if not given.",
             {.above_least = true});
  f.required("range", loop.range, "Return above supply temperature, at design.",
             {.above_least = true});
  f.required("pump", loop.pump, "Pumps of the loop.");
}

void describe(config::Fields& f, EconomizerSpec& economizer) {
  f.optional("design_heat", economizer.design_heat,
             "Heat moved at design; derived from the design load if not given.",
             {.above_least = true});
  f.required("approach", economizer.approach,
             "Facility water supply above tower water when it carries the design heat alone.",
             {.above_least = true});
}

void describe(config::Fields& f, AirWaterSpec& air_water) {
  f.required("supply", air_water.supply, "Set point of the water to the air handlers.");
  f.required("loop", air_water.loop, "Loop between chiller and air handlers.");
  f.optional(
      "free_cooler", air_water.free_cooler,
      "Dry cooler that takes the chiller's place when the outdoor air is cold enough and the "
      "room's heat is not wanted for reuse.");
}

void describe(config::Fields& f, CoolingSpec& cooling) {
  f.required("plant", cooling.plant, "Kind of plant.");
  f.required("supply", cooling.supply, "Set point of the facility water supply.");
  f.required("tolerance", cooling.tolerance,
             "A set point of water or air counts as missed when it is exceeded by more than this.");
  f.required("sizing_margin", cooling.sizing_margin,
             "Sizes that are not given are the design load times this, with the heat of fans, "
             "pumps and compressors.",
             {.least = 1.0, .most = 10.0});
  f.required("facility_water", cooling.facility_water, "Loop of the facility water.");
  f.required("air_handler", cooling.air_handler, "Fans and coils for the room air.");
  f.required("cdu", cooling.cdu, "Pumps and exchangers for cold plates.");
  f.required("chiller", cooling.chiller,
             "Chillers: of the facility water in a chilled-water plant, of the room air's water in "
             "a warm-water plant.");
  f.optional("economizer", cooling.economizer,
             "Exchanger between facility water and tower water (chilled-water plant).");
  f.optional("tower", cooling.tower, "Cooling towers (chilled-water plant).");
  f.optional("dry_cooler", cooling.dry_cooler, "Dry coolers (warm-water plant).");
  f.optional("air_water", cooling.air_water, "Chilled water of the room air (warm-water plant).");
}

}  // namespace icekeel::facility
