// SPDX-License-Identifier: Apache-2.0
// Collectives against what their ports can carry, and against each other.
#include "workloads/collectives.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "simulator/base/units.h"

namespace icekeel::workloads {
namespace {

using Collective = Duration (*)(Information, std::int64_t, const Tier&);
constexpr Collective all[] = {ring_all_reduce, ring_reduce_scatter, ring_all_gather, all_to_all};
constexpr Algorithm algorithms[] = {Algorithm::ring, Algorithm::tree, Algorithm::switches};

Tier any_tier() {
  return {*rc::gen::inRange(1, 1000) * units::gigabyte_per_second,
          Duration::si(*rc::gen::inRange(0, 100) * 1e-6)};
}
Paths any_paths() {
  return {any_tier(), any_tier(), *rc::gen::arbitrary<bool>()};
}
Group any_group() {
  return {*rc::gen::inRange<std::int64_t>(1, 73), *rc::gen::inRange<std::int64_t>(1, 3000)};
}
Information any_size() {
  return static_cast<double>(*rc::gen::inRange<std::int64_t>(1, 1LL << 40)) * units::byte;
}

RC_GTEST_PROP(Collectives, NeverCarryMoreThanThePortAllows, ()) {
  const Tier tier = any_tier();
  const Information bytes = any_size();
  const auto ranks = *rc::gen::inRange<std::int64_t>(2, 20000);
  const Duration time = ring_all_reduce(bytes, ranks, tier);
  RC_ASSERT(all_reduce_bus_bandwidth(bytes, ranks, time).si() <= tier.rate.si() * (1 + 1e-12));
  const double others = static_cast<double>(ranks - 1) / static_cast<double>(ranks);
  const Bandwidth sent = others * bytes / ring_all_gather(bytes, ranks, tier);
  RC_ASSERT(sent.si() <= tier.rate.si() * (1 + 1e-12));
}

RC_GTEST_PROP(Collectives, TakeLongerForMoreBytesAndForMoreRanks, ()) {
  const Tier tier = any_tier();
  const Information bytes = any_size();
  const auto ranks = *rc::gen::inRange<std::int64_t>(1, 20000);
  for (const Collective collective : all) {
    RC_ASSERT(collective(bytes + units::gigabyte, ranks, tier) >= collective(bytes, ranks, tier));
    RC_ASSERT(collective(bytes, ranks + 1, tier).si() >=
              collective(bytes, ranks, tier).si() * (1 - 1e-12));
  }
}

RC_GTEST_PROP(Collectives, AnAllReduceIsAReduceScatterAndAnAllGather, ()) {
  const Tier tier = any_tier();
  const Information bytes = any_size();
  const auto ranks = *rc::gen::inRange<std::int64_t>(1, 20000);
  const Duration parts =
      ring_reduce_scatter(bytes, ranks, tier) + ring_all_gather(bytes, ranks, tier);
  RC_ASSERT(std::abs(ring_all_reduce(bytes, ranks, tier).si() - parts.si()) <= 1e-12 * parts.si());
}

TEST(Collectives, OneRankNeedsNoTime) {
  const Tier tier{units::gigabyte_per_second, Duration::si(1e-5)};
  for (const Collective collective : all)
    EXPECT_EQ(collective(units::gigabyte, 1, tier), Duration{});
}

// Switches that reduce spare bytes, so the rate that nccl-tests prints may exceed a port's; the
// buffer itself still has to come in through it.
RC_GTEST_PROP(AllReduce, NeverDeliversFasterThanThePortsOfItsPath, ()) {
  const Paths paths = any_paths();
  const Group group = any_group();
  RC_PRE(group.local * group.nodes > 1);
  const Information bytes = any_size();
  for (const Algorithm algorithm : algorithms) {
    const Duration time = all_reduce(algorithm, bytes, group, paths);
    // Twice (k-1)/k of the buffer at least, except where switches reduce: the whole buffer once.
    const auto k = static_cast<double>(group.local), m = static_cast<double>(group.nodes);
    const double linked = algorithm == Algorithm::switches ? 1.0 : 2 * (k - 1) / k;
    RC_ASSERT((linked * bytes / time).si() <= paths.link.rate.si() * (1 + 1e-12));
    if (group.nodes > 1)
      RC_ASSERT((2 * (m - 1) / m * bytes / time).si() <= paths.network.rate.si() * (1 + 1e-12));
  }
}

RC_GTEST_PROP(AllReduce, TakesLongerForMoreBytesAndForMoreNodes, ()) {
  const Paths paths = any_paths();
  const Group group = any_group();
  const Information bytes = any_size();
  const Duration time = fastest_all_reduce(bytes, group, paths).time;
  RC_ASSERT(fastest_all_reduce(bytes + units::gigabyte, group, paths).time >= time);
  const Group larger{group.local, group.nodes + 1};
  RC_ASSERT(fastest_all_reduce(bytes, larger, paths).time.si() >= time.si() * (1 - 1e-12));
}

RC_GTEST_PROP(AllReduce, TheFastestIsNoSlowerThanAnyOther, ()) {
  const Paths paths = any_paths();
  const Group group = any_group();
  const Information bytes = any_size();
  const AllReduce best = fastest_all_reduce(bytes, group, paths);
  RC_ASSERT(best.time <= all_reduce(Algorithm::ring, bytes, group, paths));
  RC_ASSERT(best.time <= all_reduce(Algorithm::tree, bytes, group, paths));
  RC_ASSERT(best.time == all_reduce(best.algorithm, bytes, group, paths));
}

TEST(AllReduce, TreesAreForShortMessagesAndRingsForLongOnes) {
  const Tier tier{100.0 * units::gigabyte_per_second, Duration::si(1e-5)};
  const Paths paths{tier, tier, false};
  const Group many{1, 1024}, few{1, 8};
  EXPECT_EQ(fastest_all_reduce(1e3 * units::byte, many, paths).algorithm, Algorithm::tree);
  EXPECT_EQ(fastest_all_reduce(units::gigabyte, few, paths).algorithm, Algorithm::ring);
}

TEST(AllReduce, OnlySwitchesThatReduceDoSo) {
  const Tier tier{100.0 * units::gigabyte_per_second, Duration::si(1e-6)};
  EXPECT_EQ(fastest_all_reduce(units::gigabyte, {8, 1}, {tier, tier, false}).algorithm,
            Algorithm::ring);
  EXPECT_EQ(fastest_all_reduce(units::gigabyte, {8, 1}, {tier, tier, true}).algorithm,
            Algorithm::switches);
}

TEST(Collectives, ARingOfFourMovesOneAndAHalfBuffersInSixSteps) {
  const Tier tier{10.0 * units::gigabyte_per_second, Duration::si(1.0)};
  EXPECT_NEAR(ring_all_reduce(20.0 * units::gigabyte, 4, tier).si(), 6.0 + 3.0, 1e-12);
}

}  // namespace
}  // namespace icekeel::workloads
