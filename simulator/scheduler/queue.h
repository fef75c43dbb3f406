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

/// A job that waits for nodes of one pool.
struct Waiting {
  JobId job;
  PoolId pool;
  std::size_t nodes = 0;
};

/// Starts a job if its nodes are there; says whether it did.
using Start = std::function<bool(const Waiting&)>;

/// A policy looks at those who wait, in the order of their arrival, starts whom it may, and
/// returns those who go on waiting.
using Policy = std::function<std::vector<Waiting>(const std::vector<Waiting>&, const Start&)>;

/// Strict first come, first served, pool by pool: nobody overtakes in the same pool.
std::vector<Waiting> first_come_first_served(const std::vector<Waiting>& waiting,
                                             const Start& start);

}  // namespace icekeel::scheduler
