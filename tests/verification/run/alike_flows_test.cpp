// SPDX-License-Identifier: Apache-2.0
// Stand-ins for flows that share links alike take as long as all of them.
#include "simulator/run/alike_flows.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "simulator/base/units.h"

namespace icekeel::run {
namespace {

using engine::LinkId;

struct Flow {
  std::size_t phase;
  double bytes;
  std::vector<std::size_t> links;
};

struct Case {
  std::size_t leaves;
  std::vector<double> capacities;
  std::vector<Flow> flows;
};

/// Rings of nodes under leaves: sender, node up, leaf up, leaf down, node down. With odd seeds some
/// nodes have changed places and leaves differ, else every leaf is like every other.
Case rings_under_leaves(unsigned seed) {
  std::mt19937 random(seed);
  const auto between = [&](int low, int high) {
    return static_cast<std::size_t>(std::uniform_int_distribution<int>(low, high)(random));
  };
  const std::size_t leaves = between(2, 6), each = between(2, 8), nodes = leaves * each;
  const bool equal = seed % 2 == 0;
  const auto same = static_cast<double>(between(1, 3));
  Case c{leaves, {}, {}};
  for (std::size_t node = 0; node < nodes; ++node) c.capacities.insert(c.capacities.end(), 3, 1e9);
  for (std::size_t leaf = 0; leaf < leaves; ++leaf)
    c.capacities.insert(c.capacities.end(), 2,
                        1e9 * (equal ? same : static_cast<double>(between(1, 3))));
  const auto add = [&](std::size_t phase, std::size_t from, std::size_t to, double bytes) {
    Flow flow{phase, bytes, {3 * from, 3 * from + 1}};
    if (from / each != to / each) {
      flow.links.push_back(3 * nodes + 2 * (from / each));
      flow.links.push_back(3 * nodes + 2 * (to / each) + 1);
    }
    flow.links.push_back(3 * to + 2);
    c.flows.push_back(flow);
  };
  std::vector<std::size_t> order(nodes);
  for (std::size_t i = 0; i < nodes; ++i) order[i] = i;
  const std::size_t moved = equal ? 0 : between(0, 3);
  for (std::size_t i = 0; i < moved; ++i)
    std::swap(order[between(0, static_cast<int>(nodes) - 1)],
              order[between(0, static_cast<int>(nodes) - 1)]);
  for (std::size_t i = 0; i < nodes; ++i) {
    add(0, order[i], order[(i + 1) % nodes], 2e9);
    add(1, order[i], order[(i + each) % nodes], 1e9);
    add(1, order[(i + each) % nodes], order[i], 1e9);
  }
  return c;
}

/// When the last flow of each phase ends; the second begins half a second after the first.
struct Ends {
  double phase[2] = {0, 0};
};

void play(engine::Kernel& kernel, std::vector<engine::LinkId> path, std::size_t phase,
          Information bytes, Ends& ends) {
  kernel.at(Duration::si(0.5 * static_cast<double>(phase)), engine::Priority::arrival,
            [&kernel, &ends, phase, bytes, path = std::move(path)] {
              kernel.send(path, bytes, {}, [&kernel, &ends, phase] {
                ends.phase[phase] = std::max(ends.phase[phase], kernel.now().si());
              });
            });
}

TEST(AlikeFlows, StandInsTakeAsLongAsAllFlows) {
  constexpr unsigned cases = 60;
  engine::Kernel kernel;
  std::vector<Ends> all(cases), few(cases);
  for (unsigned number = 0; number < cases; ++number) {
    const Case c = rings_under_leaves(number);
    std::vector<LinkId> links, twins;
    for (std::size_t l = 0; l < c.capacities.size(); ++l) {
      const auto name = std::to_string(number) + "/" + std::to_string(l);
      links.push_back(kernel.add_link(name, c.capacities[l] * units::byte_per_second));
      twins.push_back(kernel.add_link(name + "'", c.capacities[l] * units::byte_per_second));
    }
    std::vector<std::vector<LinkId>> paths;
    for (const Flow& flow : c.flows) {
      std::vector<LinkId> path, twin;
      for (const std::size_t l : flow.links) {
        path.push_back(links[l]);
        twin.push_back(twins[l]);
      }
      play(kernel, path, flow.phase, flow.bytes * units::byte, all[number]);
      paths.push_back(std::move(twin));
    }
    std::vector<SeenFlow> seen;
    for (std::size_t f = 0; f < c.flows.size(); ++f)
      seen.push_back({c.flows[f].phase, c.flows[f].bytes * units::byte, paths[f]});
    const auto shown = stand_ins(seen, [&](LinkId link) { return kernel.capacity(link); });
    std::size_t counted = 0;
    for (const StandIn& one : shown) {
      counted += one.count;
      play(kernel, one.links, one.phase, one.bytes, few[number]);
    }
    EXPECT_EQ(counted, c.flows.size());
    if (number % 2 == 0) {
      EXPECT_LE(shown.size(), c.flows.size() / c.leaves) << number;
    }
  }
  kernel.run();
  for (unsigned number = 0; number < cases; ++number)
    for (const std::size_t phase : {0U, 1U})
      EXPECT_NEAR(few[number].phase[phase] / all[number].phase[phase], 1.0, 1e-9)
          << "case " << number << " phase " << phase;
}

// A ring over full leaves whose trunks carry `trunk`.
std::vector<StandIn> ring_over_leaves(Bandwidth trunk) {
  constexpr std::size_t leaves = 16, each = 8, nodes = leaves * each;
  std::vector<std::vector<LinkId>> paths;
  for (std::size_t from = 0; from < nodes; ++from) {
    const std::size_t to = (from + 1) % nodes;
    paths.push_back({LinkId(2 * from)});
    if (from / each != to / each) {
      paths.back().emplace_back(2 * nodes + 2 * (from / each));
      paths.back().emplace_back(2 * nodes + 2 * (to / each) + 1);
    }
    paths.back().emplace_back(2 * to + 1);
  }
  std::vector<SeenFlow> seen;
  for (const auto& path : paths) seen.push_back({0, 1.0 * units::gigabyte, path});
  return stand_ins(seen, [&](LinkId link) {
    return link.index() < 2 * nodes ? 1.0 * units::gigabyte_per_second : trunk;
  });
}

TEST(AlikeFlows, ARingThatNothingHoldsBackHasOneKind) {
  const auto shown = ring_over_leaves(1.0 * units::gigabyte_per_second);
  ASSERT_EQ(shown.size(), 1U);
  EXPECT_EQ(shown[0].count, 128U);
  EXPECT_EQ(shown[0].links.size(), 1U);
}

TEST(AlikeFlows, ARingOverNarrowTrunksHasTwoKinds) {
  const auto shown = ring_over_leaves(0.5 * units::gigabyte_per_second);
  ASSERT_EQ(shown.size(), 2U);
  EXPECT_EQ(shown[0].count, 112U);
  EXPECT_EQ(shown[1].count, 16U);
}

}  // namespace
}  // namespace icekeel::run
