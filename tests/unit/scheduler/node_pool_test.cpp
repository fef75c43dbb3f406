// SPDX-License-Identifier: Apache-2.0
// Placement: under the fewest leaves, never a node twice, down nodes are not given out.
#include "simulator/scheduler/node_pool.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

namespace icekeel::scheduler {
namespace {

std::vector<std::size_t> leaves(std::size_t count, std::size_t nodes_each) {
  std::vector<std::size_t> leaf_of;
  for (std::size_t i = 0; i < count * nodes_each; ++i) leaf_of.push_back(i / nodes_each);
  return leaf_of;
}

std::size_t leaves_used(const std::vector<std::size_t>& nodes, std::size_t nodes_each) {
  std::set<std::size_t> used;
  for (const auto node : nodes) used.insert(node / nodes_each);
  return used.size();
}

TEST(NodePool, PutsAJobThatFitsUnderOneLeaf) {
  NodePool pool(leaves(4, 8));
  EXPECT_EQ(pool.take(3).value(), (std::vector<std::size_t>{0, 1, 2}));
  // The leaf that is left with five fits five more tightly than an empty one.
  EXPECT_EQ(pool.take(5).value(), (std::vector<std::size_t>{3, 4, 5, 6, 7}));
  EXPECT_EQ(leaves_used(pool.take(8).value(), 8), 1U);
}

TEST(NodePool, UsesAsFewLeavesAsPossible) {
  NodePool pool(leaves(4, 8));
  const auto scattered = pool.take(2).value();
  EXPECT_EQ(leaves_used(pool.take(20).value(), 8), 3U);
  pool.give_back(scattered);
  EXPECT_EQ(pool.free(), 12U);
}

TEST(NodePool, RefusesMoreThanIsFree) {
  NodePool pool(leaves(2, 4));
  EXPECT_FALSE(pool.take(9));
  EXPECT_TRUE(pool.take(8));
  EXPECT_FALSE(pool.take(1));
  EXPECT_EQ(pool.busy(), 8U);
}

TEST(NodePool, ANodeThatGoesDownWhileBusyIsNotGivenOutAgain) {
  NodePool pool(leaves(1, 2));
  const auto nodes = pool.take(2).value();
  pool.set_down(nodes[0], true);
  pool.give_back(nodes);
  EXPECT_EQ(pool.free(), 1U);
  pool.set_down(nodes[0], false);
  EXPECT_EQ(pool.free(), 2U);
}

RC_GTEST_PROP(NodePool, NeverGivesANodeTwiceAndLosesNone,
              (const std::vector<std::uint8_t>& wishes)) {
  NodePool pool(leaves(5, 6));
  std::set<std::size_t> out;
  std::vector<std::vector<std::size_t>> jobs;
  for (const auto wish : wishes) {
    if (wish % 3 == 0 && !jobs.empty()) {
      for (const auto node : jobs.back()) out.erase(node);
      pool.give_back(jobs.back());
      jobs.pop_back();
    } else if (auto nodes = pool.take(wish % 13U)) {
      for (const auto node : *nodes) RC_ASSERT(out.insert(node).second);
      jobs.push_back(std::move(*nodes));
    }
    RC_ASSERT(pool.free() + out.size() == 30U);
    RC_ASSERT(pool.busy() == out.size());
  }
}

}  // namespace
}  // namespace icekeel::scheduler
