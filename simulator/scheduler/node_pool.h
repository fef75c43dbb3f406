// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Which nodes are free, and which of them a job gets: those under the fewest leaf switches, or
/// first in the fewest groups of these.

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
  /// \param group_of pod or group of each node, the same for all of a leaf; empty: all in one
  explicit NodePool(std::span<const std::size_t> leaf_of,
                    std::span<const std::size_t> group_of = {});

  std::size_t size() const { return leaf_of_.size(); }
  std::size_t free() const { return free_; }
  std::size_t busy() const { return busy_; }
  /// Nodes that are not down, and not to go down when given back.
  std::size_t up() const { return leaf_of_.size() - wanted_down_count_; }

  /// Takes nodes in as few groups as possible: the group whose free nodes fit most tightly, or the
  /// emptiest ones first. In each group, those under as few leaves as possible likewise. In order
  /// of leaf and node. Nothing if there are not enough.
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
    std::size_t group = 0;
  };
  using ByFree = std::set<std::pair<std::size_t, std::size_t>>;  // (free, which), if any free
  struct Group {
    ByFree leaves;
    std::size_t free = 0;
  };
  struct Part {
    std::size_t leaf, nodes;
  };
  /// What is free there, and which.
  static std::pair<std::size_t, std::size_t> pick(ByFree& from, std::size_t wanted);
  std::vector<Part> parts_for(std::size_t count);
  void set_bit(std::size_t node, bool is_free);
  void relist(std::size_t leaf, std::size_t free_before);
  void relist_group(std::size_t number, std::size_t more);
  void take_from(Leaf& leaf, std::size_t count, std::vector<std::size_t>& taken);

  std::vector<std::size_t> leaf_of_;
  std::vector<std::size_t> place_;  // of each node in its leaf
  std::vector<State> state_;
  std::vector<bool> wanted_down_;
  std::vector<Leaf> leaves_;
  std::vector<Group> groups_;
  ByFree groups_by_free_;
  std::size_t free_ = 0;
  std::size_t busy_ = 0;
  std::size_t wanted_down_count_ = 0;
};

}  // namespace icekeel::scheduler
