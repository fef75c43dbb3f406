// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// What is free in each pool over time, and how much power under a cap.

#include <cstddef>
#include <optional>
#include <vector>

#include "simulator/scheduler/profile.h"
#include "simulator/scheduler/request.h"
#include "simulator/scheduler/shared_nodes.h"

namespace icekeel::scheduler {

class Plan {
 public:
  /// \param pools nodes of each   \param power that all jobs together may draw; none: any
  Plan(const std::vector<std::size_t>& pools, std::optional<Power> power);

  void advance(Duration now);
  /// Books what the choice needs from `from` to `to`; of a part of a node, all of a node.
  void take(const Choice& choice, Duration from, Duration to) { change(choice, from, to, 1.0); }
  void give(const Choice& choice, Duration from, Duration to) { change(choice, from, to, -1.0); }

  /// The choice as it can start now, with its place among the shared nodes if it is a part of one.
  std::optional<Choice> seated(const Choice& choice, Duration now) const;
  /// A job as it was seated starts, to end as it asked for.
  void begin(const Choice& choice, Duration now);
  struct Span {
    Duration from, to;
  };
  /// It ends before or at its planned end; for how long nodes are free that were not before.
  Span end(const Choice& choice, Duration planned_end, Duration now);
  /// It runs on at its planned end.
  void prolong(const Choice& choice, Duration planned_end, Duration new_end);
  void take_nodes(PoolId pool, double nodes, Duration from, Duration to);

  bool fits(const Choice& choice, Duration from) const;
  /// The first moment not before `from` at which it fits for as long as it asks, or `never`.
  Duration earliest(const Choice& choice, Duration from) const;

  std::size_t pools() const { return nodes_.size(); }
  const Profile& nodes(PoolId pool) const { return nodes_[pool.index()]; }
  const SharedNodes& shared(PoolId pool) const { return shared_[pool.index()]; }
  bool is_power_capped() const { return power_.has_value(); }

 private:
  void change(const Choice& choice, Duration from, Duration to, double sign);

  std::vector<Profile> nodes_;
  std::vector<SharedNodes> shared_;  // by pool
  std::optional<Profile> power_;
};

}  // namespace icekeel::scheduler
