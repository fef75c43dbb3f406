// SPDX-License-Identifier: Apache-2.0
// Memory against the published closed forms, and what more sharing must do to it.
#include "workloads/memory.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "tests/unit/workloads/samples.h"

namespace icekeel::workloads {
namespace {

// Korthikanti et al., arXiv:2205.05198: bytes of activations a layer for 16-bit GPT.
TEST(Memory, ActivationsOfGptAreThePublishedForms) {
  const double s = 2048, b = 4, h = 6144, a = 64, t = 8;
  const TransformerSpec m = *gpt(6144, 64, 48).model.transformer;
  const auto bytes = [&](bool sequence, Recompute recompute) {
    LayoutSpec layout;
    layout.tensor_parallel = 8;
    layout.micro_batch = 4;
    layout.sequence_parallel = sequence;
    layout.recompute = recompute;
    return layer_activations(m, layout, 2.0 * units::byte).in(units::byte);
  };
  const double square = 5 * a * s / (h * t);
  EXPECT_DOUBLE_EQ(bytes(false, Recompute::none), s * b * h * (10 + 24 / t + square));
  EXPECT_DOUBLE_EQ(bytes(true, Recompute::none), s * b * h * (34 / t + square));
  EXPECT_DOUBLE_EQ(bytes(false, Recompute::selective), s * b * h * (10 + 24 / t));
  EXPECT_DOUBLE_EQ(bytes(true, Recompute::selective), s * b * h * 34 / t);
  EXPECT_DOUBLE_EQ(bytes(true, Recompute::full), s * b * h * 2);
}

TEST(Memory, AdamNeedsSixteenBytesAParameterInAnyPrecision) {
  using enum platforms::Precision;
  for (const auto precision : {fp32, tf32, bf16, fp16, fp8})
    EXPECT_DOUBLE_EQ(state_size(precision, Optimizer::adam).total().in(units::byte), 16.0);
}

TEST(Memory, ShardingDividesWhatItSays) {
  TrainingSpec training = gpt(4096, 32, 32);
  training.layout.data_parallel = 16;
  const MemoryUse plain = memory_use(training);
  training.layout.zero_stage = 1;
  const MemoryUse one = memory_use(training);
  training.layout.zero_stage = 2;
  const MemoryUse two = memory_use(training);
  EXPECT_DOUBLE_EQ(plain.optimizer / one.optimizer, 16.0);
  EXPECT_DOUBLE_EQ(plain.gradients / one.gradients, 1.0);
  EXPECT_DOUBLE_EQ(plain.gradients / two.gradients, 16.0);
}

RC_GTEST_PROP(Memory, MoreSharingNeverNeedsMore, ()) {
  TrainingSpec training = gpt(8192, 64, 64);
  training.global_batch = 1024;
  LayoutSpec& l = training.layout;
  l.data_parallel = 1 << *rc::gen::inRange(1, 4);
  l.tensor_parallel = 1 << *rc::gen::inRange(0, 5);
  l.pipeline_parallel = 1 << *rc::gen::inRange(0, 5);
  l.micro_batch = 1 << *rc::gen::inRange(0, 3);
  l.zero_stage = *rc::gen::inRange(0, 3);
  l.sequence_parallel = *rc::gen::arbitrary<bool>();
  l.flash_attention = *rc::gen::arbitrary<bool>();
  l.recompute = *rc::gen::element(Recompute::none, Recompute::selective, Recompute::full);
  const Information here = memory_use(training).total();
  for (std::int64_t LayoutSpec::* more :
       {&LayoutSpec::tensor_parallel, &LayoutSpec::pipeline_parallel}) {
    TrainingSpec other = training;
    other.layout.*more *= 2;
    RC_ASSERT(memory_use(other).total() <= here);
  }
  TrainingSpec sharded = training;
  sharded.layout.zero_stage += 1;
  // Fully sharded ranks hold two gathered layers while they compute: a gain for long models only.
  if (sharded.layout.zero_stage < 3) RC_ASSERT(memory_use(sharded).total() <= here);
}

TEST(Memory, RecomputingMoreKeepsLess) {
  const TransformerSpec m = *gpt(4096, 32, 32).model.transformer;
  LayoutSpec none, selective, full;
  selective.recompute = Recompute::selective;
  full.recompute = Recompute::full;
  const Information element = 2.0 * units::byte;
  EXPECT_LT(layer_activations(m, selective, element), layer_activations(m, none, element));
  EXPECT_LT(layer_activations(m, full, element), layer_activations(m, selective, element));
}

}  // namespace
}  // namespace icekeel::workloads
