// SPDX-License-Identifier: Apache-2.0
#include "workloads/load_profile.h"

#include <gtest/gtest.h>

#include <cmath>

namespace icekeel::workloads {
namespace {

LoadStepSpec lasting(double seconds, double load) {
  return {Duration::si(seconds), std::nullopt, load};
}
LoadStepSpec share(double of_it, double load) {
  return {std::nullopt, of_it, load};
}

// Mean load of a run, step by step as a job walks through it.
double mean_load(const LoadProfile& profile, double run) {
  double sum = 0;
  for (double at = 0; at < run;) {
    const auto step = profile.at(Duration::si(at), Duration::si(run));
    const double until = std::min(run, step.until.si());
    EXPECT_GT(until, at);
    sum += step.load * (until - at);
    at = until;
  }
  return sum / run;
}

TEST(LoadProfile, SharesScaleWithTheJob) {
  const LoadProfile profile({share(0.25, 0.2), share(0.75, 1)});
  for (const double run : {10.0, 3600.0, 1e6}) EXPECT_NEAR(mean_load(profile, run), 0.8, 1e-12);
  EXPECT_EQ(profile.most(), 1);
}

TEST(LoadProfile, TimesRepeatUnlessTheLastStepIsOpen) {
  const LoadProfile cycle({lasting(10, 1), lasting(5, 0.4)});
  EXPECT_NEAR(mean_load(cycle, 30), 0.8, 1e-12);
  EXPECT_NEAR(mean_load(cycle, 40), (30 * 0.8 + 10) / 40, 1e-12);
  const LoadProfile open({lasting(10, 1), {std::nullopt, std::nullopt, 0.4}});
  EXPECT_NEAR(mean_load(open, 40), (10 + 30 * 0.4) / 40, 1e-12);
}

TEST(LoadProfile, AStepBeginsWhereTheOneBeforeEnds) {
  const LoadProfile cycle({lasting(1.1, 1), lasting(2.3, 0.4)});
  double at = 0;
  for (int i = 0; i < 100000; ++i) {
    const auto step = cycle.at(Duration::si(at), Duration::si(1e9));
    ASSERT_EQ(step.load, i % 2 == 0 ? 1 : 0.4) << i;
    at = step.until.si();
  }
  EXPECT_NEAR(at, 50000 * 3.4, 1e-5);
}

TEST(LoadProfile, SaysWhatIsWrong) {
  EXPECT_TRUE(check({lasting(10, 1), {std::nullopt, std::nullopt, 0.4}}).empty());
  EXPECT_TRUE(check({share(0.5, 1), share(0.5, 0)}).empty());
  EXPECT_EQ(check(std::vector<LoadStepSpec>{}).size(), 1U);
  EXPECT_EQ(check({share(0.5, 1), lasting(5, 1)}).size(), 2U) << "mixed, and half is missing";
  EXPECT_EQ(check({{std::nullopt, std::nullopt, 1}, lasting(5, 1)}).front().path, "[0]");
  EXPECT_EQ(check({share(0.7, 1), share(0.7, 0)}).size(), 1U);
}

}  // namespace
}  // namespace icekeel::workloads
