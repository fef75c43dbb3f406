// SPDX-License-Identifier: Apache-2.0
// Models: their published parameter counts and the closed forms of their work.
#include "workloads/model.h"

#include <gtest/gtest.h>

#include "tests/unit/workloads/samples.h"
#include "workloads/operators.h"

namespace icekeel::workloads {
namespace {

double billions(const std::string& entry) {
  return parameters(from_catalogue<ModelSpec>(entry)) / 1e9;
}

TEST(Model, LlamaHasItsPublishedParameters) {
  EXPECT_NEAR(billions("llama-7b"), 6.7, 0.05);
  EXPECT_NEAR(billions("llama-13b"), 13.0, 0.05);
  EXPECT_NEAR(billions("llama-33b"), 32.5, 0.05);
  EXPECT_NEAR(billions("llama-65b"), 65.2, 0.1);
}

TEST(Model, MegatronsGptHasItsPublishedParameters) {
  EXPECT_NEAR(billions("gpt-1.7b"), 1.7, 0.05);
  EXPECT_NEAR(billions("gpt-7.5b"), 7.5, 0.05);
  EXPECT_NEAR(billions("gpt-22b"), 22.0, 0.5);
  EXPECT_NEAR(billions("gpt-175b"), 174.6, 0.1);
  EXPECT_NEAR(billions("gpt-530b"), 529.6, 0.1);
  EXPECT_NEAR(billions("gpt-1t"), 1008.0, 0.5);
}

TEST(Model, TheUnetOfStableDiffusionHas860MillionParameters) {
  EXPECT_NEAR(billions("stable-diffusion-v1"), 0.860, 0.02 * 0.860);
  EXPECT_NEAR(billions("stable-diffusion-v2"), 0.866, 0.02 * 0.866);
}

TEST(Model, TheUnetDoes800GflopForAnImageOf512Pixels) {
  const Work work = forward_work_per_sample(from_catalogue<ModelSpec>("stable-diffusion-v2"));
  EXPECT_NEAR(work.in(units::teraflop), 0.80, 0.05 * 0.80);
}

// Narayanan et al., arXiv:2104.04473, equation 3, without recomputation:
// 72 B s l h^2 (1 + s/(6h) + V/(12 l h)).
TEST(Model, WorkOfGptIsTheClosedForm) {
  for (const auto& [h, l, s] : {std::tuple{2304, 24, 2048}, {12288, 96, 2048}, {1024, 4, 512}}) {
    const auto model = gpt(h, 16, l, s).model;
    const double width = h, layers = l, length = s, words = 51200;
    const double expected = 72 * length * layers * width * width *
                            (1 + length / (6 * width) + words / (12 * layers * width));
    EXPECT_NEAR(training_work_per_sample(model).si() / expected, 1.0, 1e-12);
  }
}

TEST(Model, GatesAndGroupedQueriesChangeOnlyTheirOwnMatrices) {
  TransformerSpec m = *gpt(4096, 32, 10).model.transformer;
  const double plain = parameters(ModelSpec{m, {}});
  m.biases = false;
  const double bare = parameters(ModelSpec{m, {}});
  EXPECT_DOUBLE_EQ(plain - bare, 10 * 11.0 * 4096 + 4096);  // 9 of linear layers, 2 of norms
  m.gated_feed_forward = true;
  EXPECT_DOUBLE_EQ(parameters(ModelSpec{m, {}}) - bare, 10 * 4.0 * 4096 * 4096);
  m.gated_feed_forward = false;
  m.key_value_heads = 8;
  EXPECT_DOUBLE_EQ(bare - parameters(ModelSpec{m, {}}), 10 * 1.5 * 4096 * 4096);
}

TEST(Model, TensorRanksShareTheWorkAndTheMatricesExactly) {
  const TransformerSpec m = *gpt(4096, 32, 10).model.transformer;
  const auto whole = layer_operators(m, {});
  for (const std::int64_t ranks : {2, 4, 8}) {
    const auto part = layer_operators(m, {.tensor_parallel = ranks});
    EXPECT_NEAR(forward_work(whole) / forward_work(part), static_cast<double>(ranks), 1e-12);
  }
}

TEST(Model, ConvolutionsScaleWithThePixels) {
  ModelSpec model = from_catalogue<ModelSpec>("stable-diffusion-v1");
  model.unet->attention_levels.clear();
  const Work small = forward_work_per_sample(with_sample_size(model, 32));
  const Work large = forward_work_per_sample(with_sample_size(model, 64));
  // The middle block always attends, and squares the pixels of the coarsest level.
  EXPECT_NEAR(large / small, 4.0, 0.02);
}

TEST(Model, SaysWhichShapesAreImpossible) {
  ModelSpec model = gpt(1000, 16, 4).model;
  const auto findings = check(model);
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].path, "transformer.attention_heads");
  EXPECT_EQ(findings[0].message, "hidden size 1000 cannot be divided among 16 attention heads");
  EXPECT_FALSE(check(ModelSpec{}).empty());
}

}  // namespace
}  // namespace icekeel::workloads
