// SPDX-License-Identifier: Apache-2.0
#include "simulator/scheduler/plan.h"

#include <algorithm>

namespace icekeel::scheduler {

Plan::Plan(const std::vector<std::size_t>& pools, std::optional<Power> power) {
  for (const std::size_t nodes : pools) nodes_.emplace_back(static_cast<double>(nodes));
  shared_.resize(pools.size());
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

// A shared node is booked until its last job is planned to end, so a job that stays longer needs
// the node for the rest of its time.
std::optional<Choice> Plan::seated(const Choice& choice, Duration now) const {
  if (choice.parts == 0) return fits(choice, now) ? std::optional(choice) : std::nullopt;
  if (power_ && !power_->fits(now, choice.walltime, choice.power.si())) return std::nullopt;
  const auto& pool = nodes(choice.pool);
  const Duration end = now + choice.walltime;
  Choice seated = choice;
  const auto host = shared(choice.pool).tightest(choice.parts, [&](Duration until) {
    return end <= until || pool.fits(until, end - until, 1.0);
  });
  if (!host && !pool.fits(now, choice.walltime, 1.0)) return std::nullopt;
  seated.host = host.value_or(shared(choice.pool).next());
  return seated;
}

void Plan::begin(const Choice& choice, Duration now) {
  const Duration end = now + choice.walltime;
  if (choice.parts == 0) return take(choice, now, end);
  auto& shared = shared_[choice.pool.index()];
  const Duration held = shared.holds(choice.host) ? shared.held_until(choice.host) : now;
  nodes_[choice.pool.index()].take(std::max(held, now), end, 1.0);
  shared.add(choice.host, choice.parts, end);
  if (power_) power_->take(now, end, choice.power.si());
}

Plan::Span Plan::end(const Choice& choice, Duration planned_end, Duration now) {
  if (choice.parts == 0) {
    give(choice, now, planned_end);
    return {now, planned_end};
  }
  auto& shared = shared_[choice.pool.index()];
  const Duration before = shared.held_until(choice.host);
  shared.remove(choice.host, choice.parts, planned_end);
  const Duration after =
      shared.holds(choice.host) ? std::max(now, shared.held_until(choice.host)) : now;
  nodes_[choice.pool.index()].take(after, before, -1.0);
  if (power_) power_->take(now, planned_end, -choice.power.si());
  return {after, before};
}

void Plan::prolong(const Choice& choice, Duration planned_end, Duration new_end) {
  if (choice.parts == 0) return take(choice, planned_end, new_end);
  auto& shared = shared_[choice.pool.index()];
  const Duration before = shared.held_until(choice.host);
  shared.move_end(choice.host, choice.parts, planned_end, new_end);
  nodes_[choice.pool.index()].take(before, new_end, 1.0);
  if (power_) power_->take(planned_end, new_end, choice.power.si());
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
