// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Coolant in racks whose pumps stand still, and its way back.

#include <optional>

#include "simulator/base/quantity.h"

namespace icekeel::facility {

/// Water in plates, hoses and manifolds as one thermal mass C, away from its steady state.
///
///     pumps off:  T += P dt / C                      all heat stays
///     pumps on:   T  = Ts + (T - Ts) exp(-dt / tau)  Ts: steady, tau: C over the loop's capacity
///     rate
///
/// Both are exact for constant inputs. Above the boiling limit heat goes on into the building.
/// See simulator/docs/methods/ride-through.md.
class CoolantLoop {
 public:
  /// \param capacity above 0   \param rate capacity rate of the running loop, above 0
  CoolantLoop(HeatCapacity capacity, HeatCapacityRate rate);

  bool away() const { return temperature_.has_value(); }
  /// Only while away.
  Temperature temperature() const { return *temperature_; }

  /// The pumps stop at this temperature; nothing if it is away already.
  void leave(Temperature from);

  /// Pumps off.
  void warm(Power heat, Duration time);

  /// Pumps on. Comes to rest within 0.01 K of the steady state.
  /// \return mean power given to the plant, negative if the loop was colder
  Power cool(Temperature steady, Duration time);

  /// Time to a warmer temperature with the pumps off.
  /// \return nothing without heat or if it is as warm already
  std::optional<Duration> until(Temperature threshold, Power heat) const;

  Duration time_constant() const { return capacity_ / rate_; }

 private:
  HeatCapacity capacity_;
  HeatCapacityRate rate_;
  std::optional<Temperature> temperature_;
};

}  // namespace icekeel::facility
