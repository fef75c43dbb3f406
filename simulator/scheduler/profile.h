// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// How much of something is free at which time, as far as it is planned.

#include <cstddef>
#include <vector>

#include "simulator/base/quantity.h"

namespace icekeel::scheduler {

/// A step function of time. Costs are linear in the number of steps, which follow each other in
/// memory.
class Profile {
 public:
  explicit Profile(double capacity) : steps_{{Duration::si(0), capacity}} {}

  /// Takes an amount from `from` to `to`, which may be `never`; a negative one gives it back.
  void take(Duration from, Duration to, double amount);
  /// Forgets the steps before `now`; nobody asks for them again.
  void advance(Duration now);

  double free_at(Duration when) const;
  double most_free(Duration from, Duration to) const;
  double least_free(Duration from, Duration to) const;
  /// Whether so much is free from `from` on, for that long.
  bool fits(Duration from, Duration length, double amount) const;
  /// The first moment not before `from` at which it fits, or `never`.
  Duration earliest(Duration from, Duration length, double amount) const;

  std::size_t steps() const { return steps_.size() - first_; }

 private:
  struct Step {
    Duration begin;
    double free;
  };
  std::size_t step_at(Duration when) const;
  std::size_t split(Duration when);
  Duration end_of(std::size_t step) const;

  std::vector<Step> steps_;  // from first_ on; the first one also holds for all time before
  std::size_t first_ = 0;
};

}  // namespace icekeel::scheduler
