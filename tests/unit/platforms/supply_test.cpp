// SPDX-License-Identifier: Apache-2.0
// Which supplies keep their input when a feed is lost, and which curves cannot be.
#include "platforms/supply.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace icekeel::platforms {
namespace {

SupplySpec supplies(std::int64_t count) {
  SupplySpec s;
  s.count = count;
  s.efficiency = {{0.5, 0.95}};
  return s;
}

TEST(Supplies, HalveWithOneOfTwoFeeds) {
  EXPECT_EQ(supplies_on(supplies(6), 2, 2), 6);
  EXPECT_EQ(supplies_on(supplies(6), 2, 1), 3);
  EXPECT_EQ(supplies_on(supplies(6), 2, 0), 0);
}

TEST(Supplies, SpreadOverThreeFeeds) {
  EXPECT_EQ(supplies_on(supplies(6), 3, 2), 4);
  EXPECT_EQ(supplies_on(supplies(6), 3, 1), 2);
}

TEST(Supplies, ThatDoNotSpreadEvenlyAreCountedOnTheSafeSide) {
  EXPECT_EQ(supplies_on(supplies(5), 2, 2), 5);
  EXPECT_EQ(supplies_on(supplies(5), 2, 1), 2);
  EXPECT_EQ(supplies_on(supplies(1), 2, 1), 0);
}

TEST(SupplyChecks, FindPointsOutOfOrder) {
  auto s = supplies(2);
  s.efficiency = {{0.5, 0.95}, {0.2, 0.93}};
  const auto findings = check_supplies(s);
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].path, "efficiency[1].load");
}

TEST(SupplyChecks, FindACurveThatWouldNeedLessInputForMoreOutput) {
  auto s = supplies(2);
  s.efficiency = {{0.1, 0.2}, {0.2, 0.9}};
  const auto findings = check_supplies(s);
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].path, "efficiency[1].efficiency");
}

TEST(SupplyChecks, FindMoreSuppliesNeededThanThereAre) {
  auto s = supplies(2);
  s.needed = 3;
  EXPECT_EQ(check_supplies(s).at(0).path, "needed");
}

}  // namespace
}  // namespace icekeel::platforms
