// SPDX-License-Identifier: Apache-2.0
// The search finds a layout that no other one beats.
#include "workloads/layout_search.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "tests/unit/workloads/samples.h"
#include "workloads/memory.h"

namespace icekeel::workloads {
namespace {

TrainingSpec searched_gpt() {
  TrainingSpec training = gpt(*rc::gen::element(1024, 4096, 8192), 32, *rc::gen::element(24, 42));
  training.global_batch = *rc::gen::element(96, 512);
  training.layout = {};
  training.layout.overlap = *rc::gen::inRange(0, 11) / 10.0;
  training.layout.flash_attention = *rc::gen::arbitrary<bool>();
  return training;
}

// A layout that could be given by hand, in the space that the search covers.
LayoutSpec by_hand(const LayoutSpec& base) {
  LayoutSpec l = base;
  l.tensor_parallel = 1 << *rc::gen::inRange(0, 4);
  l.pipeline_parallel = *rc::gen::inRange(1, 17);
  l.data_parallel = *rc::gen::element(1, 2, 3, 4, 6, 8, 12, 16, 32);
  l.micro_batch = 1 << *rc::gen::inRange(0, 4);
  l.interleave = *rc::gen::element(1, 2, 3);
  l.sequence_parallel = *rc::gen::arbitrary<bool>();
  l.zero_stage = *rc::gen::inRange(0, 4);
  l.recompute = *rc::gen::element(Recompute::none, Recompute::selective, Recompute::full);
  return l;
}

RC_GTEST_PROP(LayoutSearch, IsNeverSlowerThanALayoutGivenByHand, ()) {
  TrainingSpec training = searched_gpt();
  const SearchResult found = search_layout(training, a100_node(), 128, {});
  for (int i = 0; i < 20; ++i) {
    TrainingSpec other = training;
    other.layout = by_hand(training.layout);
    if (other.layout.gpus() > 128 || !check(other, a100_node()).empty()) continue;
    RC_ASSERT(found.layout.has_value());
    RC_ASSERT(found.step_time <=
              (1 + 1e-12) * plan_step(other, a100_node(), Detail::times).step_time);
  }
}

RC_GTEST_PROP(LayoutSearch, GivesALayoutThatRunsAsItSays, ()) {
  TrainingSpec training = searched_gpt();
  const SearchResult found = search_layout(training, a100_node(), 64, {});
  RC_PRE(found.layout.has_value());
  training.layout = *found.layout;
  RC_ASSERT(check(training, a100_node()).empty());
  RC_ASSERT(training.layout.gpus() <= 64);
  const Duration planned = plan_step(training, a100_node()).step_time;
  RC_ASSERT(std::abs(found.step_time / planned - 1) <= 1e-9);
}

RC_GTEST_PROP(LayoutSearch, MoreGpusAreNeverSlower, ()) {
  const TrainingSpec training = searched_gpt();
  const std::int64_t gpus = *rc::gen::inRange(1, 65);
  const SearchResult few = search_layout(training, a100_node(), gpus, {});
  const SearchResult more = search_layout(training, a100_node(), gpus + 8, {});
  RC_PRE(few.layout.has_value());
  RC_ASSERT(more.layout.has_value());
  RC_ASSERT(more.step_time <= few.step_time);
}

TEST(LayoutSearch, KeepsWhatIsGiven) {
  FixedLayout fixed;
  fixed.tensor_parallel = 4;
  fixed.pipeline_parallel = 5;
  fixed.micro_batch = 2;
  fixed.recompute = Recompute::selective;
  fixed.zero_stage = 2;
  const SearchResult found = search_layout(gpt(4096, 32, 32), a100_node(), 160, fixed);
  ASSERT_TRUE(found.layout.has_value());
  EXPECT_EQ(found.layout->tensor_parallel, 4);
  EXPECT_EQ(found.layout->pipeline_parallel, 5);
  EXPECT_EQ(found.layout->micro_batch, 2);
  EXPECT_EQ(found.layout->recompute, Recompute::selective);
  EXPECT_EQ(found.layout->zero_stage, 2);
}

TEST(LayoutSearch, SaysWhatTheSmallestLayoutNeedsIfNoneFits) {
  const SearchResult found = search_layout(gpt(12288, 96, 96), a100_node(), 8, {});
  EXPECT_FALSE(found.layout.has_value());
  EXPECT_GT(found.least_memory, a100_node().memory);
}

}  // namespace
}  // namespace icekeel::workloads
