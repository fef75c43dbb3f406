// SPDX-License-Identifier: Apache-2.0
#include "simulator/facility/tower_loop.h"

#include <algorithm>

#include "simulator/base/expect.h"

namespace icekeel::facility {

CoilConductance plate_conductance(const EconomizerSpec& exchanger,
                                  TemperatureDifference facility_range,
                                  TemperatureDifference tower_range) {
  const Power heat = *exchanger.design_heat;
  const HeatCapacityRate facility = heat / facility_range;
  const HeatCapacityRate tower = heat / tower_range;
  const auto least = std::min(facility, tower);
  const double wanted = heat / (least * (facility_range + exchanger.approach));
  const double units =
      transfer_units_for(FlowArrangement::counter, wanted, least / std::max(facility, tower));
  // Water on both sides: equal shares of the resistance.
  return {units * least, 1.0};
}

TowerLoop::TowerLoop(const EconomizerSpec& exchanger, const CoolingTowerSpec& tower,
                     std::optional<FloatingSupplySpec> floating, TemperatureDifference range)
    : tower_(tower),
      floating_(floating),
      facility_rate_(*exchanger.design_heat / range),
      plates_(plate_conductance(exchanger, range, tower.design_range)) {
  ICEKEEL_EXPECT(exchanger.design_heat && tower.design_heat);
}

TowerStep TowerLoop::floated(TowerStep set_point, Power heat, double flow, const Weather& outdoor,
                             Temperature at_warmest) const {
  if (set_point.fan_speed <= floating_->fan_speed) return set_point;
  const TowerStep warmest = tower_.hold(heat, flow, outdoor, at_warmest);
  if (warmest.fan_speed > floating_->fan_speed) return warmest;
  return tower_.at_speed(heat, flow, outdoor, floating_->fan_speed);
}

TowerLoopStep TowerLoop::hold(Power heat, double flow_ratio, const Weather& outdoor,
                              Temperature target) const {
  TowerLoopStep step;
  step.leaving = target;
  if (heat <= Power{}) return step;
  const CoolingTowerSpec& spec = tower_.spec();
  const double flow = flow_for(heat / *spec.design_heat, spec.pump.least_flow);
  step.flow = flow;
  step.pump = pump_power(spec.pump, tower_.design_flow(), flow);

  const HeatCapacityRate rate = flow_ratio * facility_rate_;
  const HeatCapacityRate moved = inlet_conductance(
      FlowArrangement::counter, plates_.at(flow, flow_ratio), rate, tower_.capacity_rate(flow));
  const TemperatureDifference above = heat / moved - heat / rate;  // supply over tower water
  const Power all = heat + step.pump;
  step.tower = tower_.hold(all, flow, outdoor, target - above);
  if (floating_) step.tower = floated(step.tower, all, flow, outdoor, floating_->warmest - above);
  step.leaving = step.tower.leaving + above;
  return step;
}

void describe(config::Fields& f, EconomizerSpec& economizer) {
  f.optional("design_heat", economizer.design_heat,
             "Heat moved at design; derived from the design load if not given.",
             {.above_least = true});
  f.required("approach", economizer.approach,
             "Facility water supply above tower water when it carries the design heat alone.",
             {.above_least = true});
}

void describe(config::Fields& f, FloatingSupplySpec& floating) {
  f.required("warmest", floating.warmest,
             "Supply up to which the water may warm on humid days before fans go to full speed.");
  f.required("fan_speed", floating.fan_speed,
             "Most fan speed while the supply is colder than that, as a share of the full speed.",
             {.most = 1.0, .above_least = true});
}

}  // namespace icekeel::facility
