// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Fans and pumps with variable speed.

#include "simulator/base/quantity.h"
#include "simulator/config/fields.h"

namespace icekeel::facility {

/// Share of the full-speed power at a share x of the full flow: a + b x + c x^2 + d x^3.
struct FanCurve {
  double a = 0, b = 0, c = 0, d = 1;  ///< default: the affinity law x^3

  double at(double flow_ratio) const {
    return a + flow_ratio * (b + flow_ratio * (c + flow_ratio * d));
  }
};

/// Fans that move air against a pressure.
struct FanSpec {
  Pressure pressure_rise;  ///< at the design flow
  double efficiency = 0;   ///< of fan, motor and drive together, 0..1
  double least_flow = 0;   ///< lowest flow of running fans, as a share of the design flow
  FanCurve curve;
};

/// Electric power at the design flow: flow times pressure over efficiency.
Power design_power(const FanSpec& fan, VolumeFlow design_flow);

/// Electric power at a share of the design flow.
Power fan_power(const FanSpec& fan, VolumeFlow design_flow, double flow_ratio);

/// Pumps that move water around a loop.
struct PumpSpec {
  Pressure head;           ///< pressure rise at the design flow
  double efficiency = 0;   ///< of pump, motor and drive together, 0..1
  double least_flow = 0;   ///< lowest flow of running pumps, as a share of the design flow
  double static_head = 0;  ///< share of the head that does not fall with the flow, 0..1
};

/// Electric power at a share x of the design flow: V x dp (s + (1 - s) x^2) / efficiency.
Power pump_power(const PumpSpec& pump, MassFlow design_flow, double flow_ratio);

void describe(config::Fields& f, FanCurve& curve);
void describe(config::Fields& f, FanSpec& fan);
void describe(config::Fields& f, PumpSpec& pump);

/// Flow as a share of the design flow for this share of the design heat: proportional, between
/// the least flow and 1; 0 without heat.
double flow_for(double heat_ratio, double least_flow);

}  // namespace icekeel::facility
