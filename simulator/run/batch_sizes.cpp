// SPDX-License-Identifier: Apache-2.0
// Batch jobs whose number of nodes changes while they run. Work is counted in seconds on the nodes
// that a job asked for, so a change of size changes only the rate at which it is done.
#include <algorithm>

#include "simulator/run/batch_runs.h"

namespace icekeel::run {

const workloads::ScalingSpec* BatchRuns::scaling_of(std::size_t job) const {
  const auto& scaling = scenario_.batch.sources[scenario_.batch.jobs[job].source].scaling;
  return scaling ? &*scaling : nullptr;
}

// Nodes that the job asked for, of the kind that it runs on.
std::int64_t BatchRuns::asked(std::size_t job, const Running& running) const {
  const auto& planned = scenario_.batch.jobs[job];
  for (const auto& place : scenario_.batch.sources[planned.source].places)
    if (place.site == running.site && place.partition == running.nodes.partition)
      return scenario_.batch.size_on(planned, place).nodes;
  return 0;
}

double BatchRuns::speed_on(std::size_t job, const Running& running, std::size_t nodes) const {
  const auto* scaling = scaling_of(job);
  if (!scaling || running.nodes.host) return 1.0;
  return workloads::speed_ratio(*scaling, static_cast<double>(nodes),
                                static_cast<double>(asked(job, running)));
}

std::vector<BatchRuns::Elastic> BatchRuns::elastic(std::size_t site, std::size_t partition) const {
  std::vector<Elastic> jobs;
  for (const auto& [job, running] : running_) {
    const auto* scaling = scaling_of(job);
    if (!scaling || scaling->sizing != workloads::Sizing::malleable || running.nodes.host) continue;
    if (running.site != site || running.nodes.partition != partition) continue;
    const auto wanted = asked(job, running);
    const std::size_t nodes = running.nodes.places.size();
    jobs.push_back({job, nodes, static_cast<std::size_t>(workloads::least_nodes(*scaling, wanted)),
                    static_cast<std::size_t>(workloads::most_nodes(*scaling, wanted)),
                    static_cast<double>(nodes) / static_cast<double>(wanted)});
  }
  std::sort(jobs.begin(), jobs.end(),
            [](const Elastic& a, const Elastic& b) { return a.job < b.job; });
  return jobs;
}

// What is left of its time shrinks and grows with the speed, as its work does.
std::optional<Duration> BatchRuns::limit_on(std::size_t job, std::size_t nodes) const {
  const auto& running = running_.at(job);
  const Duration now = kernel_.now();
  const Duration cost = running.began < now ? scaling_of(job)->resize : Duration{};
  const double faster = speed_on(job, running, nodes) / running.speed;
  const Duration left = running.left - running.rate() * (now - running.since);
  const bool grows = nodes > running.nodes.places.size();
  if (grows && running.pace > 0.0 &&
      cost + left / (running.rate() * faster) >= left / running.rate())
    return std::nullopt;
  return now + (running.limit_at - now) / faster + cost;
}

bool BatchRuns::resize(std::size_t job, std::size_t nodes) {
  const auto limit = limit_on(job, nodes);
  auto& running = running_.at(job);
  auto& record = records_[job];
  advance(running);
  const Energy used = energy_of(running);
  const Duration node_time = running.nodes.size() * (kernel_.now() - running.sized);
  if (!limit || !machine_of(running).resize(running.nodes, nodes)) return false;
  running.banked = used;
  record.node_time += node_time;
  running.sized = kernel_.now();
  running.reading = machine_of(running).reading(running.nodes, kernel_.now());
  running.pace = machine_of(running).pace(running.nodes);
  running.speed = speed_on(job, running, nodes);
  if (running.began < kernel_.now()) {
    const Duration cost = scaling_of(job)->resize;
    running.left += running.speed * cost;
    record.lost += cost;
    ++record.resizes;
  }
  book_end(job, running);
  book_step(job, running);
  book_limit(job, running, *limit);
  return true;
}

}  // namespace icekeel::run
