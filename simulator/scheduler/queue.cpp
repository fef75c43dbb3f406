// SPDX-License-Identifier: Apache-2.0
#include "simulator/scheduler/queue.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "simulator/base/expect.h"

namespace icekeel::scheduler {
namespace {

constexpr auto everybody = std::numeric_limits<std::int64_t>::max();

std::unique_ptr<Policy> policy_for(const QueueSpec& spec) {
  const auto depth = static_cast<std::size_t>(spec.depth.value_or(everybody));
  switch (spec.backfill) {
    case Backfill::none:
      return strict_order();
    case Backfill::easy:
      return easy_backfill(depth);
    case Backfill::conservative:
      return conservative_backfill(depth);
  }
  return strict_order();
}

}  // namespace

Queue::Queue(const QueueSpec& spec, const std::vector<std::size_t>& pools)
    : spec_(spec),
      plan_(pools, spec.power_cap),
      policy_(policy_for(spec)),
      usage_(spec.order.half_life) {}

void Queue::submit(Request request) {
  ICEKEEL_EXPECT(!request.choices.empty());
  unsorted_ = unsorted_ || request.priority != 0.0 || spec_.order.ageing > Frequency{};
  line_.add(std::move(request));
}

void Queue::ended(JobId job, Duration now) {
  const auto found = running_.find(job);
  ICEKEEL_EXPECT(found != running_.end());
  const auto [choice, planned_end, user] = found->second;
  running_.erase(found);
  use(user, choice, -1.0, now);
  const auto free = plan_.end(choice, planned_end, now);
  if (free.from < free.to) policy_->freed(plan_, choice.pool, free.from, free.to);
  if (choice.parts > 0) policy_->freed_parts(choice.pool);
}

Duration Queue::overdue(JobId job, Duration now) {
  auto& running = running_.at(job);
  const Duration end = now + running.choice.walltime;
  plan_.prolong(running.choice, running.planned_end, end);
  running.planned_end = end;
  policy_->plan_anew(plan_, line_, now);
  return end;
}

void Queue::resized(JobId job, std::size_t nodes, Duration planned_end, Duration now) {
  auto& running = running_.at(job);
  auto& choice = running.choice;
  ICEKEEL_EXPECT(choice.parts == 0);
  plan_.give(choice, now, running.planned_end);
  use(running.user, choice, -1.0, now);
  choice.power *= static_cast<double>(nodes) / static_cast<double>(choice.nodes);
  choice.nodes = nodes;
  running.planned_end = planned_end;
  plan_.take(choice, now, planned_end);
  use(running.user, choice, 1.0, now);
  policy_->plan_anew(plan_, line_, now);
}

std::size_t Queue::spare_nodes(PoolId pool, Duration now, Duration until) const {
  return static_cast<std::size_t>(std::max(0.0, plan_.nodes(pool).least_free(now, until)));
}

void Queue::change_nodes(PoolId pool, double by, Duration now) {
  plan_.take_nodes(pool, -by, now, never);
  if (by > 0.0)
    policy_->freed(plan_, pool, now, never);
  else
    policy_->plan_anew(plan_, line_, now);
}

void Queue::withhold(PoolId pool, std::size_t nodes, Duration from, Duration to) {
  plan_.take_nodes(pool, static_cast<double>(nodes), from, to);
}

// All priorities age alike, so the date does not count; fair shares change with it.
void Queue::sort_line(Duration now) {
  const double fair_share = spec_.order.fair_share;
  if (!unsorted_ && fair_share <= 0.0) return;
  line_.sort([&](const Request& request) {
    const double value = request.priority - spec_.order.ageing * request.submitted;
    return fair_share > 0.0 ? value - fair_share * usage_.share(request.user, now) : value;
  });
  unsorted_ = false;
}

void Queue::decide(Duration now, const Start& start) {
  plan_.advance(now);
  if (line_.size() == 0) return;
  sort_line(now);
  policy_->decide(plan_, line_, now, [&](const Request& request, const Choice& choice) {
    // A job that cannot work at all may end while it starts.
    running_[request.job] = {choice, now + choice.walltime, request.user};
    use(request.user, choice, 1.0, now);
    if (start(request, choice)) return true;
    running_.erase(request.job);
    use(request.user, choice, -1.0, now);
    return false;
  });
  line_.tidy();
}

const Request* Queue::first() const {
  const auto place = line_.next(0);
  return place == Line::end ? nullptr : &line_.request(place);
}

void Queue::use(std::size_t user, const Choice& choice, double sign, Duration now) {
  if (spec_.order.fair_share > 0.0) usage_.add(user, sign * choice.size(), now);
}

}  // namespace icekeel::scheduler
