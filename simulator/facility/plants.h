// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// The two plants behind CoolingPlant, and what they share.

#include <optional>

#include "simulator/facility/cooling_plant.h"

namespace icekeel::facility {

/// A pumped loop with its sizes.
class WaterLoop {
 public:
  /// \param spec with its design heat
  explicit WaterLoop(const WaterLoopSpec& spec);

  /// Flow as a share of the design flow for this heat.
  double flow_ratio(Power heat) const;
  Power pump(double flow_ratio) const;
  HeatCapacityRate rate(double flow_ratio) const { return flow_ratio * rate_; }

 private:
  WaterLoopSpec spec_;
  HeatCapacityRate rate_;
};

/// Air handlers, CDUs and the loop of the facility water.
struct IndoorSide {
  /// \param cooling with every size   \param coil_water supply and range of the coils' water
  IndoorSide(const CoolingSpec& cooling, Temperature coil_water,
             TemperatureDifference coil_water_range);

  WaterLoop loop;
  AirHandler air;
  Cdu cdu;
};

/// Air handlers, CDUs, water-side economizer, chillers, cooling towers.
///
/// Facility water comes back from coils and CDUs, gives heat to reuse, then to the tower water in
/// the economizer, then to the chillers. Tower water passes the economizer before the condensers.
/// The supervisor compares what is possible in this weather - free cooling, chillers with the
/// economizer before them and tower fans at full speed, chillers alone with tower water at its set
/// point - and takes what keeps the supply temperature with the least electricity.
class ChilledWaterPlant {
 public:
  ChilledWaterPlant(const CoolingSpec& cooling, const std::optional<HeatReuse>& reuse);
  PlantStep step(HeatLoad load, const Weather& outdoor, Power heat_demand) const;

 private:
  struct Return;
  struct Option;
  Option free_cooling(const Return& water, const Weather& outdoor) const;
  Option with_chiller(const Return& water, const Weather& outdoor,
                      HeatCapacityRate economizer) const;
  Option best(const Return& water, const Weather& outdoor) const;
  double tower_flow(Power heat) const;

  CoolingSpec spec_;
  std::optional<HeatReuse> reuse_;
  IndoorSide indoor_;
  Chiller chiller_;
  CoolingTower tower_;
  CoilConductance economizer_;
};

/// CDUs on warm facility water, dry coolers, and a small chiller for the room air.
///
/// Facility water is too warm for air handlers, so the room air has a chilled-water loop. Its
/// chiller gives its heat to the facility water: dry coolers see all heat, and heat reuse gets the
/// room's share too. When the facility water is itself as cold as the air handlers need, it takes
/// the chiller's place. So does a free cooler, if there is one, when the outdoor air is cold enough
/// to hold the set point, its fans need less than the chiller, and no network wants the heat (the
/// demand is no more than what the cold plates give).
class WarmWaterPlant {
 public:
  WarmWaterPlant(const CoolingSpec& cooling, const std::optional<HeatReuse>& reuse);
  PlantStep step(HeatLoad load, const Weather& outdoor, Power heat_demand) const;

 private:
  struct AirSide;
  struct WaterSide;
  AirSide cool_air(Power heat, Temperature facility_water, HeatCapacityRate rate) const;
  void cool_freely(AirSide& side, const Weather& outdoor) const;
  WaterSide reject(HeatLoad load, const Weather& outdoor, Power heat_demand) const;

  CoolingSpec spec_;
  std::optional<HeatReuse> reuse_;
  IndoorSide indoor_;
  WaterLoop air_loop_;
  Chiller chiller_;
  DryCooler cooler_;
  std::optional<DryCooler> free_cooler_;
};

}  // namespace icekeel::facility
