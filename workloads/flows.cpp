// SPDX-License-Identifier: Apache-2.0
#include "workloads/flows.h"

#include <algorithm>
#include <tuple>

namespace icekeel::workloads {
namespace {

// One flow for each pair of nodes, in order.
std::vector<NodeFlow> merged(std::vector<NodeFlow> flows) {
  std::ranges::sort(flows, {}, [](const NodeFlow& f) { return std::tuple(f.from, f.to); });
  std::vector<NodeFlow> result;
  for (const NodeFlow& flow : flows) {
    if (!result.empty() && result.back().from == flow.from && result.back().to == flow.to)
      result.back().bytes += flow.bytes;
    else
      result.push_back(flow);
  }
  return result;
}

// A ring over nodes that are given in order, neighbours perhaps equal.
void add_ring(std::vector<std::size_t>& nodes, Information buffer, double passes,
              std::vector<NodeFlow>& flows) {
  nodes.erase(std::unique(nodes.begin(), nodes.end()), nodes.end());
  const std::size_t count = nodes.size();
  if (count < 2) return;
  const double others = static_cast<double>(count - 1) / static_cast<double>(count);
  for (std::size_t i = 0; i < count; ++i)
    flows.push_back({nodes[i], nodes[(i + 1) % count], passes * others * buffer});
}

// Copies of the model on one of the nodes of a group that shares experts.
struct Sharers {
  std::size_t node = 0;
  double copies = 0;
};

// Every sharer sends `buffer`, evenly to all `group` of them.
void add_all_to_all(const std::vector<Sharers>& nodes, double group, Information buffer,
                    std::vector<NodeFlow>& flows) {
  constexpr std::size_t few = 8;
  const std::size_t count = nodes.size();
  const bool equal = std::ranges::all_of(
      nodes, [&](const Sharers& s) { return s.copies == nodes.front().copies; });
  if (count <= few || !equal) {
    for (const Sharers& from : nodes)
      for (const Sharers& to : nodes)
        if (from.node != to.node)
          flows.push_back({from.node, to.node, from.copies * to.copies / group * buffer});
    return;
  }
  std::vector<std::size_t> strides;
  for (std::size_t stride = 1; stride < count; stride *= 2) strides.push_back(stride);
  const double copies = nodes.front().copies;
  const Information each =
      copies * (1 - copies / group) / static_cast<double>(strides.size()) * buffer;
  for (std::size_t i = 0; i < count; ++i)
    for (const std::size_t stride : strides)
      flows.push_back({nodes[i].node, nodes[(i + stride) % count].node, each});
}

}  // namespace

Placement::Placement(const LayoutSpec& layout, std::size_t gpus_per_node)
    : stages_(static_cast<std::size_t>(layout.pipeline_parallel)),
      replicas_(static_cast<std::size_t>(layout.replicas())),
      tensor_(static_cast<std::size_t>(layout.tensor_parallel)),
      context_(static_cast<std::size_t>(layout.context_parallel)),
      sharing_(static_cast<std::size_t>(layout.expert_parallel)),
      per_node_(gpus_per_node) {
  const bool aligned = tensor_ % per_node_ == 0 || per_node_ % tensor_ == 0;
  block_ = aligned ? std::min(tensor_, per_node_) : 1;
}

std::size_t Placement::node_of(std::size_t stage, std::size_t replica,
                               std::size_t tensor_rank) const {
  return ((stage * replicas_ + replica) * tensor_ + tensor_rank) / per_node_;
}

std::size_t Placement::data_nodes() const {
  if (aligned() && tensor_ >= per_node_) return replicas_;
  std::size_t most = 1;
  if (aligned()) {
    for (std::size_t stage = 0; stage < stages_; ++stage)
      most = std::max(most, node_of(stage, replicas_ - 1, 0) - node_of(stage, 0, 0) + 1);
    return most;
  }
  for (std::size_t stage = 0; stage < stages_; ++stage) {
    std::size_t count = 1;
    for (std::size_t replica = 1; replica < replicas_; ++replica)
      count += node_of(stage, replica, 0) != node_of(stage, replica - 1, 0) ? 1 : 0;
    most = std::max(most, count);
  }
  return most;
}

std::size_t Placement::tensor_nodes() const {
  if (aligned()) return std::max<std::size_t>(1, tensor_ / per_node_);
  std::size_t most = 1;
  for (std::size_t group = 0; group < stages_ * replicas_; ++group)
    most = std::max(most, node_of(0, group, tensor_ - 1) - node_of(0, group, 0) + 1);
  return most;
}

std::vector<NodeFlow> Placement::data_flows(Information buffer, double passes) const {
  std::vector<NodeFlow> flows;
  std::vector<std::size_t> ring;
  for (std::size_t stage = 0; stage < stages_; ++stage) {
    for (std::size_t rank = 0; rank < tensor_; rank += block_) {
      ring.clear();
      for (std::size_t replica = 0; replica < replicas_; ++replica)
        ring.push_back(node_of(stage, replica, rank));
      add_ring(ring, static_cast<double>(block_) * buffer, passes, flows);
    }
  }
  return merged(std::move(flows));
}

std::vector<NodeFlow> Placement::tensor_flows(Information buffer, double passes) const {
  std::vector<NodeFlow> flows;
  std::vector<std::size_t> ring;
  for (std::size_t group = 0; group < stages_ * replicas_; ++group) {
    ring.clear();
    for (std::size_t rank = 0; rank < tensor_; rank += block_)
      ring.push_back(node_of(0, group, rank));
    add_ring(ring, buffer, passes, flows);
  }
  return merged(std::move(flows));
}

std::vector<NodeFlow> Placement::pipeline_flows(Information message, double crossings,
                                                double wraps) const {
  std::vector<NodeFlow> flows;
  if (stages_ < 2) return flows;
  for (std::size_t stage = 0; stage < stages_; ++stage) {
    const std::size_t next = (stage + 1) % stages_;
    const double count = next == 0 ? wraps : crossings;
    if (count <= 0) continue;
    for (std::size_t replica = 0; replica < replicas_; ++replica) {
      for (std::size_t rank = 0; rank < tensor_; rank += block_) {
        const std::size_t here = node_of(stage, replica, rank);
        const std::size_t there = node_of(next, replica, rank);
        if (here == there) continue;
        const Information bytes = count * static_cast<double>(block_) * message;
        flows.push_back({here, there, bytes});  // activations
        flows.push_back({there, here, bytes});  // their gradients
      }
    }
  }
  return merged(std::move(flows));
}

std::vector<NodeFlow> Placement::context_flows(Information buffer, double messages) const {
  std::vector<NodeFlow> flows;
  if (context_ == 1) return flows;
  for (std::size_t stage = 0; stage < stages_; ++stage)
    for (std::size_t replica = 0; replica < replicas_; ++replica)
      for (std::size_t rank = 0; rank < tensor_; rank += block_) {
        const std::size_t first = replica - replica % context_;
        const std::size_t here = node_of(stage, replica, rank);
        const std::size_t next = node_of(stage, first + (replica + 1 - first) % context_, rank);
        if (here != next)
          flows.push_back({here, next, messages * static_cast<double>(block_) * buffer});
      }
  return merged(std::move(flows));
}

std::vector<NodeFlow> Placement::expert_flows(Information buffer, double passes) const {
  std::vector<NodeFlow> flows;
  std::vector<Sharers> nodes;
  const auto group = static_cast<double>(sharing_);
  for (std::size_t stage = 0; stage < stages_; ++stage)
    for (std::size_t first = 0; first + sharing_ <= replicas_; first += sharing_)
      for (std::size_t rank = 0; rank < tensor_; rank += block_) {
        nodes.clear();
        for (std::size_t copy = first; copy < first + sharing_; ++copy) {
          const std::size_t node = node_of(stage, copy, rank);
          if (nodes.empty() || nodes.back().node != node) nodes.push_back({node, 0});
          ++nodes.back().copies;
        }
        add_all_to_all(nodes, group, passes * static_cast<double>(block_) * buffer, flows);
      }
  return merged(std::move(flows));
}

Information Placement::data_load(Information buffer, double passes) const {
  if (!aligned()) return most_sent(data_flows(buffer, passes), nodes());
  const auto of_ring = [&](std::size_t ring) {
    const double others = static_cast<double>(ring - 1) / static_cast<double>(ring);
    return passes * others * (static_cast<double>(block_) * buffer);
  };
  if (tensor_ >= per_node_) return of_ring(replicas_);
  // The rings of neighbouring stages may share a node: its loads add up.
  Information most, here;
  std::size_t node = 0;
  for (std::size_t stage = 0; stage < stages_; ++stage) {
    const std::size_t first = node_of(stage, 0, 0), last = node_of(stage, replicas_ - 1, 0);
    const Information load = of_ring(last - first + 1);
    here = first == node ? here + load : load;
    most = std::max(most, here);
    if (last != first) here = load;
    node = last;
  }
  return most;
}

Information Placement::tensor_load(Information buffer, double passes) const {
  if (!aligned()) return most_sent(tensor_flows(buffer, passes), nodes());
  const std::size_t ring = tensor_nodes();
  return passes * (static_cast<double>(ring - 1) / static_cast<double>(ring)) * buffer;
}

Information Placement::pipeline_load(Information message, double crossings, double wraps) const {
  if (stages_ < 2) return {};
  const std::size_t groups = groups_per_node();
  const auto sent = [&](std::size_t units, std::size_t chain) -> Information {
    if (chain < 2) return {};
    const double messages = chain > 2 ? 2 * crossings : crossings + wraps;
    return static_cast<double>(units) * messages * (static_cast<double>(block_) * message);
  };
  if (aligned() && replicas_ % groups == 0) return sent(groups, stages_);
  // Whole stages share a node: only its first and its last one talk to others.
  if (aligned() && groups % replicas_ == 0) {
    const std::size_t stages_here = groups / replicas_;
    return sent(replicas_, (stages_ + stages_here - 1) / stages_here);
  }
  return most_sent(pipeline_flows(message, crossings, wraps), nodes());
}

Information Placement::context_load(Information buffer, double messages) const {
  if (context_ == 1) return {};
  const Information block = messages * static_cast<double>(block_) * buffer;
  if (aligned() && tensor_ >= per_node_) return block;
  if (aligned() && replicas_ % groups_per_node() == 0) {
    if (groups_per_node() % context_ == 0) return {};
    // The last rank of a node sends to the first one of the next.
    if (context_ % groups_per_node() == 0) return block;
  }
  return most_sent(context_flows(buffer, messages), nodes());
}

Information Placement::expert_load(Information buffer, double passes) const {
  if (sharing_ == 1) return {};
  const auto group = static_cast<double>(sharing_);
  const auto here = static_cast<double>(groups_per_node());
  if (aligned() && tensor_ >= per_node_)
    return passes * (1 - 1 / group) * (static_cast<double>(block_) * buffer);
  if (aligned() && replicas_ % groups_per_node() == 0) {
    if (groups_per_node() % sharing_ == 0) return {};
    if (sharing_ % groups_per_node() == 0)
      return passes * here * (1 - here / group) * (static_cast<double>(block_) * buffer);
  }
  return most_sent(expert_flows(buffer, passes), nodes());
}

Information most_sent(std::span<const NodeFlow> flows, std::size_t nodes) {
  std::vector<Information> sent(nodes);
  for (const NodeFlow& flow : flows) sent[flow.from] += flow.bytes;
  return sent.empty() ? Information{} : *std::ranges::max_element(sent);
}

Duration port_time(std::span<const NodeFlow> flows, std::size_t nodes, Bandwidth rate) {
  if (flows.empty()) return {};  // also for a node without network adapters
  std::vector<Information> sent(nodes), received(nodes);
  for (const NodeFlow& flow : flows) {
    sent[flow.from] += flow.bytes;
    received[flow.to] += flow.bytes;
  }
  Information most;
  for (std::size_t i = 0; i < nodes; ++i) most = std::max({most, sent[i], received[i]});
  return most / rate;
}

}  // namespace icekeel::workloads
