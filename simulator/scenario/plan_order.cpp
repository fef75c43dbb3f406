// SPDX-License-Identifier: Apache-2.0
// Jobs that follow others.
#include <fmt/format.h>

#include <algorithm>

#include "simulator/base/text.h"
#include "simulator/scenario/checks.h"

namespace icekeel::scenario {
namespace {

using JobSpecs = std::vector<workloads::JobSpec>;

// Whether a job is reached from one that follows it.
bool follows_itself(const JobSpecs& jobs, std::size_t job) {
  std::vector<bool> seen(jobs.size());
  std::vector<std::size_t> open{job};
  while (!open.empty()) {
    const auto at = open.back();
    open.pop_back();
    for (const auto& name : jobs[at].after)
      for (std::size_t i = 0; i < jobs.size(); ++i)
        if (jobs[i].name == name) {
          if (i == job) return true;
          if (!seen[i]) open.push_back(i);
          seen[i] = true;
        }
  }
  return false;
}

}  // namespace

std::vector<config::Finding> check_order_of_jobs(const JobSpecs& jobs) {
  std::vector<config::Finding> found;
  std::vector<std::string> names;
  for (const auto& job : jobs) names.push_back(job.name);
  for (std::size_t i = 0; i < jobs.size(); ++i) {
    const auto path = fmt::format("workload.jobs[{}].after", i);
    bool known = true;
    for (const auto& name : jobs[i].after) {
      if (std::ranges::find(names, name) != names.end()) continue;
      known = false;
      const auto meant = nearest(name, names);
      found.push_back(
          {path, fmt::format("there is no job '{}' to follow", name),
           meant ? fmt::format("did you mean '{}'?", *meant) : "name jobs of this list"});
    }
    if (known && follows_itself(jobs, i))
      found.push_back({path, fmt::format("job '{}' follows itself", jobs[i].name),
                       "take one of the jobs out of the circle"});
  }
  return found;
}

void resolve_order(std::vector<PlannedJob>& planned) {
  for (auto& job : planned)
    for (const auto& name : job.spec.after)
      for (std::size_t i = 0; i < planned.size(); ++i)
        if (planned[i].spec.name == name) job.after.push_back(i);
}

}  // namespace icekeel::scenario
