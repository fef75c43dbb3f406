// SPDX-License-Identifier: Apache-2.0
#include "simulator/run/contention.h"

namespace icekeel::run {

void Contention::add(JobId job, std::vector<LinkDemand> demands) {
  for (const auto& demand : demands) {
    auto& use = links_[demand.link];
    use.capacity = demand.capacity;
    use.total += demand.most;
    use.by_job[job] += demand.most;
  }
  jobs_[job] = std::move(demands);
}

void Contention::remove(JobId job) {
  const auto found = jobs_.find(job);
  if (found == jobs_.end()) return;
  for (const auto& demand : found->second) {
    auto& use = links_[demand.link];
    use.total -= demand.most;
    use.by_job.erase(job);
    if (use.by_job.empty()) links_.erase(demand.link);
  }
  jobs_.erase(found);
}

std::set<JobId> Contention::group_of(JobId job) const {
  std::set<JobId> group{job};
  std::vector<JobId> open{job};
  while (!open.empty()) {
    const auto found = jobs_.find(open.back());
    open.pop_back();
    if (found == jobs_.end()) continue;
    for (const auto& demand : found->second) {
      const auto& use = links_.at(demand.link);
      // A link that can carry what all of them may send never makes anybody wait.
      if (use.by_job.size() < 2 || use.total <= use.capacity * (1.0 + 1e-9)) continue;
      for (const auto& [other, unused] : use.by_job)
        if (group.insert(other).second) open.push_back(other);
    }
  }
  return group;
}

}  // namespace icekeel::run
