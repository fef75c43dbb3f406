// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Nodes of a pool on which several jobs lie, each with a part of its own.

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "simulator/base/quantity.h"
#include "simulator/scheduler/request.h"

namespace icekeel::scheduler {

/// A shared node is held from its first job on until all of them are planned to have ended.
class SharedNodes {
 public:
  /// The node on which so many parts fit most tightly, the oldest of equals, of those for which
  /// `may(until)` holds, where `until` is when the node is planned to be empty.
  template <class May>
  std::optional<std::uint32_t> tightest(std::uint32_t parts, const May& may) const {
    for (auto at = by_free_.lower_bound({parts, 0}); at != by_free_.end(); ++at)
      if (may(held_until(at->second))) return at->second;
    return std::nullopt;
  }
  /// The number that the next node to be shared gets.
  std::uint32_t next() const { return next_; }
  /// Most parts that are free on one of them.
  std::uint32_t most_free() const { return by_free_.empty() ? 0 : by_free_.rbegin()->first; }
  std::size_t size() const { return nodes_.size(); }

  bool holds(std::uint32_t node) const { return nodes_.contains(node); }
  Duration held_until(std::uint32_t node) const;
  void add(std::uint32_t node, std::uint32_t parts, Duration end);
  /// Takes a job with that planned end off its node, which is forgotten with its last job.
  void remove(std::uint32_t node, std::uint32_t parts, Duration end);
  /// Changes the planned end of a job.
  void move_end(std::uint32_t node, std::uint32_t parts, Duration end, Duration new_end);

 private:
  using Job = std::pair<std::uint32_t, Duration>;  // parts, planned end
  struct Node {
    std::uint32_t free = parts_of_node;
    std::vector<Job> jobs;
  };

  static std::vector<Job>::iterator find(Node& node, Job job);

  std::map<std::uint32_t, Node> nodes_;
  std::set<std::pair<std::uint32_t, std::uint32_t>> by_free_;  // free parts, node
  std::uint32_t next_ = 0;
};

}  // namespace icekeel::scheduler
