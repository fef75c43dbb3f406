// SPDX-License-Identifier: Apache-2.0
#include "simulator/scheduler/node_pool.h"

#include <algorithm>
#include <bit>

#include "simulator/base/expect.h"

namespace icekeel::scheduler {
namespace {

constexpr std::size_t word = 64;

}  // namespace

NodePool::NodePool(std::span<const std::size_t> leaf_of)
    : leaf_of_(leaf_of.begin(), leaf_of.end()),
      place_(leaf_of.size()),
      state_(leaf_of.size(), State::free),
      wanted_down_(leaf_of.size(), false),
      free_(leaf_of.size()) {
  const auto last = std::max_element(leaf_of.begin(), leaf_of.end());
  leaves_.resize(last == leaf_of.end() ? 0 : *last + 1);
  for (std::size_t node = 0; node < leaf_of_.size(); ++node) {
    auto& leaf = leaves_[leaf_of_[node]];
    place_[node] = leaf.nodes.size();
    leaf.nodes.push_back(node);
    leaf.free_bits.resize(place_[node] / word + 1);
    set_bit(node, true);
  }
  for (std::size_t leaf = 0; leaf < leaves_.size(); ++leaf) relist(leaf, 0);
}

void NodePool::set_bit(std::size_t node, bool is_free) {
  auto& leaf = leaves_[leaf_of_[node]];
  const std::uint64_t bit = std::uint64_t{1} << (place_[node] % word);
  auto& bits = leaf.free_bits[place_[node] / word];
  bits = is_free ? bits | bit : bits & ~bit;
  is_free ? ++leaf.free : --leaf.free;
}

void NodePool::relist(std::size_t leaf, std::size_t free_before) {
  if (free_before > 0) leaves_by_free_.erase({free_before, leaf});
  if (leaves_[leaf].free > 0) leaves_by_free_.insert({leaves_[leaf].free, leaf});
}

// The leaf with the fewest free nodes that still has `wanted`, else the one with the most.
std::size_t NodePool::best_leaf(std::size_t wanted) const {
  const auto fitting = leaves_by_free_.lower_bound({wanted, 0});
  return fitting != leaves_by_free_.end() ? fitting->second : leaves_by_free_.rbegin()->second;
}

void NodePool::take_from(Leaf& leaf, std::size_t count, std::vector<std::size_t>& taken) {
  leaf.free -= count;
  for (std::size_t w = 0; count > 0; ++w)
    for (auto& bits = leaf.free_bits[w]; bits != 0 && count > 0; --count) {
      const std::size_t node =
          leaf.nodes[w * word + static_cast<std::size_t>(std::countr_zero(bits))];
      bits &= bits - 1;
      state_[node] = State::busy;
      taken.push_back(node);
    }
}

std::optional<std::vector<std::size_t>> NodePool::take(std::size_t count) {
  if (count > free_) return std::nullopt;
  std::vector<std::pair<std::size_t, std::size_t>> parts;  // leaf, nodes
  for (std::size_t left = count; left > 0; left -= parts.back().second) {
    const std::size_t leaf = best_leaf(left);
    const std::size_t there = leaves_[leaf].free;
    parts.emplace_back(leaf, std::min(left, there));
    leaves_by_free_.erase({there, leaf});
  }
  std::sort(parts.begin(), parts.end());
  std::vector<std::size_t> taken;
  taken.reserve(count);
  for (const auto& [leaf, nodes] : parts) {
    take_from(leaves_[leaf], nodes, taken);
    relist(leaf, 0);
  }
  free_ -= count;
  busy_ += count;
  return taken;
}

void NodePool::give_back(std::span<const std::size_t> nodes) {
  for (std::size_t i = 0; i < nodes.size();) {
    const std::size_t leaf = leaf_of_.at(nodes[i]);
    const std::size_t before = leaves_[leaf].free;
    for (; i < nodes.size() && leaf_of_.at(nodes[i]) == leaf; ++i) {
      const std::size_t node = nodes[i];
      ICEKEEL_EXPECT(state_[node] == State::busy);
      state_[node] = wanted_down_[node] ? State::down : State::free;
      --busy_;
      if (wanted_down_[node]) continue;
      set_bit(node, true);
      ++free_;
    }
    if (leaves_[leaf].free != before) relist(leaf, before);
  }
}

void NodePool::set_down(std::size_t node, bool down) {
  if (wanted_down_.at(node) == down) return;
  down ? ++wanted_down_count_ : --wanted_down_count_;
  wanted_down_[node] = down;
  if (state_[node] == State::busy) return;
  const std::size_t leaf = leaf_of_[node];
  const std::size_t before = leaves_[leaf].free;
  state_[node] = down ? State::down : State::free;
  down ? --free_ : ++free_;
  set_bit(node, !down);
  relist(leaf, before);
}

}  // namespace icekeel::scheduler
