// SPDX-License-Identifier: Apache-2.0
// Networks beside dense decoders in motion: alone on the machine, a step takes what its plan says.
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/verification/run/simulated_run.h"

namespace icekeel::run {
namespace {

SimulatedRun trained(const std::string& training) {
  return simulated(small_scenario(4) + "workload:\n  jobs:\n    - name: job\n      training: {" +
                   training + "}\n");
}

double phase_time(const SimulatedRun& run, const std::string& phase) {
  const auto names =
      std::get<std::vector<std::string>>(run.file.column("/phases", "phase")->values);
  const auto times = std::get<std::vector<double>>(run.file.column("/phases", "time")->values);
  const auto at = std::ranges::find(names, phase);
  return at == names.end() ? 0.0 : times[static_cast<std::size_t>(at - names.begin())];
}

// Closed form and flows agree within 2 % where nothing contends.
void expect_as_planned(const SimulatedRun& run) {
  EXPECT_EQ(run.job_text("state"), "completed");
  EXPECT_NEAR(run.job("step_time") / run.job("planned_step_time"), 1.0, 0.02);
}

TEST(Families, AMixtureSendsTokensBetweenNodes) {
  const auto run = trained(
      "model: {like: models/mixtral-8x7b}, global_batch: 256, steps: 100, layout: "
      "{tensor_parallel: "
      "2, data_parallel: 64, expert_parallel: 8, zero_stage: 1, flash_attention: true, recompute: "
      "full}");
  expect_as_planned(run);
  EXPECT_GT(phase_time(run, "expert_comm"), 0.0);
}

TEST(Families, KeysOfASharedSequenceGoBetweenNodes) {
  const auto run = trained(
      "model: {like: models/llama-7b, transformer: {sequence_length: 65536}}, global_batch: 8, "
      "steps: 100, layout: {data_parallel: 8, context_parallel: 16, zero_stage: 1, "
      "flash_attention: true}");
  expect_as_planned(run);
  EXPECT_GT(phase_time(run, "context_comm"), 0.0);
}

TEST(Families, EncodersAndConvolutionsTrain) {
  for (const char* model : {"bert-large", "vit-b-16", "resnet-50"})
    expect_as_planned(trained("model: {like: models/" + std::string(model) +
                              "}, global_batch: 4096, steps: 1000, precision: fp16, layout: "
                              "{data_parallel: 128, micro_batch: 32, flash_attention: true}"));
}

TEST(Families, AdaptersTrainWhereTheWholeDoesNotFit) {
  expect_as_planned(
      trained("model: {like: models/llama-7b, transformer: {lora_rank: 16}}, global_batch: 128, "
              "steps: 100, layout: {data_parallel: 128, flash_attention: true}"));
}

}  // namespace
}  // namespace icekeel::run
