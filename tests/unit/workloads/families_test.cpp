// SPDX-License-Identifier: Apache-2.0
// Families of networks: parameters and operator counts against published ones, within 2 %.
#include <gtest/gtest.h>

#include "tests/unit/workloads/samples.h"
#include "workloads/memory.h"
#include "workloads/operators.h"

namespace icekeel::workloads {
namespace {

struct PublishedSize {
  const char* model;
  double parameters;
  double multiply_adds;  // forward, for one sample
};

// torchvision 0.17, documentation of the weights: num_params and "GFLOPS", which are multiply-adds
// of an image of 224 x 224 pixels.
constexpr PublishedSize torchvision[] = {{"resnet-50", 25557032, 4.09e9},
                                         {"resnet-101", 44549160, 7.80e9},
                                         {"resnet-152", 60192808, 11.51e9},
                                         {"vit-b-16", 86567656, 17.56e9},
                                         {"vit-l-16", 304326632, 61.55e9}};

TEST(Families, NetworksForImagesHaveTheirPublishedParametersAndWork) {
  for (const PublishedSize& published : torchvision) {
    const auto model = from_catalogue<ModelSpec>(published.model);
    EXPECT_DOUBLE_EQ(parameters(model), published.parameters) << published.model;
    const double work = forward_work_per_sample(model).si() / 2;
    EXPECT_NEAR(work / published.multiply_adds, 1.0, 0.02) << published.model;
    EXPECT_TRUE(sees_images(model));
    EXPECT_EQ(tokens_per_sample(model), 1);
  }
}

// DeepSpeed, tutorial of the flops profiler: BERT-Large (NVIDIA) on texts of 128 tokens, batch 80,
// 336.23 M parameters and 3,139.93 G multiply-adds forward. It counts no masked words' logits.
TEST(Families, BertHasItsPublishedParametersAndWork) {
  ModelSpec model = from_catalogue<ModelSpec>("bert-large");
  EXPECT_NEAR(parameters(model) / 336.23e6, 1.0, 0.02);
  EXPECT_NEAR(parameters(from_catalogue<ModelSpec>("bert-base")) / 110e6, 1.0, 0.02);
  model.transformer->sequence_length = 128;
  const Work layers = 24.0 * forward_work(layer_operators(*model.transformer, {}));
  EXPECT_NEAR(layers.si() / 2 / (3139.93e9 / 80), 1.0, 0.02);
}

// Mixtral of Experts, arXiv:2401.04088: 47 B parameters, 13 B at work on a token; 46.7 and 12.9
// in its announcement.
TEST(Families, AMixtureHoldsAllExpertsAndWorksWithTwo) {
  const auto model = from_catalogue<ModelSpec>("mixtral-8x7b");
  EXPECT_NEAR(parameters(model) / 46.7e9, 1.0, 0.005);
  ModelSpec active = model;
  active.transformer->experts = active.transformer->experts_per_token = 2;
  EXPECT_NEAR(parameters(active) / 12.9e9, 1.0, 0.005);
  const auto gap = [](const ModelSpec& a, const ModelSpec& b) {
    return std::abs(forward_work_per_sample(a) / forward_work_per_sample(b) - 1);
  };
  EXPECT_LT(gap(model, active), 1e-4);  // they differ in the router alone
}

// CompVis and diffusers: the encoder of the autoencoder has 34,163,592 parameters and its
// quantising convolution 72; the text half of CLIP ViT-L/14 123.06 M.
TEST(Families, TheFrozenEncodersOfStableDiffusionHaveTheirPublishedParameters) {
  const ModelSpec model = from_catalogue<ModelSpec>("stable-diffusion-v1");
  EXPECT_DOUBLE_EQ(parameters(image_encoder_operators(*model.unet, 1)), 34163592 + 72);
  EXPECT_EQ(image_size(*model.unet), 512);
  const double text = parameters(frozen_operators(model, {})) - 34163664;
  EXPECT_NEAR(text / 123.06e6, 1.0, 0.001);
}

TEST(Families, EncodingOnTheFlyCostsWorkTimeAndMemory) {
  TrainingSpec training;
  training.model = from_catalogue<ModelSpec>("stable-diffusion-v1");
  training.global_batch = 64;
  training.steps = 1;
  training.layout.micro_batch = 64;
  training.layout.flash_attention = true;
  TrainingSpec prepared = training;
  prepared.model.unet->latents_prepared = true;
  EXPECT_TRUE(frozen_operators(prepared.model, {}).empty());
  const StepPlan with = plan_step(training, a100_node());
  const StepPlan without = plan_step(prepared, a100_node());
  EXPECT_EQ(parameters(training.model), parameters(prepared.model));
  EXPECT_GT(with.memory_per_gpu, without.memory_per_gpu);
  // About 1.1 Tflop for an image of 512 x 512 pixels beside 3 x 0.8 of the trained network.
  const double more = with.model_work / without.model_work;
  EXPECT_NEAR(more, 1 + 1.13 / 2.4, 0.02);
  // Forward only: with equal efficiency, time grows as work does.
  EXPECT_NEAR(with.step_time / without.step_time, more, 0.25);
  EXPECT_GT(with.step_time / without.step_time, 1.2);
}

TEST(Families, StridesHalveImagesOfAnySide) {
  ModelSpec model = from_catalogue<ModelSpec>("resnet-50");
  const Work whole = forward_work_per_sample(model);
  EXPECT_NEAR(forward_work_per_sample(with_sample_size(model, 448)) / whole, 4.0, 0.01);
  EXPECT_GT(forward_work_per_sample(with_sample_size(model, 225)), whole);
}

TEST(Families, ResnetKeepsItsActivationsOrTheInputsOfItsBlocks) {
  TrainingSpec training;
  training.model = from_catalogue<ModelSpec>("resnet-50");
  training.global_batch = 256;
  training.steps = 1;
  training.optimizer = Optimizer::momentum;
  training.layout.micro_batch = 256;
  const MemoryUse kept = memory_use(training);
  training.layout.recompute = Recompute::full;
  const MemoryUse again = memory_use(training);
  EXPECT_LT(again.activations, 0.5 * kept.activations);
  // 25.6 M parameters with momentum and a copy in 32 bits: 12 bytes each.
  const Information state = kept.weights + kept.gradients + kept.optimizer;
  EXPECT_NEAR(state.in(units::byte) / (12 * 25557032.0), 1.0, 1e-9);
}

TEST(Families, SaysWhichShapesAreImpossible) {
  const auto first = [](const ModelSpec& model) {
    const auto findings = check(model);
    return findings.empty() ? "none" : findings[0].path + ": " + findings[0].message;
  };
  ModelSpec model = from_catalogue<ModelSpec>("mixtral-8x7b");
  model.transformer->experts = 1;
  EXPECT_EQ(first(model), "transformer.experts: a mixture of experts needs at least two experts");
  model.transformer->experts = 8;
  model.transformer->experts_per_token = 9;
  EXPECT_EQ(first(model), "transformer.experts_per_token: a token cannot visit 9 of 8 experts");
  model = from_catalogue<ModelSpec>("vit-b-16");
  model.transformer->sequence_length = 196;
  EXPECT_EQ(first(model),
            "transformer.sequence_length: 196 tokens are not a square of patches and a token for "
            "the class");
  model = from_catalogue<ModelSpec>("bert-base");
  model.transformer->predicted_tokens = 513;
  EXPECT_EQ(first(model), "transformer.predicted_tokens: 513 tokens of 512 cannot be predicted");
  model = from_catalogue<ModelSpec>("resnet-50");
  model.resnet->blocks.clear();
  EXPECT_EQ(first(model), "resnet.blocks: the network has no stage");
}

}  // namespace
}  // namespace icekeel::workloads
