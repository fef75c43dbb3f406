// SPDX-License-Identifier: Apache-2.0
// The fabric of a machine: ways, what goes over them, and parts that fail.
#include <algorithm>

#include "simulator/run/machine.h"

namespace icekeel::run {

EnginePath Machine::path(std::size_t from, std::size_t to, std::uint64_t key) const {
  const auto route = fabric_.route(from, to, key);
  EnginePath path{{}, route.latency, route.switches};
  if (!route.links.empty()) path.links.push_back(sender_links_[from]);
  for (const auto link : route.links) path.links.push_back(links_[link.index()]);
  return path;
}

void Machine::add_to(FabricTraffic::Step& step, const EnginePath& path, Information bytes) const {
  step.switched += path.switches * bytes;
  if (!traffic_.counts_links()) return;
  for (const auto link : path.links)
    if (shared_capacity(link)) step.links[link.index() - links_.front().index()] += bytes;
}

void Machine::begin_traffic(scheduler::JobId job, FabricTraffic::Step step) {
  if (follows_traffic_) traffic_.begin(job, std::move(step), kernel_.now());
}

void Machine::go_on_sending(scheduler::JobId job, std::optional<Duration> step,
                            std::optional<double> done) {
  if (!follows_traffic_) return;
  before_change_(kernel_.now());
  traffic_.go(job, step && *step > Duration{} ? 1.0 / *step : Frequency{}, done, kernel_.now());
  hold_shared();
}

void Machine::end_traffic(scheduler::JobId job) {
  if (!follows_traffic_) return;
  before_change_(kernel_.now());
  traffic_.end(job, kernel_.now());
  hold_shared();
}

void Machine::limit_senders(std::span<const std::size_t> nodes, double share) {
  for (const std::size_t node : nodes)
    kernel_.set_capacity(sender_links_[node], share * fabric_.injection_rate());
}

std::optional<Bandwidth> Machine::shared_capacity(engine::LinkId link) const {
  const std::size_t index = link.index() - links_.front().index();
  if (index >= links_.size()) return std::nullopt;
  return fabric_.capacity(platforms::LinkId(index));
}

FabricChange Machine::set_lost(platforms::FabricPart part, std::size_t index, bool lost) {
  FabricChange change;
  if (lost ? !lost_parts_.insert({part, index}).second : lost_parts_.erase({part, index}) == 0)
    return change;
  for (const auto link : fabric_.set_lost(part, index, lost)) {
    const Bandwidth left = fabric_.capacity(link);
    change.links.push_back(links_[link.index()]);
    // What is on its way over a link that dies still arrives; nothing else is sent over it.
    if (left > Bandwidth{}) {
      kernel_.set_capacity(links_[link.index()], left);
    } else {
      const auto behind = fabric_.nodes_behind(link);
      change.cut_off.insert(behind.begin(), behind.end());
    }
  }
  return change;
}

}  // namespace icekeel::run
