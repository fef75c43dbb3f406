// SPDX-License-Identifier: Apache-2.0
#include "simulator/facility/air_cooled_chiller.h"

#include <algorithm>

namespace icekeel::facility {

AirCooledChiller::AirCooledChiller(const ChillerSpec& chiller, const CondenserAirSpec& condenser)
    : chiller_(chiller), condenser_(condenser) {}

AirCooledStep AirCooledChiller::run(Power heat, Temperature leaving, const Weather& outdoor) const {
  AirCooledStep step;
  if (heat <= Power{}) return step;
  const Temperature air = outdoor.dry_bulb;
  const double excess = std::max(heat / chiller_.capacity(leaving, air) - 1.0, 0.0);
  step.above = TemperatureDifference::si(excess / chiller_.spec().capacity_per_kelvin);
  const ChillerStep run = chiller_.run(heat, leaving + step.above, air, heat / condenser_.rise);
  step.compressor = run.compressor;
  step.rejected = run.condenser_heat;
  step.fans = condenser_.fan_power_per_heat * run.condenser_heat;
  step.out_of_range = run.out_of_range;
  return step;
}

void describe(config::Fields& f, CondenserAirSpec& condenser) {
  f.required("design_dry_bulb", condenser.design_dry_bulb,
             "Outdoor temperature at which the derived capacity carries the design load.");
  f.required("rise", condenser.rise, "Temperature rise of the air through the condenser.",
             {.above_least = true});
  f.required("fan_power_per_heat", condenser.fan_power_per_heat,
             "Power of the condenser's fans over the heat rejected; 0 if the COP counts them.",
             {.most = 0.5});
}

}  // namespace icekeel::facility
