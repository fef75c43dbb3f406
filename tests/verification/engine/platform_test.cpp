// SPDX-License-Identifier: Apache-2.0
// A platform file that SimGrid itself loads, in a process of its own, carries flows in the times of
// Icekeel's kernel.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <memory>
#include <sstream>

#include "analysis/simgrid_platform.h"
#include "platforms/network.h"
#include "simulator/base/units.h"
#include "simulator/engine/kernel.h"
#include "tests/support/scratch.h"

namespace icekeel {
namespace {

using Pairs = std::vector<std::pair<std::size_t, std::size_t>>;
using Settings = std::vector<std::string>;

scenario::Scenario with(const Settings& settings) {
  const std::string root = ICEKEEL_SOURCE_DIR;
  config::Diagnostics diagnostics;
  auto loaded = scenario::load(
      root + "/examples/01-first-rack/scenario.yaml", {settings, {}},
      config::Catalogue({root + "/platforms/catalogue", root + "/workloads/catalogue"}),
      diagnostics);
  EXPECT_TRUE(loaded) << diagnostics.text();
  return loaded.value();
}

// Racks of four nodes with eight adapters each, on a fabric with these settings.
scenario::Scenario machine(std::size_t racks, const std::string& fabric) {
  return with({"sites[0].halls[0].racks.count=" + std::to_string(racks),
               "sites[0].fabric={" + fabric + "}"});
}

const std::string tree = "like: fabrics/fat-tree-ndr, radix: 8";

std::string platform_of(const scenario::Scenario& scenario) {
  EXPECT_EQ(analysis::simgrid_problem(scenario), "");
  std::ostringstream text;
  analysis::write_simgrid_platform(scenario, text);
  return text.str();
}

/// When flows of a gigabyte end in SimGrid.
std::vector<double> ends_there(const scenario::Scenario& scenario, const Pairs& pairs) {
  std::string command = std::string(ICEKEEL_SIMGRID_FLOWS) + " '" +
                        written("platform.xml", platform_of(scenario)) + "'";
  for (const auto& [from, to] : pairs) command += fmt::format(" 'node {}' 'node {}'", from, to);
  const std::unique_ptr<FILE, int (*)(FILE*)> child(
      popen((command + " --log=root.thresh:error").c_str(), "r"), pclose);
  std::vector<double> ends;
  for (double end = 0; std::fscanf(child.get(), "%lf", &end) == 1;) ends.push_back(end);
  return ends;
}

/// The same in Icekeel's kernel.
std::vector<double> ends_here(const scenario::Scenario& scenario, const Pairs& pairs) {
  const auto& site = scenario.sites.front();
  const platforms::Network network(site.spec.fabric, adapters_of_fabric(site.expansion),
                                   site.expansion.nodes());
  engine::Kernel kernel;
  std::vector<engine::LinkId> ids;
  for (const auto& link : network.links()) ids.push_back(kernel.add_link(link.name, link.capacity));
  std::vector<double> ends(pairs.size());
  kernel.at(Duration{}, engine::Priority::arrival, [&] {
    for (std::size_t i = 0; i < pairs.size(); ++i) {
      const auto route = network.route(pairs[i].first, pairs[i].second, 0);
      std::vector<engine::LinkId> path;
      for (const auto link : route.links) path.push_back(ids[link.index()]);
      kernel.send(path, units::gigabyte, route.latency, [&, i] { ends[i] = kernel.now().si(); });
    }
  });
  kernel.run();
  return ends;
}

void expect_same(const scenario::Scenario& scenario, const Pairs& pairs) {
  const auto here = ends_here(scenario, pairs), there = ends_there(scenario, pairs);
  ASSERT_EQ(there.size(), pairs.size());
  for (std::size_t i = 0; i < pairs.size(); ++i) EXPECT_NEAR(there[i] / here[i], 1, 1e-9) << i;
}

Pairs shift(std::size_t nodes, std::size_t by) {
  Pairs pairs;
  for (std::size_t i = 0; i < nodes; ++i) pairs.emplace_back(i, (i + by) % nodes);
  return pairs;
}

Pairs all_to_one(std::size_t first, std::size_t last) {
  Pairs pairs;
  for (std::size_t i = first; i < last; ++i) pairs.emplace_back(i, 0);
  return pairs;
}

TEST(SimGridPlatform, OneFlowTakesTheSameTimeWithinALeaf) {
  expect_same(machine(16, tree), {{0, 1}});
}

TEST(SimGridPlatform, OneFlowTakesTheSameTimeAcrossPods) {
  const auto scenario = machine(16, tree);
  const auto& site = scenario.sites.front();
  const platforms::Network network(site.spec.fabric, adapters_of_fabric(site.expansion), 64);
  ASSERT_NE(network.group_of(0), network.group_of(63));
  ASSERT_EQ(network.route(0, 63, 0).links.size(), 6);
  expect_same(scenario, {{0, 63}});
}

// From other pods, so that all latencies are the same.
TEST(SimGridPlatform, AllToOneTakesTheSameTimes) {
  expect_same(machine(16, tree + ", oversubscription: 3"), all_to_one(32, 64));
}

// From everywhere: weights differ with the latency, but the last one ends when the link is done.
TEST(SimGridPlatform, AllToOneEndsAtTheSameTime) {
  const auto scenario = machine(16, tree);
  const auto pairs = all_to_one(1, 64);
  const auto here = ends_here(scenario, pairs), there = ends_there(scenario, pairs);
  ASSERT_EQ(there.size(), pairs.size());
  EXPECT_NEAR(std::ranges::max(there) / std::ranges::max(here), 1, 1e-9);
}

TEST(SimGridPlatform, AShiftOverFullTrunksTakesTheSameTimes) {
  expect_same(machine(16, tree + ", oversubscription: 3"), shift(64, 32));
}

TEST(SimGridPlatform, AShiftOverADragonflyTakesTheSameTimes) {
  expect_same(machine(18,
                      "like: fabrics/dragonfly-slingshot-11, routing: adaptive, "
                      "dragonfly: {switches: 3, node_ports: 24, group_cables: 1}"),
              shift(72, 18));
}

TEST(SimGridPlatform, AShiftOverFixedCablesOfADragonflyTakesTheSameTimes) {
  expect_same(machine(18,
                      "like: fabrics/dragonfly-slingshot-11, routing: static, "
                      "dragonfly: {switches: 3, node_ports: 24, group_cables: 1}"),
              shift(72, 18));
}

TEST(SimGridPlatform, OneSwitchIsOneZone) {
  expect_same(with({}), all_to_one(1, 4));
}

TEST(SimGridPlatform, NodesOfTwoKindsOnOneSwitchAreHostsOfTheirOwn) {
  const auto scenario =
      with({"sites[0].halls[0].racks=[{like: racks/dgx-h200-4, count: 1}, "
            "{like: racks/dgx-h100-4, count: 1}]"});
  EXPECT_THAT(platform_of(scenario), testing::HasSubstr("<host id=\"node 7\""));
  expect_same(scenario, all_to_one(1, 8));
}

TEST(SimGridPlatform, GrowsWithTheNodesAndNotWithTheirPairs) {
  const auto less = platform_of(machine(16, tree)).size();
  const auto more = platform_of(machine(32, tree)).size();
  EXPECT_NEAR(static_cast<double>(more) / static_cast<double>(less), 2, 0.1);
}

TEST(SimGridPlatform, SaysWhatAFileCannotHold) {
  EXPECT_THAT(analysis::simgrid_problem(machine(16, tree + ", routing: static")),
              testing::HasSubstr("a hash chooses cables"));
  const auto torus =
      machine(16, "like: fabrics/torus-tofu-d, torus: {size: [4, 4, 4]}, routing: static");
  EXPECT_THAT(analysis::simgrid_problem(torus), testing::HasSubstr("is a torus"));
}

}  // namespace
}  // namespace icekeel
