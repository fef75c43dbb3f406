// SPDX-License-Identifier: Apache-2.0
// Repeated steps find where they settle.
#include <gtest/gtest.h>

#include <cmath>

#include "simulator/facility/root.h"

namespace icekeel::facility {
namespace {

template <class Step>
int rounds_until_settled(Step&& step, double& x, FixedPoint& search) {
  search.restart();
  int rounds = 1;
  for (; std::abs(step(x) - x) > 1e-12 && rounds < 100; ++rounds) x = search.next(x, step(x));
  return rounds;
}

TEST(FixedPoint, LineIsSolvedInThreeRounds) {
  FixedPoint search;
  double x = 5.0;
  EXPECT_EQ(rounds_until_settled([](double at) { return 1.0 + 0.3 * at; }, x, search), 3);
  EXPECT_NEAR(x, 1.0 / 0.7, 1e-12);
}

TEST(FixedPoint, KnownSlopeSavesARound) {
  FixedPoint search;
  double x = 5.0;
  rounds_until_settled([](double at) { return 1.0 + 0.3 * at; }, x, search);
  x = -3.0;
  EXPECT_EQ(rounds_until_settled([](double at) { return 2.0 + 0.3 * at; }, x, search), 2);
  EXPECT_NEAR(x, 2.0 / 0.7, 1e-12);
}

TEST(FixedPoint, SteepStepsAreOnlyRepeated) {
  FixedPoint search;
  double x = 0.1;
  rounds_until_settled([](double at) { return 0.6 * at + 0.05 * std::sin(at) + 1.0; }, x, search);
  EXPECT_NEAR(0.6 * x + 0.05 * std::sin(x) + 1.0, x, 1e-9);
}

}  // namespace
}  // namespace icekeel::facility
