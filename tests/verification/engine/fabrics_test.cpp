// SPDX-License-Identifier: Apache-2.0
// Flows over small fabrics share their links as progressive filling says, worked out here on its own.
// A process holds one simulation, so every fabric is a test of its own.
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/random/uniform_int_distribution.hpp>
#include <limits>
#include <vector>

#include "platforms/network.h"
#include "simulator/base/random.h"
#include "simulator/base/units.h"
#include "simulator/engine/kernel.h"

namespace icekeel::engine {
namespace {

struct Flow {
  std::vector<std::size_t> links;
  double bytes;
  double end = 0;
};

// Rates by progressive filling: the tightest link fixes its flows, then the next one.
std::vector<double> fair_rates(const std::vector<Flow>& flows, const std::vector<double>& capacity,
                               const std::vector<bool>& active) {
  std::vector<double> rate(flows.size(), -1.0), left = capacity;
  while (true) {
    std::vector<int> users(capacity.size(), 0);
    for (std::size_t f = 0; f < flows.size(); ++f)
      if (active[f] && rate[f] < 0)
        for (const auto link : flows[f].links) ++users[link];
    double least = std::numeric_limits<double>::infinity();
    std::size_t tightest = 0;
    for (std::size_t l = 0; l < capacity.size(); ++l)
      if (users[l] > 0 && left[l] / users[l] < least) least = left[l] / users[l], tightest = l;
    if (least == std::numeric_limits<double>::infinity()) return rate;
    for (std::size_t f = 0; f < flows.size(); ++f) {
      if (!active[f] || rate[f] >= 0 || std::ranges::count(flows[f].links, tightest) == 0) continue;
      rate[f] = least;
      for (const auto link : flows[f].links) left[link] -= least;
    }
  }
}

// Ends of flows that all start at 0.
void share(std::vector<Flow>& flows, const std::vector<double>& capacity) {
  std::vector<bool> active(flows.size(), true);
  std::vector<double> left;
  for (const auto& flow : flows) left.push_back(flow.bytes);
  double now = 0;
  while (std::ranges::count(active, true) > 0) {
    const auto rate = fair_rates(flows, capacity, active);
    double step = std::numeric_limits<double>::infinity();
    for (std::size_t f = 0; f < flows.size(); ++f)
      if (active[f]) step = std::min(step, left[f] / rate[f]);
    now += step;
    for (std::size_t f = 0; f < flows.size(); ++f) {
      if (!active[f]) continue;
      left[f] -= step * rate[f];
      if (left[f] <= 1e-9 * flows[f].bytes) active[f] = false, flows[f].end = now;
    }
  }
}

platforms::FabricSpec fabric(platforms::FabricKind kind) {
  platforms::FabricSpec f;
  f.kind = kind;
  f.link_rate = 100.0 * units::gigabit_per_second;
  f.radix = 8;
  f.rail_optimised = false;
  f.oversubscription = 3;
  return f;
}

void expect_fair(const platforms::FabricSpec& spec, std::size_t nodes) {
  platforms::NicSpec nics;
  nics.count = 1;
  nics.rate = 100.0 * units::gigabit_per_second;
  const platforms::Network network(spec, nics, nodes);
  Kernel kernel;
  std::vector<LinkId> ids;
  std::vector<double> capacity;
  for (const auto& link : network.links()) {
    ids.push_back(kernel.add_link(link.name, link.capacity));
    capacity.push_back(link.capacity.in(units::byte_per_second));
  }
  RandomStream random = random_stream(11, "flows");
  const auto below = [&](std::size_t n) {
    return boost::random::uniform_int_distribution<std::size_t>(0, n - 1)(random);
  };
  std::vector<Flow> flows;
  while (flows.size() < 40) {
    const std::size_t from = below(nodes), to = below(nodes);
    if (from == to) continue;
    Flow flow{{}, 1e9 * (1.0 + static_cast<double>(below(9)))};
    for (const auto link : network.route(from, to, flows.size()).links)
      flow.links.push_back(link.index());
    flows.push_back(std::move(flow));
  }
  std::vector<double> ends(flows.size());
  kernel.at(Duration{}, Priority::arrival, [&] {
    for (std::size_t f = 0; f < flows.size(); ++f) {
      std::vector<LinkId> path;
      for (const auto link : flows[f].links) path.push_back(ids[link]);
      kernel.send(path, flows[f].bytes * units::byte, Duration::si(1e-6),
                  [&, f] { ends[f] = kernel.now().si(); });
    }
  });
  kernel.run();
  share(flows, capacity);
  for (std::size_t f = 0; f < flows.size(); ++f)
    EXPECT_NEAR(ends[f], flows[f].end, 1e-5 * flows[f].end + 1e-5) << f;
}

TEST(Fabrics, FatTreeSharesMaxMinFairly) {
  expect_fair(fabric(platforms::FabricKind::fat_tree), 30);
}

TEST(Fabrics, DragonflySharesMaxMinFairly) {
  auto spec = fabric(platforms::FabricKind::dragonfly);
  spec.dragonfly = platforms::DragonflySpec{
      .switches = 3, .node_ports = 3, .spines = 0, .group_cables = 1};
  expect_fair(spec, 36);
}

TEST(Fabrics, StaticDragonflySharesMaxMinFairly) {
  auto spec = fabric(platforms::FabricKind::dragonfly_plus);
  spec.routing = platforms::Routing::fixed_hash;
  spec.dragonfly = platforms::DragonflySpec{
      .switches = 3, .node_ports = 3, .spines = 2, .group_cables = 1};
  expect_fair(spec, 36);
}

TEST(Fabrics, TorusSharesMaxMinFairly) {
  auto spec = fabric(platforms::FabricKind::torus);
  spec.torus = platforms::TorusSpec{{4, 3, 3}};
  expect_fair(spec, 36);
}

}  // namespace
}  // namespace icekeel::engine
