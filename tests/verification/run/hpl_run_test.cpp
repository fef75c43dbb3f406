// SPDX-License-Identifier: Apache-2.0
// A run of Linpack in motion: it does its work, its power falls, and its energy is the same
// whatever records it.
#include <gtest/gtest.h>

#include "tests/verification/run/simulated_run.h"

namespace icekeel::run {
namespace {

const std::string linpack =
    "workload.jobs=[{name: linpack, start: 1 h, hpl: {nodes: 16, order: 2000000}}]";

TEST(HplRun, DoesTheWorkOfItsOrder) {
  const auto run = simulated(small_scenario(), {linpack});
  ASSERT_EQ(run.job_text("state"), "completed");
  EXPECT_EQ(run.job_text("kind"), "hpl");
  const double n = 2e6, work = (2.0 / 3.0 * n + 1.5) * n * n;
  EXPECT_NEAR(run.job("hpl_rate") * run.job("run_time") / work, 1.0, 1e-9);
  EXPECT_DOUBLE_EQ(run.job("nodes"), 16.0);
  EXPECT_DOUBLE_EQ(run.job("gpus"), 128.0);
  EXPECT_NEAR(run.job("end_time"), 3600.0 + run.job("run_time"), 1e-6);
  // Of 19.5 Tflop/s a chip, between half and all.
  EXPECT_GT(run.job("hpl_rate"), 0.5 * 128 * 19.5e12);
  EXPECT_LT(run.job("hpl_rate"), 128 * 19.5e12);
}

TEST(HplRun, DrawsLessAndLessUntilItIdles) {
  const auto run = simulated(small_scenario(), {linpack, "record.every=1 min"});
  const auto power = run.series("it_power");
  const auto first = static_cast<std::size_t>(3600 / 60 + 1);
  const auto last = static_cast<std::size_t>(run.job("end_time") / 60) - 1;
  ASSERT_GT(last, first + 10);
  EXPECT_GT(power[first], power[last]);
  EXPECT_GT(power[last], power[0]);
  for (std::size_t i = first + 1; i < last; ++i) EXPECT_LE(power[i], power[i - 1] * 1.001) << i;
}

TEST(HplRun, TakesTheSameEnergyWhateverRecordsIt) {
  const auto often = simulated(small_scenario(), {linpack, "record.every=1 min"});
  const auto rarely =
      simulated(small_scenario(), {linpack, "record.every=6 h", "facility_step=1 min"});
  EXPECT_NEAR(often.job("energy") / rarely.job("energy"), 1.0, 1e-12);
  EXPECT_NEAR(often.job("energy") * 3.6e9,
              often.job("mean_node_power") * 16 * often.job("run_time"), 1.0);
}

TEST(HplRun, FailsWithItsNodes) {
  const auto run = simulated(small_scenario(),
                             {linpack,
                              "events=[{at: 70 min, lose: feed A, for: 4 h}, {at: 71 min, lose: "
                              "feed B, for: 4 h}]",
                              "sites[0].power={like: electrical/unprotected, feeds: [A, B]}"});
  EXPECT_EQ(run.job_text("state"), "failed");
  EXPECT_LT(run.job("end_time"), 80 * 60.0);
}

}  // namespace
}  // namespace icekeel::run
