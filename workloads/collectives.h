// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Closed-form times of transfers between ranks: latency a step plus bytes over rate.
///
/// For n ranks and S bytes a rank, a latency a a step and a rate B of each port in one direction:
///
///     ring all-reduce                    2 (n-1) a  +  2 (n-1)/n S / B
///     ring reduce-scatter, all-gather      (n-1) a  +    (n-1)/n S / B     S: the whole buffer
///     all-to-all                           (n-1) a  +    (n-1)/n S / B     S: sent by each rank
///     one message                                a  +            S / B
///
/// The share of the rate that long transfers reach is part of B; that short ones reach less
/// follows from the latency. Valid where nothing else uses the ports.
///
/// Over k ranks in each of m nodes, with latencies a of a link and b of the fabric, rates B of a
/// rank's link and F of a node's adapters, an all-reduce takes the fastest of
///
///     ring       2 (m (k-1) a + m b)           +  2 max( (k-1)/k S / B, (m-1)/m S / F )
///     tree       2 ((k-1) a + ceil(log2 m) b)  +  2 max( S / B, S / F )
///     switches   4 a + 2 ceil(log2 m) b        +  max( (1 + 1/k + 1/9) S / B, 2 S / F )
///
/// without the terms of the fabric if m = 1. A ring passes every rank in turn. A tree is a chain in
/// the node and a double binary tree between nodes. Switches that reduce take the buffer of every
/// rank and hand back the sum: a port receives the whole sum, its own part of it to pass on, and
/// the requests for that, one header for every packet of eight flits and a header.
///
/// Derived by counting steps and bytes; constants come from the caller.
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
Duration all_to_all(Information bytes, std::int64_t ranks, const Tier& tier);

/// Ranks of a collective: so many in each of so many nodes.
struct Group {
  std::int64_t local = 1;
  std::int64_t nodes = 1;
};

/// What joins them.
struct Paths {
  Tier link;                       ///< of a rank to the others in its node
  Tier network;                    ///< of a node to the fabric
  bool reducing_switches = false;  ///< between the links of a node (NVLink SHARP)
};

enum class Algorithm { ring, tree, switches };

struct AllReduce {
  Algorithm algorithm = Algorithm::ring;
  Duration time;
};

Duration all_reduce(Algorithm algorithm, Information bytes, const Group& group, const Paths& paths);

/// As a collective library chooses.
AllReduce fastest_all_reduce(Information bytes, const Group& group, const Paths& paths);

/// Latency of a reduce-scatter or an all-gather, whatever its size: a ring through every rank.
Duration ring_latency(const Group& group, const Paths& paths);

/// Bytes that each rank sends in a ring all-reduce.
Information ring_all_reduce_sent(Information bytes, std::int64_t ranks);

/// Rate as nccl-tests prints it, comparable to the rate of a port: 2 (n-1)/n S / time.
Bandwidth all_reduce_bus_bandwidth(Information bytes, std::int64_t ranks, Duration time);

}  // namespace icekeel::workloads
