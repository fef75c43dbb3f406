// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Power over time as it is known in advance: held constant, or a pattern that repeats. Its energy
/// between two moments is exact, whatever lies between them.

#include <memory>
#include <vector>

#include "simulator/base/quantity.h"

namespace icekeel::run {

/// The powers of one step of a job, phase after phase.
class Pattern {
 public:
  struct Segment {
    Duration length;
    Power power;
  };
  /// \param segments at least one with a length
  explicit Pattern(std::vector<Segment> segments);

  Duration period() const { return period_; }
  Energy energy_of_period() const { return energy_; }
  const std::vector<Segment>& segments() const { return segments_; }

  /// Energy from the beginning of the first period to `position` (>= 0, beyond one period too).
  Energy energy_until(Duration position) const;
  Power power_at(Duration position) const;

  /// Largest difference between the mean powers of two windows that follow each other.
  Power largest_change(Duration window) const;

 private:
  std::size_t segment_at(Duration within) const;

  std::vector<Segment> segments_;
  std::vector<Duration> begins_;
  std::vector<Energy> before_;  // energy before each segment
  Duration period_;
  Energy energy_;
};

/// What one consumer draws. Read it at moments that do not lie before its last change.
class Draw {
 public:
  void hold(Duration now, Power power);
  /// \param into position in the pattern at `now`
  void repeat(Duration now, std::shared_ptr<const Pattern> pattern, Duration into);

  /// Energy since the simulation began.
  Energy energy(Duration now) const;
  Power power(Duration now) const;
  /// Mean over a period of what it draws at present.
  Power mean_power() const;

 private:
  Duration since_;
  Energy banked_;
  Power held_;
  std::shared_ptr<const Pattern> pattern_;
  Duration into_;
};

/// Sums the draws of what hangs on it, each some number of times.
class LoadMeter {
 public:
  /// Changes how often a draw counts from now on; the draw must outlive its last change to zero.
  void set_count(const Draw& draw, double count, Duration now);
  /// The same by a difference.
  void add_count(const Draw& draw, double more, Duration now);

  Energy energy(Duration now) const;
  /// Mean over a period of what hangs on it at present.
  Power mean_power() const;

  /// Calls `visit(draw, count)` for every draw on the meter.
  template <class Visit>
  void each(Visit&& visit) const {
    for (const auto& a : attached_) visit(*a.draw, a.count);
  }

 private:
  struct Attached {
    const Draw* draw;
    double count;
    Energy reading;  // of the draw when it was attached
  };
  Energy banked_;
  std::vector<Attached> attached_;
};

}  // namespace icekeel::run
