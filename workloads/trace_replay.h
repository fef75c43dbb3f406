// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// How long an execution trace takes on a machine: nodes in the order of their dependencies, times
/// of communication in closed form.
///
/// A rank computes one node at a time, in the order in which they become ready, and communicates
/// beside it, one collective or message sent at a time. A collective begins when all its ranks are
/// ready for it and free; the n-th of a group is the n-th on every rank of it. What a node takes:
///
///     compute          its recorded duration, else max(operations / R, tensor / M)
///     all-reduce       the fastest of ring, tree and switches (collectives.h)
///     reduce-scatter, all-gather, gather, scatter      half a ring all-reduce
///     reduce, broadcast                                half a tree all-reduce
///     barrier          a tree all-reduce of nothing
///     all-to-all       (n-1) latency + max((k-1)/n S / B, k (n-k)/n S / F), k ranks a node
///     message          latency + bytes over the link, or over the rank's share of the adapters
///
/// Verified by: tests/verification/workloads/trace_replay_test.cpp.

#include <string>
#include <vector>

#include "workloads/collectives.h"
#include "workloads/efficiency.h"
#include "workloads/execution_trace.h"
#include "workloads/hardware.h"

namespace icekeel::workloads {

/// What ranks run on: rank r is on node r / per_node.
struct ReplayMachine {
  std::size_t per_node = 1;
  ComputeRate rate;  ///< that a rank reaches
  Bandwidth memory;  ///< that a rank reaches
  Paths paths;       ///< network: of a node
};

ReplayMachine replay_machine(const Hardware& hardware, const EfficiencySpec& efficiency);

/// Times of one rank.
struct RankTimes {
  Duration end;
  Duration compute;        ///< at work
  Duration communication;  ///< a collective or message under way
  Duration exposed;        ///< of it, without compute beside it
};

struct Replay {
  Duration time;
  std::vector<RankTimes> ranks;
  std::size_t nodes = 0, collectives = 0, messages = 0;
  Information bytes;  ///< of collectives and messages, as recorded
  std::vector<TraceFlaw> flaws;
};

/// \param trace without flaws
Replay replay(const ExecutionTrace& trace, const ReplayMachine& machine);

/// The time of one collective over these ranks.
Duration collective_time(Collective kind, Information bytes, const std::vector<std::size_t>& ranks,
                         const ReplayMachine& machine);

}  // namespace icekeel::workloads
