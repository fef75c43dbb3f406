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

// The fewest of some that together have as many free, by trying all sets.
std::size_t fewest_of(const std::vector<std::size_t>& free, std::size_t wanted) {
  std::size_t fewest = free.size() + 1;
  for (std::size_t set = 0; set < std::size_t{1} << free.size(); ++set) {
    std::size_t sum = 0, count = 0;
    for (std::size_t i = 0; i < free.size(); ++i)
      if (set >> i & 1U) sum += free[i], ++count;
    if (sum >= wanted) fewest = std::min(fewest, count);
  }
  return fewest;
}

// Five pods of two to four leaves of one to four nodes, some of them taken.
RC_GTEST_PROP(NodePool, UsesTheFewestGroupsAndInEachTheFewestLeaves, ()) {
  std::vector<std::size_t> leaf_of, group_of, group_of_leaf;
  for (std::size_t group = 0; group < 5; ++group)
    for (std::size_t l = *rc::gen::inRange<std::size_t>(2, 5); l > 0; --l) {
      leaf_of.insert(leaf_of.end(), *rc::gen::inRange<std::size_t>(1, 5), group_of_leaf.size());
      group_of_leaf.push_back(group);
    }
  for (const std::size_t leaf : leaf_of) group_of.push_back(group_of_leaf[leaf]);
  for (const bool grouped : {true, false}) {
    NodePool pool(leaf_of, grouped ? group_of : std::vector<std::size_t>{});
    std::vector<std::size_t> of_leaf(group_of_leaf.size()), of_group(5);
    for (std::size_t node = 0; node < leaf_of.size(); ++node) {
      const bool down = *rc::gen::inRange(0, 3) == 0;
      pool.set_down(node, down);
      if (!down) ++of_leaf[leaf_of[node]], ++of_group[group_of[node]];
    }
    const auto count = *rc::gen::inRange<std::size_t>(0, pool.free() + 1);
    std::vector<std::set<std::size_t>> leaves(5);
    std::vector<std::size_t> taken(5);
    const auto nodes = pool.take(count).value();
    for (const auto node : nodes) {
      leaves[group_of[node]].insert(leaf_of[node]);
      ++taken[group_of[node]];
    }
    std::size_t all_leaves = 0;
    for (std::size_t group = 0; group < 5; ++group) {
      all_leaves += leaves[group].size();
      std::vector<std::size_t> own;
      for (std::size_t leaf = 0; leaf < of_leaf.size(); ++leaf)
        if (group_of_leaf[leaf] == group) own.push_back(of_leaf[leaf]);
      if (grouped) RC_ASSERT(leaves[group].size() == fewest_of(own, taken[group]));
    }
    if (grouped)
      RC_ASSERT(5U - static_cast<std::size_t>(std::count(taken.begin(), taken.end(), 0U)) ==
                fewest_of(of_group, count));
    else
      RC_ASSERT(all_leaves == fewest_of(of_leaf, count));
  }
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
