// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// A cooling plant as the input describes it: its kind, its set points and its blocks.

#include <array>
#include <optional>
#include <string_view>
#include <vector>

#include "simulator/base/quantity.h"
#include "simulator/config/fields.h"
#include "simulator/config/finding.h"
#include "simulator/facility/adsorption_chiller.h"
#include "simulator/facility/air_cooled_chiller.h"
#include "simulator/facility/air_handler.h"
#include "simulator/facility/ashrae_classes.h"
#include "simulator/facility/cdu.h"
#include "simulator/facility/chiller.h"
#include "simulator/facility/cooling_tower.h"
#include "simulator/facility/dry_cooler.h"
#include "simulator/facility/indirect_cooler.h"
#include "simulator/facility/outside_air.h"
#include "simulator/facility/tower_loop.h"
#include "simulator/facility/unit_spec.h"

namespace icekeel::facility {

enum class PlantKind {
  chilled_water,         ///< air handlers, water-side economizer, chillers, cooling towers
  warm_water,            ///< cold plates, CDUs, dry coolers; a small chiller for the room air
  crac_dx,               ///< room units with direct expansion
  air_cooled_chiller,    ///< air handlers, air-cooled chillers
  air_economizer,        ///< outdoor air in the room, direct expansion for the rest
  indirect_evaporative,  ///< air-to-air exchanger, wetted; direct expansion for the rest
  rear_door,             ///< doors with coils on the racks, on a chilled-water plant
  immersion,             ///< tanks, dry coolers; a small chiller for the room air
  warm_water_tower       ///< cold plates, CDUs, towers; a small chiller for the room air
};

/// What a kind of plant can do.
struct Abilities {
  bool liquid_racks;  ///< has CDUs or tanks
  bool air_racks;     ///< has room for the air of whole racks
  bool heat_reuse;    ///< has water that heat can be taken from
};
Abilities abilities(PlantKind plant);

/// A pumped loop of water.
struct WaterLoopSpec {
  std::optional<Power> design_heat;  ///< else derived from the design load
  TemperatureDifference range;       ///< return above supply, at design
  PumpSpec pump;
};

/// The room air's own chilled water in a warm-water plant.
struct AirWaterSpec {
  Temperature supply;
  WaterLoopSpec loop;
  std::optional<DryCoolerSpec> free_cooler;  ///< takes the chiller's place on cold days
};

/// Coils in the rear doors of the racks.
struct DoorSpec {
  double heat_share = 0;          ///< of the heat of the racks' air that goes to the water
  double fan_power_per_heat = 0;  ///< of fans in the doors, over the heat to the water
};

/// Heat given to cold plates, and to the air of the room.
struct HeatLoad {
  Power liquid;
  Power air;
  Power room{};  ///< the part of `air` that does not come from racks: losses, lighting
  Power total() const { return liquid + air; }
};

struct CoolingSpec {
  static constexpr std::string_view catalogue_kind = "plants";

  PlantKind plant = PlantKind::chilled_water;
  /// A set point counts as missed beyond this.
  TemperatureDifference tolerance = TemperatureDifference::si(0.5);
  double sizing_margin = 1.2;         ///< derived sizes over the design load
  Duration restart;                   ///< from the return of its power until it cools again
  std::optional<AirClass> air_class;  ///< time outside it is reported
  std::optional<LiquidClass> liquid_class;

  // Blocks; `check` knows which ones a kind of plant needs.
  std::optional<Temperature> supply;  ///< set point of the facility water
  std::optional<WaterLoopSpec> facility_water;
  std::optional<AirHandlerSpec> air_handler;
  std::optional<CduSpec> cdu;
  std::optional<ChillerSpec> chiller;
  std::optional<CondenserAirSpec> condenser_air;
  std::optional<EconomizerSpec> economizer;  ///< before the chillers, or instead of them
  std::optional<FloatingSupplySpec> floating;
  std::optional<CoolingTowerSpec> tower;
  std::optional<DryCoolerSpec> dry_cooler;
  std::optional<AirWaterSpec> air_water;
  std::optional<AdsorptionSpec> adsorption;  ///< cools the room's water, driven by the facility's
  std::optional<DoorSpec> doors;
  std::optional<OutsideAirSpec> outside_air;
  std::optional<IndirectSpec> indirect;
  std::optional<UnitSpec> unit;  ///< simulates the plant instead of the blocks
};

void describe(config::Fields& f, WaterLoopSpec& loop);
void describe(config::Fields& f, AirWaterSpec& air_water);
void describe(config::Fields& f, DoorSpec& doors);
void describe(config::Fields& f, CoolingSpec& cooling);

/// Supply of the facility water beyond which the set point counts as missed.
Temperature warmest_set_point(const CoolingSpec& cooling);

/// Blocks the plant needs, temperatures that fit together.
std::vector<config::Finding> check(const CoolingSpec& cooling);

/// The same plant with every size that was not given derived from the design load: the load
/// times the sizing margin, plus the compressor's heat where the block carries it.
/// \param cooling without findings
CoolingSpec sized(CoolingSpec cooling, HeatLoad design);

/// The load that doors leave to the plant behind them: their heat and their fans' goes to liquid.
struct DoorStep {
  HeatLoad load;
  Power fans;
};
DoorStep behind_doors(const DoorSpec& doors, HeatLoad load);

}  // namespace icekeel::facility

template <>
struct icekeel::config::Choices<icekeel::facility::PlantKind> {
  static constexpr std::array<std::string_view, 9> names{
      "chilled-water",        "warm-water", "crac-dx",   "air-cooled-chiller", "air-economizer",
      "indirect-evaporative", "rear-door",  "immersion", "warm-water-tower"};
};
