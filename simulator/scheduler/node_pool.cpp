// SPDX-License-Identifier: Apache-2.0
#include "simulator/scheduler/node_pool.h"

#include <algorithm>
#include <bit>

#include "simulator/base/expect.h"

namespace icekeel::scheduler {
namespace {

constexpr std::size_t word = 64;

}  // namespace

NodePool::NodePool(std::span<const std::size_t> leaf_of, std::span<const std::size_t> group_of)
    : leaf_of_(leaf_of.begin(), leaf_of.end()),
      place_(leaf_of.size()),
      state_(leaf_of.size(), State::free),
      wanted_down_(leaf_of.size(), false),
      free_(leaf_of.size()) {
  const auto last = std::max_element(leaf_of.begin(), leaf_of.end());
  leaves_.resize(last == leaf_of.end() ? 0 : *last + 1);
  groups_.resize(group_of.empty() ? 1 : *std::max_element(group_of.begin(), group_of.end()) + 1);
  for (std::size_t node = 0; node < leaf_of_.size(); ++node) {
    auto& leaf = leaves_[leaf_of_[node]];
    if (!group_of.empty()) leaf.group = group_of[node];
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
  const std::size_t free = leaves_[leaf].free, number = leaves_[leaf].group;
  if (free == free_before) return;
  auto& group = groups_[number];
  if (free_before > 0) group.leaves.erase({free_before, leaf});
  if (free > 0) group.leaves.insert({free, leaf});
  relist_group(number, free - free_before);
}

// Its entry in the list moves; none is made anew.
void NodePool::relist_group(std::size_t number, std::size_t more) {
  auto& group = groups_[number];
  auto listed = groups_by_free_.extract({group.free, number});
  group.free += more;
  if (group.free == 0) return;
  if (listed.empty()) {
    groups_by_free_.insert({group.free, number});
    return;
  }
  listed.value().first = group.free;
  groups_by_free_.insert(std::move(listed));
}

// The one with the fewest free nodes that still has `wanted`, else the one with the most; it leaves
// the list.
std::pair<std::size_t, std::size_t> NodePool::pick(ByFree& from, std::size_t wanted) {
  auto found = from.lower_bound({wanted, 0});
  if (found == from.end()) --found;
  const auto picked = *found;
  from.erase(found);
  return picked;
}

// How many nodes of which leaves, in their order. All but the last group and the last leaf are
// emptied, so a list gets back one of them at most; the leaf is listed when its nodes are taken.
std::vector<NodePool::Part> NodePool::parts_for(std::size_t count) {
  std::vector<Part> parts;
  for (std::size_t left = count; left > 0;) {
    const auto [there, number] = pick(groups_by_free_, left);
    auto& group = groups_[number];
    std::size_t wanted = std::min(left, there);
    left -= wanted;
    group.free -= wanted;
    for (; wanted > 0; wanted -= parts.back().nodes) {
      const auto [of_leaf, leaf] = pick(group.leaves, wanted);
      parts.push_back({leaf, std::min(wanted, of_leaf)});
    }
    if (group.free > 0) groups_by_free_.insert({group.free, number});
  }
  std::sort(parts.begin(), parts.end(),
            [](const Part& a, const Part& b) { return a.leaf < b.leaf; });
  return parts;
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
  std::vector<std::size_t> taken;
  taken.reserve(count);
  for (const auto& [number, nodes] : parts_for(count)) {
    auto& leaf = leaves_[number];
    take_from(leaf, nodes, taken);
    if (leaf.free > 0) groups_[leaf.group].leaves.insert({leaf.free, number});
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
    relist(leaf, before);
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
