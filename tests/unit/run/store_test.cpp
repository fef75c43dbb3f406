// SPDX-License-Identifier: Apache-2.0
// Shares of a store: fair, complete, never more than there is.
#include "simulator/run/store.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <numeric>

namespace icekeel::run {
namespace {

std::vector<double> any_demands() {
  std::vector<double> demands;
  for (const int tenths : *rc::gen::container<std::vector<int>>(rc::gen::inRange(1, 30)))
    demands.push_back(tenths / 10.0);
  return demands;
}

double sum(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0);
}

RC_GTEST_PROP(Store, NobodyGetsMoreThanAskedAndTogetherNoMoreThanThereIs, ()) {
  const auto demands = any_demands();
  const auto shares = max_min_shares(demands);
  for (std::size_t i = 0; i < demands.size(); ++i)
    RC_ASSERT(shares[i] > 0 && shares[i] <= demands[i]);
  RC_ASSERT(sum(shares) <= 1 + 1e-12);
  // Nothing is left over while anybody wants more.
  RC_ASSERT(sum(shares) >= std::min(1.0, sum(demands)) - 1e-12);
}

RC_GTEST_PROP(Store, WhoGetsLessThanAskedGetsAsMuchAsAnybody, ()) {
  const auto demands = any_demands();
  RC_PRE(!demands.empty());
  const auto shares = max_min_shares(demands);
  const double most = *std::ranges::max_element(shares);
  for (std::size_t i = 0; i < demands.size(); ++i)
    if (shares[i] < demands[i]) RC_ASSERT(shares[i] >= most - 1e-12);
}

RC_GTEST_PROP(Store, OneMoreNeverHelpsTheOthers, ()) {
  auto demands = any_demands();
  const auto before = max_min_shares(demands);
  demands.push_back(*rc::gen::inRange(1, 30) / 10.0);
  const auto after = max_min_shares(demands);
  for (std::size_t i = 0; i < before.size(); ++i) RC_ASSERT(after[i] <= before[i] + 1e-12);
}

TEST(Store, SharesByHand) {
  EXPECT_EQ(max_min_shares({0.2, 5, 0.5}), (std::vector<double>{0.2, 0.4, 0.4}));
  EXPECT_EQ(max_min_shares({0.2, 0.3}), (std::vector<double>{0.2, 0.3}));
  EXPECT_TRUE(max_min_shares({}).empty());
}

}  // namespace
}  // namespace icekeel::run
