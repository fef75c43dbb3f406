// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Which nodes are free, and which of them a job gets: those under the fewest leaf switches.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <utility>
#include <vector>

namespace icekeel::scheduler {

/// Equal nodes under leaf switches. A node costs a bit and some nanoseconds.
class NodePool {
 public:
  /// \param leaf_of leaf switch of each node
  explicit NodePool(std::span<const std::size_t> leaf_of);

  std::size_t size() const { return leaf_of_.size(); }
  std::size_t free() const { return free_; }
  std::size_t busy() const { return busy_; }
  /// Nodes that are not down, and not to go down when given back.
  std::size_t up() const { return leaf_of_.size() - wanted_down_count_; }

  /// Takes nodes under as few leaves as possible: the leaf whose free nodes fit most tightly, or
  /// the emptiest leaves first. In order of leaf and node. Nothing if there are not enough.
  std::optional<std::vector<std::size_t>> take(std::size_t count);
  void give_back(std::span<const std::size_t> nodes);

  /// A node that is down is neither free nor given out; a busy one goes down when given back.
  void set_down(std::size_t node, bool down);

 private:
  enum class State : unsigned char { free, busy, down };
  struct Leaf {
    std::vector<std::size_t> nodes;
    std::vector<std::uint64_t> free_bits;  // by position in `nodes`
    std::size_t free = 0;
  };
  std::size_t best_leaf(std::size_t wanted) const;
  void set_bit(std::size_t node, bool is_free);
  void relist(std::size_t leaf, std::size_t free_before);
  void take_from(Leaf& leaf, std::size_t count, std::vector<std::size_t>& taken);

  std::vector<std::size_t> leaf_of_;
  std::vector<std::size_t> place_;  // of each node in its leaf
  std::vector<State> state_;
  std::vector<bool> wanted_down_;
  std::vector<Leaf> leaves_;
  std::set<std::pair<std::size_t, std::size_t>> leaves_by_free_;  // (free nodes, leaf), if any free
  std::size_t free_ = 0;
  std::size_t busy_ = 0;
  std::size_t wanted_down_count_ = 0;
};

}  // namespace icekeel::scheduler
