// SPDX-License-Identifier: Apache-2.0
#include "simulator/facility/adsorption_chiller.h"

#include <algorithm>

namespace icekeel::facility {

double adsorption_cop(const AdsorptionSpec& chiller, Temperature drive, Temperature recooling,
                      Temperature chilled) {
  if (drive < chiller.least_drive || drive <= recooling) return 0.0;
  if (recooling <= chilled) return chiller.most_cop;
  const double engine = (drive - recooling).si() / drive.kelvin();
  const double lift = chilled.kelvin() / (recooling - chilled).si();
  return std::min(chiller.carnot_fraction * engine * lift, chiller.most_cop);
}

AdsorptionStep adsorb(const AdsorptionSpec& chiller, Power wanted, Power available,
                      Temperature drive, Temperature recooling, Temperature chilled) {
  const double cop = adsorption_cop(chiller, drive, recooling, chilled);
  if (cop <= 0.0 || wanted <= Power{} || available <= Power{}) return {};
  const double strength = std::min((drive - recooling) / chiller.design_lift, 1.0);
  const Power cold = std::min({wanted, cop * available, strength * chiller.capacity});
  AdsorptionStep step{cold, cold / cop, chiller.electricity * cold, {}};
  step.fans = chiller.recooling_fans * step.rejected();
  return step;
}

void describe(config::Fields& f, AdsorptionSpec& chiller) {
  f.required("capacity", chiller.capacity, "Cold at the driving lift of its design.",
             {.above_least = true});
  f.required("design_lift", chiller.design_lift,
             "Driving water above recooling water at its capacity; less lift, less cold.",
             {.above_least = true});
  f.required("least_drive", chiller.least_drive, "Colder driving water does not drive it.");
  f.required("carnot_fraction", chiller.carnot_fraction,
             "COP over what the three temperatures allow.", {.least = 0.01, .most = 1.0});
  f.required("most_cop", chiller.most_cop, "Highest COP, whatever the temperatures.",
             {.above_least = true});
  f.required("electricity", chiller.electricity, "Electricity of its pumps and valves over cold.",
             {.most = 1.0});
  f.required("recooling_approach", chiller.recooling_approach,
             "Recooling water above the outdoor air's dry bulb.", {.above_least = true});
  f.required("recooling_fans", chiller.recooling_fans,
             "Fan power of its own dry recooler over the heat that is recooled.", {.most = 0.5});
}

}  // namespace icekeel::facility
