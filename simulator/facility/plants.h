// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// The plants behind CoolingPlant, and what they share.

#include <optional>
#include <variant>

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

  /// Water that comes back with its heat.
  struct Water {
    HeatLoad carried;  ///< with fans and CDU pumps
    Power loop_pump;
    double flow;
    HeatCapacityRate rate;
    Power heat;  ///< of all
  };
  /// What racks, fans and pumps give to the facility water; meters of fans and CDUs go to `step`.
  Water warmed(HeatLoad load, PlantStep& step) const;

  /// Temperatures indoors, with the facility water supply in `step`.
  /// \return whether the supply air is at its set point
  bool cooled(HeatLoad load, const Water& water, TemperatureDifference tolerance,
              PlantStep& step) const;

  WaterLoop loop;
  AirHandler air;
  Cdu cdu;
  Temperature supply_air;
};

/// Everything off, temperatures at their set points.
PlantStep idle_step(const CoolingSpec& cooling);

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

/// CDUs (or immersion tanks) on warm facility water, dry coolers or towers, and a small chiller for
/// the room air.
///
/// Facility water is too warm for air handlers, so the room air has a chilled-water loop. Its
/// chiller gives its heat to the facility water: dry coolers (or towers) see all heat. When the
/// facility water is itself as cold as the air handlers need, it takes the chiller's place. So does
/// a free cooler, if there is one, when the outdoor air is cold enough to hold the set point and
/// its fans need less than the chiller; no compressor runs to sell heat.
class WarmWaterPlant {
 public:
  WarmWaterPlant(const CoolingSpec& cooling, const std::optional<HeatReuse>& reuse);
  PlantStep step(HeatLoad load, const Weather& outdoor, Power heat_demand) const;

 private:
  struct AirSide;
  struct WaterSide;
  struct Rejection;
  Rejection reject_outdoors(Power heat, double flow, const Weather& outdoor) const;
  AirSide cool_air(HeatLoad load, Temperature facility_water, HeatCapacityRate rate,
                   const Weather& outdoor) const;
  AdsorptionStep adsorbed(HeatLoad load, Power wanted, Temperature facility_water,
                          HeatCapacityRate plates, const Weather& outdoor) const;
  void cool_freely(AirSide& side, const Weather& outdoor,
                   std::optional<DryCoolerStep>& known) const;
  WaterSide reject(HeatLoad load, const Weather& outdoor, Power heat_demand) const;

  CoolingSpec spec_;
  std::optional<HeatReuse> reuse_;
  IndoorSide indoor_;
  WaterLoop air_loop_;
  Chiller chiller_;
  std::variant<DryCooler, TowerLoop> cooler_;
  std::optional<DryCooler> free_cooler_;
};

/// Air handlers and CDUs on facility water that air-cooled chillers cool.
class AirCooledChillerPlant {
 public:
  AirCooledChillerPlant(const CoolingSpec& cooling, const std::optional<HeatReuse>& reuse);
  PlantStep step(HeatLoad load, const Weather& outdoor, Power heat_demand) const;

 private:
  CoolingSpec spec_;
  std::optional<HeatReuse> reuse_;
  IndoorSide indoor_;
  AirCooledChiller chiller_;
};

/// Doors on the racks that give a share of their heat to the CDUs of a chilled-water plant; the
/// rest goes through its air handlers.
class RearDoorPlant {
 public:
  RearDoorPlant(const CoolingSpec& cooling, const std::optional<HeatReuse>& reuse);
  PlantStep step(HeatLoad load, const Weather& outdoor, Power heat_demand) const;

 private:
  DoorSpec doors_;
  ChilledWaterPlant behind_;
};

/// One way for the air of a room to be cooled: something free first, direct expansion for the rest.
struct AirWay {
  AirHandlerStep air;
  AirCooledStep dx;
  Power free_heat;  ///< carried to the outdoor air without compressors
  Power outdoor_fans, pads;
  WaterUse water;
  std::optional<double> humidity;

  Power power() const { return air.fans + dx.power() + outdoor_fans + pads; }
};

/// Fans and compressors of room units, for plants without facility water.
class RoomUnits {
 public:
  explicit RoomUnits(const CoolingSpec& cooling);

  /// The room's air with the supply at its set point, and what has to be cooled.
  AirWay moved(Power heat, Pressure extra) const;
  RoomAir air_of(const AirWay& way) const;
  /// The way with direct expansion for what nothing else carries.
  AirWay trimmed(AirWay way, const Weather& outdoor) const;
  AirWay mechanical(Power heat, const Weather& outdoor) const;
  /// The one that holds the supply air; of two that do, the one with less electricity.
  AirWay better(const AirWay& one, const AirWay& other) const;
  PlantStep step_of(const AirWay& way) const;

  const AirHandler& air() const { return air_; }

 private:
  CoolingSpec spec_;
  AirHandler air_;
  AirCooledChiller dx_;
};

/// Room units with direct expansion.
class CracDxPlant {
 public:
  explicit CracDxPlant(const CoolingSpec& cooling);
  PlantStep step(HeatLoad load, const Weather& outdoor, Power heat_demand) const;

 private:
  CoolingSpec spec_;
  RoomUnits units_;
};

/// Outdoor air in the room while it is fit for it, direct expansion for the rest. The dampers close
/// when the closed room needs less electricity.
class AirEconomizerPlant {
 public:
  explicit AirEconomizerPlant(const CoolingSpec& cooling);
  PlantStep step(HeatLoad load, const Weather& outdoor, Power heat_demand) const;

 private:
  CoolingSpec spec_;
  RoomUnits units_;
};

/// Exchanger between room air and outdoor air, direct expansion for the rest. The exchanger is
/// bypassed when direct expansion alone needs less electricity.
class IndirectEvaporativePlant {
 public:
  explicit IndirectEvaporativePlant(const CoolingSpec& cooling);
  PlantStep step(HeatLoad load, const Weather& outdoor, Power heat_demand) const;

 private:
  CoolingSpec spec_;
  RoomUnits units_;
  IndirectCooler cooler_;
};

}  // namespace icekeel::facility
