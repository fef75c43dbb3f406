// SPDX-License-Identifier: Apache-2.0
#include "workloads/shared_traffic.h"

#include <algorithm>

#include "simulator/base/expect.h"

namespace icekeel::workloads {

SharedTraffic::SharedTraffic(std::vector<Kind> kinds, double all, double bits)
    : all_(all), bits_(bits) {
  for (const Kind& kind : kinds) queues_.push_back({kind, {}, 0, 0, 0, 0});
}

std::uint64_t SharedTraffic::start(std::size_t kind, std::uint32_t who, double now) {
  advance(now);
  Queue& queue = queues_[kind];
  queue.transfers.push_back({queue.progress + bits_, who});
  ++queue.moving;
  changed_ = true;
  return queue.first_ticket + queue.transfers.size() - 1;
}

double SharedTraffic::stop(std::size_t kind, std::uint64_t ticket, double now) {
  advance(now);
  Queue& queue = queues_[kind];
  Transfer& transfer = queue.transfers.at(ticket - queue.first_ticket);
  ICEKEEL_EXPECT(!transfer.stopped);
  const double moved = std::clamp(bits_ - (transfer.ends_at - queue.progress), 0.0, bits_);
  transfer.stopped = true;
  --queue.moving;
  changed_ = true;
  drop_stopped(queue);
  return moved;
}

double SharedTraffic::next_end() {
  if (changed_) share();
  return next_end_;
}

std::uint32_t SharedTraffic::take_next() {
  const double end = next_end();
  ICEKEEL_EXPECT(end < never);
  Queue& queue = queues_[next_kind_];
  advance(end);
  const std::uint32_t who = queue.transfers.front().who;
  queue.transfers.front().stopped = true;
  --queue.moving;
  changed_ = true;
  drop_stopped(queue);
  return who;
}

// Rates have been constant since the last change.
void SharedTraffic::advance(double now) {
  if (now <= now_) return;
  if (changed_) share();
  for (Queue& queue : queues_)
    if (queue.moving > 0) queue.progress += queue.rate * (now - now_);
  now_ = now;
}

void SharedTraffic::drop_stopped(Queue& queue) {
  while (!queue.transfers.empty() && queue.transfers.front().stopped) {
    queue.transfers.pop_front();
    ++queue.first_ticket;
  }
  if (queue.transfers.empty()) queue.progress = 0;  // small numbers keep their digits
}

// Progressive filling: who asks for less than an even share of what is left gets it.
void SharedTraffic::share() {
  auto& asking = asking_;
  asking.clear();
  for (Queue& queue : queues_) {
    if (queue.moving <= 0) continue;
    queue.rate = std::min(queue.limits.each, queue.limits.together / queue.moving);
    asking.push_back(&queue);
  }
  std::ranges::sort(asking, {}, &Queue::rate);
  double left = all_, transfers = 0;
  for (const Queue* queue : asking) transfers += queue->moving;
  for (Queue* queue : asking) {
    queue->rate = std::min(queue->rate, left / transfers);
    left -= queue->rate * queue->moving;
    transfers -= queue->moving;
  }
  next_end_ = never;
  for (std::size_t k = 0; k < queues_.size(); ++k) {
    const Queue& queue = queues_[k];
    if (queue.moving <= 0) continue;
    const double left_of_first = std::max(0.0, queue.transfers.front().ends_at - queue.progress);
    const double end = now_ + left_of_first / queue.rate;
    if (end < next_end_) next_end_ = end, next_kind_ = k;
  }
  changed_ = false;
}

}  // namespace icekeel::workloads
