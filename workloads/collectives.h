// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Closed-form times of transfers between ranks: latency a step plus bytes over rate.
///
/// For n ranks and S bytes a rank, a latency a a step and a rate B of each port in one direction:
///
///     ring all-reduce                    2 (n-1) a  +  2 (n-1)/n S / B
///     ring reduce-scatter, all-gather      (n-1) a  +    (n-1)/n S / B     S: the whole buffer
///     tree all-reduce           2 ceil(log2 n) a  +            2 S / B
///     all-to-all                           (n-1) a  +    (n-1)/n S / B     S: sent by each rank
///     one message                                a  +            S / B
///
/// The share of the rate that long transfers reach is part of B; that short ones reach less
/// follows from the latency. Valid where nothing else uses the ports.
///
/// Derived by counting steps and bytes: in each of its steps a ring rank sends S/n to the next; a
/// pipelined tree passes the whole buffer up and down. Constants come from the caller.
/// Verified by: tests/verification/workloads/collectives_test.cpp.

#include <cstdint>

#include "simulator/base/quantity.h"
#include "workloads/efficiency.h"

namespace icekeel::workloads {

/// Ports of equal ranks on one tier of a machine.
struct Tier {
  Bandwidth rate;    ///< one direction, already the reachable share of the port's peak
  Duration latency;  ///< of one step
};

Tier tier(Bandwidth port_rate, const TransferEfficiency& efficiency);

Duration message(Information bytes, const Tier& tier);
Duration ring_all_reduce(Information bytes, std::int64_t ranks, const Tier& tier);
Duration ring_reduce_scatter(Information bytes, std::int64_t ranks, const Tier& tier);
Duration ring_all_gather(Information bytes, std::int64_t ranks, const Tier& tier);
Duration tree_all_reduce(Information bytes, std::int64_t ranks, const Tier& tier);
Duration all_to_all(Information bytes, std::int64_t ranks, const Tier& tier);

/// The faster of ring and tree.
Duration all_reduce(Information bytes, std::int64_t ranks, const Tier& tier);

/// Bytes that each rank sends in a ring all-reduce.
Information ring_all_reduce_sent(Information bytes, std::int64_t ranks);

/// Rate as nccl-tests prints it, comparable to the rate of a port: 2 (n-1)/n S / time.
Bandwidth all_reduce_bus_bandwidth(Information bytes, std::int64_t ranks, Duration time);

}  // namespace icekeel::workloads
