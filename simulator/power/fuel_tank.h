// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Fuel of generators: how fast they burn it, and how long it lasts.

#include <optional>

#include "simulator/power/generator_spec.h"

namespace icekeel::power {

/// Fuel flow of running sets together, for an output below or above their rating.
VolumeFlow fuel_flow(const FuelSpec& fuel, Power output, Power rating);

/// The tank of the generators of a feed, and what has been burnt.
class FuelTank {
 public:
  /// \param rating of all sets, for which the tank is sized
  FuelTank(const FuelSpec& fuel, Power rating);

  void burn(VolumeFlow flow, Duration time);
  void fill() { level_ = size_; }

  bool limited() const { return size_.has_value(); }
  bool empty() const;
  /// Nothing: it lasts for ever.
  std::optional<Duration> lasts(VolumeFlow flow) const;
  Volume burnt() const { return burnt_; }
  Mass carbon() const { return spec_.carbon * burnt_; }
  /// Nothing without a price.
  std::optional<Money> cost() const;
  const FuelSpec& spec() const { return spec_; }

 private:
  FuelSpec spec_;
  std::optional<Volume> size_, level_;
  Volume burnt_;
};

}  // namespace icekeel::power
