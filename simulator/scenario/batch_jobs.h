// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Batch jobs of a scenario: small, because a year of a large machine has hundreds of thousands.

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "workloads/job_trace.h"

namespace icekeel::scenario {

/// Where jobs of one trace or kind can run, as pairs of site and partition in order.
struct BatchSource {
  std::string name;
  std::vector<std::pair<std::size_t, std::size_t>> places;
};

struct BatchJob {
  workloads::TraceJob trace;  ///< dates after the start of the simulation
  Duration release;           ///< when it queues: later than its submission if that saves
  std::int64_t nodes = 0;
  std::size_t source = 0;

  Duration requested() const { return trace.requested.value_or(trace.run); }
};

struct BatchJobs {
  std::vector<BatchSource> sources;
  std::vector<BatchJob> jobs;  ///< by release
};

}  // namespace icekeel::scenario
