// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Maximum flow through a graph of switches, from the first half of the nodes to the second.

#include <boost/graph/adjacency_list.hpp>
#include <cstddef>
#include <cstdint>

#include "simulator/base/quantity.h"

namespace icekeel::platforms {

/// Augmenting paths (Boykov and Kolmogorov) in whole bits per second: integers end the search
/// exactly.
class GraphFlow {
 public:
  explicit GraphFlow(std::size_t switches);

  /// Cables between two switches, with this rate each way.
  void join(std::size_t a, std::size_t b, Bandwidth rate);
  /// Nodes `first`, `first` + 1 ... on a switch: those of the first half send, the others receive.
  void attach(std::size_t at, std::size_t first, std::size_t nodes, std::size_t all,
              Bandwidth injection);
  Bandwidth most();

 private:
  using Traits = boost::adjacency_list_traits<boost::vecS, boost::vecS, boost::directedS>;
  using Graph = boost::adjacency_list<
      boost::vecS, boost::vecS, boost::directedS, boost::no_property,
      boost::property<
          boost::edge_capacity_t, std::int64_t,
          boost::property<boost::edge_residual_capacity_t, std::int64_t,
                          boost::property<boost::edge_reverse_t, Traits::edge_descriptor>>>>;
  void connect(std::size_t a, std::size_t b, std::int64_t there, std::int64_t back);

  std::size_t source_, sink_;
  Graph graph_;
};

}  // namespace icekeel::platforms
