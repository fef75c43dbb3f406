// SPDX-License-Identifier: Apache-2.0
#include "simulator/facility/heat_pump.h"

#include <algorithm>

namespace icekeel::facility {

double heating_cop(const HeatPumpSpec& pump, Temperature source) {
  const TemperatureDifference lift = std::max(pump.supply - source, pump.least_lift);
  const double carnot = TemperatureDifference::si(pump.supply.kelvin()) / lift;
  return std::clamp(pump.carnot_fraction * carnot, 1.01, pump.most_cop);
}

void describe(config::Fields& f, HeatPumpSpec& pump) {
  f.required("supply", pump.supply, "Temperature of the water the heat pump delivers.");
  f.optional("carnot_fraction", pump.carnot_fraction,
             "COP as a share of the Carnot COP between source outlet and supply. Estimate: 0.6 is "
             "cautious; the Kajaani heat pumps reach 0.79 by the figures their operator published "
             "(25.8 MW from 20 degC, 33.5 MW at 85 degC).",
             {.least = 0.1, .most = 1.0});
  f.optional("most_cop", pump.most_cop,
             "Highest COP, whatever the lift. Estimate: compressors need a least pressure ratio.",
             {.least = 1.01});
  f.optional("least_lift", pump.least_lift,
             "Least difference between supply and source that the COP is worked out for.",
             {.above_least = true});
  f.optional("most_heat", pump.most_heat, "Most heat delivered; as much as there is if not given.");
}

}  // namespace icekeel::facility
