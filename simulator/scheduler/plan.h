// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// What is free in each pool over time, and how much power under a cap.

#include <cstddef>
#include <optional>
#include <vector>

#include "simulator/scheduler/profile.h"
#include "simulator/scheduler/request.h"

namespace icekeel::scheduler {

class Plan {
 public:
  /// \param pools nodes of each   \param power that all jobs together may draw; none: any
  Plan(const std::vector<std::size_t>& pools, std::optional<Power> power);

  void advance(Duration now);
  /// Takes what the choice needs from `from` to `to`.
  void take(const Choice& choice, Duration from, Duration to) { change(choice, from, to, 1.0); }
  void give(const Choice& choice, Duration from, Duration to) { change(choice, from, to, -1.0); }
  void take_nodes(PoolId pool, double nodes, Duration from, Duration to);

  bool fits(const Choice& choice, Duration from) const;
  /// The first moment not before `from` at which it fits for as long as it asks, or `never`.
  Duration earliest(const Choice& choice, Duration from) const;

  std::size_t pools() const { return nodes_.size(); }
  const Profile& nodes(PoolId pool) const { return nodes_[pool.index()]; }
  bool is_power_capped() const { return power_.has_value(); }

 private:
  void change(const Choice& choice, Duration from, Duration to, double sign);

  std::vector<Profile> nodes_;
  std::optional<Profile> power_;
};

}  // namespace icekeel::scheduler
