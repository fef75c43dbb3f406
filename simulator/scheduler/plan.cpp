// SPDX-License-Identifier: Apache-2.0
#include "simulator/scheduler/plan.h"

namespace icekeel::scheduler {

Plan::Plan(const std::vector<std::size_t>& pools, std::optional<Power> power) {
  for (const std::size_t nodes : pools) nodes_.emplace_back(static_cast<double>(nodes));
  if (power) power_.emplace(power->si());
}

void Plan::advance(Duration now) {
  for (auto& pool : nodes_) pool.advance(now);
  if (power_) power_->advance(now);
}

void Plan::change(const Choice& choice, Duration from, Duration to, double sign) {
  nodes_[choice.pool.index()].take(from, to, sign * static_cast<double>(choice.nodes));
  if (power_) power_->take(from, to, sign * choice.power.si());
}

void Plan::take_nodes(PoolId pool, double nodes, Duration from, Duration to) {
  nodes_[pool.index()].take(from, to, nodes);
}

bool Plan::fits(const Choice& choice, Duration from) const {
  return nodes(choice.pool).fits(from, choice.walltime, static_cast<double>(choice.nodes)) &&
         (!power_ || power_->fits(from, choice.walltime, choice.power.si()));
}

Duration Plan::earliest(const Choice& choice, Duration from) const {
  const auto& nodes = nodes_[choice.pool.index()];
  while (from < never) {
    from = nodes.earliest(from, choice.walltime, static_cast<double>(choice.nodes));
    if (!power_ || from >= never) return from;
    const Duration powered = power_->earliest(from, choice.walltime, choice.power.si());
    if (powered <= from) return from;
    from = powered;
  }
  return never;
}

}  // namespace icekeel::scheduler
