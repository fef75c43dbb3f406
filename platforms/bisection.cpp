// SPDX-License-Identifier: Apache-2.0
// Bisection of a fat tree: the maximum flow from the first half of its nodes to the second.
#include <algorithm>
#include <boost/graph/push_relabel_max_flow.hpp>
#include <cmath>

#include "platforms/fat_tree.h"

namespace icekeel::platforms {
namespace {

using Traits = boost::adjacency_list_traits<boost::vecS, boost::vecS, boost::directedS>;
// Capacities are whole bits per second: integers end the search exactly.
using FlowGraph = boost::adjacency_list<
    boost::vecS, boost::vecS, boost::directedS, boost::no_property,
    boost::property<
        boost::edge_capacity_t, std::int64_t,
        boost::property<boost::edge_residual_capacity_t, std::int64_t,
                        boost::property<boost::edge_reverse_t, Traits::edge_descriptor>>>>;

// Adds an arc each way, each the reverse of the other.
void connect(FlowGraph& graph, std::size_t a, std::size_t b, std::int64_t there,
             std::int64_t back) {
  const auto forth = add_edge(a, b, graph).first;
  const auto reverse = add_edge(b, a, graph).first;
  put(boost::edge_capacity, graph, forth, there);
  put(boost::edge_capacity, graph, reverse, back);
  put(boost::edge_reverse, graph, forth, reverse);
  put(boost::edge_reverse, graph, reverse, forth);
}

std::int64_t whole(Bandwidth rate) {
  return std::llround(rate.si());
}

}  // namespace

Bandwidth FatTree::bisection_bandwidth() const {
  const std::size_t source = num_vertices(graph_), sink = source + 1;
  FlowGraph flow(sink + 1);
  for (auto [edge, last] = edges(graph_); edge != last; ++edge) {
    const auto capacity = whole(static_cast<double>(graph_[*edge].count) * cable_);
    connect(flow, boost::source(*edge, graph_), target(*edge, graph_), capacity, capacity);
  }
  const auto half = static_cast<std::int64_t>(nodes_ / 2);
  std::int64_t before = 0;
  for (std::size_t leaf = 0; leaf < static_cast<std::size_t>(shape_.leaves); ++leaf) {
    const std::int64_t attached = graph_[leaf].nodes;
    const std::int64_t first = std::clamp<std::int64_t>(half - before, 0, attached);
    before += attached;
    const auto injected = [&](std::int64_t n) {
      return whole(static_cast<double>(n) * injection_);
    };
    if (first > 0) connect(flow, source, leaf, injected(first), 0);
    if (first < attached) connect(flow, leaf, sink, injected(attached - first), 0);
  }
  return Bandwidth::si(static_cast<double>(push_relabel_max_flow(flow, source, sink)));
}

}  // namespace icekeel::platforms
