// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// A training step as it goes in given surroundings: how long each phase lasts, what it draws.

#include <memory>
#include <vector>

#include "simulator/run/draw.h"
#include "simulator/run/machine.h"
#include "workloads/step.h"

namespace icekeel::run {

/// One phase of a step, timed.
struct TimedPhase {
  workloads::PhaseKind kind = workloads::PhaseKind::compute;
  Duration length;
  std::vector<Power> node_power;  ///< by zone of the occupation
};

class TimedStep {
 public:
  TimedStep() = default;
  /// \param network_time length of each phase of the plan that moves bytes over the fabric, as
  ///        measured; ignored for the others
  TimedStep(const workloads::StepPlan& plan, const std::vector<Duration>& network_time,
            const Machine& machine, const Occupation& nodes);

  /// The same step where its samples take this long to come: it waits for what is missing.
  TimedStep waiting_for(Duration samples) const;

  /// Whether all nodes can work at all.
  bool possible() const { return possible_; }
  Duration length() const { return length_; }
  const std::vector<TimedPhase>& phases() const { return phases_; }
  std::shared_ptr<const Pattern> pattern(std::size_t zone) const { return patterns_.at(zone); }

  /// What all nodes of the job draw together.
  Pattern pattern_of_all(const Occupation& nodes) const;

  /// Where the same point of the work lies in another timing of the same step.
  Duration same_point_in(const TimedStep& other, Duration position) const;

 private:
  std::vector<TimedPhase> phases_;
  std::vector<std::shared_ptr<const Pattern>> patterns_;
  Duration length_;
  bool possible_ = false;
};

/// Power of a node of each zone in an activity, all of them working at the pace of the slowest.
struct PacedActivity {
  double speed = 1.0;  ///< of the slowest zone
  std::vector<Power> node_power;
};
PacedActivity paced(const platforms::Activity& activity, const Machine& machine,
                    const Occupation& nodes);

}  // namespace icekeel::run
