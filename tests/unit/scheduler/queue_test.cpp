// SPDX-License-Identifier: Apache-2.0
// First come, first served: nobody overtakes in a pool, pools do not wait for each other.
#include "simulator/scheduler/queue.h"

#include <gtest/gtest.h>

#include <utility>

namespace icekeel::scheduler {
namespace {

/// Two pools with free nodes, and jobs that ask for some.
struct Pools {
  std::vector<std::size_t> free;
  std::vector<std::size_t> wanted;  // by job
  std::vector<std::pair<std::size_t, std::size_t>> started{};

  Start start() {
    return [this](JobId job, PoolId pool) {
      if (wanted[job.index()] > free[pool.index()]) return false;
      free[pool.index()] -= wanted[job.index()];
      started.emplace_back(job.index(), pool.index());
      return true;
    };
  }
};

TEST(FirstComeFirstServed, NobodyOvertakesInTheSamePool) {
  Pools pools{{4, 1}, {3, 2, 1, 1}};
  const auto left = first_come_first_served({{JobId(0), {PoolId(0)}},
                                             {JobId(1), {PoolId(0)}},
                                             {JobId(2), {PoolId(0)}},
                                             {JobId(3), {PoolId(1)}}},
                                            pools.start());
  EXPECT_EQ(pools.started, (std::vector<std::pair<std::size_t, std::size_t>>{{0, 0}, {3, 1}}));
  ASSERT_EQ(left.size(), 2U);
  EXPECT_EQ(left[0].job, JobId(1));
  EXPECT_EQ(left[1].job, JobId(2));
}

TEST(FirstComeFirstServed, TakesTheFirstPoolThatHasRoom) {
  Pools pools{{2, 4}, {3, 2}};
  const auto left = first_come_first_served(
      {{JobId(0), {PoolId(0), PoolId(1)}}, {JobId(1), {PoolId(0), PoolId(1)}}}, pools.start());
  EXPECT_EQ(pools.started, (std::vector<std::pair<std::size_t, std::size_t>>{{0, 1}, {1, 0}}));
  EXPECT_TRUE(left.empty());
}

TEST(FirstComeFirstServed, AJobThatWaitsForSeveralPoolsHoldsThemAll) {
  Pools pools{{2, 2}, {3, 1}};
  const auto left = first_come_first_served(
      {{JobId(0), {PoolId(0), PoolId(1)}}, {JobId(1), {PoolId(1)}}}, pools.start());
  EXPECT_TRUE(pools.started.empty());
  EXPECT_EQ(left.size(), 2U);
}

}  // namespace
}  // namespace icekeel::scheduler
