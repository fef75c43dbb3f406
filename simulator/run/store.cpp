// SPDX-License-Identifier: Apache-2.0
#include "simulator/run/store.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "simulator/base/expect.h"

namespace icekeel::run {
namespace {

constexpr double unnoticed = 1e-9;  // relative change of a rate that nobody is told

}  // namespace

std::vector<double> max_min_shares(const std::vector<double>& demands, double whole) {
  std::vector<std::size_t> order(demands.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::sort(order, {}, [&](std::size_t i) { return demands[i]; });
  std::vector<double> shares(demands.size());
  auto others = static_cast<double>(demands.size());
  for (const std::size_t i : order) {
    shares[i] = std::min(demands[i], whole / others);
    whole = std::max(0.0, whole - shares[i]);
    --others;
  }
  return shares;
}

Store::Store(const platforms::StorageSpec& spec, engine::Kernel& kernel,
             std::function<void(double)> busy_changed)
    : spec_(spec), kernel_(kernel), busy_changed_(std::move(busy_changed)) {}

void Store::read_samples(JobId job, Bandwidth demand, Action rate_changed) {
  const auto known = readers_.find(job);
  if (known == readers_.end() && demand <= Bandwidth{}) return;
  if (known != readers_.end() && known->second.demand == demand) return;
  // The one who asks knows; only the others are told.
  if (demand > Bandwidth{})
    readers_[job] = {demand, 0, {}};
  else
    readers_.erase(known);
  share_out();
  if (demand > Bandwidth{}) readers_.at(job).rate_changed = std::move(rate_changed);
}

Bandwidth Store::sample_rate(JobId job) const {
  const auto found = readers_.find(job);
  return found == readers_.end() ? Bandwidth{} : found->second.share * spec_.read;
}

void Store::transfer(JobId job, Direction direction, Information bytes, Bandwidth most,
                     Action done) {
  ICEKEEL_EXPECT(!transfers_.contains(job));
  const Bandwidth full = direction == Direction::read ? spec_.read : spec_.write;
  advance();
  transfers_[job] = {full, most, bytes, bytes, 0, std::move(done)};
  share_out();
}

void Store::forget(JobId job) {
  if (readers_.erase(job) + transfers_.erase(job) > 0) share_out();
}

// What has moved since the rates last changed.
void Store::advance() {
  const Duration passed = kernel_.now() - settled_;
  settled_ = kernel_.now();
  for (auto& [job, t] : transfers_)
    t.left = std::max(Information{}, t.left - t.share * t.full * passed);
}

void Store::share_out() {
  advance();
  std::vector<double> demands;
  for (const auto& [job, reader] : readers_) demands.push_back(reader.demand / spec_.read);
  for (const auto& [job, t] : transfers_) demands.push_back(t.most / t.full);
  const auto shares = max_min_shares(demands);
  auto share = shares.begin();
  for (auto& [job, reader] : readers_) {
    const double before = std::exchange(reader.share, *share++);
    if (reader.rate_changed && std::abs(reader.share - before) > unnoticed * before)
      kernel_.at(kernel_.now(), engine::Priority::change, reader.rate_changed);
  }
  for (auto& [job, t] : transfers_) t.share = *share++;
  const double busy = std::accumulate(shares.begin(), shares.end(), 0.0);
  if (busy != busy_) {
    busy_ = busy;
    busy_changed_(busy);
  }
  book_next_end();
}

void Store::book_next_end() {
  kernel_.cancel(next_end_);
  if (transfers_.empty()) return;
  Duration first = Duration::si(INFINITY);
  for (const auto& [job, t] : transfers_) first = std::min(first, t.left / (t.share * t.full));
  next_end_ = kernel_.after(first, engine::Priority::end, [this] { end_transfers(); });
}

void Store::end_transfers() {
  advance();
  std::vector<Action> ended;
  for (auto at = transfers_.begin(); at != transfers_.end();) {
    const bool over = at->second.left <= unnoticed * at->second.size;
    if (over) ended.push_back(std::move(at->second.done));
    at = over ? transfers_.erase(at) : std::next(at);
  }
  share_out();
  for (const Action& done : ended) done();
}

}  // namespace icekeel::run
