// SPDX-License-Identifier: Apache-2.0
// Checkpoint intervals against the optimum of the effective share.
#include "workloads/checkpoints.h"

#include <gtest/gtest.h>

#include "simulator/base/units.h"

namespace icekeel::workloads {
namespace {

TEST(Checkpoints, YoungsIntervalIsNearTheBestShare) {
  const Duration write = units::minute, failures = 8.0 * units::hour, restart = 5.0 * units::minute;
  const Duration best = young_interval(write, failures);
  const double there = effective_share(best, write, restart, failures);
  for (const double factor : {0.5, 0.7, 1.5, 2.0})
    EXPECT_GT(there, effective_share(factor * best, write, restart, failures)) << factor;
}

TEST(Checkpoints, DalyTendsToYoungForRareFailures) {
  const Duration write = units::second, failures = 1000.0 * units::day;
  EXPECT_NEAR(daly_interval(write, failures) / young_interval(write, failures), 1.0, 1e-3);
  EXPECT_LT(daly_interval(write, failures), young_interval(write, failures));
}

TEST(Checkpoints, TheShareFallsWithNodesAndStaysAShare) {
  double before = 1.0;
  for (const std::size_t nodes : {1u, 16u, 256u, 4096u, 65536u, 1048576u}) {
    const Duration failures = job_failure_interval(264.0 * units::day, nodes);
    const Duration interval = daly_interval(units::minute, failures);
    const double share = effective_share(interval, units::minute, units::minute, failures);
    EXPECT_LT(share, before);
    EXPECT_GE(share, 0.0);
    before = share;
  }
}

TEST(Checkpoints, TheSlowerOfPortsAndStoreSetsTheTime) {
  const Information size = 1000.0 * units::gigabyte;
  const Bandwidth port = 10.0 * units::gigabyte_per_second;
  EXPECT_DOUBLE_EQ(checkpoint_write_time(size, 2, port, 10.0 * port).si(), 50.0);
  EXPECT_DOUBLE_EQ(checkpoint_write_time(size, 100, port, 10.0 * port).si(), 10.0);
}

}  // namespace
}  // namespace icekeel::workloads
