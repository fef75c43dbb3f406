// SPDX-License-Identifier: Apache-2.0
// Adapters beside frozen weights: what is trained, and what that saves.
#include <gtest/gtest.h>

#include "tests/unit/workloads/samples.h"
#include "workloads/memory.h"
#include "workloads/operators.h"

namespace icekeel::workloads {
namespace {

TrainingSpec llama(std::optional<std::int64_t> rank) {
  TrainingSpec training;
  training.model = from_catalogue<ModelSpec>("llama-7b");
  training.model.transformer->lora_rank = rank;
  training.global_batch = 64;
  training.steps = 1;
  training.layout.data_parallel = 8;
  training.layout.flash_attention = true;
  return training;
}

// What the PEFT library prints for LLaMA-7B with rank 16 beside all linear layers.
TEST(Adapters, HaveTheParametersThatThePublicLibraryPrints) {
  EXPECT_DOUBLE_EQ(trained_parameters(llama(16).model), 39976960);
  EXPECT_DOUBLE_EQ(parameters(llama(16).model) - parameters(llama({}).model), 39976960);
  EXPECT_DOUBLE_EQ(trained_parameters(llama({}).model), parameters(llama({}).model));
}

TEST(Adapters, SkipTheGradientsOfFrozenWeights) {
  const ModelSpec all = llama({}).model, few = llama(16).model;
  const Work forward = forward_work_per_sample(all);
  const Work more = forward_work_per_sample(few) - forward;
  // Attention's own products need both gradients: 4 L h s^2 of the forward work.
  const Work attention = Work::si(4.0 * 32 * 4096 * 2048 * 2048);
  const double expected = (2.0 * forward + attention + 3.0 * more) / (3.0 * forward);
  EXPECT_NEAR(training_work_per_sample(few) / training_work_per_sample(all), expected, 1e-12);
  const StepPlan whole = plan_step(llama({}), a100_node());
  const StepPlan adapted = plan_step(llama(16), a100_node());
  EXPECT_LT(adapted.time_of(PhaseKind::compute), whole.time_of(PhaseKind::compute));
  EXPECT_GT(adapted.time_of(PhaseKind::compute), 0.6 * whole.time_of(PhaseKind::compute));
}

TEST(Adapters, AloneHaveGradientsAndOptimizer) {
  const MemoryUse use = memory_use(llama(16)), whole = memory_use(llama({}));
  EXPECT_NEAR(use.gradients.in(units::byte), 2 * 39976960.0, 1.0);
  EXPECT_NEAR(use.optimizer.in(units::byte), 12 * 39976960.0, 1.0);
  EXPECT_NEAR((use.weights - whole.weights).in(units::byte), 2 * 39976960.0, 1.0);
  EXPECT_GT(use.activations, whole.activations);  // what lies between the two matrices of each
  EXPECT_LT(use.activations, 1.02 * whole.activations);
  // Full training of 7 B parameters needs more than 80 GB for its state alone; adapters fit.
  EXPECT_GT(whole.total(), 80.0 * units::gigabyte);
  EXPECT_LT(use.total(), 80.0 * units::gigabyte);
}

TEST(Adapters, AloneAreExchangedAndSaved) {
  const StepPlan whole = plan_step(llama({}), a100_node());
  const StepPlan adapted = plan_step(llama(16), a100_node());
  EXPECT_LT(adapted.time_of(PhaseKind::data_comm), 0.02 * whole.time_of(PhaseKind::data_comm));
  EXPECT_LT(adapted.time_of(PhaseKind::optimizer), 0.01 * whole.time_of(PhaseKind::optimizer));
  EXPECT_NEAR(adapted.checkpoint_size.in(units::byte), 16 * 39976960.0, 1.0);
  // Fully sharded, the frozen weights are gathered all the same.
  TrainingSpec sharded = llama(16), sharded_whole = llama({});
  sharded.layout.zero_stage = sharded_whole.layout.zero_stage = 3;
  sharded.efficiency.link.latency = sharded.efficiency.network.latency = {};
  sharded_whole.efficiency = sharded.efficiency;
  EXPECT_NEAR(plan_step(sharded, a100_node()).time_of(PhaseKind::data_comm) /
                  plan_step(sharded_whole, a100_node()).time_of(PhaseKind::data_comm),
              2.0 / 3, 0.01);
}

TEST(Adapters, OfAHigherRankCostMore) {
  StepPlan last = plan_step(llama(1), a100_node());
  for (const std::int64_t rank : {8, 64, 256}) {
    const StepPlan next = plan_step(llama(rank), a100_node());
    EXPECT_GT(next.step_time, last.step_time);
    EXPECT_GT(next.memory_per_gpu, last.memory_per_gpu);
    EXPECT_GT(next.model_work, last.model_work);
    last = next;
  }
}

TEST(Adapters, OfExpertsAreSharedAsTheExpertsAre) {
  TrainingSpec training = llama(16);
  training.model = from_catalogue<ModelSpec>("mixtral-8x7b");
  training.model.transformer->lora_rank = 16;
  const auto trained = [&](std::int64_t sharing) {
    training.layout.expert_parallel = sharing;
    return memory_use(training).gradients.in(units::byte);
  };
  // Per layer: attention 16 (4 x 4096 + 2 x 4096 + 2 x 1024) elements twice, each expert 3 x 16 x
  // 18432; a copy holds all of the experts or an eighth.
  const double expert = 3.0 * 16 * (4096 + 14336), layers = 32;
  EXPECT_NEAR(trained(1) - trained(8), 2 * layers * 7 * expert, 1.0);
}

}  // namespace
}  // namespace icekeel::workloads
