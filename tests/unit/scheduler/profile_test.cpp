// SPDX-License-Identifier: Apache-2.0
// A plan of free nodes over time against an array with a cell a second.
#include "simulator/scheduler/profile.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "simulator/scheduler/plan.h"

namespace icekeel::scheduler {
namespace {

constexpr int horizon = 60, capacity = 10;

Duration at(double seconds) {
  return Duration::si(seconds);
}

RC_GTEST_PROP(Profile, FindsWhatAnArrayOfSecondsFinds, ()) {
  Profile profile(capacity);
  std::vector<int> free(horizon + 1, capacity);  // the last cell stands for all later time
  for (int i = *rc::gen::inRange(0, 20); i > 0; --i) {
    const int from = *rc::gen::inRange(0, horizon), to = *rc::gen::inRange(0, horizon);
    const int amount = *rc::gen::inRange(-2, 5);
    profile.take(at(from), at(to), amount);
    for (int t = from; t < to; ++t) free[static_cast<std::size_t>(t)] -= amount;
  }
  const int from = *rc::gen::inRange(0, horizon), length = *rc::gen::inRange(1, horizon);
  const int amount = *rc::gen::inRange(1, capacity);
  const auto fits = [&](int begin) {
    for (int t = begin; t < begin + length; ++t)
      if (free[static_cast<std::size_t>(std::min(t, horizon))] < amount) return false;
    return true;
  };
  RC_ASSERT(profile.fits(at(from), at(length), amount) == fits(from));
  int first = from;
  while (!fits(first)) ++first;
  RC_ASSERT(profile.earliest(at(from), at(length), amount) == at(first));
  RC_ASSERT(profile.free_at(at(from)) == free[static_cast<std::size_t>(from)]);
}

TEST(Profile, GivesBackWhatItTook) {
  Profile profile(capacity);
  profile.take(at(3), at(9), 4);
  profile.take(at(5), never, 2);
  profile.take(at(5), never, -2);
  profile.take(at(3), at(9), -4);
  EXPECT_EQ(profile.steps(), 1U);
  EXPECT_EQ(profile.free_at(at(5)), capacity);
}

TEST(Profile, WhatNeverEndsIsNeverFree) {
  Profile profile(capacity);
  profile.take(at(0), never, 8);
  EXPECT_EQ(profile.earliest(at(0), at(1), 3), never);
  EXPECT_TRUE(profile.fits(at(0), never, 2));
}

TEST(Plan, WaitsForPowerWhereThatIsWhatIsMissing) {
  Plan plan({4}, Power::si(100));
  const Choice hungry{PoolId(0), 1, at(10), Power::si(60)};
  plan.take(hungry, at(0), at(10));
  EXPECT_FALSE(plan.fits(hungry, at(0)));
  EXPECT_EQ(plan.earliest(hungry, at(0)), at(10));
  EXPECT_TRUE(plan.fits({PoolId(0), 3, at(10), Power::si(40)}, at(0)));
}

}  // namespace
}  // namespace icekeel::scheduler
