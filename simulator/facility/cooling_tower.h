// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Open cooling tower: leaving water from its curve, fans, water use.

#include <cstdint>
#include <optional>

#include "simulator/base/quantity.h"
#include "simulator/config/fields.h"
#include "simulator/facility/fan_pump.h"
#include "simulator/facility/tower_curve.h"
#include "simulator/facility/water_use.h"
#include "simulator/facility/weather.h"

namespace icekeel::facility {

/// A bank of equal cells.
struct CoolingTowerSpec {
  std::optional<Power> design_heat;       ///< else derived from the design load
  Temperature design_wet_bulb;            ///< at which the design heat is rejected
  TemperatureDifference design_approach;  ///< leaving water above wet bulb, at design
  TemperatureDifference design_range;     ///< entering above leaving water, at design
  Temperature set_point;                  ///< of the leaving water while chillers run
  double fan_power_per_heat = 0;          ///< full-speed fan power over design heat
  double least_fan_speed = 0;             ///< share of the full speed; below, fans cycle
  double free_convection = 0;             ///< share of the full-speed cooling left with fans off
  std::int64_t cells = 1;
  double least_cell_flow = 0;        ///< water flow a cell needs, as a share of its design
  PumpSpec pump;                     ///< of the tower water
  double water_to_air = 1.1;         ///< mass flows at design
  std::optional<MerkelSpec> merkel;  ///< else the York correlation
  BlowdownSpec water;
};

void describe(config::Fields& f, CoolingTowerSpec& tower);

struct TowerStep {
  Temperature entering, leaving;  ///< water
  Power rejected;                 ///< from the water's flow and its two temperatures
  double fan_speed = 0;           ///< share of full speed; the mean over time if fans cycle
  Power fan_power;
  bool reached = true;   ///< whether the leaving water is as cold as asked for
  int out_of_range = 0;  ///< inputs of the correlation that had to be clamped
};

/// A tower bank in steady state.
///
/// Leaving water is the wet bulb plus the approach of its curve (York or Merkel) at
/// FRwater = (flow / design) FR0 and FRair = fan speed, where FR0 (York) or the Merkel number at
/// design makes the design point exact. Running cells follow the water flow continuously, none
/// below its least flow. With the fans off
///
///     approach = (1 - f) (entering - wet bulb) + f curve(FRair = 1),   f = free convection
///
/// Colder water than asked for is mixed away in a bypass. Fan power follows the cube of the speed;
/// below the least speed fans cycle between off and that speed.
///
/// Heat leaves as warmer and as moister air: the air leaves saturated, no warmer than the entering
/// water, with the enthalpy that the heat gives it, and
///
///     evaporation = air (Wout - Win),   heat = air (hout - hin)
class CoolingTower {
 public:
  /// \param spec with its design heat
  explicit CoolingTower(const CoolingTowerSpec& spec);

  /// Fans as fast as needed for `target`, at most full speed.
  /// \param heat to reject, not negative
  /// \param flow_ratio water flow as a share of the design flow, above 0 if there is heat
  TowerStep hold(Power heat, double flow_ratio, const Weather& outdoor, Temperature target) const;

  /// Fans at this share of their full speed, above 0.
  TowerStep at_speed(Power heat, double flow_ratio, const Weather& outdoor, double speed) const;
  TowerStep full(Power heat, double flow_ratio, const Weather& outdoor) const {
    return at_speed(heat, flow_ratio, outdoor, 1.0);
  }

  /// Water that a step takes from the mains; worked out apart, as it takes longer than the step.
  WaterUse mains_water(const TowerStep& step, double flow_ratio, const Weather& outdoor) const;

  MassFlow design_flow() const { return design_flow_; }
  HeatCapacityRate capacity_rate(double flow_ratio) const;
  /// FR0, the water flow ratio at which the correlation meets the design point.
  double reference_flow() const { return reference_flow_; }
  const CoolingTowerSpec& spec() const { return spec_; }

 private:
  struct Water;
  TowerCurve curve(const Weather& outdoor, TemperatureDifference range) const;
  Water water(Power heat, double flow_ratio, const Weather& outdoor) const;
  TemperatureDifference approach(const Water& water, double fan_speed) const;
  TowerStep finished(const Water& water, TowerStep step, double cubed_speed) const;
  MassFlow evaporation(const Water& water, const TowerStep& step) const;

  CoolingTowerSpec spec_;
  MassFlow design_flow_;
  double reference_flow_ = 1;
  double merkel_number_ = 0;  // at design
};

}  // namespace icekeel::facility
