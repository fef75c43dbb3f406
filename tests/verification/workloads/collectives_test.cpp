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
constexpr Collective all[] = {ring_all_reduce, ring_reduce_scatter, ring_all_gather,
                              tree_all_reduce, all_to_all,          all_reduce};

Tier any_tier() {
  return {*rc::gen::inRange(1, 1000) * units::gigabyte_per_second,
          Duration::si(*rc::gen::inRange(0, 100) * 1e-6)};
}
Information any_size() {
  return static_cast<double>(*rc::gen::inRange<std::int64_t>(1, 1LL << 40)) * units::byte;
}

RC_GTEST_PROP(Collectives, NeverCarryMoreThanThePortAllows, ()) {
  const Tier tier = any_tier();
  const Information bytes = any_size();
  const auto ranks = *rc::gen::inRange<std::int64_t>(2, 20000);
  const Duration time = all_reduce(bytes, ranks, tier);
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

TEST(Collectives, TreesAreForShortMessagesAndRingsForLongOnes) {
  const Tier tier{100.0 * units::gigabyte_per_second, Duration::si(1e-5)};
  EXPECT_LT(tree_all_reduce(1e3 * units::byte, 1024, tier),
            ring_all_reduce(1e3 * units::byte, 1024, tier));
  EXPECT_LT(ring_all_reduce(units::gigabyte, 8, tier), tree_all_reduce(units::gigabyte, 8, tier));
}

TEST(Collectives, ARingOfFourMovesOneAndAHalfBuffersInSixSteps) {
  const Tier tier{10.0 * units::gigabyte_per_second, Duration::si(1.0)};
  EXPECT_NEAR(ring_all_reduce(20.0 * units::gigabyte, 4, tier).si(), 6.0 + 3.0, 1e-12);
}

}  // namespace
}  // namespace icekeel::workloads
