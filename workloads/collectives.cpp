// SPDX-License-Identifier: Apache-2.0
#include "workloads/collectives.h"

#include <algorithm>
#include <bit>

#include "simulator/base/expect.h"

namespace icekeel::workloads {
namespace {

// Share of a buffer that a rank sends when it keeps its own part.
double others(std::int64_t ranks) {
  return static_cast<double>(ranks - 1) / static_cast<double>(ranks);
}

double ring_steps(std::int64_t ranks) {
  return static_cast<double>(ranks - 1);
}

// Levels of a binary tree over the ranks.
double tree_steps(std::int64_t ranks) {
  return static_cast<double>(std::bit_width(static_cast<std::uint64_t>(ranks - 1)));
}

}  // namespace

Tier tier(Bandwidth port_rate, const TransferEfficiency& efficiency) {
  ICEKEEL_EXPECT(efficiency.share > 0 && efficiency.share <= 1);
  return {efficiency.share * port_rate, efficiency.latency};
}

Duration message(Information bytes, const Tier& tier) {
  return tier.latency + bytes / tier.rate;
}

Duration ring_all_gather(Information bytes, std::int64_t ranks, const Tier& tier) {
  ICEKEEL_EXPECT(ranks >= 1);
  if (ranks == 1) return {};
  return ring_steps(ranks) * tier.latency + others(ranks) * bytes / tier.rate;
}

Duration ring_reduce_scatter(Information bytes, std::int64_t ranks, const Tier& tier) {
  return ring_all_gather(bytes, ranks, tier);
}

Duration ring_all_reduce(Information bytes, std::int64_t ranks, const Tier& tier) {
  return ring_reduce_scatter(bytes, ranks, tier) + ring_all_gather(bytes, ranks, tier);
}

Duration tree_all_reduce(Information bytes, std::int64_t ranks, const Tier& tier) {
  ICEKEEL_EXPECT(ranks >= 1);
  if (ranks == 1) return {};
  return 2 * tree_steps(ranks) * tier.latency + 2 * bytes / tier.rate;
}

Duration all_to_all(Information bytes, std::int64_t ranks, const Tier& tier) {
  return ring_all_gather(bytes, ranks, tier);
}

Duration all_reduce(Information bytes, std::int64_t ranks, const Tier& tier) {
  return std::min(ring_all_reduce(bytes, ranks, tier), tree_all_reduce(bytes, ranks, tier));
}

Information ring_all_reduce_sent(Information bytes, std::int64_t ranks) {
  return 2 * others(ranks) * bytes;
}

Bandwidth all_reduce_bus_bandwidth(Information bytes, std::int64_t ranks, Duration time) {
  return ring_all_reduce_sent(bytes, ranks) / time;
}

}  // namespace icekeel::workloads
