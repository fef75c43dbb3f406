// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Which bytes of a training step leave the nodes: from ranks to flows between the job's nodes.
///
/// Ranks fill the nodes in order; a rank's number is ((stage * D) + replica) * T + tensor rank,
/// where the D replicas hold the same weights: the GPUs that share a sequence are neighbours among
/// them. A collective over ranks on n nodes runs as a ring of these nodes: with the ranks of a node
/// reduced over its links first, each node sends (n-1)/n of the buffer to the next, twice for an
/// all-reduce. Bytes are conserved: what is sent is received.
///
/// Verified by: tests/verification/workloads/flows_test.cpp.

#include <algorithm>
#include <cstddef>
#include <span>
#include <vector>

#include "simulator/base/quantity.h"
#include "workloads/layout.h"
#include "workloads/step.h"

namespace icekeel::workloads {

/// Where the ranks of a job run.
class Placement {
 public:
  Placement(const LayoutSpec& layout, std::size_t gpus_per_node);

  std::size_t gpus() const { return stages_ * replicas_ * tensor_; }
  std::size_t nodes() const { return (gpus() + per_node_ - 1) / per_node_; }
  std::size_t node_of(std::size_t stage, std::size_t replica, std::size_t tensor_rank) const;

  /// Nodes that a data-parallel group spans, the most of all groups.
  std::size_t data_nodes() const;
  /// Nodes that a tensor-parallel group spans, the most of all groups.
  std::size_t tensor_nodes() const;

  /// Rings between the nodes of each data-parallel group. Each rank's buffer is `buffer`; a node
  /// sends `passes` times (n-1)/n of it to the next one.
  std::vector<NodeFlow> data_flows(Information buffer, double passes) const;

  /// Rings between the nodes of tensor-parallel groups that do not fit into one.
  std::vector<NodeFlow> tensor_flows(Information buffer, double passes) const;

  /// Between neighbouring stages, forward and back. `message` is what a tensor rank sends for one
  /// micro-batch; `crossings` is micro-batches times chunks, `wraps` the messages from the last
  /// stage to the first one (interleaved pipelines).
  std::vector<NodeFlow> pipeline_flows(Information message, double crossings, double wraps) const;

  /// Messages of `buffer` from each rank that shares a sequence to the next one, around the ring.
  std::vector<NodeFlow> context_flows(Information buffer, double messages) const;

  /// All-to-all between the copies that share experts: `expert_parallel` consecutive copies, each
  /// tensor rank with its equals. `buffer` is what a rank sends in all, evenly to all of them. Up
  /// to eight nodes send to each other; in larger groups a node sends to those 1, 2, 4 ... places
  /// on, which loads ports alike and the fabric nearly so, with far fewer flows.
  std::vector<NodeFlow> expert_flows(Information buffer, double passes) const;

  /// The most that any node sends (and, by symmetry, receives) in these flows, without listing
  /// them: what a search over thousands of layouts asks for.
  Information data_load(Information buffer, double passes) const;
  Information tensor_load(Information buffer, double passes) const;
  Information pipeline_load(Information message, double crossings, double wraps) const;
  Information context_load(Information buffer, double messages) const;
  Information expert_load(Information buffer, double passes) const;

 private:
  bool aligned() const { return block_ == std::min(tensor_, per_node_); }
  /// Groups of tensor ranks that share a node; 1 where a group fills one node or more.
  std::size_t groups_per_node() const { return std::max<std::size_t>(1, per_node_ / tensor_); }

  std::size_t stages_;
  std::size_t replicas_;
  std::size_t tensor_;
  std::size_t context_;  // replicas that share a sequence
  std::size_t sharing_;  // replicas that share experts
  std::size_t per_node_;
  std::size_t block_;  // tensor ranks that always share a node
};

/// Time of the flows when every node sends and receives at `rate` and nothing else uses the fabric.
Duration port_time(std::span<const NodeFlow> flows, std::size_t nodes, Bandwidth rate);

/// The most that any node sends.
Information most_sent(std::span<const NodeFlow> flows, std::size_t nodes);

}  // namespace icekeel::workloads
