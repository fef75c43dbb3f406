// SPDX-License-Identifier: Apache-2.0
// Answers without a site: what is chosen, what holds for every machine, what is refused.
#include "analysis/inference.h"

#include <gtest/gtest.h>

#include <iostream>

#include "analysis/image_inference.h"
#include "simulator/base/units.h"

namespace icekeel::analysis {
namespace {

Inference answered(const InferenceCase& asked) {
  const auto outcome = infer(asked, config::Catalogue::installed());
  for (const auto& problem : outcome.problems) ADD_FAILURE() << problem.path << problem.message;
  return outcome.inference.value_or(Inference{});
}

InferenceCase on(const std::string& node, const std::string& weights) {
  InferenceCase asked;
  asked.node = node;
  asked.weights = weights;
  return asked;
}

TEST(Inference, MoreAnswersAtOnceTakeLessEnergyEachAndMoreTime) {
  auto asked = on("dgx-h100", "fp8");
  asked.tensor_parallel = 1;
  Inference before;
  for (const std::int64_t batch : {1, 8, 64, 256}) {
    asked.batch = batch;
    const auto now = answered(asked);
    if (batch > 1) {
      EXPECT_GT(now.token_time, before.token_time);
      EXPECT_GT(now.tokens_per_second, before.tokens_per_second);
      EXPECT_LT(now.energy_per_token, before.energy_per_token);
    }
    before = now;
  }
}

TEST(Inference, NeverBeatsItsMemoryOrItsArithmetic) {
  for (const char* node : {"mac-m1", "mac-m4-max", "desktop-gpu", "dgx-a100", "dgx-h100"})
    for (const char* weights : {"q4-0", "int8", "fp4"}) {
      const auto found = answered(on(node, weights));
      EXPECT_LE(found.mfu, 1.0) << node;
      EXPECT_LE(found.memory_needed, found.memory * (1 + 1e-9)) << node;
      EXPECT_GT(found.token_time_alone, Duration{}) << node;
      EXPECT_LE(found.token_time_alone, found.token_time) << node;
    }
}

TEST(Inference, EnergyOfARequestIsThatOfItsTokensAndFollowsThePue) {
  auto asked = on("dgx-h100", "fp16");
  asked.country = "france";
  const auto plain = answered(asked);
  EXPECT_NEAR((plain.energy_per_request / plain.energy_per_token), 500.0, 1e-9);
  asked.pue = 2 * plain.pue;
  const auto doubled = answered(asked);
  EXPECT_NEAR(doubled.energy_per_token / plain.energy_per_token, 2.0, 1e-12);
  EXPECT_NEAR(*doubled.carbon_per_request / *plain.carbon_per_request, 2.0, 1e-12);
}

TEST(Inference, SaysWhatWouldFit) {
  auto asked = on("desktop-gpu", "fp16");
  asked.model = "llama-13b";
  const auto outcome = infer(asked, config::Catalogue::installed());
  ASSERT_EQ(outcome.problems.size(), 1U);
  EXPECT_EQ(outcome.problems[0].path, "weights");
  EXPECT_NE(outcome.problems[0].remedy.find("q4-0"), std::string::npos);
  asked.weights = "q4-0";
  answered(asked);
}

TEST(Inference, CapOnThePowerOfTheNodeIsKeptAndCostsTime) {
  auto asked = on("dgx-h100", "fp8");
  asked.model = "llama-2-70b";
  const auto free = answered(asked);
  asked.node_power = 0.8 * free.node_power;
  const auto capped = answered(asked);
  EXPECT_NEAR(capped.node_power / *asked.node_power, 1.0, 1e-3);
  EXPECT_LT(capped.tokens_per_second, free.tokens_per_second);
  asked.node_power = 300.0 * units::watt;
  const auto outcome = infer(asked, config::Catalogue::installed());
  ASSERT_EQ(outcome.problems.size(), 1U);
  EXPECT_EQ(outcome.problems[0].path, "node_power");
}

// Few requests find the node idle: its energy is shared by few. Many wait.
TEST(Inference, RequestsThatComeMoreOftenWaitLongerAndCostLess) {
  auto asked = on("dgx-h100", "fp8");
  asked.model = "llama-2-70b";
  asked.request = {300, 100};
  asked.requests = 400;
  std::optional<Waiting> before;
  for (const double rate : {0.5, 20.0, 100.0}) {
    asked.rate = rate;
    const auto now = answered(asked).waiting.value();
    EXPECT_LE(now.busy, 1.0 + 1e-12);
    EXPECT_LE(now.first_token.half, now.first_token.most);
    EXPECT_LE(now.first_token.nearly_all, now.whole.nearly_all);
    if (before) {
      EXPECT_GE(now.first_token.most, before->first_token.most);
      EXPECT_GT(now.mean_batch, before->mean_batch);
      EXPECT_LT(now.energy_per_request, before->energy_per_request);
    }
    before = now;
  }
}

ImageInference drawn(const InferenceCase& asked) {
  const auto outcome = draw(asked, config::Catalogue::installed());
  for (const auto& problem : outcome.problems) ADD_FAILURE() << problem.path << problem.message;
  return outcome.inference.value_or(ImageInference{});
}

InferenceCase images_on(const std::string& weights) {
  auto asked = on("dgx-h100", weights);
  asked.model = "stable-diffusion-xl";
  return asked;
}

// MLPerf inference, Stable Diffusion XL, offline, one DGX H100. Nothing was fitted to images: the
// shares are those of trainings on A100. The MaxQ result and its power (v4.0, 9.648 images/s at
// 4,760 W) in 16 bits, the full one of v4.1 (16.35) in 8 bits, as the rounds' engines are
// understood; which products of theirs ran in which format is not published with the results.
TEST(Images, OnACappedNodeComeAsFastAsMeasured) {
  auto asked = images_on("fp16");
  asked.node_power = 4760.0 * units::watt;
  asked.pue = 1.0;
  const auto capped = drawn(asked);
  std::cout << "9.648 images/s at 4,760 W: " << capped.images_per_second << "\n";
  EXPECT_NEAR(capped.node_power.in(units::watt), 4760, 5);
  EXPECT_NEAR(capped.images_per_second / 9.648, 1.0, 0.15);
  EXPECT_NEAR(1e3 * capped.energy_per_image.in(units::kilowatt_hour) / 0.137, 1.0, 0.15);
  const auto full = drawn(images_on("fp8"));
  std::cout << "16.35 images/s: " << full.images_per_second << "\n";
  EXPECT_NEAR(full.images_per_second / 16.35, 1.0, 0.15);
}

TEST(Images, FollowTheirSteps) {
  auto asked = images_on("fp16");
  asked.steps = 20;
  const auto twenty = drawn(asked);
  asked.steps = 40;
  const auto forty = drawn(asked);
  const double decoder = 2 * twenty.batch_time.si() - forty.batch_time.si();
  EXPECT_GT(decoder, 0.0);
  EXPECT_LT(decoder, 0.1 * twenty.batch_time.si());
  // 2.6 B parameters, as published.
  EXPECT_NEAR(twenty.parameters / 2.6e9, 1.0, 0.02);
}

// Rates that users print, of entries that were set without them (LLaMA-7B, one answer of 128
// tokens). Expected within 20 % before they were asked.
TEST(Inference, OnDesktopComputersComesNearWhatIsMeasured) {
  struct Measured {
    const char *node, *weights, *serving;
    double tokens_per_second;
  };
  for (const Measured row : {Measured{"desktop-rtx-3090", "q4-0", "llama-cpp-cuda", 158},
                             {"desktop-gpu", "q4-0", "llama-cpp-cuda", 186},
                             {"desktop-i9", "q4-alpaca", "llama-cpp-cpu", 18.27}}) {
    auto asked = on(row.node, row.weights);
    asked.model = "llama-7b";
    asked.batch = 1;
    asked.request = {1, 128};
    const auto found = answered(asked);
    EXPECT_EQ(found.asked.serving, row.serving);
    const double error = 1.0 / found.token_time_alone.si() / row.tokens_per_second - 1;
    std::cout << row.node << ": " << 100 * error << " %\n";
    EXPECT_NEAR(error, 0.0, 0.20) << row.node;
  }
}

// From a phone to a server, the same small model in four or eight bits.
TEST(Inference, RunsOnEveryKindOfDevice) {
  for (const char* node : {"phone", "mac-m1", "mac-m4-max", "desktop-cpu", "desktop-i9",
                           "desktop-gpu", "trainium-1-1", "tpu-v5e-8", "mtia-2-24", "dgx-h100"}) {
    auto asked = on(node, std::string(node) == "phone" ? "q4-0" : "int8");
    asked.model = "llama-7b";
    asked.batch = 1;
    EXPECT_GT(answered(asked).tokens_per_second, 1.0) << node;
  }
}

}  // namespace
}  // namespace icekeel::analysis
