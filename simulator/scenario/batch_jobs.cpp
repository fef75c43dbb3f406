// SPDX-License-Identifier: Apache-2.0
#include "simulator/scenario/batch_jobs.h"

#include <algorithm>
#include <cmath>

#include "simulator/scheduler/request.h"

namespace icekeel::scenario {

double BatchSize::in_nodes() const {
  return parts == 0 ? static_cast<double>(nodes)
                    : static_cast<double>(parts) / scheduler::parts_of_node;
}

BatchSize BatchJobs::size_on(const BatchJob& job, const BatchPlace& place) const {
  const auto asked = job.trace.processors;
  const auto nodes = (asked + place.per_node - 1) / place.per_node;
  double share = 1;
  if (!std::isnan(job.trace.node_share))
    share = job.trace.node_share;
  else if (sources[job.source].shares && asked < place.per_node)
    share = static_cast<double>(asked) / static_cast<double>(place.per_node);
  if (share >= 1.0) return {nodes, 0};
  // Rounded down, so that what adds up to a node fits on one.
  const double parts = std::floor(share * scheduler::parts_of_node + 0.01);
  return {1, static_cast<std::uint32_t>(std::max(1.0, parts))};
}

}  // namespace icekeel::scenario
