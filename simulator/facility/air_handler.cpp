// SPDX-License-Identifier: Apache-2.0
#include "simulator/facility/air_handler.h"

#include <algorithm>

#include "simulator/base/expect.h"
#include "simulator/facility/fluids.h"

namespace icekeel::facility {

double recirculation(const AirHandlerSpec& handler) {
  constexpr std::array usual{0.2, 0.03, 0.0};
  return handler.recirculation.value_or(usual[static_cast<std::size_t>(handler.containment)]);
}

AirHandler::AirHandler(const AirHandlerSpec& spec) : spec_(spec) {
  ICEKEEL_EXPECT(spec.design_heat && *spec.design_heat > Power{});
  air_rate_ = *spec.design_heat / spec.air_rise;
  design_flow_ = air_rate_ / air_specific_heat / indoor_air_density;
}

AirHandler::AirHandler(const AirHandlerSpec& spec, Temperature water,
                       TemperatureDifference water_range)
    : AirHandler(spec) {
  const Power coil_heat = *spec.design_heat + design_power(spec.fan, design_flow_);
  water_rate_ = coil_heat / water_range;
  const TemperatureDifference inlets = spec.supply_air + coil_heat / air_rate_ - water;
  const auto least = std::min(air_rate_, water_rate_);
  const double ratio = least / std::max(air_rate_, water_rate_);
  coil_.design =
      transfer_units_for(FlowArrangement::cross, coil_heat / (least * inlets), ratio) * least;
}

double AirHandler::flow_ratio(Power heat) const {
  return flow_for(heat / *spec_.design_heat, spec_.fan.least_flow);
}

Power AirHandler::fans(Power heat) const {
  return fan_power(spec_.fan, design_flow_, flow_ratio(heat));
}

AirHandlerStep AirHandler::cool(Power heat, Stream water) const {
  AirHandlerStep step;
  step.supply_air = step.return_air = step.rack_inlet = spec_.supply_air;
  if (heat <= Power{}) return step;
  const double flow = flow_ratio(heat);
  const HeatCapacityRate rate = flow * air_rate_;
  step.fans = fans(heat);
  step.coil_heat = heat + step.fans;
  const HeatCapacityRate moved =
      inlet_conductance(FlowArrangement::cross, coil_.at(flow, water.capacity_rate / water_rate_),
                        rate, water.capacity_rate);
  const Temperature coldest = water.inlet + step.coil_heat / moved - step.coil_heat / rate;
  step.reached = coldest <= spec_.supply_air;
  step.supply_air = std::max(coldest, spec_.supply_air);
  step.return_air = step.supply_air + heat / rate;
  step.rack_inlet = step.supply_air + recirculation(spec_) * (step.return_air - step.supply_air);
  return step;
}

AirHandlerStep AirHandler::move(Power heat, Temperature supply, Pressure extra) const {
  AirHandlerStep step;
  step.fans = (1.0 + extra / spec_.fan.pressure_rise) * fans(heat);
  step.coil_heat = heat + step.fans;
  step.supply_air = supply;
  step.return_air = supply + heat / rate(heat);
  step.rack_inlet = supply + recirculation(spec_) * (step.return_air - supply);
  return step;
}

void describe(config::Fields& f, AirHandlerSpec& handler) {
  f.optional("design_heat", handler.design_heat,
             "Heat of the room air at design; derived from the design load if not given.",
             {.above_least = true});
  f.required("supply_air", handler.supply_air, "Set point of the air from the handlers.");
  f.required("air_rise", handler.air_rise, "Return above supply air, at design.",
             {.above_least = true});
  f.optional("containment", handler.containment,
             "What keeps the racks' exhaust from their inlets. Estimates of the recirculation: 0.2 "
             "without, 0.03 with a contained cold aisle, 0 with a contained hot aisle.");
  f.optional(
      "recirculation", handler.recirculation,
      "Rack inlet above supply air, over return above supply air; that of the containment if "
      "not given.",
      {.most = 0.9});
  f.required("fan", handler.fan, "Fans of the air handlers.");
}

}  // namespace icekeel::facility
