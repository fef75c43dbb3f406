// SPDX-License-Identifier: Apache-2.0
// The fat tree against counts and capacities worked out by hand, and against what a switch allows.
#include "platforms/fat_tree.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <rapidcheck/gtest.h>

#include "tests/verification/platforms/sample_fabric.h"

namespace icekeel::platforms {
namespace {

double tbit(Bandwidth rate) {
  return rate.in(1e3 * units::gigabit_per_second);
}

// Ports that every switch uses: to nodes and to other switches.
std::vector<std::int64_t> used_ports(const FatTree& tree) {
  const auto& graph = tree.graph();
  std::vector<std::int64_t> ports(num_vertices(graph));
  for (std::size_t v = 0; v < ports.size(); ++v)
    ports[v] = graph[v].nodes * tree.shape().ports_per_node;
  for (auto [edge, last] = edges(graph); edge != last; ++edge) {
    ports[source(*edge, graph)] += graph[*edge].count;
    ports[target(*edge, graph)] += graph[*edge].count;
  }
  return ports;
}

TEST(FatTree, OfTwoLevelsHasTheSwitchesOfTheReferenceDesign) {
  // 127 DGX H100 and radix 64: 8 rails of 4 leaves (32 nodes each), and of 2 spines.
  const FatTree tree(sample_fabric(64), sample_nics(), 127);
  EXPECT_EQ(tree.shape().leaves, 4);
  EXPECT_EQ(tree.shape().spines, 2);
  EXPECT_EQ(tree.switches(), 8 * (4 + 2));
  EXPECT_DOUBLE_EQ(tree.switch_power().in(units::kilowatt), 48.0);
}

TEST(FatTree, OfOneLeafNeedsNoSpine) {
  const FatTree tree(sample_fabric(64), sample_nics(), 32);
  EXPECT_EQ(tree.switches(), 8);
  EXPECT_NEAR(tbit(tree.bisection_bandwidth()), 16 * 3.2, 1e-9);
}

TEST(FatTree, OfThreeLevelsConnectsAFullMachine) {
  // Radix 8: 4 nodes a leaf, 4 leaves a pod, 8 pods: 128 nodes in each rail.
  const FatTree tree(sample_fabric(8), sample_nics(), 128);
  EXPECT_EQ(tree.shape().pods, 8);
  EXPECT_EQ(tree.shape().cores, 16);
  EXPECT_EQ(tree.switches(), 8 * (32 + 32 + 16));
  EXPECT_EQ(most_nodes(sample_fabric(8), 8), 128);
  EXPECT_TRUE(check_fabric(sample_fabric(8), 8, 128).empty());
  ASSERT_EQ(check_fabric(sample_fabric(8), 8, 129).size(), 1u);
  EXPECT_EQ(check_fabric(sample_fabric(8), 8, 129)[0].message,
            "three levels of 8-port switches connect at most 128 nodes; there are 129");
}

TEST(FatTree, WithoutOversubscriptionLetsHalfTheNodesSendAtFullRate) {
  for (const std::size_t nodes : {2u, 30u, 64u, 100u, 128u, 1000u, 2048u, 2080u, 4096u}) {
    const FatTree tree(sample_fabric(64), sample_nics(), nodes);
    EXPECT_NEAR(tbit(tree.bisection_bandwidth()), static_cast<double>(nodes / 2) * 3.2, 1e-9)
        << nodes << " nodes";
  }
}

TEST(FatTree, OversubscribedTwoToOneHalvesTrunkAndBisection) {
  // Radix 48: 32 nodes and 16 uplinks a leaf; 8 leaves.
  const FatTree tree(sample_fabric(48, 2.0), sample_nics(), 256);
  EXPECT_EQ(tree.shape().nodes_per_leaf, 32);
  EXPECT_EQ(tree.shape().uplinks, 16);
  const auto up = tree.route(0, 255, 0).links.at(1);
  EXPECT_EQ(tree.links()[up.index()].name, "leaf 0 up");
  EXPECT_NEAR(tree.links()[up.index()].capacity / (32.0 * tree.injection_rate()), 0.5, 1e-12);
  EXPECT_NEAR(tbit(tree.bisection_bandwidth()), 128 * 3.2 / 2, 1e-9);
}

TEST(FatTree, WithTheRailsOfANodeOnOneLeafConnectsFewerNodesToIt) {
  auto fabric = sample_fabric(64);
  fabric.rail_optimised = false;
  const FatTree tree(fabric, sample_nics(), 64);
  EXPECT_EQ(tree.shape().nodes_per_leaf, 4);
  EXPECT_EQ(tree.shape().leaves, 16);
  EXPECT_NEAR(tbit(tree.bisection_bandwidth()), 32 * 3.2, 1e-9);
}

TEST(FatTree, CountsTheSameSwitchesWithAndWithoutRailsWhenBothAreFull) {
  auto fabric = sample_fabric(64);
  const FatTree rails(fabric, sample_nics(), 256);
  fabric.rail_optimised = false;
  const FatTree one_leaf(fabric, sample_nics(), 256);
  EXPECT_EQ(rails.switches(), one_leaf.switches());
}

RC_GTEST_PROP(FatTree, AsksNoMorePortsOfASwitchThanItHas, ()) {
  const auto radix = 2 * *rc::gen::inRange<std::int64_t>(2, 25);
  const auto over = 1.0 + 0.25 * *rc::gen::inRange(0, 13);
  auto fabric = sample_fabric(radix, over);
  fabric.rail_optimised = *rc::gen::arbitrary<bool>();
  NicSpec nics = sample_nics();
  nics.count = *rc::gen::inRange<std::int64_t>(1, 5);
  RC_PRE(check_fabric(fabric, nics.count, 1).empty());
  const auto nodes = *rc::gen::inRange<std::int64_t>(
      1, std::min<std::int64_t>(most_nodes(fabric, nics.count), 2000) + 1);
  const FatTree tree(fabric, nics, static_cast<std::size_t>(nodes));
  for (const auto ports : used_ports(tree)) RC_ASSERT(ports <= radix);
  std::int64_t attached = 0;
  for (std::size_t v = 0; v < num_vertices(tree.graph()); ++v) attached += tree.graph()[v].nodes;
  RC_ASSERT(attached == nodes);
}

RC_GTEST_PROP(FatTree, BisectionIsAtMostTheInjectionAndTheTrunksOfAHalf, ()) {
  const auto radix = 2 * *rc::gen::inRange<std::int64_t>(2, 9);
  const auto over = 1.0 + 0.5 * *rc::gen::inRange(0, 5);
  const auto fabric = sample_fabric(radix, over);
  RC_PRE(check_fabric(fabric, 8, 1).empty());
  const auto most = std::min<std::int64_t>(most_nodes(fabric, 8), 500);
  const auto nodes = static_cast<std::size_t>(*rc::gen::inRange<std::int64_t>(2, most + 1));
  const FatTree tree(fabric, sample_nics(), nodes);
  const double half = static_cast<double>(nodes / 2) * tbit(tree.injection_rate());
  RC_ASSERT(tbit(tree.bisection_bandwidth()) <= half * (1 + 1e-12));
  // Every leaf gives its nodes at least the share that was asked for.
  RC_ASSERT(tbit(tree.bisection_bandwidth()) >= half / over * (1 - 1e-12));
}

TEST(FatTree, OfFortyFourThousandNodesHasFullBisection) {
  const FatTree tree(sample_fabric(64), sample_nics(), 44032);
  EXPECT_EQ(tree.shape().pods, 43);
  EXPECT_NEAR(tbit(tree.bisection_bandwidth()) / (22016 * 3.2), 1.0, 1e-12);
}

}  // namespace
}  // namespace icekeel::platforms
