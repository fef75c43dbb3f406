// SPDX-License-Identifier: Apache-2.0
// The plan of a step: phases cover it, limits hold, published times scale it exactly.
#include "workloads/step.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <numeric>

#include "tests/unit/workloads/samples.h"
#include "workloads/flows.h"

namespace icekeel::workloads {
namespace {

TrainingSpec any_training() {
  // The small model leaves the GPU waiting for the host, which hides tensor communication.
  TrainingSpec training = gpt(*rc::gen::element(512, 4096), 32, 48, *rc::gen::element(256, 2048));
  training.global_batch = 512;
  LayoutSpec& l = training.layout;
  l.tensor_parallel = 1 << *rc::gen::inRange(0, 6);
  l.data_parallel = 1 << *rc::gen::inRange(0, 6);
  l.pipeline_parallel = 1 << *rc::gen::inRange(0, 4);
  l.interleave = *rc::gen::element(1, 3);
  l.micro_batch = 1 << *rc::gen::inRange(0, 3);
  l.sequence_parallel = *rc::gen::arbitrary<bool>();
  l.flash_attention = *rc::gen::arbitrary<bool>();
  l.zero_stage = *rc::gen::inRange(0, 4);
  l.recompute = *rc::gen::element(Recompute::none, Recompute::selective, Recompute::full);
  l.overlap = *rc::gen::inRange(0, 11) / 10.0;
  l.context_parallel = 1 << *rc::gen::inRange(0, 5);
  if (*rc::gen::arbitrary<bool>()) training.model.transformer->lora_rank = 16;
  if (*rc::gen::arbitrary<bool>()) {  // a mixture of experts
    training.model.transformer->experts = 64;
    training.model.transformer->experts_per_token = 2;
    l.expert_parallel = 1 << *rc::gen::inRange(0, 6);
    l.data_parallel = std::max(l.data_parallel, l.expert_parallel);
  }
  return training;
}

void expect_sound(const StepPlan& plan, const Hardware& hardware) {
  Duration sum;
  for (const Phase& phase : plan.phases) {
    sum += phase.duration;
    RC_ASSERT(phase.duration >= Duration{});
    RC_ASSERT(phase.latency >= Duration{});
    RC_ASSERT(phase.hidden >= Duration{});
    RC_ASSERT(phase.network_share <= 1.0);
    const Duration flowing =
        port_time(phase.flows, plan.nodes, phase.network_share * hardware.network_bandwidth);
    const double parts = (phase.latency + flowing - phase.hidden).si();
    RC_ASSERT(std::abs(parts - phase.duration.si()) <= 1e-9 * plan.step_time.si());
    const auto& a = phase.activity;
    for (const double share : {a.tensor, a.memory, a.link, a.network, a.cpu, a.busy})
      RC_ASSERT(share >= 0.0 && share <= 1.0);
  }
  RC_ASSERT(std::abs(sum / plan.step_time - 1) <= 1e-12);
}

RC_GTEST_PROP(Step, PhasesCoverTheStepAndKeepTheirLimits, ()) {
  const StepPlan plan = plan_step(any_training(), a100_node());
  expect_sound(plan, a100_node());
  RC_ASSERT(plan.hardware_work /
                (static_cast<double>(plan.gpus) * plan.step_time * a100_node().peak) <
            1.0);
}

RC_GTEST_PROP(Step, APublishedTimeScalesEverythingExactly, ()) {
  TrainingSpec training = any_training();
  const StepPlan free = plan_step(training, a100_node());
  const double factor = *rc::gen::inRange(1, 40) / 10.0;
  training.measured_step_time = factor * free.step_time;
  const StepPlan scaled = plan_step(training, a100_node());
  RC_ASSERT(std::abs(scaled.step_time / *training.measured_step_time - 1) <= 1e-12);
  RC_ASSERT(std::abs(scaled.scale / factor - 1) <= 1e-12);
  for (std::size_t i = 0; i < free.phases.size(); ++i)
    RC_ASSERT(std::abs(scaled.phases[i].duration.si() - factor * free.phases[i].duration.si()) <=
              1e-9 * scaled.step_time.si());
  expect_sound(scaled, a100_node());
}

TEST(Step, PublishedGpuHoursAreMetExactly) {
  TrainingSpec training = gpt(2048, 16, 24);
  training.steps = 1234;
  training.layout.data_parallel = 16;
  training.published_gpu_time = 5000.0 * units::hour;
  EXPECT_NEAR(plan_step(training, a100_node()).gpu_time().in(units::hour), 5000.0, 1e-9);
}

TEST(Step, HardwareWorkOfFullRecomputationIsThePublishedForm) {
  // Narayanan et al., arXiv:2104.04473, equation 3.
  TrainingSpec training = gpt(4096, 32, 36);
  training.layout.tensor_parallel = 4;
  training.layout.data_parallel = 8;
  const double h = 4096, l = 36, s = 2048, words = 51200, batch = 64;
  const double expected = 96 * batch * s * l * h * h * (1 + s / (6 * h) + words / (16 * l * h));
  EXPECT_NEAR(plan_step(training, a100_node()).hardware_work.si() / expected, 1.0, 1e-12);
}

TEST(Step, EqualStagesIdleForOneLessThanTheirNumber) {
  TrainingSpec training = gpt(4096, 32, 48);
  training.model.transformer->vocabulary_size = 8;  // no head that makes the last stage longer
  training.efficiency.launch = {};
  training.layout.pipeline_parallel = 4;
  training.layout.interleave = 3;
  const StepPlan plan = plan_step(training, a100_node());
  const double share = plan.time_of(PhaseKind::pipeline_bubble) / plan.time_of(PhaseKind::compute);
  EXPECT_NEAR(share, 3.0 / (64 * 3), 2e-3 * share + 1e-3);
}

// Bloom: 70 layers on 12 stages. The stages between the ends hold six, so twelve of six set the
// pace where the embedding and the head are small.
TEST(Step, TheFullestStageSetsThePace) {
  TrainingSpec training = gpt(4096, 32, 70);
  training.model.transformer->vocabulary_size = 8;
  training.layout.pipeline_parallel = 12;
  training.global_batch = 2400;
  const StepPlan uneven = plan_step(training, a100_node());
  training.model.transformer->layers = 72;
  const StepPlan even = plan_step(training, a100_node());
  EXPECT_NEAR(uneven.step_time / even.step_time, 1.0, 0.01);
  EXPECT_LT(uneven.model_work, even.model_work);
  EXPECT_GE(even.memory_per_gpu, uneven.memory_per_gpu);
}

RC_GTEST_PROP(Step, TimesAloneAreThoseOfThePlanWithItsFlows, ()) {
  const TrainingSpec training = any_training();
  const StepPlan whole = plan_step(training, a100_node());
  const StepPlan times = plan_step(training, a100_node(), Detail::times);
  RC_ASSERT(std::abs(times.step_time / whole.step_time - 1) <= 1e-12);
  for (std::size_t i = 0; i < whole.phases.size(); ++i) {
    RC_ASSERT(times.phases[i].flows.empty());
    RC_ASSERT(std::abs((times.phases[i].duration - whole.phases[i].duration).si()) <=
              1e-12 * whole.step_time.si());
    RC_ASSERT(std::abs(times.phases[i].activity.network - whole.phases[i].activity.network) <=
              1e-9);
  }
}

RC_GTEST_PROP(Step, WhatIsComputedAgainAddsToTheModelsWork, ()) {
  const TrainingSpec training = any_training();
  const StepPlan plan = plan_step(training, a100_node());
  RC_ASSERT(plan.hardware_work >= plan.model_work);
  // One more forward pass beside three passes' work, or beside two where weights are frozen.
  const bool adapted = training.model.transformer->lora_rank.has_value();
  const double most = adapted ? 3.0 / 2.0 : 4.0 / 3.0;
  // Every tensor rank computes a half of the adapters, and a router, again: no such bound then.
  const bool repeats = adapted || training.model.transformer->experts > 1;
  if (!repeats || training.layout.tensor_parallel == 1)
    RC_ASSERT(plan.hardware_work <= most * (1 + 1e-12) * plan.model_work);
  RC_ASSERT(plan.model_utilisation(a100_node()) <= 1.0);
}

TEST(Step, TokensGoToTheirExpertsFourTimesALayer) {
  TrainingSpec training = gpt(4096, 32, 32);
  training.model.transformer->experts = 16;
  training.model.transformer->experts_per_token = 2;
  training.layout.recompute = Recompute::none;
  training.layout.data_parallel = training.layout.expert_parallel = 16;
  const StepPlan plan = plan_step(training, a100_node());
  const auto phase = std::ranges::find(plan.phases, PhaseKind::expert_comm, &Phase::kind);
  ASSERT_NE(phase, plan.phases.end());
  // Two nodes: each of the eight GPUs sends half of two visits of 2,048 tokens of 8 KiB, for 32
  // layers and 4 micro-batches.
  Information sent;
  for (const NodeFlow& flow : phase->flows)
    if (flow.from == 0) sent += flow.bytes;
  EXPECT_NEAR(sent.in(units::byte), 8.0 * 0.5 * 2 * 2048 * 8192 * 4 * 32 * 4, 1.0);
  EXPECT_GT(phase->activity.network, 0.3);
  training.layout.recompute = Recompute::full;
  EXPECT_NEAR(plan_step(training, a100_node()).time_of(PhaseKind::expert_comm) /
                  plan.time_of(PhaseKind::expert_comm),
              1.5, 1e-9);
}

TEST(Step, NothingIsCommunicatedOnOneGpu) {
  const StepPlan plan = plan_step(gpt(1024, 16, 4), a100_node());
  EXPECT_EQ(plan.nodes, 1u);
  for (const PhaseKind kind : {PhaseKind::tensor_comm, PhaseKind::pipeline_bubble,
                               PhaseKind::pipeline_comm, PhaseKind::data_comm})
    EXPECT_EQ(plan.time_of(kind), Duration{}) << name(kind);
}

TEST(Step, OverlapHidesTimeButNoBytes) {
  TrainingSpec training = gpt(4096, 32, 32);
  training.layout.tensor_parallel = 8;
  training.layout.data_parallel = 16;
  Hardware hardware = a100_node();
  hardware.network_bandwidth *= 20;  // so that the last backward pass is long enough
  const StepPlan open = plan_step(training, hardware);
  training.layout.overlap = 0.75;
  const StepPlan hidden = plan_step(training, hardware);
  EXPECT_NEAR(hidden.time_of(PhaseKind::data_comm) / open.time_of(PhaseKind::data_comm), 0.25,
              1e-12);
  const auto bytes = [](const StepPlan& plan) {
    Information sum;
    for (const Phase& phase : plan.phases)
      for (const NodeFlow& flow : phase.flows) sum += flow.bytes;
    return sum.si();
  };
  EXPECT_DOUBLE_EQ(bytes(open), bytes(hidden));
}

// Sums of gradients are complete in the last micro-batch: more of them hide no more.
TEST(Step, NoMoreHidesThanTheLastBackwardPassLasts) {
  TrainingSpec training = gpt(4096, 32, 32);
  training.layout.data_parallel = 16;
  training.layout.overlap = 1;
  Hardware hardware = a100_node();
  hardware.network_bandwidth *= 0.01;
  const auto hidden = [&](std::int64_t micro_batches) {
    training.global_batch = 16 * micro_batches;
    const StepPlan plan = plan_step(training, hardware);
    for (const Phase& phase : plan.phases)
      if (phase.kind == PhaseKind::data_comm)
        return phase.hidden /
               (plan.time_of(PhaseKind::compute) / static_cast<double>(micro_batches));
    return 0.0;
  };
  EXPECT_NEAR(hidden(1), 2.0 / 3, 1e-9);
  EXPECT_NEAR(hidden(8), 2.0 / 3, 1e-9);
  training.layout.zero_stage = 2;  // shares of gradients leave with every micro-batch
  EXPECT_NEAR(hidden(8), 8 * 2.0 / 3, 1e-9);
  training.layout.zero_stage = 1;  // and what transfers take of the GPU, compute lacks
  hardware.multiprocessors = 108;
  EXPECT_NEAR(hidden(1), 2.0 / 3 * (1 - 16.0 / 108), 1e-9);
}

// A gather in four calls waits four times as long as in one, and through every rank.
TEST(Step, ShardedWeightsComeTensorByTensor) {
  TrainingSpec training = gpt(4096, 32, 32);
  training.layout.data_parallel = 64;
  training.layout.zero_stage = 3;
  const auto exchange = [&](double tensors) {
    training.efficiency.sharding.tensors_per_layer = tensors;
    return plan_step(training, a100_node()).time_of(PhaseKind::data_comm);
  };
  const Duration ring =
      8 * 7 * training.efficiency.link.latency + 7 * training.efficiency.network.latency;
  // Two gathers and a scatter of 32 layers; one micro-batch.
  EXPECT_NEAR((exchange(4) - exchange(1)) / (3.0 * 32 * 3 * ring), 1.0, 1e-9);
}

TEST(Step, EvaluationsAddTheirForwardPasses) {
  TrainingSpec training = gpt(4096, 32, 32);
  training.layout.recompute = Recompute::none;
  const Duration without = plan_step(training, a100_node()).time_of(PhaseKind::compute);
  training.evaluation = EvaluationSpec{.every = 1000, .samples = 300};
  const Duration with = plan_step(training, a100_node()).time_of(PhaseKind::compute);
  EXPECT_NEAR(with / without, 1 + 0.3 / 3, 1e-12);
}

// The clock that the power limit leaves: idle and dynamic power at it are the limit.
TEST(Step, DenseWorkSlowsAtThePowerLimit) {
  TrainingSpec training = gpt(12288, 96, 8);
  Hardware hardware = a100_node();
  const Duration free = plan_step(training, hardware).time_of(PhaseKind::compute);
  hardware.power = {.idle = 100.0 * units::watt,
                    .busy = 100.0 * units::watt,
                    .tensor = 400.0 * units::watt,
                    .memory = 100.0 * units::watt};
  hardware.power_limit = 1000.0 * units::watt;
  EXPECT_EQ(plan_step(training, hardware).time_of(PhaseKind::compute), free);
  hardware.power_limit = 300.0 * units::watt;
  const Duration slowed = plan_step(training, hardware).time_of(PhaseKind::compute);
  EXPECT_GT(slowed / free, 1.1);
  hardware.power_limit = 250.0 * units::watt;
  EXPECT_GT(plan_step(training, hardware).time_of(PhaseKind::compute), slowed);
}

TEST(Step, BytesOfHiddenTransfersCountAsActivityOfTheCompute) {
  TrainingSpec training = gpt(4096, 32, 32);
  training.layout.tensor_parallel = 8;
  training.layout.data_parallel = 16;
  const auto sent = [&](double overlap) {  // by one node, as its meter would see it
    training.layout.overlap = overlap;
    Information sum;
    for (const Phase& phase : plan_step(training, a100_node()).phases)
      sum += phase.activity.network * phase.duration * a100_node().network_bandwidth;
    return sum.si();
  };
  EXPECT_NEAR(sent(0.75) / sent(0.0), 1.0, 1e-9);
}

TEST(Step, FasterHardwareIsNeverSlower) {
  TrainingSpec training = gpt(8192, 64, 48);
  training.layout.tensor_parallel = 16;
  training.layout.pipeline_parallel = 2;
  training.layout.data_parallel = 4;
  const Duration before = plan_step(training, a100_node()).step_time;
  for (int part = 0; part < 4; ++part) {
    Hardware better = a100_node();
    if (part == 0) better.peak *= 2, better.attention_peak *= 2;
    if (part == 1) better.memory_bandwidth *= 2;
    if (part == 2) better.link_bandwidth *= 2;
    if (part == 3) better.network_bandwidth *= 2;
    EXPECT_LE(plan_step(training, better).step_time, before) << part;
  }
}

TEST(Step, StagesRunAsTheirMean) {
  TrainingSpec training = gpt(2048, 16, 24);
  training.layout.data_parallel = 16;
  const auto step = [&](std::int64_t length) {
    TrainingSpec one = training;
    one.model = with_sample_size(training.model, length);
    return plan_step(one, a100_node()).step_time;
  };
  const Duration expected = 0.75 * step(512) + 0.25 * step(2048);
  training.steps.reset();
  training.stages = {{30, 512}, {10, 2048}};
  const StepPlan plan = plan_step(training, a100_node());
  EXPECT_EQ(plan.steps, 40);
  EXPECT_NEAR(plan.step_time / expected, 1.0, 1e-12);
}

TEST(Step, CheckpointsHoldSixteenBytesAParameter) {
  const TrainingSpec training = gpt(2048, 16, 24);
  EXPECT_DOUBLE_EQ(plan_step(training, a100_node()).checkpoint_size.in(units::byte),
                   16 * parameters(training.model));
}

}  // namespace
}  // namespace icekeel::workloads
