// SPDX-License-Identifier: Apache-2.0
// Sequences that several GPUs share: work conserved, activations divided, the ring by hand.
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/unit/workloads/samples.h"
#include "workloads/memory.h"
#include "workloads/operators.h"

namespace icekeel::workloads {
namespace {

TrainingSpec shared(std::int64_t ranks, std::int64_t sequence = 32768) {
  TrainingSpec training = gpt(4096, 32, 32, sequence);
  training.global_batch = 8;
  training.layout.recompute = Recompute::none;
  training.layout.flash_attention = true;
  training.layout.context_parallel = ranks;
  return training;
}

Phase ring_of(const StepPlan& plan) {
  return *std::ranges::find(plan.phases, PhaseKind::context_comm, &Phase::kind);
}

TEST(ContextParallel, SharesTheWorkAndTheActivationsExactly) {
  const TransformerSpec m = *shared(1).model.transformer;
  const Work whole = forward_work(layer_operators(m, {}));
  for (const std::int64_t ranks : {2, 4, 8}) {
    EXPECT_NEAR(whole / forward_work(layer_operators(m, {.context_parallel = ranks})),
                static_cast<double>(ranks), 1e-12);
    const LayoutSpec alone = shared(1).layout, parts = shared(ranks).layout;
    EXPECT_NEAR(
        layer_activations(m, alone, 2 * units::byte) / layer_activations(m, parts, 2 * units::byte),
        static_cast<double>(ranks), 1e-12);
    EXPECT_EQ(memory_use(shared(ranks)).weights, memory_use(shared(1)).weights);
    const StepPlan plan = plan_step(shared(ranks), a100_node());
    EXPECT_EQ(plan.gpus, static_cast<std::size_t>(ranks));
    EXPECT_EQ(plan.model_work, plan_step(shared(1), a100_node()).model_work);
    EXPECT_EQ(plan.hardware_work, plan.model_work);
  }
}

TEST(ContextParallel, ShardsTheOptimizerOverAllThatHoldTheSameWeights) {
  TrainingSpec training = shared(4);
  training.layout.data_parallel = 2;
  training.layout.zero_stage = 1;
  const Information shard = memory_use(training).optimizer;
  training.layout.zero_stage = 0;
  EXPECT_NEAR(memory_use(training).optimizer / shard, 8.0, 1e-12);
}

// Where links are fast, all but the last hop of the gradients home hides under attention.
TEST(ContextParallel, ShowsOneHopWhereAttentionHidesTheOthers) {
  Hardware fast = a100_node();
  fast.link_bandwidth *= 1e4;
  TrainingSpec training = shared(8);
  training.efficiency.link.latency = {};
  const Phase ring = ring_of(plan_step(training, fast));
  const Duration total = ring.duration + ring.hidden;
  EXPECT_NEAR(ring.duration / total, 1.0 / (3 * 7 + 1), 1e-9);
}

// Where they are slow, attention hides its own time and no more.
TEST(ContextParallel, HidesNoMoreThanItsAttention) {
  Hardware slow = a100_node();
  slow.link_bandwidth *= 1e-2;
  const TrainingSpec training = shared(4, 2048);
  const Phase ring = ring_of(plan_step(training, slow));
  // Keys and values of 512 tokens of 8 KiB each, (3 x 3 + 1) messages a layer, 32 layers, 8
  // micro-batches.
  const Information chunk = 2.0 * 512 * 8192 * units::byte;
  const auto& link = training.efficiency.link;
  const Duration hop = link.latency + chunk / (link.share * slow.link_bandwidth);
  EXPECT_NEAR((ring.duration + ring.hidden) / (8 * 32 * 10 * hop), 1.0, 1e-9);
  const Work attention = Work::si(4.0 * 512 * 2048 * 4096 * 0.5);
  const Duration forward = attention / (training.efficiency.attention_share * slow.peak);
  EXPECT_NEAR(ring.hidden / (8 * 32 * 3.0 / 4 * 3.5 * forward), 1.0, 1e-9);
}

// Half the tokens on each GPU: half the bytes between tensor ranks, stages and experts.
TEST(ContextParallel, HalvesWhatEachGpuSendsOtherwise) {
  const auto training = [](std::int64_t ranks) {
    TrainingSpec t = shared(ranks);
    t.model.transformer->experts = 8;
    t.layout.tensor_parallel = 8;
    t.layout.pipeline_parallel = 4;
    t.layout.data_parallel = t.layout.expert_parallel = 8;
    t.efficiency.link.latency = t.efficiency.network.latency = {};
    return t;
  };
  const StepPlan whole = plan_step(training(1), a100_node());
  const StepPlan parts = plan_step(training(2), a100_node());
  for (const PhaseKind kind :
       {PhaseKind::tensor_comm, PhaseKind::pipeline_comm, PhaseKind::expert_comm})
    EXPECT_NEAR(whole.time_of(kind) / parts.time_of(kind), 2.0, 1e-9) << name(kind);
}

TEST(ContextParallel, LeavesANodeWhenItsRanksDo) {
  EXPECT_TRUE(ring_of(plan_step(shared(8), a100_node())).flows.empty());
  const StepPlan plan = plan_step(shared(16), a100_node());
  ASSERT_EQ(plan.nodes, 2u);
  const Phase ring = ring_of(plan);
  ASSERT_EQ(ring.flows.size(), 2u);
  EXPECT_EQ(ring.flows[0].bytes, ring.flows[1].bytes);
  EXPECT_GT(ring.activity.network, 0);
}

TEST(ContextParallel, SaysWhatCannotBeShared) {
  const auto first = [](const TrainingSpec& training) {
    const auto findings = check(training);
    return findings.empty() ? "none" : findings[0].path + ": " + findings[0].message;
  };
  EXPECT_EQ(first(shared(4)), "none");
  EXPECT_EQ(first(shared(3)),
            "layout.context_parallel: a sequence of 32768 tokens cannot be shared by 3 GPUs");
  TrainingSpec images = shared(2);
  images.model = from_catalogue<ModelSpec>("resnet-50");
  EXPECT_EQ(first(images), "layout.context_parallel: only a transformer has sequences to share");
}

}  // namespace
}  // namespace icekeel::workloads
