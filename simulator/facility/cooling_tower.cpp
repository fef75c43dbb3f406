// SPDX-License-Identifier: Apache-2.0
#include "simulator/facility/cooling_tower.h"

#include <algorithm>
#include <cmath>

#include "simulator/base/expect.h"
#include "simulator/facility/fluids.h"
#include "simulator/facility/psychrometrics.h"
#include "simulator/facility/root.h"

namespace icekeel::facility {
namespace {

double reference_flow_for(const CoolingTowerSpec& spec) {
  if (spec.merkel) return 1.0;
  const auto miss = [&](double ratio) {
    return york_approach(spec.design_wet_bulb.celsius(), spec.design_range.si(), ratio) -
           spec.design_approach.si();
  };
  return root_between(miss, 0.05, YorkCurve::most_ratio, 1e-12);
}

double merkel_number_for(const CoolingTowerSpec& spec) {
  if (!spec.merkel) return 0.0;
  return MerkelDemand(spec.design_wet_bulb, spec.design_range, spec.design_approach,
                      standard_pressure({}))
      .number(spec.water_to_air);
}

}  // namespace

/// The water that enters the bank, the same for any fan speed.
struct CoolingTower::Water {
  Power heat;
  const Weather& outdoor;
  double flow_ratio;
  double cells;       // running, as a share of all
  double ratio_full;  // water to air ratio of a running cell at full fan speed
  TemperatureDifference range;
  TowerCurve curve;
};

CoolingTower::CoolingTower(const CoolingTowerSpec& spec)
    : spec_(spec),
      reference_flow_(reference_flow_for(spec)),
      merkel_number_(merkel_number_for(spec)) {
  ICEKEEL_EXPECT(spec.design_heat && *spec.design_heat > Power{});
  design_flow_ = water_flow(*spec.design_heat / spec.design_range);
}

TowerCurve CoolingTower::curve(const Weather& outdoor, TemperatureDifference range) const {
  if (!spec_.merkel) return YorkCurve(outdoor.wet_bulb, range);
  return MerkelCurve(outdoor.wet_bulb, range, outdoor.pressure,
                     {merkel_number_, spec_.merkel->exponent, spec_.water_to_air});
}

HeatCapacityRate CoolingTower::capacity_rate(double flow_ratio) const {
  return flow_ratio * design_flow_ * water_specific_heat;
}

CoolingTower::Water CoolingTower::water(Power heat, double flow_ratio,
                                        const Weather& outdoor) const {
  const double cells =
      std::clamp(flow_ratio / spec_.least_cell_flow, 1.0 / static_cast<double>(spec_.cells), 1.0);
  const TemperatureDifference range = heat / capacity_rate(flow_ratio);
  return {heat,
          outdoor,
          flow_ratio,
          cells,
          flow_ratio / cells * reference_flow_,
          range,
          curve(outdoor, range)};
}

TemperatureDifference CoolingTower::approach(const Water& water, double fan_speed) const {
  if (fan_speed > 0.0) return water.curve.at(water.ratio_full / fan_speed).approach;
  // (1 - f) (entering - wet bulb) + f York with entering = wet bulb + approach + range.
  const double f = spec_.free_convection;
  return water.curve.at(water.ratio_full).approach + (1.0 - f) / f * water.range;
}

TowerStep CoolingTower::finished(const Water& water, TowerStep step, double cubed_speed) const {
  const HeatCapacityRate rate = capacity_rate(water.flow_ratio);
  step.entering = step.leaving + water.heat / rate;
  step.rejected = rate * (step.entering - step.leaving);
  step.fan_power = cubed_speed * water.cells * spec_.fan_power_per_heat * *spec_.design_heat;
  const double ratio = water.ratio_full / (step.fan_speed > 0.0 ? step.fan_speed : 1.0);
  step.out_of_range = water.curve.at(ratio).out_of_range;
  return step;
}

// The air's enthalpy rises with its temperature, so the leaving air lies between the wet bulb and
// the entering water. Where it would be warmer than the water, less air takes part.
MassFlow CoolingTower::evaporation(const Water& water, const TowerStep& step) const {
  const Weather& in = water.outdoor;
  const double ratio_in = humidity_ratio(in.dry_bulb, in.relative_humidity, in.pressure);
  const SpecificEnthalpy enthalpy_in = enthalpy(in.dry_bulb, ratio_in);
  const auto saturated = [&](Temperature t) { return humidity_ratio(t, 1.0, in.pressure); };
  const double running = std::max(step.fan_speed, spec_.free_convection) * water.cells;
  const MassFlow air = running / spec_.water_to_air * design_flow_;
  const SpecificEnthalpy gained = step.rejected / air;
  const Temperature warmest = std::min(step.entering, hottest_air);
  const SpecificEnthalpy most = enthalpy(warmest, saturated(warmest)) - enthalpy_in;
  const bool warmer = warmest > in.wet_bulb;
  if (warmer && most < gained)
    return std::max(saturated(warmest) - ratio_in, 0.0) * (step.rejected / most);
  const Temperature leaving =
      warmer ? std::max(saturated_at(enthalpy_in + gained, in.pressure, warmest), in.wet_bulb)
             : in.wet_bulb;
  return std::max(saturated(leaving) - ratio_in, 0.0) * air;
}

WaterUse CoolingTower::mains_water(const TowerStep& step, double flow_ratio,
                                   const Weather& outdoor) const {
  if (step.rejected <= Power{}) return {};
  const Water entering = water(step.rejected, flow_ratio, outdoor);
  return water_use(spec_.water, evaporation(entering, step), flow_ratio * design_flow_);
}

TowerStep CoolingTower::at_speed(Power heat, double flow_ratio, const Weather& outdoor,
                                 double speed) const {
  TowerStep step;
  step.leaving = step.entering = outdoor.wet_bulb;
  if (heat <= Power{}) return step;
  const Water w = water(heat, flow_ratio, outdoor);
  step.leaving = outdoor.wet_bulb + approach(w, speed);
  step.fan_speed = speed;
  return finished(w, step, speed * speed * speed);
}

TowerStep CoolingTower::hold(Power heat, double flow_ratio, const Weather& outdoor,
                             Temperature target) const {
  TowerStep step;
  step.leaving = step.entering = target;
  if (heat <= Power{}) return step;
  const Water w = water(heat, flow_ratio, outdoor);
  const TemperatureDifference wanted = target - outdoor.wet_bulb;
  const double least = spec_.least_fan_speed;

  const TemperatureDifference fans_off = approach(w, 0.0);
  if (fans_off <= wanted) return finished(w, step, 0.0);
  const TemperatureDifference slow = approach(w, least);
  if (slow <= wanted) {
    const double running = (fans_off - wanted) / (fans_off - slow);
    step.fan_speed = running * least;
    return finished(w, step, running * least * least * least);
  }
  if (approach(w, 1.0) > wanted) {
    step = full(heat, flow_ratio, outdoor);
    step.reached = false;
    return step;
  }
  const double slowest = std::min(w.ratio_full / least, w.curve.most_ratio());
  step.fan_speed = w.ratio_full / w.curve.ratio_for(wanted, w.ratio_full, slowest);
  return finished(w, step, step.fan_speed * step.fan_speed * step.fan_speed);
}

void describe(config::Fields& f, CoolingTowerSpec& tower) {
  f.optional("design_heat", tower.design_heat,
             "Heat rejected at design; derived from the design load if not given.",
             {.above_least = true});
  f.required("design_wet_bulb", tower.design_wet_bulb,
             "Wet bulb temperature at which the design heat is rejected, -34.4 to 26.7 degC.");
  f.required("design_approach", tower.design_approach,
             "Leaving water above the wet bulb, at design.", {.least = 1.1, .most = 40.0});
  f.required("design_range", tower.design_range, "Entering above leaving water, at design.",
             {.least = 1.1, .most = 22.2});
  f.required("set_point", tower.set_point, "Leaving water held while chillers run.");
  f.required("fan_power_per_heat", tower.fan_power_per_heat,
             "Fan power at full speed over the design heat.", {.most = 1.0});
  f.required("least_fan_speed", tower.least_fan_speed,
             "Share of the full speed below which fans cycle.", {.most = 1.0, .above_least = true});
  f.required("free_convection", tower.free_convection,
             "Share of the full-speed cooling that is left with the fans off.",
             {.most = 1.0, .above_least = true});
  f.required("cells", tower.cells, "Number of equal cells.", {.least = 1});
  f.required("least_cell_flow", tower.least_cell_flow,
             "Least water flow of a running cell, as a share of its design flow.",
             {.least = 0.1, .most = 1.0});
  f.required("pump", tower.pump, "Pumps of the tower water.");
  f.optional("water_to_air", tower.water_to_air,
             "Mass flow of the water over that of the air, at design; decides how much of the heat "
             "leaves by evaporation. Estimate: 1.1, as the towers of the Lei and Masanet model.",
             {.least = 0.2, .most = 5.0});
  f.optional("merkel", tower.merkel,
             "Merkel's method instead of the York correlation: no limits of wet bulb and range.");
  f.required("water", tower.water, "Drift and blowdown.");
}

}  // namespace icekeel::facility
