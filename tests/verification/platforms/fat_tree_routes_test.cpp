// SPDX-License-Identifier: Apache-2.0
// Routes of a fat tree: connected, shortest, spread as the routing says.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <rapidcheck/gtest.h>
#include <map>
#include <set>

#include "tests/verification/platforms/sample_fabric.h"

namespace icekeel::platforms {
namespace {

std::string switch_name(const FabricSwitch& s) {
  switch (s.level) {
    case SwitchLevel::leaf:
      return "leaf " + std::to_string(s.index);
    case SwitchLevel::spine:
      return "spine " + std::to_string(s.pod) + "." + std::to_string(s.index);
    case SwitchLevel::core:
      return "core " + std::to_string(s.index);
  }
  return {};
}

// Cables between each two switches, by their names.
using Cables = std::map<std::pair<std::string, std::string>, std::int64_t>;

Cables cables(const FatTree& tree) {
  Cables found;
  const auto& graph = tree.graph();
  for (auto [edge, last] = edges(graph); edge != last; ++edge) {
    const auto a = switch_name(graph[source(*edge, graph)]);
    const auto b = switch_name(graph[target(*edge, graph)]);
    found[{a, b}] = found[{b, a}] = graph[*edge].count;
  }
  return found;
}

struct Cable {
  std::string from, to;
  std::int64_t number = 0;
};

Cable cable_named(const std::string& name) {
  const auto arrow = name.find(" > "), hash = name.find(" #");
  return {name.substr(0, arrow), name.substr(arrow + 3, hash - arrow - 3),
          std::stoll(name.substr(hash + 2))};
}

// Follows a route cable by cable through the graph; returns how many switches it passes.
std::size_t walked(const FatTree& tree, const Cables& known, std::size_t from, std::size_t to,
                   const Path& path) {
  const auto name = [&](LinkId id) { return tree.links()[id.index()].name; };
  RC_ASSERT(name(path.links.front()) == "node " + std::to_string(from) + " up");
  RC_ASSERT(name(path.links.back()) == "node " + std::to_string(to) + " down");
  std::string at = "leaf " + std::to_string(tree.leaf_of(from));
  for (std::size_t i = 1; i + 1 < path.links.size(); ++i) {
    const Cable cable = cable_named(name(path.links[i]));
    RC_ASSERT(cable.from == at);
    const auto edge = known.find({cable.from, cable.to});
    RC_ASSERT(edge != known.end());
    RC_ASSERT(cable.number < edge->second);
    at = cable.to;
  }
  RC_ASSERT(at == "leaf " + std::to_string(tree.leaf_of(to)));
  return path.links.size() - 1;
}

RC_GTEST_PROP(FatTreeRoutes, FollowTheGraphFromNodeToNode, ()) {
  struct Sample {
    FatTree tree;
    Cables known;
  };
  static const std::vector<Sample> samples = [] {
    std::vector<Sample> made;
    for (const std::size_t nodes : {30u, 100u, 128u})  // two levels, partial leaves, three levels
      for (const double over : {1.0, 1.5}) {
        FatTree tree(sample_fabric(nodes == 30 ? 16 : 8, over, Routing::fixed_hash), sample_nics(),
                     nodes);
        made.push_back({tree, cables(tree)});
      }
    return made;
  }();
  const auto& [tree, known] = samples[*rc::gen::inRange<std::size_t>(0, samples.size())];
  const auto from = *rc::gen::inRange<std::size_t>(0, tree.nodes());
  const auto to = *rc::gen::inRange<std::size_t>(0, tree.nodes());
  RC_PRE(from != to);
  const auto key = *rc::gen::arbitrary<std::uint64_t>();
  const auto path = tree.route(from, to, key);
  const std::size_t switches = walked(tree, known, from, to, path);
  const std::size_t least = tree.leaf_of(from) == tree.leaf_of(to) ? 1
                            : tree.pod_of(from) == tree.pod_of(to) ? 3
                                                                   : 5;
  RC_ASSERT(switches == least);
  RC_ASSERT(std::abs(path.latency.si() - (1200e-9 + 300e-9 * static_cast<double>(least))) < 1e-15);
  RC_ASSERT(tree.route(from, to, key).links == path.links);
}

TEST(FatTreeRoutes, WithinALeafDoNotClimb) {
  const FatTree tree(sample_fabric(64), sample_nics(), 128);
  const auto path = tree.route(3, 17, 0);
  ASSERT_EQ(path.links.size(), 2u);
  EXPECT_EQ(tree.links()[path.links[0].index()].name, "node 3 up");
  EXPECT_EQ(tree.links()[path.links[1].index()].name, "node 17 down");
}

TEST(FatTreeRoutes, FromANodeToItselfUseNothing) {
  const FatTree tree(sample_fabric(64), sample_nics(), 128);
  EXPECT_TRUE(tree.route(5, 5, 0).links.empty());
  EXPECT_EQ(tree.route(5, 5, 0).latency, Duration{});
}

TEST(FatTreeRoutes, AdaptiveOnesTakeTheTrunksOfLeafAndPod) {
  const FatTree tree(sample_fabric(8), sample_nics(), 128);
  const auto path = tree.route(0, 127, 0);
  std::vector<std::string> names;
  for (const auto id : path.links) names.push_back(tree.links()[id.index()].name);
  EXPECT_EQ(names, (std::vector<std::string>{"node 0 up", "leaf 0 up", "pod 0 up", "pod 7 down",
                                             "leaf 31 down", "node 127 down"}));
}

TEST(FatTreeRoutes, FixedOnesReachEverySpineAndCoreOverManyKeys) {
  const FatTree tree(sample_fabric(8, 1.0, Routing::fixed_hash), sample_nics(), 128);
  std::set<std::string> spines, cores;
  for (std::uint64_t key = 0; key < 1000; ++key) {
    const auto near = tree.route(0, 15, key), far = tree.route(0, 127, key);
    spines.insert(cable_named(tree.links()[near.links[1].index()].name).to);
    cores.insert(cable_named(tree.links()[far.links[2].index()].name).to);
  }
  EXPECT_EQ(spines.size(), tree.path_diversity(0, 15));
  EXPECT_EQ(cores.size(), tree.path_diversity(0, 127));
}

// Number of shortest paths between two leaves, by breadth-first search through the graph.
std::size_t shortest_paths(const FatTree& tree, std::size_t from, std::size_t to) {
  const auto& graph = tree.graph();
  std::vector<std::size_t> distance(num_vertices(graph), SIZE_MAX), paths(num_vertices(graph));
  std::vector<std::size_t> queue{from};
  distance[from] = 0;
  paths[from] = 1;
  for (std::size_t i = 0; i < queue.size(); ++i)
    for (auto [next, last] = adjacent_vertices(queue[i], graph); next != last; ++next) {
      if (distance[*next] == SIZE_MAX) {
        distance[*next] = distance[queue[i]] + 1;
        queue.push_back(*next);
      }
      if (distance[*next] == distance[queue[i]] + 1) paths[*next] += paths[queue[i]];
    }
  return paths[to];
}

TEST(FatTreeRoutes, AreAsManyAsTheGraphHas) {
  const FatTree two(sample_fabric(64), sample_nics(), 1024);
  EXPECT_EQ(two.path_diversity(0, 1023), shortest_paths(two, 0, two.leaf_of(1023)));
  EXPECT_EQ(two.path_diversity(0, 1023), static_cast<std::size_t>(two.shape().spines));
  const FatTree three(sample_fabric(8), sample_nics(), 128);
  EXPECT_EQ(three.path_diversity(0, 127), shortest_paths(three, 0, three.leaf_of(127)));
  EXPECT_EQ(three.path_diversity(0, 15), shortest_paths(three, 0, three.leaf_of(15)));
  EXPECT_EQ(three.path_diversity(0, 1), 1u);
}

}  // namespace
}  // namespace icekeel::platforms
