// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Jobs that wait, and who may start.

#include <cstddef>
#include <functional>
#include <vector>

#include "simulator/base/id.h"

namespace icekeel::scheduler {

using JobId = Id<struct Job>;
using PoolId = Id<struct Pool>;

/// A job that waits for nodes of one of several pools.
struct Waiting {
  JobId job;
  std::vector<PoolId> pools;  ///< in the order of preference
};

/// Starts a job in that pool if its nodes are there; says whether it did.
using Start = std::function<bool(JobId, PoolId)>;

/// A policy looks at those who wait, in the order of their arrival, starts whom it may, and
/// returns those who go on waiting.
using Policy = std::function<std::vector<Waiting>(const std::vector<Waiting>&, const Start&)>;

/// Strict first come, first served: nobody takes nodes of a pool that somebody before waits for.
std::vector<Waiting> first_come_first_served(const std::vector<Waiting>& waiting,
                                             const Start& start);

}  // namespace icekeel::scheduler
