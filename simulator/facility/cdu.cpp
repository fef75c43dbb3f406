// SPDX-License-Identifier: Apache-2.0
#include "simulator/facility/cdu.h"

#include <algorithm>

#include "simulator/base/expect.h"
#include "simulator/facility/fluids.h"

namespace icekeel::facility {

Cdu::Cdu(const CduSpec& spec, TemperatureDifference water_range) : spec_(spec) {
  ICEKEEL_EXPECT(spec.design_heat && *spec.design_heat > Power{});
  coolant_rate_ = *spec.design_heat / spec.coolant_range;
  water_rate_ = *spec.design_heat / water_range;
  const auto least = std::min(coolant_rate_, water_rate_);
  const double ratio = least / std::max(coolant_rate_, water_rate_);
  const double wanted = *spec.design_heat / (least * (spec.approach + spec.coolant_range));
  plates_.design = transfer_units_for(FlowArrangement::counter, wanted, ratio) * least;
  // Water on both sides: equal shares of the resistance.
  plates_.water_to_air_hA = 1.0;
}

double Cdu::flow_ratio(Power heat) const {
  return flow_for(heat / *spec_.design_heat, spec_.pump.least_flow);
}

Power Cdu::pumps(Power heat) const {
  const MassFlow water = water_flow(coolant_rate_);
  return pump_power(spec_.pump, spec_.coolant_volume * water, flow_ratio(heat));
}

CduStep Cdu::cool(Power heat, Stream water) const {
  CduStep step;
  step.coolant_supply = step.coolant_return = water.inlet;
  if (heat <= Power{}) return step;
  const double flow = flow_ratio(heat);
  const HeatCapacityRate rate = flow * coolant_rate_;
  step.pumps = pumps(heat);
  step.heat = heat + step.pumps;
  const HeatCapacityRate moved = inlet_conductance(
      FlowArrangement::counter, plates_.at(flow, water.capacity_rate / water_rate_), rate,
      water.capacity_rate);
  step.coolant_return = water.inlet + step.heat / moved;
  step.coolant_supply = step.coolant_return - step.heat / rate;
  return step;
}

void describe(config::Fields& f, CduSpec& cdu) {
  f.optional("design_heat", cdu.design_heat,
             "Heat of the cold plates at design; derived from the design load if not given.",
             {.above_least = true});
  f.required("coolant_range", cdu.coolant_range,
             "Temperature rise of the coolant through the cold plates, at design.",
             {.above_least = true});
  f.required("approach", cdu.approach, "Coolant supply above facility water supply, at design.",
             {.above_least = true});
  f.required("pump", cdu.pump, "Pumps of the coolant.");
  f.optional("coolant_volume", cdu.coolant_volume,
             "Volume flow over that of water for the same heat and range; about 2.5 for oils.",
             {.least = 0.5, .most = 10.0});
}

}  // namespace icekeel::facility
