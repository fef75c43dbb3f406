// SPDX-License-Identifier: Apache-2.0
// Flows over small fabrics share their links as can be worked out by hand. A process holds one
// simulation, so every pattern is a test of its own.
#include <gtest/gtest.h>

#include <utility>
#include <vector>

#include "platforms/network.h"
#include "simulator/base/units.h"
#include "simulator/engine/kernel.h"

namespace icekeel::engine {
namespace {

using Pairs = std::vector<std::pair<std::size_t, std::size_t>>;

// Cables and adapters of 100 Gbit/s, so that a gigabyte alone takes 80 ms.
constexpr double alone = 0.08;

platforms::FabricSpec fabric(platforms::FabricKind kind) {
  platforms::FabricSpec f;
  f.kind = kind;
  f.link_rate = 100.0 * units::gigabit_per_second;
  f.radix = 8;
  f.rail_optimised = false;
  f.oversubscription = 3;
  return f;
}

platforms::FabricSpec dragonfly(platforms::Routing routing) {
  auto f = fabric(platforms::FabricKind::dragonfly);
  f.routing = routing;
  f.dragonfly =
      platforms::DragonflySpec{.switches = 3, .node_ports = 3, .spines = 0, .group_cables = 1};
  return f;
}

// The same number of nodes from `from` on send to those from `to` on, one to one.
Pairs one_to_one(std::size_t from, std::size_t to, std::size_t count) {
  Pairs pairs;
  for (std::size_t i = 0; i < count; ++i) pairs.emplace_back(from + i, to + i);
  return pairs;
}

// A gigabyte a flow, all from the start: each ends after so many times the time alone.
void expect_each(const platforms::FabricSpec& spec, std::size_t nodes, const Pairs& pairs,
                 double times) {
  platforms::NicSpec nics;
  nics.count = 1;
  nics.rate = spec.link_rate;
  const platforms::Network network(spec, nics, nodes);
  Kernel kernel;
  std::vector<LinkId> ids;
  for (const auto& link : network.links()) ids.push_back(kernel.add_link(link.name, link.capacity));
  std::vector<double> ends;
  kernel.at(Duration{}, Priority::arrival, [&] {
    for (const auto& [from, to] : pairs) {
      std::vector<LinkId> path;
      for (const auto link : network.route(from, to, ends.size()).links)
        path.push_back(ids[link.index()]);
      kernel.send(path, 1.0 * units::gigabyte, Duration::si(1e-6),
                  [&] { ends.push_back(kernel.now().si()); });
    }
  });
  kernel.run();
  ASSERT_EQ(ends.size(), pairs.size());
  for (const double end : ends) EXPECT_NEAR(end, 1e-6 + times * alone, 1e-8);
}

// Leaves of six nodes have two cables upwards.
TEST(Fabrics, SixFlowsBetweenTwoLeavesShareTwoCables) {
  expect_each(fabric(platforms::FabricKind::fat_tree), 30, one_to_one(0, 6, 6), 3);
}

TEST(Fabrics, FlowsWithinALeafDoNotShare) {
  expect_each(fabric(platforms::FabricKind::fat_tree), 30, {{0, 1}, {1, 2}, {2, 0}}, 1);
}

// Groups of nine nodes have a cable to each of three others.
TEST(Fabrics, AdaptiveDragonflySpreadsOverAllCablesOfAGroup) {
  expect_each(dragonfly(platforms::Routing::adaptive), 36, one_to_one(0, 9, 9), 3);
}

TEST(Fabrics, StaticDragonflyKeepsToTheCableBetweenTwoGroups) {
  expect_each(dragonfly(platforms::Routing::fixed_hash), 36, one_to_one(0, 9, 9), 9);
}

// Three nodes of a switch have two cables to the others of the group.
TEST(Fabrics, SwitchesOfAGroupShareTheirCables) {
  expect_each(dragonfly(platforms::Routing::adaptive), 36, one_to_one(0, 3, 3), 1.5);
}

TEST(Fabrics, NeighboursOnATorusDoNotShare) {
  auto spec = fabric(platforms::FabricKind::torus);
  spec.torus = platforms::TorusSpec{{4, 3, 3}};
  Pairs ring;
  for (std::size_t i = 0; i < 36; ++i) ring.emplace_back(i, i % 4 == 3 ? i - 3 : i + 1);
  expect_each(spec, 36, ring, 1);
}

// Both flows go the same way round to the node half way, the second one from there on.
TEST(Fabrics, FlowsOnATorusShareTheCablesOfTheirWay) {
  auto spec = fabric(platforms::FabricKind::torus);
  spec.torus = platforms::TorusSpec{{8, 3}};
  expect_each(spec, 24, {{0, 3}, {1, 4}}, 2);
}

TEST(Fabrics, ReceiverIsSharedByAllThatSendToIt) {
  auto spec = fabric(platforms::FabricKind::torus);
  spec.torus = platforms::TorusSpec{{4, 3, 3}};
  expect_each(spec, 36, {{1, 0}, {4, 0}, {12, 0}}, 3);
}

}  // namespace
}  // namespace icekeel::engine
