// SPDX-License-Identifier: Apache-2.0
// Jobs as a whole, and what they see of a node.
#include "workloads/job.h"

#include <gtest/gtest.h>

#include "platforms/node.h"
#include "tests/unit/workloads/samples.h"

namespace icekeel::workloads {
namespace {

TEST(Job, IsEitherATrainingOrAFederatedOne) {
  JobSpec job;
  ASSERT_EQ(check(job).size(), 1u);
  EXPECT_EQ(check(job)[0].remedy, "give exactly one of 'training', 'federated', 'hpl', 'serving' and 'data'");
  job.training = gpt(2048, 16, 24);
  EXPECT_TRUE(check(job).empty());
}

TEST(Job, FindingsNameTheWayToTheirSetting) {
  JobSpec job;
  job.training = gpt(2048, 15, 24);
  const auto findings = check(job);
  ASSERT_FALSE(findings.empty());
  EXPECT_EQ(findings[0].path, "training.model.transformer.attention_heads");
}

TEST(Job, TrainsUntilItsTokensAreUsedUp) {
  TrainingSpec training = gpt(2048, 16, 24);
  training.steps.reset();
  training.tokens = 64 * 2048 * 100 + 1;
  EXPECT_EQ(total_steps(training), 101);
  training.tokens.reset();
  training.samples = 6400;
  EXPECT_EQ(total_steps(training), 100);
}

TEST(Hardware, IsWhatTheNodeSpecificationSays) {
  platforms::NodeSpec node;
  node.chip.peak.bf16 = 312.0 * units::teraflop_per_second;
  node.chip.peak.tf32 = 156.0 * units::teraflop_per_second;
  node.chip.memory = 80.0 * units::gigabyte;
  node.chip.link_bandwidth = 300.0 * units::gigabyte_per_second;
  node.chips = 8;
  node.nics.count = 4;
  node.nics.rate = 200.0 * units::gigabit_per_second;
  const Hardware hardware = hardware_of(node, platforms::Precision::tf32);
  EXPECT_EQ(hardware.peak, node.chip.peak.tf32);
  EXPECT_EQ(hardware.memory, node.chip.memory);
  EXPECT_EQ(hardware.link_bandwidth, node.chip.link_bandwidth);
  EXPECT_DOUBLE_EQ(hardware.network_bandwidth.in(units::gigabyte_per_second), 100.0);
  EXPECT_EQ(hardware.gpus_per_node, 8u);
  EXPECT_EQ(hardware_of(node, platforms::Precision::fp8).peak, ComputeRate{});
  EXPECT_EQ(hardware_of(node, platforms::Precision::fp8).attention_peak, node.chip.peak.bf16);
}

}  // namespace
}  // namespace icekeel::workloads
