// SPDX-License-Identifier: Apache-2.0
// g++ 12 takes the optional iterators of Boost's graphs for uninitialised.
#pragma GCC diagnostic ignored "-Wpragmas"
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#include "platforms/graph_flow.h"

#include <algorithm>
#include <boost/graph/boykov_kolmogorov_max_flow.hpp>
#include <cmath>

namespace icekeel::platforms {
namespace {

std::int64_t whole(Bandwidth rate) {
  return std::llround(rate.si());
}

}  // namespace

GraphFlow::GraphFlow(std::size_t switches)
    : source_(switches), sink_(switches + 1), graph_(switches + 2) {}

// Adds an arc each way, each the reverse of the other.
void GraphFlow::connect(std::size_t a, std::size_t b, std::int64_t there, std::int64_t back) {
  const auto forth = add_edge(a, b, graph_).first;
  const auto reverse = add_edge(b, a, graph_).first;
  put(boost::edge_capacity, graph_, forth, there);
  put(boost::edge_capacity, graph_, reverse, back);
  put(boost::edge_reverse, graph_, forth, reverse);
  put(boost::edge_reverse, graph_, reverse, forth);
}

void GraphFlow::join(std::size_t a, std::size_t b, Bandwidth rate) {
  connect(a, b, whole(rate), whole(rate));
}

void GraphFlow::attach(std::size_t at, std::size_t first, std::size_t nodes, std::size_t all,
                       Bandwidth injection) {
  const std::size_t half = all / 2;
  const std::size_t sending = std::min(nodes, half > first ? half - first : 0);
  const auto injected = [&](std::size_t n) { return whole(static_cast<double>(n) * injection); };
  if (sending > 0) connect(source_, at, injected(sending), 0);
  if (sending < nodes) connect(at, sink_, injected(nodes - sending), 0);
}

Bandwidth GraphFlow::most() {
  const std::int64_t bits = boost::boykov_kolmogorov_max_flow(
      graph_, get(boost::edge_capacity, graph_), get(boost::edge_residual_capacity, graph_),
      get(boost::edge_reverse, graph_), get(boost::vertex_index, graph_), source_, sink_);
  return Bandwidth::si(static_cast<double>(bits));
}

}  // namespace icekeel::platforms
