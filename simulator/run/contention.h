// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Which jobs slow each other down: those that could ask more of a link together than it carries.

#include <map>
#include <set>
#include <span>
#include <unordered_map>
#include <vector>

#include "simulator/base/quantity.h"
#include "simulator/engine/kernel.h"
#include "simulator/scheduler/request.h"

namespace icekeel::run {

using scheduler::JobId;

/// The most a job can ask of a link: what its nodes that send over it can inject.
struct LinkDemand {
  engine::LinkId link;
  Bandwidth most;
  Bandwidth capacity;
};

/// Demands of all running jobs on the links.
class Contention {
 public:
  void add(JobId job, std::vector<LinkDemand> demands);
  void remove(JobId job);

  /// The job and everybody with whom it competes, directly or through others, in order.
  std::set<JobId> group_of(JobId job) const;

 private:
  struct Use {
    Bandwidth capacity;
    Bandwidth total;
    std::map<JobId, Bandwidth> by_job;
  };
  std::unordered_map<engine::LinkId, Use> links_;
  std::map<JobId, std::vector<LinkDemand>> jobs_;
};

}  // namespace icekeel::run
