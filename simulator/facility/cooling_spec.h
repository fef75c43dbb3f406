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
#include "simulator/facility/air_handler.h"
#include "simulator/facility/cdu.h"
#include "simulator/facility/chiller.h"
#include "simulator/facility/cooling_tower.h"
#include "simulator/facility/dry_cooler.h"

namespace icekeel::facility {

enum class PlantKind {
  chilled_water,  ///< air handlers, water-side economizer, chillers, cooling towers
  warm_water      ///< cold plates, CDUs, dry coolers; a small chiller for the room air
};

/// A pumped loop of water.
struct WaterLoopSpec {
  std::optional<Power> design_heat;  ///< else derived from the design load
  TemperatureDifference range;       ///< return above supply, at design
  PumpSpec pump;
};

/// Plate exchanger between facility water and tower water, before the chillers (integrated).
struct EconomizerSpec {
  std::optional<Power> design_heat;  ///< else derived from the design load
  TemperatureDifference approach;    ///< facility water supply above tower water, at design
};

/// The room air's own chilled water in a warm-water plant.
struct AirWaterSpec {
  Temperature supply;
  WaterLoopSpec loop;
  std::optional<DryCoolerSpec> free_cooler;  ///< takes the chiller's place on cold days
};

/// Heat given to cold plates, and to the air of the room.
struct HeatLoad {
  Power liquid;
  Power air;
  Power total() const { return liquid + air; }
};

struct CoolingSpec {
  static constexpr std::string_view catalogue_kind = "plants";

  PlantKind plant = PlantKind::chilled_water;
  Temperature supply;               ///< set point of the facility water
  TemperatureDifference tolerance;  ///< a set point counts as missed beyond this
  double sizing_margin = 1.0;       ///< derived sizes over the design load
  WaterLoopSpec facility_water;
  AirHandlerSpec air_handler;
  CduSpec cdu;
  ChillerSpec chiller;                       ///< of all water, or of the room air's
  std::optional<EconomizerSpec> economizer;  ///< chilled-water plant
  std::optional<CoolingTowerSpec> tower;     ///< chilled-water plant
  std::optional<DryCoolerSpec> dry_cooler;   ///< warm-water plant
  std::optional<AirWaterSpec> air_water;     ///< warm-water plant
};

void describe(config::Fields& f, WaterLoopSpec& loop);
void describe(config::Fields& f, EconomizerSpec& economizer);
void describe(config::Fields& f, AirWaterSpec& air_water);
void describe(config::Fields& f, CoolingSpec& cooling);

/// Blocks the plant needs, temperatures that fit together.
std::vector<config::Finding> check(const CoolingSpec& cooling);

/// The same plant with every size that was not given derived from the design load: the load
/// times the sizing margin, plus the compressor's heat where the block carries it.
/// \param cooling without findings
CoolingSpec sized(CoolingSpec cooling, HeatLoad design);

}  // namespace icekeel::facility

template <>
struct icekeel::config::Choices<icekeel::facility::PlantKind> {
  static constexpr std::array<std::string_view, 2> names{"chilled-water", "warm-water"};
};
