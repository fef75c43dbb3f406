// SPDX-License-Identifier: Apache-2.0
#include "simulator/power/fuel_tank.h"

#include <algorithm>

namespace icekeel::power {
namespace {

// What is left of a tank below this share of it is rounding.
constexpr double nothing_left = 1e-9;

}  // namespace

VolumeFlow fuel_flow(const FuelSpec& fuel, Power output, Power rating) {
  if (rating <= Power{}) return {};
  const double load = output / rating;
  return rating * (fuel.no_load + load * (fuel.linear + load * fuel.quadratic));
}

FuelTank::FuelTank(const FuelSpec& fuel, Power rating) : spec_(fuel) {
  if (fuel.tank) size_ = level_ = fuel_flow(fuel, rating, rating) * *fuel.tank;
}

void FuelTank::burn(VolumeFlow flow, Duration time) {
  burnt_ += flow * time;
  if (level_) *level_ = std::max(*level_ - flow * time, Volume{});
}

bool FuelTank::empty() const {
  return level_ && *level_ <= nothing_left * *size_;
}

std::optional<Duration> FuelTank::lasts(VolumeFlow flow) const {
  if (!level_ || flow <= VolumeFlow{}) return std::nullopt;
  return *level_ / flow;
}

std::optional<Money> FuelTank::cost() const {
  if (!spec_.price) return std::nullopt;
  return *spec_.price * burnt_;
}

}  // namespace icekeel::power
