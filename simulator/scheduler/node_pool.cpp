// SPDX-License-Identifier: Apache-2.0
#include "simulator/scheduler/node_pool.h"

#include <algorithm>

#include "simulator/base/expect.h"

namespace icekeel::scheduler {

NodePool::NodePool(std::span<const std::size_t> leaf_of)
    : leaf_of_(leaf_of.begin(), leaf_of.end()),
      state_(leaf_of.size(), State::down),
      wanted_down_(leaf_of.size(), false) {
  const auto last = std::max_element(leaf_of.begin(), leaf_of.end());
  free_of_leaf_.resize(last == leaf_of.end() ? 0 : *last + 1);
  for (std::size_t node = 0; node < leaf_of_.size(); ++node) set_free(node);
}

void NodePool::set_free(std::size_t node) {
  const std::size_t leaf = leaf_of_[node];
  auto& nodes = free_of_leaf_[leaf];
  leaves_by_free_.erase({nodes.size(), leaf});
  nodes.insert(node);
  leaves_by_free_.insert({nodes.size(), leaf});
  state_[node] = State::free;
  ++free_;
}

// The leaf with the fewest free nodes that still has `wanted`, else the one with the most.
std::size_t NodePool::best_leaf(std::size_t wanted) const {
  const auto fitting = leaves_by_free_.lower_bound({wanted, 0});
  return fitting != leaves_by_free_.end() ? fitting->second : leaves_by_free_.rbegin()->second;
}

void NodePool::take_from(std::size_t leaf, std::size_t count, std::vector<std::size_t>& taken) {
  auto& nodes = free_of_leaf_[leaf];
  leaves_by_free_.erase({nodes.size(), leaf});
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t node = *nodes.begin();
    nodes.erase(nodes.begin());
    state_[node] = State::busy;
    taken.push_back(node);
  }
  if (!nodes.empty()) leaves_by_free_.insert({nodes.size(), leaf});
  free_ -= count;
  busy_ += count;
}

std::optional<std::vector<std::size_t>> NodePool::take(std::size_t count) {
  if (count > free_) return std::nullopt;
  std::vector<std::size_t> taken;
  taken.reserve(count);
  while (taken.size() < count) {
    const std::size_t leaf = best_leaf(count - taken.size());
    take_from(leaf, std::min(count - taken.size(), free_of_leaf_[leaf].size()), taken);
  }
  std::sort(taken.begin(), taken.end(), [this](std::size_t a, std::size_t b) {
    return std::pair(leaf_of_[a], a) < std::pair(leaf_of_[b], b);
  });
  return taken;
}

void NodePool::give_back(std::span<const std::size_t> nodes) {
  for (const std::size_t node : nodes) {
    ICEKEEL_EXPECT(state_.at(node) == State::busy);
    --busy_;
    if (wanted_down_[node])
      state_[node] = State::down;
    else
      set_free(node);
  }
}

void NodePool::set_down(std::size_t node, bool down) {
  wanted_down_.at(node) = down;
  if (down && state_[node] == State::free) {
    const std::size_t leaf = leaf_of_[node];
    auto& nodes = free_of_leaf_[leaf];
    leaves_by_free_.erase({nodes.size(), leaf});
    nodes.erase(node);
    if (!nodes.empty()) leaves_by_free_.insert({nodes.size(), leaf});
    state_[node] = State::down;
    --free_;
  } else if (!down && state_[node] == State::down) {
    set_free(node);
  }
}

}  // namespace icekeel::scheduler
