// SPDX-License-Identifier: Apache-2.0
#include "workloads/federated_clients.h"

#include <algorithm>
#include <boost/random/uniform_int_distribution.hpp>
#include <cmath>
#include <limits>
#include <numbers>

#include "simulator/base/units.h"

namespace icekeel::workloads {
namespace {

constexpr double day_length = 86400.0;
constexpr int tries = 64;                        // to draw somebody who is not at work
constexpr std::size_t remembered = 4096;         // clients that were released lately
constexpr std::int64_t far_more_available = 16;  // than are wanted: drawing by chance is quick

// SplitMix64: every bit of the number reaches every bit of the result.
std::uint64_t mixed(std::uint64_t x) {
  x += 0x9e3779b97f4a7c15U;
  x = (x ^ (x >> 30U)) * 0xbf58476d1ce4e5b9U;
  x = (x ^ (x >> 27U)) * 0x94d049bb133111ebU;
  return x ^ (x >> 31U);
}

double uniform(std::uint64_t hash) {
  return (static_cast<double>(hash >> 11U) + 0.5) * 0x1p-53;
}

// Standard normal, by Box and Muller.
double normal(std::uint64_t hash) {
  const double radius = std::sqrt(-2.0 * std::log(uniform(hash)));
  return radius * std::cos(2.0 * std::numbers::pi * uniform(mixed(hash)));
}

double hours_between(Duration from, Duration until) {
  const double length = std::fmod(until.si() - from.si(), day_length);
  return length > 0 ? length : length + day_length;
}

// Time since the first device's window opened, within a day.
double since_opening(const AvailabilitySpec& hours, Duration now) {
  const double since = std::fmod(now.si() + hours.time_zone.si() - hours.from.si(), day_length);
  return since >= 0 ? since : since + day_length;
}

}  // namespace

Population::Population(const FederatedSpec& spec, std::uint64_t key) : spec_(spec), key_(key) {
  std::uint64_t first = 0;
  for (const ClientSpec& kind : spec.clients) {
    first_bit_.push_back(first);
    first += static_cast<std::uint64_t>(kind.count);
  }
  at_work_.resize(first);
}

// Device j of n opens its window (j + 1/2) / n of the spread later than the first could. It is
// there if that was less than the window's length ago, today or yesterday.
Population::Ranges Population::there(std::size_t kind, Duration now) const {
  const ClientSpec& client = spec_.clients[kind];
  if (!client.available) return {Range{0, client.count}, Range{}};
  const AvailabilitySpec& hours = *client.available;
  const double length = hours_between(hours.from, hours.until);
  const double since = since_opening(hours, now), spread = hours.spread.si();
  if (spread <= 0) return {since < length ? Range{0, client.count} : Range{}, Range{}};
  const auto number = [&](double opened) {
    const double share = std::clamp(opened / spread, 0.0, 1.0);
    return static_cast<std::int64_t>(std::ceil(share * static_cast<double>(client.count) - 0.5));
  };
  const auto range = [&](double at) { return Range{number(at - length), number(at)}; };
  Ranges both{range(since), range(since + day_length)};
  both[1].first = std::max(both[1].first, both[0].last);
  return both;
}

std::int64_t Population::available(Duration now) const {
  std::int64_t sum = 0;
  for (std::size_t k = 0; k < spec_.clients.size(); ++k)
    for (const Range& range : there(k, now)) sum += range.count();
  return sum;
}

Duration Population::stays(const ClientId& client, Duration now) const {
  const auto& hours = spec_.clients[client.kind].available;
  if (!hours) return Duration::si(std::numeric_limits<double>::infinity());
  const double opens = (static_cast<double>(client.index) + 0.5) /
                       static_cast<double>(spec_.clients[client.kind].count) * hours->spread.si();
  double open_for = std::fmod(since_opening(*hours, now) - opens, day_length);
  if (open_for < 0) open_for += day_length;
  return Duration::si(std::max(0.0, hours_between(hours->from, hours->until) - open_for));
}

ClientTraits Population::traits(const ClientId& client) const {
  const ClientSpec& kind = spec_.clients[client.kind];
  ClientTraits traits{static_cast<double>(kind.samples), 1.0};
  const std::uint64_t own = mixed(key_ ^ mixed(bit(client)));
  if (kind.samples_spread > 0)
    traits.samples =
        std::max(1.0, std::round(traits.samples * std::exp(kind.samples_spread * normal(own))));
  if (kind.speed_spread > 0) traits.speed = std::exp(kind.speed_spread * normal(mixed(own ^ 1U)));
  return traits;
}

std::vector<ClientId> Population::draw(std::int64_t count, Duration now, RandomStream& random) {
  std::vector<ClientId> drawn;
  std::vector<Ranges> ranges;
  std::int64_t all = 0;
  for (std::size_t k = 0; k < spec_.clients.size(); ++k) {
    ranges.push_back(there(k, now));
    for (const Range& range : ranges.back()) all += range.count();
  }
  if (all == 0 || count <= 0) return drawn;
  if (2 * count >= all - working_ && all <= far_more_available * count)
    return draw_of_all(count, now, random);

  const boost::random::uniform_int_distribution<std::int64_t> pick(0, all - 1);
  drawn.reserve(static_cast<std::size_t>(count));
  for (int failed = 0; static_cast<std::int64_t>(drawn.size()) < count && failed < tries;) {
    const ClientId client = nth(pick(random), ranges);
    if (take(client))
      drawn.push_back(client), failed = 0;
    else
      ++failed;
  }
  // Nearly all are at work: those who came back lately are free.
  while (static_cast<std::int64_t>(drawn.size()) < count && !released_.empty()) {
    const ClientId client = released_.back();
    released_.pop_back();
    if (stays(client, now) > Duration{} && take(client)) drawn.push_back(client);
  }
  return drawn;
}

// Most of those who are there are wanted: all are listed and shuffled.
std::vector<ClientId> Population::draw_of_all(std::int64_t count, Duration now,
                                              RandomStream& random) {
  std::vector<ClientId> free;
  for (std::size_t k = 0; k < spec_.clients.size(); ++k)
    for (const Range& range : there(k, now))
      for (std::int64_t i = range.first; i < range.last; ++i)
        if (!at_work_[bit({k, i})]) free.push_back({k, i});
  const auto wanted = std::min(static_cast<std::size_t>(count), free.size());
  for (std::size_t i = 0; i < wanted; ++i) {
    const boost::random::uniform_int_distribution<std::size_t> pick(i, free.size() - 1);
    std::swap(free[i], free[pick(random)]);
    take(free[i]);
  }
  free.resize(wanted);
  return free;
}

ClientId Population::nth(std::int64_t n, const std::vector<Ranges>& ranges) const {
  for (std::size_t k = 0; k < ranges.size(); ++k)
    for (const Range& range : ranges[k]) {
      if (n < range.count()) return {k, range.first + n};
      n -= range.count();
    }
  return {};
}

std::uint64_t Population::bit(const ClientId& client) const {
  return first_bit_[client.kind] + static_cast<std::uint64_t>(client.index);
}

bool Population::take(const ClientId& client) {
  auto at_work = at_work_[bit(client)];
  if (at_work) return false;
  at_work = true;
  ++working_;
  return true;
}

void Population::release(const ClientId& client) {
  at_work_[bit(client)] = false;
  --working_;
  if (released_.size() == remembered) released_.clear();
  released_.push_back(client);
}

}  // namespace icekeel::workloads
