// SPDX-License-Identifier: Apache-2.0
#include "simulator/facility/room_mass.h"

#include <algorithm>
#include <cmath>

#include "simulator/base/expect.h"
#include "simulator/facility/root.h"

namespace icekeel::facility {
namespace {

constexpr auto still = TemperatureDifference::si(0.01);
// Beyond, heat goes on into the building.
constexpr Temperature warmest_room = Temperature::from_celsius(95.0);

bool rests(TemperatureDifference difference) {
  return difference < still && -difference < still;
}

}  // namespace

RoomMass::RoomMass(const Sizes& sizes) : sizes_(sizes) {
  ICEKEEL_EXPECT(sizes.air > HeatCapacity{} && sizes.solids > HeatCapacity{});
  ICEKEEL_EXPECT(sizes.exchange > HeatCapacityRate{} && sizes.flow > HeatCapacityRate{});
}

void RoomMass::leave(Temperature from) {
  if (air_) return;
  air_ = solids_ = from;
}

// The mean of both masses warms evenly; their difference goes exponentially to that at which they
// warm alike.
RoomMass::State RoomMass::warmed(State from, Power heat, Duration time) const {
  const HeatCapacity both = sizes_.air + sizes_.solids;
  const double share = sizes_.air / both;
  const Duration tau = (1.0 - share) * (sizes_.air / sizes_.exchange);
  const TemperatureDifference steady = heat * tau / sizes_.air;
  const TemperatureDifference apart =
      steady + std::exp(-(time / tau)) * (from.air - from.solids - steady);
  const TemperatureDifference mean =
      share * from.air + (1.0 - share) * from.solids + heat * time / both;
  return {mean + (1.0 - share) * apart, mean - share * apart};
}

void RoomMass::warm(Power heat, Duration time) {
  const Temperature base = *air_;
  const State after = warmed({{}, solids_ - base}, heat, time);
  air_ = std::min(base + after.air, std::max(warmest_room, base));
  solids_ = std::min(solids_ + (after.solids - (solids_ - base)), std::max(warmest_room, solids_));
}

// The exponential of the 2 x 2 matrix, by its two real and negative eigenvalues.
Power RoomMass::cool(Temperature steady, Duration time) {
  const State before{*air_ - steady, solids_ - steady};
  const Frequency aa = -((sizes_.exchange + sizes_.flow) / sizes_.air);
  const Frequency as = sizes_.exchange / sizes_.air;
  const Frequency sa = sizes_.exchange / sizes_.solids;
  const Frequency middle = 0.5 * (aa - sa), half = 0.5 * (aa + sa);
  const Frequency root = Frequency::si(std::hypot(half.si(), std::sqrt(as.si() * sa.si())));
  const double slow = std::exp(((middle + root) * time)), fast = std::exp((middle - root) * time);
  const double even = 0.5 * (slow + fast), odd = 0.5 * (slow - fast);
  State after{(even + odd * (half / root)) * before.air + odd * (as / root) * before.solids,
              odd * (sa / root) * before.air + (even - odd * (half / root)) * before.solids};
  air_ = steady + after.air;
  solids_ = steady + after.solids;
  if (rests(after.air) && rests(after.solids)) {
    after = {};
    air_.reset();
  }
  return (sizes_.air * (before.air - after.air) + sizes_.solids * (before.solids - after.solids)) /
         time;
}

std::optional<Duration> RoomMass::until(Temperature threshold, Power heat) const {
  if (!air_ || heat <= Power{} || threshold <= *air_) return std::nullopt;
  const TemperatureDifference rise = threshold - *air_;
  const State now{{}, solids_ - *air_};
  const auto missing = [&](double time) {
    return (warmed(now, heat, Duration::si(time)).air - rise).si();
  };
  // Never slower than both masses from the colder one; the air may first fall towards the solids.
  double late = ((sizes_.air + sizes_.solids) * (rise + std::max({}, -now.solids)) / heat).si() + 1;
  while (missing(late) < 0.0) late *= 2.0;
  return Duration::si(root_between(missing, 0.0, late, 1e-6));
}

}  // namespace icekeel::facility
