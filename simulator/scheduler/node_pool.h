// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Which nodes are free, and which of them a job gets: those under the fewest leaf switches.

#include <cstddef>
#include <optional>
#include <set>
#include <span>
#include <vector>

namespace icekeel::scheduler {

/// Equal nodes under leaf switches.
class NodePool {
 public:
  /// \param leaf_of leaf switch of each node
  explicit NodePool(std::span<const std::size_t> leaf_of);

  std::size_t size() const { return leaf_of_.size(); }
  std::size_t free() const { return free_; }
  std::size_t busy() const { return busy_; }

  /// Takes nodes under as few leaves as possible: the leaf whose free nodes fit most tightly, or
  /// the emptiest leaves first. In order of leaf and node. Nothing if there are not enough.
  std::optional<std::vector<std::size_t>> take(std::size_t count);
  void give_back(std::span<const std::size_t> nodes);

  /// A node that is down is neither free nor given out; a busy one goes down when given back.
  void set_down(std::size_t node, bool down);

 private:
  enum class State : unsigned char { free, busy, down };
  std::size_t best_leaf(std::size_t wanted) const;
  void set_free(std::size_t node);
  void take_from(std::size_t leaf, std::size_t count, std::vector<std::size_t>& taken);

  std::vector<std::size_t> leaf_of_;
  std::vector<State> state_;
  std::vector<bool> wanted_down_;
  std::vector<std::set<std::size_t>> free_of_leaf_;
  std::set<std::pair<std::size_t, std::size_t>> leaves_by_free_;  // (free nodes, leaf), if any free
  std::size_t free_ = 0;
  std::size_t busy_ = 0;
};

}  // namespace icekeel::scheduler
