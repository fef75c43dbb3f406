// SPDX-License-Identifier: Apache-2.0
#include "simulator/facility/dry_cooler.h"

#include <algorithm>
#include <cmath>

#include "simulator/base/expect.h"
#include "simulator/facility/fluids.h"
#include "simulator/facility/psychrometrics.h"
#include "simulator/facility/root.h"

namespace icekeel::facility {
DryCooler::DryCooler(const DryCoolerSpec& spec, TemperatureDifference water_range) : spec_(spec) {
  ICEKEEL_EXPECT(spec.design_heat && *spec.design_heat > Power{});
  water_rate_ = *spec.design_heat / water_range;
  air_rate_ = *spec.design_heat / spec.design_air_rise;
  const auto least = std::min(water_rate_, air_rate_);
  const double ratio = least / std::max(water_rate_, air_rate_);
  const double wanted = *spec.design_heat / (least * (spec.design_approach + water_range));
  coil_.design = transfer_units_for(FlowArrangement::cross, wanted, ratio) * least;
}

HeatCapacityRate DryCooler::inlet_conductance(double fan_speed, double flow_ratio) const {
  const double air = std::max(fan_speed, spec_.natural_draught);
  return facility::inlet_conductance(FlowArrangement::cross, coil_.at(air, flow_ratio),
                                     air * air_rate_, flow_ratio * water_rate_);
}

DryCoolerStep DryCooler::hold(Power heat, double flow_ratio, const Weather& outdoor,
                              Temperature target) const {
  DryCoolerStep step;
  step.entering = step.leaving = target;
  if (heat <= Power{}) return step;

  const auto& pads = spec_.adiabatic;
  const bool wet = pads && outdoor.dry_bulb > pads->above;
  const Temperature air =
      wet ? outdoor.dry_bulb - pads->effectiveness * (outdoor.dry_bulb - outdoor.wet_bulb)
          : outdoor.dry_bulb;
  const HeatCapacityRate rate = capacity_rate(flow_ratio);
  const TemperatureDifference over_air = target + heat / rate - air;
  const HeatCapacityRate full = inlet_conductance(1.0, flow_ratio);

  FanDuty fans;
  step.reached = full * over_air >= heat;
  if (step.reached) {
    fans = duty_for(heat / over_air, flow_ratio);
  } else {
    fans = steady(1.0);
    step.leaving = air + heat / full - heat / rate;
  }
  step.entering = step.leaving + heat / rate;
  step.rejected = rate * (step.entering - step.leaving);
  step.fan_speed = fans.speed;
  step.fan_power = fans.cubed * spec_.fan_power_per_heat * *spec_.design_heat;
  if (wet) wet_pads(step, outdoor.dry_bulb - air, outdoor.wet_bulb);
  return step;
}

DryCooler::FanDuty DryCooler::duty_for(HeatCapacityRate needed, double flow_ratio) const {
  const HeatCapacityRate off = inlet_conductance(0.0, flow_ratio);
  if (needed <= off) return {};
  const double least = spec_.least_fan_speed;
  const HeatCapacityRate slow = inlet_conductance(least, flow_ratio);
  if (needed <= slow) {
    const double running = (needed - off) / (slow - off);
    return {running * least, running * least * least * least};
  }
  // Nearly a power law: straight in logarithms, which a search along lines finds at once.
  const auto miss = [&](double speed) {
    return std::log(inlet_conductance(std::exp(speed), flow_ratio) / needed);
  };
  return steady(std::exp(root_between(miss, std::log(least), 0.0, 1e-12)));
}

void DryCooler::wet_pads(DryCoolerStep& step, TemperatureDifference cooled,
                         Temperature water) const {
  const auto& pads = *spec_.adiabatic;
  const Power evaporated = std::max(step.fan_speed, spec_.natural_draught) * air_rate_ * cooled;
  const MassFlow evaporation = evaporated / latent_heat(water);
  const MassFlow circulating = pads.circulation * evaporation;
  step.water = water_use(pads.water, evaporation, circulating);
  // Circulation follows evaporation, at the full head of the pads.
  step.adiabatic_pump = pump_power(pads.pump, circulating, 1.0);
}

void describe(config::Fields& f, AdiabaticSpec& adiabatic) {
  f.required("above", adiabatic.above, "Dry bulb temperature above which the pads are wetted.");
  f.required("effectiveness", adiabatic.effectiveness,
             "Cooling of the air as a share of dry bulb minus wet bulb.", {.most = 1.0});
  f.required("pump", adiabatic.pump, "Pumps of the water over the pads.");
  f.required("circulation", adiabatic.circulation,
             "Water over the pads as a multiple of the water evaporated.", {.least = 1.0});
  f.required("water", adiabatic.water, "Drift and blowdown.");
}

void describe(config::Fields& f, DryCoolerSpec& cooler) {
  f.optional("design_heat", cooler.design_heat,
             "Heat rejected at design; derived from the design load if not given.",
             {.above_least = true});
  f.required("design_approach", cooler.design_approach,
             "Leaving water above the outdoor air, at design.", {.above_least = true});
  f.required("design_air_rise", cooler.design_air_rise,
             "Temperature rise of the outdoor air through the coil, at design.",
             {.above_least = true});
  f.required("fan_power_per_heat", cooler.fan_power_per_heat,
             "Fan power at full speed over the design heat.", {.most = 1.0});
  f.required("least_fan_speed", cooler.least_fan_speed,
             "Share of the full speed below which fans cycle.", {.most = 1.0, .above_least = true});
  f.required("natural_draught", cooler.natural_draught,
             "Air flow with the fans off, as a share of the full flow.",
             {.most = 0.5, .above_least = true});
  f.optional("adiabatic", cooler.adiabatic, "Wetted pads in front of the coils.");
}

}  // namespace icekeel::facility
