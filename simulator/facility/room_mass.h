// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// A room whose cooling stands still: its air, its racks and its walls, and the way back.

#include <optional>

#include "simulator/base/quantity.h"

namespace icekeel::facility {

/// Two thermal masses, the air a and the solids s in it, away from their steady state.
///
///     Ca dTa/dt = P - h (Ta - Ts) - G (Ta - T0)
///     Cs dTs/dt = h (Ta - Ts)
///
/// G is the capacity rate of the cooled air, 0 without cooling; T0 the steady state, P the heat
/// that nobody takes away, 0 with cooling. Both cases are exact for constant inputs.
/// See simulator/docs/methods/ride-through.md.
class RoomMass {
 public:
  struct Sizes {
    HeatCapacity air, solids;
    HeatCapacityRate exchange;  ///< h, between them
    HeatCapacityRate flow;      ///< G, of the cooled air at work
  };
  /// \param sizes all above 0
  explicit RoomMass(const Sizes& sizes);

  bool away() const { return air_.has_value(); }
  /// Only while away.
  Temperature air() const { return *air_; }
  Temperature solids() const { return solids_; }

  /// Cooling stops at this temperature; nothing if it is away already.
  void leave(Temperature from);

  /// Without cooling.
  void warm(Power heat, Duration time);

  /// With cooling. Comes to rest within 0.01 K of the steady state.
  /// \return mean power given to the plant, negative if the room was colder
  Power cool(Temperature steady, Duration time);

  /// Time until the air reaches a warmer temperature without cooling.
  /// \return nothing without heat or if it is as warm already
  std::optional<Duration> until(Temperature threshold, Power heat) const;

 private:
  struct State {
    TemperatureDifference air, solids;  // against some temperature
  };
  State warmed(State from, Power heat, Duration time) const;

  Sizes sizes_;
  std::optional<Temperature> air_;
  Temperature solids_;
};

}  // namespace icekeel::facility
