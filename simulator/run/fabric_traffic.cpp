// SPDX-License-Identifier: Apache-2.0
#include "simulator/run/fabric_traffic.h"

namespace icekeel::run {

void FabricTraffic::begin(scheduler::JobId id, Step step, Duration now) {
  auto& job = jobs_.try_emplace(id, Job{{}, {}, 0.0, now}).first->second;
  const Frequency pace = job.frequency;
  go(id, {}, {}, now);
  job.step = std::move(step);
  go(id, pace, {}, now);
}

void FabricTraffic::go(scheduler::JobId id, Frequency steps, std::optional<double> done,
                       Duration now) {
  auto& job = jobs_.at(id);
  job.done += job.frequency * (now - job.since);
  job.since = now;
  // What was counted by the expected length of a step is put right when it is over.
  const double missing = done ? *done - job.done : 0.0;
  job.done += missing;
  const bool sent = job.frequency > Frequency{}, sends = steps > Frequency{};
  for (const auto& [index, bytes] : job.step.links) {
    auto& link = links_[index];
    link.moved += link.rate * (now - link.since) + missing * bytes;
    link.since = now;
    link.jobs = link.jobs + (sends ? 1 : 0) - (sent ? 1 : 0);
    link.rate = link.jobs > 0 ? link.rate + (steps - job.frequency) * bytes : Bandwidth{};
  }
  job.frequency = steps;
  switched_ = {};
  for (const auto& [other, each] : jobs_) switched_ += each.frequency * each.step.switched;
}

void FabricTraffic::end(scheduler::JobId job, Duration now) {
  go(job, {}, {}, now);
  jobs_.erase(job);
}

Information FabricTraffic::moved(std::size_t link, Duration now) const {
  const auto& one = links_[link];
  return one.moved + one.rate * (now - one.since);
}

}  // namespace icekeel::run
