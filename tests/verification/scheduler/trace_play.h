// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Plays jobs through a queue without an engine, and through references that are as plain as they
/// can be.

#include <optional>
#include <vector>

#include "simulator/scheduler/queue.h"

namespace icekeel::scheduler::test {

struct TraceJob {
  double submit = 0;
  std::size_t nodes = 1;
  double requested = 1;
  double run = 1;
  double priority = 0;
  std::size_t user = 0;
  std::uint32_t parts = 0;  ///< of one node that others may use too; 0: whole nodes
};

struct Played {
  std::vector<double> start;
  std::vector<double> first_reservation;  ///< conservative references only
  std::vector<std::uint32_t> host{};      ///< of those with parts
  double most_waiting = 0;
};

/// Time that a job really takes: it is killed at the end of its request.
double lasts(const TraceJob& job);

/// With the queue of Icekeel. Jobs are in the order of submission.
Played play(const QueueSpec& spec, std::size_t nodes, const std::vector<TraceJob>& jobs);

/// References: lists and loops over everything.
Played reference_strict(std::size_t nodes, const std::vector<TraceJob>& jobs);
Played reference_easy(std::size_t nodes, const std::vector<TraceJob>& jobs);
Played reference_conservative(std::size_t nodes, const std::vector<TraceJob>& jobs);
/// All three policies with jobs that ask for a part of a node.
/// Of those who wait, `depth` are looked at.
Played reference_shared(Backfill backfill, std::size_t nodes, const std::vector<TraceJob>& jobs,
                        std::size_t depth = 1000000);

}  // namespace icekeel::scheduler::test
