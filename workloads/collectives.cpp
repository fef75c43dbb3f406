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

// Request for a packet of eight flits and a header, over that packet. Estimate: packets of 128
// bytes, the width of a memory transaction.
constexpr double request_share = 1.0 / 9;

Duration ring(Information bytes, const Group& g, const Paths& paths) {
  Duration flow = others(g.local) * bytes / paths.link.rate;
  if (g.nodes > 1) flow = std::max(flow, others(g.nodes) * bytes / paths.network.rate);
  return 2.0 * (ring_latency(g, paths) + flow);
}

Duration tree(Information bytes, const Group& g, const Paths& paths) {
  Duration flow = g.local > 1 ? bytes / paths.link.rate : Duration{};
  if (g.nodes > 1) flow = std::max(flow, bytes / paths.network.rate);
  return 2 * (ring_steps(g.local) * paths.link.latency +
              tree_steps(g.nodes) * paths.network.latency + flow);
}

Duration in_switches(Information bytes, const Group& g, const Paths& paths) {
  const double received = 1 + 1 / static_cast<double>(g.local) + request_share;
  Duration flow = received * bytes / paths.link.rate;
  if (g.nodes > 1) flow = std::max(flow, 2 * bytes / paths.network.rate);
  // Ask, reduce, hand back, agree that all have it.
  return 4 * paths.link.latency + 2 * tree_steps(g.nodes) * paths.network.latency + flow;
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

Duration all_to_all(Information bytes, std::int64_t ranks, const Tier& tier) {
  return ring_all_gather(bytes, ranks, tier);
}

Duration ring_latency(const Group& group, const Paths& paths) {
  const auto nodes = static_cast<double>(group.nodes);
  const Duration inside = ring_steps(group.local) * paths.link.latency;
  if (group.nodes == 1) return inside;
  return nodes * inside + (nodes - 1) * paths.network.latency;
}

Duration all_reduce(Algorithm algorithm, Information bytes, const Group& group,
                    const Paths& paths) {
  ICEKEEL_EXPECT(group.local >= 1 && group.nodes >= 1);
  if (group.local * group.nodes == 1) return {};
  switch (algorithm) {
    case Algorithm::ring:
      return ring(bytes, group, paths);
    case Algorithm::tree:
      return tree(bytes, group, paths);
    case Algorithm::switches:
      break;
  }
  return in_switches(bytes, group, paths);
}

AllReduce fastest_all_reduce(Information bytes, const Group& group, const Paths& paths) {
  AllReduce best{Algorithm::ring, all_reduce(Algorithm::ring, bytes, group, paths)};
  const auto consider = [&](Algorithm algorithm) {
    const Duration time = all_reduce(algorithm, bytes, group, paths);
    if (time < best.time) best = {algorithm, time};
  };
  consider(Algorithm::tree);
  if (paths.reducing_switches && group.local > 1) consider(Algorithm::switches);
  return best;
}

Information ring_all_reduce_sent(Information bytes, std::int64_t ranks) {
  return 2 * others(ranks) * bytes;
}

Bandwidth all_reduce_bus_bandwidth(Information bytes, std::int64_t ranks, Duration time) {
  return ring_all_reduce_sent(bytes, ranks) / time;
}

}  // namespace icekeel::workloads
