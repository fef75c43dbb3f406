// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// The queue of a machine or of several: who waits, who runs, what is planned.

#include <memory>
#include <unordered_map>
#include <vector>

#include "simulator/scheduler/policy.h"
#include "simulator/scheduler/queue_spec.h"
#include "simulator/scheduler/usage.h"

namespace icekeel::scheduler {

/// At one instant tell it of ends first, then of arrivals; then let it decide.
class Queue {
 public:
  /// \param pools nodes of each
  Queue(const QueueSpec& spec, const std::vector<std::size_t>& pools);

  void submit(Request request);
  void ended(JobId job, Duration now);
  /// A job runs on at the end of the time it asked for: it is taken to need as much again.
  /// The new end that plans count on.
  Duration overdue(JobId job, Duration now);
  /// A running job holds another number of nodes from now on, and is planned to end then. What was
  /// planned for others is planned anew.
  void resized(JobId job, std::size_t nodes, Duration planned_end, Duration now);
  /// Nodes of a pool that nobody has or has booked until then.
  std::size_t spare_nodes(PoolId pool, Duration now, Duration until) const;
  bool is_power_capped() const { return plan_.is_power_capped(); }
  /// A pool has more or fewer nodes from now on than before.
  void change_nodes(PoolId pool, double by, Duration now);
  /// Keeps nodes of a pool free for a time that has not come yet.
  void withhold(PoolId pool, std::size_t nodes, Duration from, Duration to);

  void decide(Duration now, const Start& start);

  /// The first of those who wait, in the order of the last decision; valid until the next change.
  const Request* first() const;

  std::size_t waiting() const { return line_.size(); }
  std::size_t running() const { return running_.size(); }

 private:
  struct Running {
    Choice choice;
    Duration planned_end;
    std::size_t user;
  };
  void sort_line(Duration now);
  void use(std::size_t user, const Choice& choice, double sign, Duration now);

  QueueSpec spec_;
  Plan plan_;
  Line line_;
  std::unique_ptr<Policy> policy_;
  std::unordered_map<JobId, Running> running_;
  Usage usage_;
  bool unsorted_ = false;
};

}  // namespace icekeel::scheduler
