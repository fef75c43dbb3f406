// SPDX-License-Identifier: Apache-2.0
// What the checks of a training job say, and that their way out works.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/workloads/samples.h"

namespace icekeel::workloads {
namespace {

using testing::HasSubstr;

TEST(TrainingCheck, AJobThatFitsHasNoFindings) {
  EXPECT_TRUE(check(gpt(2048, 16, 24), a100_node()).empty());
}

TEST(TrainingCheck, SaysHowMuchMemoryIsMissingAndWhatFits) {
  const auto findings = check(gpt(12288, 96, 96), a100_node());
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].path, "layout");
  EXPECT_THAT(findings[0].message, HasSubstr("the model does not fit: each GPU needs"));
  EXPECT_THAT(findings[0].message, HasSubstr("GB are missing"));
  EXPECT_EQ(findings[0].remedy,
            "it fits with tensor_parallel: 8, pipeline_parallel: 6, zero_stage: 0, recompute: "
            "full");
  TrainingSpec other = gpt(12288, 96, 96);
  other.layout.tensor_parallel = 8;
  other.layout.pipeline_parallel = 6;
  EXPECT_TRUE(check(other, a100_node()).empty());
}

TEST(TrainingCheck, SharingMoreComesBeforeMoreGpus) {
  TrainingSpec training = gpt(4096, 32, 32);
  training.layout.data_parallel = 8;
  const auto findings = check(training, a100_node());
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_THAT(findings[0].remedy, HasSubstr("tensor_parallel: 1, pipeline_parallel: 1, zero_stage: "
                                            "1"));
}

struct Mistake {
  std::string path;
  void (*make)(TrainingSpec&);
};

// 126 layers on 16 stages of 8 chunks: embedding and head take the places of two.
TEST(Layout, ChunksAreEqualButForTheEnds) {
  EXPECT_TRUE(makes_chunks(96, 8, 6));
  EXPECT_TRUE(makes_chunks(126, 16, 8));
  EXPECT_TRUE(makes_chunks(126, 16, 4));
  EXPECT_TRUE(makes_chunks(127, 16, 8));
  EXPECT_FALSE(makes_chunks(125, 16, 8));
  EXPECT_TRUE(makes_chunks(70, 12, 2));
  EXPECT_TRUE(makes_chunks(70, 12, 6));
  EXPECT_FALSE(makes_chunks(24, 4, 4));
  EXPECT_TRUE(makes_chunks(7, 1, 1));
}

TEST(TrainingCheck, NamesTheSettingThatCannotWork) {
  const std::vector<Mistake> mistakes{
      {"layout.tensor_parallel", [](TrainingSpec& t) { t.layout.tensor_parallel = 5; }},
      {"global_batch", [](TrainingSpec& t) { t.layout.micro_batch = 3; }},
      {"layout.pipeline_parallel", [](TrainingSpec& t) { t.layout.pipeline_parallel = 25; }},
      {"layout.pipeline_parallel",
       [](TrainingSpec& t) {
         t.layout.pipeline_parallel = 4;
         t.layout.interleave = 4;
       }},
      {"layout.interleave",
       [](TrainingSpec& t) {
         t.layout.pipeline_parallel = 3;
         t.layout.interleave = 2;
       }},
      {"", [](TrainingSpec& t) { t.steps.reset(); }},
      {"", [](TrainingSpec& t) { t.tokens = 1000; }},
      {"published_gpu_time",
       [](TrainingSpec& t) {
         t.published_gpu_time = Duration::si(1);
         t.measured_step_time = Duration::si(1);
       }},
      {"model", [](TrainingSpec& t) { t.model.unet.emplace(); }},
  };
  for (const Mistake& mistake : mistakes) {
    TrainingSpec training = gpt(2048, 16, 24);
    mistake.make(training);
    const auto findings = check(training, a100_node());
    ASSERT_FALSE(findings.empty()) << mistake.path;
    EXPECT_EQ(findings[0].path, mistake.path) << findings[0].message;
    EXPECT_FALSE(findings[0].remedy.empty()) << findings[0].message;
  }
}

TEST(TrainingCheck, StagesMayBeUnequal) {
  TrainingSpec training = gpt(2048, 16, 24);
  training.layout.pipeline_parallel = 5;
  EXPECT_TRUE(check(training, a100_node()).empty());
}

TEST(TrainingCheck, OneGpuNeedsNeitherLinksNorAdapters) {
  Hardware lone = a100_node();
  lone.link_bandwidth = lone.network_bandwidth = {};
  EXPECT_TRUE(check(gpt(2048, 16, 24), lone).empty());
  EXPECT_GT(plan_step(gpt(2048, 16, 24), lone).step_time, Duration{});
  TrainingSpec training = gpt(2048, 16, 24);
  training.layout.data_parallel = 16;
  EXPECT_EQ(check(training, lone).size(), 2u);
}

TEST(TrainingCheck, SurvivesAnEmptyDescription) {
  TrainingSpec training;
  EXPECT_FALSE(check(training).empty());
  training.model.transformer.emplace();
  training.layout.tensor_parallel = 0;
  EXPECT_FALSE(check(training).empty());
}

TEST(TrainingCheck, APrecisionThatTheChipLacksIsNamed) {
  Hardware hardware = a100_node();
  hardware.peak = {};
  const auto findings = check(gpt(2048, 16, 24), hardware);
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].path, "precision");
}

}  // namespace
}  // namespace icekeel::workloads
