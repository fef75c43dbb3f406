// SPDX-License-Identifier: Apache-2.0
// Dragonflies and tori against counts and bisections in closed form; routes that any fabric has.
#include "platforms/network.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <set>

#include "simulator/base/units.h"
#include "tests/unit/platforms/catalogue_entry.h"
#include "tests/verification/platforms/sample_fabric.h"

namespace icekeel::platforms {
namespace {

NicSpec slingshot(std::int64_t count) {
  NicSpec nics;
  nics.count = count;
  nics.rate = 200.0 * units::gigabit_per_second;
  return nics;
}

FabricSpec torus(std::vector<std::int64_t> size) {
  FabricSpec fabric = sample_fabric(64);
  fabric.kind = FabricKind::torus;
  fabric.link_rate = 10.0 * units::gigabit_per_second;
  fabric.torus = TorusSpec{std::move(size)};
  return fabric;
}

NicSpec one_fast_nic() {
  NicSpec nics;
  nics.count = 1;
  nics.rate = 10.0 * units::gigabit_per_second;
  return nics;
}

// 74 cabinets of 128 nodes of four adapters, one group each.
TEST(Frontier, HasATaperOfSevenQuartersAndTheGlobalBandwidthThatIsTold) {
  const auto fabric = catalogue_entry<FabricSpec>("dragonfly-slingshot-11");
  const Dragonfly frontier(fabric, slingshot(4), 9472);
  EXPECT_EQ(frontier.shape().groups, 74);
  EXPECT_EQ(frontier.switches(), 2368);
  EXPECT_EQ(frontier.shape().global_cables, 292);
  EXPECT_NEAR(frontier.taper(), 1.75, 0.005);
  // From the graph itself: cables between groups at 25 GB/s are the 270 TB/s that are told.
  const auto graph = frontier.graph();
  std::int64_t global = 0;
  for (auto [edge, last] = edges(graph); edge != last; ++edge)
    if (graph[source(*edge, graph)].group != graph[target(*edge, graph)].group)
      global += graph[*edge].count;
  EXPECT_EQ(global, 74 * 73 / 2 * 4);
  EXPECT_NEAR(static_cast<double>(global) * 0.025, 270.0, 1.0);
}

TEST(Dragonfly, HasTheBisectionOfTheCablesBetweenItsHalves) {
  FabricSpec fabric = sample_fabric(64);
  fabric.kind = FabricKind::dragonfly;
  for (const std::int64_t groups : {2, 4, 8}) {
    fabric.dragonfly =
        DragonflySpec{.switches = 4, .node_ports = 8, .spines = 0, .group_cables = 2};
    NicSpec nics = one_fast_nic();
    nics.rate = fabric.link_rate;
    const Dragonfly made(fabric, nics, static_cast<std::size_t>(groups * 32));
    const double across = static_cast<double>(groups / 2 * (groups / 2) * 2);
    const double sent = static_cast<double>(groups / 2 * 32);
    EXPECT_NEAR(made.bisection_bandwidth() / fabric.link_rate, std::min(across, sent), 1e-9)
        << groups;
  }
}

TEST(DragonflyPlus, AsksNoMorePortsOfASwitchThanItHas) {
  for (const auto& [name, adapters] : std::vector<std::pair<const char*, std::int64_t>>{
           {"dragonfly-plus-hdr", 2}, {"dragonfly-plus-ndr", 4}, {"dragonfly-slingshot-11", 4}}) {
    const auto fabric = catalogue_entry<FabricSpec>(name);
    const Dragonfly made(fabric, slingshot(adapters), 3456);
    const auto graph = made.graph();
    for (std::size_t v = 0; v < num_vertices(graph); ++v)
      EXPECT_LE(static_cast<std::int64_t>(out_degree(v, graph)) + adapters * graph[v].nodes,
                fabric.radix)
          << name << ", switch " << v;
  }
}

TEST(Torus, HasTwoCutsAcrossItsLongestAxis) {
  EXPECT_NEAR(Torus(torus({4, 4, 8}), one_fast_nic(), 128).bisection_bandwidth() /
                  (10.0 * units::gigabit_per_second),
              2 * 16, 1e-9);
  EXPECT_NEAR(Torus(torus({16}), one_fast_nic(), 16).bisection_bandwidth() /
                  (10.0 * units::gigabit_per_second),
              2, 1e-9);
}

TEST(Torus, TakesTheShorterWayRound) {
  const Torus made(torus({8, 5}), one_fast_nic(), 40);
  EXPECT_EQ(made.route(0, 7).links.size(), 2u + 1u);          // round the edge
  EXPECT_EQ(made.route(0, 4).links.size(), 2u + 4u);          // half way
  EXPECT_EQ(made.route(0, 8 * 4 + 3).links.size(), 2u + 4u);  // three along, one round
  EXPECT_NEAR(made.route(0, 7).latency / made.route(0, 1).latency, 1.0, 1e-12);
}

TEST(Fugaku, IsATorusOfItsNodes) {
  const auto fabric = catalogue_entry<FabricSpec>("torus-tofu-d");
  std::int64_t places = 1;
  for (const auto along : fabric.torus->size) places *= along;
  EXPECT_EQ(places, 158976);
  EXPECT_TRUE(check_fabric(fabric, 6, 158976).empty());
}

std::vector<FabricSpec> kinds() {
  FabricSpec fly = sample_fabric(64);
  fly.kind = FabricKind::dragonfly;
  fly.dragonfly = DragonflySpec{.switches = 4, .node_ports = 8, .spines = 0, .group_cables = 2};
  FabricSpec fixed = fly;
  fixed.routing = Routing::fixed_hash;
  FabricSpec plus = fly;
  plus.kind = FabricKind::dragonfly_plus;
  plus.dragonfly->spines = 4;
  return {sample_fabric(64), fly, fixed, plus, torus({6, 5, 4})};
}

// A route begins at the sender's own link, ends at the receiver's own, and uses no link twice.
RC_GTEST_PROP(Network, RoutesLeadFromNodeToNode, ()) {
  static const auto made = [] {
    std::vector<Network> all;
    for (const auto& fabric : kinds()) all.emplace_back(fabric, one_fast_nic(), 120);
    return all;
  }();
  const auto& network = made[*rc::gen::inRange<std::size_t>(0, made.size())];
  const auto from = *rc::gen::inRange<std::size_t>(0, 120);
  const auto to = *rc::gen::inRange<std::size_t>(0, 120);
  const Path path = network.route(from, to, 7);
  if (from == to) {
    RC_ASSERT(path.links.empty());
    return;
  }
  const auto name = [&](LinkId id) { return network.links()[id.index()].name; };
  RC_ASSERT(name(path.links.front()) == "node " + std::to_string(from) + " up");
  RC_ASSERT(name(path.links.back()) == "node " + std::to_string(to) + " down");
  std::set<std::size_t> seen;
  for (const LinkId id : path.links) {
    RC_ASSERT(seen.insert(id.index()).second);
    RC_ASSERT(network.links()[id.index()].capacity > Bandwidth{});
  }
  RC_ASSERT(path.latency > Duration{});
  // As far there as back.
  RC_ASSERT(network.route(to, from, 7).links.size() == path.links.size());
}

void set_all(Network& network, FabricPart part, bool lost) {
  for (std::size_t i = 0; i < network.parts(part); ++i) network.set_lost(part, i, lost);
}

std::vector<FabricSpec> all_kinds() {
  auto all = kinds();
  all.push_back(sample_fabric(8));  // three levels
  all.push_back(sample_fabric(8, 3.0, Routing::fixed_hash));
  return all;
}

// All cables make up exactly the links between switches, all adapters and all leaf switches those
// of the nodes; and all come back.
TEST(NetworkParts, AddUpToTheirLinks) {
  for (const auto& fabric : all_kinds())
    for (const auto part : {FabricPart::cable, FabricPart::adapter, FabricPart::leaf_switch}) {
      Network network(fabric, one_fast_nic(), 120);
      const auto before = network.route(3, 97, 5).links;
      set_all(network, part, true);
      for (std::size_t l = 0; l < network.links().size(); ++l) {
        const auto& link = network.links()[l];
        const bool of_nodes = link.level == LinkLevel::node;
        if (part == FabricPart::leaf_switch && !of_nodes) continue;
        const bool dead = of_nodes == (part != FabricPart::cable);
        EXPECT_EQ(network.capacity(LinkId(l)), dead ? Bandwidth{} : link.capacity) << link.name;
      }
      EXPECT_TRUE(network.route(3, 97, 5).links.empty());
      set_all(network, part, false);
      for (std::size_t l = 0; l < network.links().size(); ++l)
        EXPECT_EQ(network.capacity(LinkId(l)), network.links()[l].capacity);
      EXPECT_EQ(network.route(3, 97, 5).links, before);
    }
}

// The eight rails of a leaf with 4 uplinks have 32 cables; each is one part of 32 of its trunk.
TEST(NetworkParts, KOfNUplinksLeaveTheRestOfATrunk) {
  Network network(sample_fabric(8), sample_nics(), 24);
  std::size_t trunk = 0;
  while (network.links()[trunk].name != "leaf 0 up") ++trunk;
  const Bandwidth whole = network.capacity(LinkId(trunk));
  for (std::size_t k = 0; k < 32; ++k) {
    EXPECT_NEAR(network.capacity(LinkId(trunk)) / whole, (32.0 - static_cast<double>(k)) / 32,
                1e-12);
    network.set_lost(FabricPart::cable, k, true);
  }
  EXPECT_EQ(network.nodes_behind(LinkId(trunk)).size(), 4U);
  EXPECT_TRUE(network.route(0, 23, 0).links.empty());
  EXPECT_FALSE(network.route(0, 3, 0).links.empty());
}

// Fixed routes go round each cable that is lost, and back when it is whole again.
TEST(NetworkParts, FixedRoutesGoRoundCablesThatAreLost) {
  auto fixed_fly = kinds()[2];
  for (const auto& fabric :
       {sample_fabric(8, 1.0, Routing::fixed_hash), torus({6, 5, 4}), fixed_fly}) {
    Network network(fabric, one_fast_nic(), 120);
    const auto before = network.route(3, 97, 5);
    for (std::size_t i = 0; i < network.parts(FabricPart::cable); ++i) {
      const auto changed = network.set_lost(FabricPart::cable, i, true);
      const auto round = network.route(3, 97, 5);
      ASSERT_FALSE(round.links.empty());
      for (const LinkId link : round.links) EXPECT_GT(network.capacity(link), Bandwidth{});
      const bool was_on_it = std::ranges::any_of(
          before.links, [&](LinkId link) { return network.capacity(link) <= Bandwidth{}; });
      EXPECT_EQ(round.links != before.links, was_on_it);
      EXPECT_GE(round.switches, before.switches);
      network.set_lost(FabricPart::cable, i, false);
    }
    EXPECT_EQ(network.route(3, 97, 5).links, before.links);
  }
}

TEST(NetworkParts, ARouterOfATorusTakesItsFourCablesAlong) {
  Network network(torus({4, 4}), one_fast_nic(), 16);
  network.set_lost(FabricPart::leaf_switch, 5, true);
  EXPECT_TRUE(network.route(0, 5, 0).links.empty());
  EXPECT_EQ(network.route(4, 6, 0).links.size(), 2U + 2U);  // the other way round
  std::size_t dead = 0;
  for (std::size_t l = 0; l < network.links().size(); ++l)
    dead += network.capacity(LinkId(l)) <= Bandwidth{} ? 1 : 0;
  EXPECT_EQ(dead, 2U + 8U);
}

TEST(Network, SwitchesDrawMoreTheMoreTheyCarry) {
  FabricSpec fabric = sample_fabric(64);
  fabric.switch_power = 100.0 * units::watt;
  fabric.switch_power_most = 300.0 * units::watt;
  const Network network(fabric, sample_nics(), 127);
  const double count = static_cast<double>(network.switches());
  EXPECT_EQ(network.switches(), switch_count(fabric, sample_nics().count, 127));
  EXPECT_NEAR(network.switch_power(0.0).si(), 100 * count, 1e-9);
  EXPECT_NEAR(network.switch_power(0.5).si(), 200 * count, 1e-9);
  EXPECT_NEAR(network.switch_power(1.0).si(), 300 * count, 1e-9);
  fabric.switch_power_most = Power{};
  EXPECT_NEAR(Network(fabric, sample_nics(), 127).switch_power(1.0).si(), 100 * count, 1e-9);
}

TEST(Fabric, WithoutWhatItsKindNeedsIsRefused) {
  FabricSpec fabric = sample_fabric(64);
  fabric.kind = FabricKind::dragonfly;
  EXPECT_EQ(check_fabric(fabric, 4, 100).at(0).path, "dragonfly");
  fabric.dragonfly =
      DragonflySpec{.switches = 32, .node_ports = 16, .spines = 0, .group_cables = 40};
  EXPECT_EQ(check_fabric(fabric, 4, 9472).at(0).message,
            "a switch needs 139 ports to join 74 groups, and has 64");
  fabric.dragonfly->spines = 2;
  EXPECT_EQ(check_fabric(fabric, 4, 100).at(0).path, "dragonfly.spines");
  fabric.kind = FabricKind::torus;
  EXPECT_EQ(check_fabric(fabric, 4, 100).at(0).path, "torus");
  fabric.torus = TorusSpec{{4, 4}};
  EXPECT_EQ(check_fabric(fabric, 4, 17).at(0).message,
            "the torus has 16 places; there are 17 nodes");
}

}  // namespace
}  // namespace icekeel::platforms
