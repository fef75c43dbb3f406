// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Heat exchangers by the effectiveness-NTU method.

#include "simulator/base/quantity.h"

namespace icekeel::facility {

/// One side of a heat exchanger.
struct Stream {
  Temperature inlet;               ///< temperature of the fluid coming in
  HeatCapacityRate capacity_rate;  ///< mass flow times specific heat [W/K]
};

/// What a heat exchanger does to its two streams.
struct HeatExchange {
  Power heat;  ///< heat given by the hot stream to the cold one [W], never negative
  Temperature hot_outlet;
  Temperature cold_outlet;
};

enum class FlowArrangement { counter, cross };

/// Share of the largest possible heat that is moved, 0..1.
///
///     counter: e = (1 - exp(-N (1 - c))) / (1 - c exp(-N (1 - c))),  N / (1 + N) for c = 1
///     cross:   e = 1 - exp(N^0.22 / c (exp(-c N^0.78) - 1)),  both fluids unmixed
///
/// \param transfer_units N = UA / Cmin, not negative
/// \param capacity_ratio c = Cmin / Cmax, 0..1
/// Source: Incropera et al., Fundamentals of Heat and Mass Transfer, 7th ed., table 11.3.
double effectiveness(FlowArrangement flow, double transfer_units, double capacity_ratio);

/// Transfer units that give this effectiveness; at most `most_transfer_units`.
double transfer_units_for(FlowArrangement flow, double effectiveness, double capacity_ratio);
inline constexpr double most_transfer_units = 50.0;

/// Heat moved per kelvin between the two inlets: effectiveness times Cmin.
HeatCapacityRate inlet_conductance(FlowArrangement flow, HeatCapacityRate conductance,
                                   HeatCapacityRate one, HeatCapacityRate other);

/// Two streams in steady state without loss to the surroundings. A stream without flow moves no
/// heat. If the "hot" inlet is the colder one, no heat moves: a plant closes its valves then.
/// \param conductance overall heat transfer coefficient times area, UA [W/K], not negative
HeatExchange exchange(FlowArrangement flow, HeatCapacityRate conductance, Stream hot, Stream cold);

/// Conductance at other flows than the design's, both as ratios to it.
///
///     1/UA = 1/hA_a + 1/hA_w,   hA_a ~ air^0.8,   hA_w ~ water^0.85
///
/// Source: the exponents and the default share of the dry-coil models of the Modelica Buildings
/// library (LBNL), Fluid.HeatExchangers.
struct CoilConductance {
  HeatCapacityRate design;       ///< UA at the design flows
  double water_to_air_hA = 2.0;  ///< hA of the water side over that of the air side at design

  HeatCapacityRate at(double air_flow_ratio, double water_flow_ratio) const;
};

}  // namespace icekeel::facility
