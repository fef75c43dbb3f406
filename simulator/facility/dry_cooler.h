// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Dry cooler: finned coils and fans outdoors, with wetted pads for hot days if wanted.

#include <optional>

#include "simulator/base/quantity.h"
#include "simulator/config/fields.h"
#include "simulator/facility/fan_pump.h"
#include "simulator/facility/heat_exchanger.h"
#include "simulator/facility/water_use.h"
#include "simulator/facility/weather.h"

namespace icekeel::facility {

/// Pads that wet the incoming air.
struct AdiabaticSpec {
  Temperature above;         ///< dry bulb above which the pads are wetted
  double effectiveness = 0;  ///< air leaves at T - effectiveness (T - wet bulb)
  PumpSpec pump;             ///< moves the circulating water over the pads
  double circulation = 0;    ///< circulating over evaporated water
  BlowdownSpec water;
};

struct DryCoolerSpec {
  std::optional<Power> design_heat;       ///< else derived from the design load
  TemperatureDifference design_approach;  ///< leaving water above the air, at design
  TemperatureDifference design_air_rise;  ///< of the air through the coil, at design
  double fan_power_per_heat = 0;          ///< full-speed fan power over design heat
  double least_fan_speed = 0;             ///< share of the full speed; below, fans cycle
  double natural_draught = 0;             ///< air flow left with the fans off, as a share
  std::optional<AdiabaticSpec> adiabatic;
};

void describe(config::Fields& f, AdiabaticSpec& adiabatic);
void describe(config::Fields& f, DryCoolerSpec& cooler);

struct DryCoolerStep {
  Temperature entering, leaving;  ///< water
  Power rejected;                 ///< from the water's flow and its two temperatures
  double fan_speed = 0;           ///< share of full speed; the mean over time if fans cycle
  Power fan_power;
  Power adiabatic_pump;
  WaterUse water;
  bool reached = true;  ///< whether the leaving water is as cold as asked for
};

/// A bank of dry coolers in steady state: cross-flow effectiveness-NTU, conductance falling with
/// the air flow; air flow proportional to the fan speed, fan power to its cube. Colder water than
/// asked for is mixed away in a bypass. Pads are wetted
/// whenever the outdoor air is warmer than their threshold. Valid for dry coils and constant fluid
/// properties (no glycol).
class DryCooler {
 public:
  /// \param spec with its design heat   \param water_range of the water at design
  DryCooler(const DryCoolerSpec& spec, TemperatureDifference water_range);

  /// Fans as fast as needed for `target`, at most full speed.
  /// \param heat to reject, not negative
  /// \param flow_ratio water flow as a share of the design flow, above 0 if there is heat
  DryCoolerStep hold(Power heat, double flow_ratio, const Weather& outdoor,
                     Temperature target) const;

  HeatCapacityRate capacity_rate(double flow_ratio) const { return flow_ratio * water_rate_; }
  const DryCoolerSpec& spec() const { return spec_; }

 private:
  /// Speed, and the mean of its cube, which the power follows.
  struct FanDuty {
    double speed = 0;
    double cubed = 0;
  };
  static FanDuty steady(double speed) { return {speed, speed * speed * speed}; }

  HeatCapacityRate inlet_conductance(double fan_speed, double flow_ratio) const;
  FanDuty duty_for(HeatCapacityRate needed, double flow_ratio) const;
  void wet_pads(DryCoolerStep& step, TemperatureDifference cooled, Temperature water) const;

  DryCoolerSpec spec_;
  HeatCapacityRate water_rate_;
  HeatCapacityRate air_rate_;
  CoilConductance coil_;
};

}  // namespace icekeel::facility
