// SPDX-License-Identifier: Apache-2.0
#include "simulator/facility/water_use.h"

#include <algorithm>

namespace icekeel::facility {

void describe(config::Fields& f, BlowdownSpec& water) {
  f.required("drift", water.drift, "Droplets carried away, as a share of the circulating water.",
             {.most = 0.1});
  f.required("cycles_of_concentration", water.cycles_of_concentration,
             "Salt in the blowdown over salt in the make-up water.",
             {.least = 1.05, .most = 100.0});
}

WaterUse water_use(const BlowdownSpec& spec, MassFlow evaporation, MassFlow circulating) {
  const MassFlow drift = spec.drift * circulating;
  const MassFlow drained = evaporation / (spec.cycles_of_concentration - 1.0) - drift;
  return {evaporation, drift, std::max(drained, MassFlow{})};
}

}  // namespace icekeel::facility
