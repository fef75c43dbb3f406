// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// What jobs send over the fabric of a site: rates that hold between two changes of a job.
///
/// A step moves the same bytes whatever its length, evenly over its time. Sums over whole steps are
/// therefore exact: bytes over links are steps times bytes of a step times links passed.
///
/// Verified by: tests/verification/run/link_record_test.cpp.

#include <map>
#include <optional>
#include <vector>

#include "simulator/base/quantity.h"
#include "simulator/scheduler/request.h"

namespace icekeel::run {

class FabricTraffic {
 public:
  /// What one step of a job moves.
  struct Step {
    Information switched;  ///< bytes times the switches that they pass
    /// Over each link, by its index in the fabric; only where links are counted.
    std::map<std::size_t, Information> links{};
  };

  /// \param links how many are counted; 0: none, only what passes the switches
  explicit FabricTraffic(std::size_t links) : links_(links) {}

  bool counts_links() const { return !links_.empty(); }
  /// A job that is known goes on at its pace with other steps.
  void begin(scheduler::JobId job, Step step, Duration now);
  /// From now on the job makes so many steps in a time; 0: it stands still.
  /// \param done steps since it began, if that is known at this moment
  void go(scheduler::JobId job, Frequency steps, std::optional<double> done, Duration now);
  void end(scheduler::JobId job, Duration now);

  /// Rate through all switches, bytes that pass several counted at each.
  Bandwidth switched() const { return switched_; }
  /// Over a link since the beginning.
  Information moved(std::size_t link, Duration now) const;

 private:
  struct Job {
    Step step;
    Frequency frequency;
    double done;  // steps that are counted, at `since`
    Duration since;
  };
  struct Link {
    Information moved;  // at `since`
    Bandwidth rate;
    Duration since;
    std::size_t jobs = 0;  // that send over it now
  };
  std::map<scheduler::JobId, Job> jobs_;
  std::vector<Link> links_;
  Bandwidth switched_;
};

}  // namespace icekeel::run
