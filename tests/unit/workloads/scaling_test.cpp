// SPDX-License-Identifier: Apache-2.0
#include "workloads/scaling.h"

#include <gtest/gtest.h>

namespace icekeel::workloads {
namespace {

TEST(Scaling, FollowsAmdahlsLawToItsLimits) {
  ScalingSpec scaling;
  EXPECT_DOUBLE_EQ(speed_ratio(scaling, 64, 8), 8) << "nothing is serial";
  scaling.serial = 1;
  EXPECT_DOUBLE_EQ(speed_ratio(scaling, 64, 8), 1) << "everything is";
  scaling.serial = 0.05;
  EXPECT_DOUBLE_EQ(speed_ratio(scaling, 19, 1), 10) << "1 / (0.05 + 0.95/19)";
  EXPECT_NEAR(speed_ratio(scaling, 1e9, 1), 20, 1e-6);
  EXPECT_DOUBLE_EQ(speed_ratio(scaling, 7, 3) * speed_ratio(scaling, 3, 7), 1);
}

TEST(Scaling, ATableIsLinearBetweenItsPoints) {
  ScalingSpec scaling;
  scaling.table = {{1, 1}, {4, 3}, {8, 4}};
  EXPECT_DOUBLE_EQ(speed_ratio(scaling, 2.5, 1), 2);
  EXPECT_DOUBLE_EQ(speed_ratio(scaling, 6, 4), 3.5 / 3);
  EXPECT_DOUBLE_EQ(speed_ratio(scaling, 100, 8), 1);
}

TEST(Scaling, SizesAreWholeAndWithinTheLimits) {
  ScalingSpec scaling;
  scaling.least = 0.3;
  scaling.most = 2.5;
  EXPECT_EQ(least_nodes(scaling, 10), 3);
  EXPECT_EQ(least_nodes(scaling, 1), 1);
  EXPECT_EQ(most_nodes(scaling, 3), 7);
  EXPECT_EQ(start_sizes(scaling, 10), (std::vector<std::int64_t>{10, 6, 3}));
  scaling.sizing = Sizing::moldable;
  EXPECT_EQ(start_sizes(scaling, 10), (std::vector<std::int64_t>{25, 24, 12, 10, 6, 3}));
  scaling.least = scaling.most = 1;
  EXPECT_EQ(start_sizes(scaling, 10), std::vector<std::int64_t>{10});
}

}  // namespace
}  // namespace icekeel::workloads
