// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// A store that loses a share of what it holds: batteries and tanks.

#include <cmath>

#include "simulator/base/quantity.h"

namespace icekeel::facility {

/// E' = q - E rate, with a constant flow q over each step, solved exactly:
///
///     E(t) = E(0) exp(-rate t) + q (1 - exp(-rate t)) / rate
///
/// While q is constant E moves in one direction only, so its limits hold within a step if they hold
/// at the end of it.
class LeakyStore {
 public:
  LeakyStore(Energy energy, Frequency rate) : energy_(energy), rate_(rate) {}

  Energy energy() const { return energy_; }

  /// The flow that leads to that energy at the end of a step.
  Power flow_to(Energy target, Duration length) const {
    return (target - std::exp(-(rate_ * length)) * energy_) / memory(length);
  }

  /// Lets a step pass. What was lost in it, by its own integral.
  Energy pass(Power flow, Duration length) {
    const Duration kept = memory(length);
    const Energy lost = -std::expm1(-(rate_ * length)) * energy_ + flow * (length - kept);
    energy_ = std::exp(-(rate_ * length)) * energy_ + flow * kept;
    return lost;
  }

 private:
  // (1 - exp(-rate t)) / rate
  Duration memory(Duration length) const {
    return rate_ > Frequency{} ? -std::expm1(-(rate_ * length)) / rate_ : length;
  }

  Energy energy_;
  Frequency rate_;
};

}  // namespace icekeel::facility
