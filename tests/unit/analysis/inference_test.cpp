// SPDX-License-Identifier: Apache-2.0
// Answers without a site: what is chosen, what holds for every machine, what is refused.
#include "analysis/inference.h"

#include <gtest/gtest.h>

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

}  // namespace
}  // namespace icekeel::analysis
