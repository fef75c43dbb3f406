// SPDX-License-Identifier: Apache-2.0
// What users used, against the integral summed up in small steps.
#include "simulator/scheduler/usage.h"

#include <gtest/gtest.h>

#include <cmath>

namespace icekeel::scheduler {
namespace {

TEST(Usage, IsTheIntegralOfNodesThatFade) {
  Usage usage(Duration::si(100));
  usage.add(2, 3, Duration::si(10));
  usage.add(2, 5, Duration::si(60));
  usage.add(2, -3, Duration::si(130));
  usage.add(0, 4, Duration::si(150));
  const double now = 200, step = 0.001;
  double sum = 0;
  for (double s = step / 2; s < now; s += step) {
    const double nodes = (s > 10 && s < 130 ? 3 : 0) + (s > 60 ? 5 : 0);
    sum += nodes * std::exp2(-(now - s) / 100) * step;
  }
  EXPECT_NEAR(usage.used(2, Duration::si(now)).si(), sum, 1e-3 * sum);
  EXPECT_NEAR(usage.share(0, Duration::si(now)) + usage.share(2, Duration::si(now)), 1.0, 1e-12);
  EXPECT_EQ(usage.share(7, Duration::si(now)), 0.0);
}

TEST(Usage, HalvesInAHalfLife) {
  Usage usage(Duration::si(50));
  usage.add(0, 1, Duration::si(0));
  usage.add(0, -1, Duration::si(20));
  EXPECT_NEAR(usage.used(0, Duration::si(120)) / usage.used(0, Duration::si(70)), 0.5, 1e-12);
}

}  // namespace
}  // namespace icekeel::scheduler
