// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Batch jobs of a scenario: small, because a year of a large machine has hundreds of thousands.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "workloads/job_trace.h"
#include "workloads/load_profile.h"
#include "workloads/scaling.h"

namespace icekeel::scenario {

/// Nodes of one kind, and how many of what the jobs count are on one: processors, GPUs, cores.
struct BatchPlace {
  std::size_t site = 0;
  std::size_t partition = 0;
  std::int64_t per_node = 1;
};

/// What jobs of one trace or kind have in common.
struct BatchSource {
  std::string name;
  std::vector<BatchPlace> places;  ///< where they can run, in order
  bool shares = false;             ///< jobs of less than a node share one with others
  std::size_t trace = 0;           ///< jobs of one trace or stream know each other by number
  std::optional<workloads::ScalingSpec> scaling{};  ///< none: rigid
};

/// What a job takes of a place.
struct BatchSize {
  std::int64_t nodes = 0;
  std::uint32_t parts = 0;  ///< of its one node, in scheduler::parts_of_node; 0: whole nodes

  double in_nodes() const;
};

struct BatchJob {
  static constexpr std::int32_t none = -1;

  workloads::TraceJob trace;  ///< dates after the start of the simulation
  Duration release;           ///< when it queues: later than its submission if that saves
  std::size_t source = 0;
  std::int32_t profile = none;  ///< of its load, among those of all jobs
  std::int32_t after = none;    ///< the job that has to be over before it is submitted

  Duration requested() const { return trace.requested.value_or(trace.run); }
};

struct BatchJobs {
  std::vector<BatchSource> sources;
  std::vector<workloads::LoadProfile> profiles;
  std::vector<BatchJob> jobs;  ///< by release

  BatchSize size_on(const BatchJob& job, const BatchPlace& place) const;
};

}  // namespace icekeel::scenario
