// SPDX-License-Identifier: Apache-2.0
#include "simulator/facility/fan_pump.h"

#include <algorithm>

#include "simulator/facility/fluids.h"

namespace icekeel::facility {

Power design_power(const FanSpec& fan, VolumeFlow design_flow) {
  return design_flow * fan.pressure_rise / fan.efficiency;
}

Power fan_power(const FanSpec& fan, VolumeFlow design_flow, double flow_ratio) {
  if (flow_ratio <= 0.0) return {};
  return fan.curve.at(flow_ratio) * design_power(fan, design_flow);
}

Power pump_power(const PumpSpec& pump, MassFlow design_flow, double flow_ratio) {
  const double head_ratio = pump.static_head + (1.0 - pump.static_head) * flow_ratio * flow_ratio;
  const VolumeFlow flow = flow_ratio * design_flow / water_density;
  return head_ratio * (flow * pump.head) / pump.efficiency;
}

double flow_for(double heat_ratio, double least_flow) {
  return heat_ratio <= 0.0 ? 0.0 : std::clamp(heat_ratio, least_flow, 1.0);
}

void describe(config::Fields& f, FanCurve& curve) {
  const config::Limits any{.least = -config::unlimited};
  f.optional("a", curve.a, "Constant term.", any);
  f.optional("b", curve.b, "Factor of the flow ratio.", any);
  f.optional("c", curve.c, "Factor of its square.", any);
  f.optional("d", curve.d, "Factor of its cube.", any);
}

void describe(config::Fields& f, FanSpec& fan) {
  f.required("pressure_rise", fan.pressure_rise, "Pressure rise at the design flow.");
  f.required("efficiency", fan.efficiency, "Efficiency of fan, motor and drive together.",
             {.least = 0.05, .most = 1.0});
  f.required("least_flow", fan.least_flow,
             "Lowest flow of running fans, as a share of the design flow.",
             {.least = 0.01, .most = 1.0});
  f.optional("curve", fan.curve,
             "Share of the full-speed power at a share x of the design flow, a + b x + c x^2 + d "
             "x^3; the affinity law x^3 if not given.");
}

void describe(config::Fields& f, PumpSpec& pump) {
  f.required("head", pump.head, "Pressure rise at the design flow.");
  f.required("efficiency", pump.efficiency, "Efficiency of pump, motor and drive together.",
             {.least = 0.05, .most = 1.0});
  f.required("least_flow", pump.least_flow,
             "Lowest flow of running pumps, as a share of the design flow.",
             {.least = 0.01, .most = 1.0});
  f.optional("static_head", pump.static_head,
             "Share of the head that does not fall with the flow, such as a held differential "
             "pressure.",
             {.most = 1.0});
}

}  // namespace icekeel::facility
