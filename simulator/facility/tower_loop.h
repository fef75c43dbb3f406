// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Cooling towers behind a plate exchanger: facility water without compressors.

#include <optional>

#include "simulator/base/quantity.h"
#include "simulator/config/fields.h"
#include "simulator/facility/cooling_tower.h"
#include "simulator/facility/heat_exchanger.h"

namespace icekeel::facility {

/// Plate exchanger between facility water and tower water.
struct EconomizerSpec {
  std::optional<Power> design_heat;  ///< else derived from the design load
  TemperatureDifference approach;    ///< facility water supply above tower water, at design
};

/// A supply that may get warmer on humid days: fans stay at a fixed speed in between.
struct FloatingSupplySpec {
  Temperature warmest;   ///< beyond, fans go up to their full speed
  double fan_speed = 1;  ///< most speed while the supply is colder than that, 0..1
};

void describe(config::Fields& f, EconomizerSpec& economizer);
void describe(config::Fields& f, FloatingSupplySpec& floating);

/// Conductance of the exchanger that carries its design heat over its approach.
CoilConductance plate_conductance(const EconomizerSpec& exchanger,
                                  TemperatureDifference facility_range,
                                  TemperatureDifference tower_range);

struct TowerLoopStep {
  TowerStep tower;
  double flow = 0;  ///< of the tower water, as a share of its design flow
  Power pump;
  Temperature leaving;  ///< facility water
};

/// Tower water, its pumps and its exchanger in steady state.
///
/// The tower has to hold  Ttower = Tsupply + Q / Cfacility - Q / (e Cmin),  with e of the
/// exchanger. Its water carries the heat of its pumps as well. With a floating supply the fans take
/// the speed that holds the set point, but no more than `fan_speed`; if the supply would then
/// be warmer than `warmest`, they take the speed that holds that. So power never falls with
/// the wet bulb.
class TowerLoop {
 public:
  /// \param exchanger, tower with their design heat   \param range of the facility water at design
  TowerLoop(const EconomizerSpec& exchanger, const CoolingTowerSpec& tower,
            std::optional<FloatingSupplySpec> floating, TemperatureDifference range);

  /// \param heat in the facility water, not negative
  /// \param flow_ratio of the facility water, above 0 if there is heat
  /// \param target supply of the facility water
  TowerLoopStep hold(Power heat, double flow_ratio, const Weather& outdoor,
                     Temperature target) const;

  WaterUse mains_water(const TowerLoopStep& step, const Weather& outdoor) const {
    return tower_.mains_water(step.tower, step.flow, outdoor);
  }

 private:
  TowerStep floated(TowerStep set_point, Power heat, double flow, const Weather& outdoor,
                    Temperature at_warmest) const;

  CoolingTower tower_;
  std::optional<FloatingSupplySpec> floating_;
  HeatCapacityRate facility_rate_;
  CoilConductance plates_;
};

}  // namespace icekeel::facility
