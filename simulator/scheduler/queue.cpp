// SPDX-License-Identifier: Apache-2.0
#include "simulator/scheduler/queue.h"

#include <algorithm>
#include <unordered_set>

namespace icekeel::scheduler {

std::vector<Waiting> first_come_first_served(const std::vector<Waiting>& waiting,
                                             const Start& start) {
  std::vector<Waiting> left;
  std::unordered_set<PoolId> blocked;
  for (const auto& job : waiting) {
    const auto starts = [&](PoolId pool) {
      return !blocked.contains(pool) && start(job.job, pool);
    };
    if (std::any_of(job.pools.begin(), job.pools.end(), starts)) continue;
    blocked.insert(job.pools.begin(), job.pools.end());
    left.push_back(job);
  }
  return left;
}

}  // namespace icekeel::scheduler
