// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// How far and how fast the load of a site swings behind the inputs of its UPS.

#include <map>
#include <optional>
#include <vector>

#include "simulator/power/load_swing.h"

namespace icekeel::run {

/// Keeps the swing of the steps that each job repeats, and of the largest single change. Jobs do
/// not keep pace with each other: the worst is that all of them swing together.
class LoadWatch {
 public:
  explicit LoadWatch(Duration smoothing) : smoothing_(smoothing) {}

  /// The power of all nodes of a job over a step that repeats from now on.
  void repeats(std::size_t job, std::vector<power::LoadPiece> step);
  void stops(std::size_t job);
  /// A job starts, ends, or goes over to a checkpoint.
  power::LoadSwing change(Power before, Power after) const {
    return power::step_behind(before, after, smoothing_);
  }
  /// Of all that repeats at present.
  const power::LoadSwing& steps() const { return sum_; }

 private:
  struct Step {
    std::vector<power::LoadPiece> pieces;
    power::LoadSwing swing;
  };
  Duration smoothing_;
  std::map<std::size_t, Step> steps_;  // by job
  power::LoadSwing sum_;
};

/// What a utility and generators have seen of it.
struct SeenSwings {
  power::LoadSwing utility{};
  std::optional<double> generators;  ///< largest step over their rating; none: they never ran
};

}  // namespace icekeel::run
