// SPDX-License-Identifier: Apache-2.0
#include "simulator/facility/heat_exchanger.h"

#include <algorithm>
#include <cmath>

namespace icekeel::facility {
namespace {

double counter_flow(double transfer_units, double capacity_ratio) {
  const double gap = 1.0 - capacity_ratio;
  // Both forms meet at ratio 1; below 1e-9 the first one loses all its digits.
  if (gap < 1e-9) return transfer_units / (1.0 + transfer_units);
  const double decay = std::exp(-transfer_units * gap);
  return (1.0 - decay) / (1.0 - capacity_ratio * decay);
}

double cross_flow(double transfer_units, double capacity_ratio) {
  // The limit for a fluid that does not change its temperature.
  if (capacity_ratio < 1e-9) return -std::expm1(-transfer_units);
  const double root = std::pow(transfer_units, 0.22);
  return -std::expm1(root / capacity_ratio * std::expm1(-capacity_ratio * transfer_units / root));
}

}  // namespace

double effectiveness(FlowArrangement flow, double transfer_units, double capacity_ratio) {
  if (transfer_units <= 0.0) return 0.0;
  return flow == FlowArrangement::counter ? counter_flow(transfer_units, capacity_ratio)
                                          : cross_flow(transfer_units, capacity_ratio);
}

double transfer_units_for(FlowArrangement flow, double wanted, double capacity_ratio) {
  double low = 0.0;
  double high = most_transfer_units;
  for (int i = 0; i < 60; ++i) {
    const double middle = 0.5 * (low + high);
    (effectiveness(flow, middle, capacity_ratio) < wanted ? low : high) = middle;
  }
  return high;
}

HeatCapacityRate inlet_conductance(FlowArrangement flow, HeatCapacityRate conductance,
                                   HeatCapacityRate one, HeatCapacityRate other) {
  const auto least = std::min(one, other);
  if (least <= HeatCapacityRate{}) return {};
  return effectiveness(flow, conductance / least, least / std::max(one, other)) * least;
}

HeatExchange exchange(FlowArrangement flow, HeatCapacityRate conductance, Stream hot, Stream cold) {
  const auto moved = inlet_conductance(flow, conductance, hot.capacity_rate, cold.capacity_rate);
  if (moved <= HeatCapacityRate{} || hot.inlet <= cold.inlet)
    return {Power{}, hot.inlet, cold.inlet};
  const Power heat = moved * (hot.inlet - cold.inlet);
  return {heat, hot.inlet - heat / hot.capacity_rate, cold.inlet + heat / cold.capacity_rate};
}

HeatCapacityRate CoilConductance::at(double air_flow_ratio, double water_flow_ratio) const {
  if (air_flow_ratio <= 0.0 || water_flow_ratio <= 0.0) return {};
  const double r = water_to_air_hA;
  const double air_resistance = r / (1.0 + r) / std::pow(air_flow_ratio, 0.8);
  const double water_resistance = 1.0 / (1.0 + r) / std::pow(water_flow_ratio, 0.85);
  return design / (air_resistance + water_resistance);
}

}  // namespace icekeel::facility
