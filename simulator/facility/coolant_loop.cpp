// SPDX-License-Identifier: Apache-2.0
#include "simulator/facility/coolant_loop.h"

#include <algorithm>
#include <cmath>

#include "simulator/base/expect.h"

namespace icekeel::facility {
namespace {

constexpr auto at_rest = TemperatureDifference::si(0.01);
constexpr Temperature warmest = Temperature::from_celsius(95.0);

}  // namespace

CoolantLoop::CoolantLoop(HeatCapacity capacity, HeatCapacityRate rate)
    : capacity_(capacity), rate_(rate) {
  ICEKEEL_EXPECT(capacity > HeatCapacity{} && rate > HeatCapacityRate{});
}

void CoolantLoop::leave(Temperature from) {
  if (!temperature_) temperature_ = from;
}

void CoolantLoop::warm(Power heat, Duration time) {
  temperature_ =
      std::min(*temperature_ + heat * time / capacity_, std::max(warmest, *temperature_));
}

Power CoolantLoop::cool(Temperature steady, Duration time) {
  const TemperatureDifference before = *temperature_ - steady;
  TemperatureDifference after = std::exp(-time / time_constant()) * before;
  temperature_ = steady + after;
  if (after < at_rest && -1.0 * after < at_rest) {
    after = {};
    temperature_.reset();
  }
  return capacity_ * (before - after) / time;
}

std::optional<Duration> CoolantLoop::until(Temperature threshold, Power heat) const {
  if (!temperature_ || heat <= Power{} || threshold <= *temperature_) return std::nullopt;
  return capacity_ * (threshold - *temperature_) / heat;
}

}  // namespace icekeel::facility
