// SPDX-License-Identifier: Apache-2.0
#include "simulator/scheduler/queue.h"

#include <unordered_set>

namespace icekeel::scheduler {

std::vector<Waiting> first_come_first_served(const std::vector<Waiting>& waiting,
                                             const Start& start) {
  std::vector<Waiting> left;
  std::unordered_set<PoolId> blocked;
  for (const auto& job : waiting) {
    if (!blocked.contains(job.pool) && start(job)) continue;
    blocked.insert(job.pool);
    left.push_back(job);
  }
  return left;
}

}  // namespace icekeel::scheduler
