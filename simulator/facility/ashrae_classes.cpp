// SPDX-License-Identifier: Apache-2.0
#include "simulator/facility/ashrae_classes.h"

namespace icekeel::facility {
namespace {

constexpr AirEnvelope between(double coldest, double warmest, double driest, double most_humid) {
  return {Temperature::from_celsius(coldest), Temperature::from_celsius(warmest),
          Temperature::from_celsius(driest), Temperature::from_celsius(most_humid)};
}

}  // namespace

AirEnvelope envelope(AirClass air) {
  constexpr std::array envelopes{between(18, 27, -9, 15),  between(15, 32, -12, 17),
                                 between(10, 35, -12, 21), between(5, 40, -12, 24),
                                 between(5, 45, -12, 24),  between(5, 25, -12, 17)};
  return envelopes[static_cast<std::size_t>(air)];
}

std::optional<Temperature> warmest_supply(LiquidClass liquid) {
  if (liquid == LiquidClass::w_plus) return std::nullopt;
  constexpr std::array celsius{17.0, 27.0, 32.0, 40.0, 45.0};
  return Temperature::from_celsius(celsius[static_cast<std::size_t>(liquid)]);
}

}  // namespace icekeel::facility
