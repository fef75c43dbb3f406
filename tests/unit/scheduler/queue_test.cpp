// SPDX-License-Identifier: Apache-2.0
// First come, first served: nobody overtakes in a pool, pools do not wait for each other.
#include "simulator/scheduler/queue.h"

#include <gtest/gtest.h>

#include <array>

namespace icekeel::scheduler {
namespace {

TEST(FirstComeFirstServed, NobodyOvertakesInTheSamePool) {
  std::array<std::size_t, 2> free{4, 1};
  std::vector<std::size_t> started;
  const auto start = [&](const Waiting& job) {
    auto& nodes = free.at(job.pool.index());
    if (job.nodes > nodes) return false;
    nodes -= job.nodes;
    started.push_back(job.job.index());
    return true;
  };
  const std::vector<Waiting> waiting{{JobId(0), PoolId(0), 3},
                                     {JobId(1), PoolId(0), 2},
                                     {JobId(2), PoolId(0), 1},
                                     {JobId(3), PoolId(1), 1}};
  const auto left = first_come_first_served(waiting, start);
  EXPECT_EQ(started, (std::vector<std::size_t>{0, 3}));
  ASSERT_EQ(left.size(), 2U);
  EXPECT_EQ(left[0].job, JobId(1));
  EXPECT_EQ(left[1].job, JobId(2));
}

}  // namespace
}  // namespace icekeel::scheduler
