// SPDX-License-Identifier: Apache-2.0
// Random flows over random links end when progressive filling says. A process holds one
// simulation, so fifty draws that share no link run in it side by side, one after the other in
// simulated time where they begin at random.
#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <random>
#include <vector>

#include "simulator/base/units.h"
#include "simulator/engine/kernel.h"

namespace icekeel::engine {
namespace {

struct Flow {
  std::vector<std::size_t> links;
  double bytes;
  double sent;     // s
  double latency;  // s
  double end = -1.0;
};

/// Flows over links, one of which gets slower or faster on the way.
struct Case {
  std::vector<double> capacities;
  std::vector<Flow> flows;
  double changed_at = 0;
  double changed_to = 0;  // the first link
};

Case drawn(unsigned seed) {
  std::mt19937 random(seed);
  const auto between = [&](int low, int high) {
    return std::uniform_int_distribution<int>(low, high)(random);
  };
  Case c;
  c.capacities.resize(static_cast<std::size_t>(between(3, 60)));
  for (double& capacity : c.capacities) capacity = 1e9 * between(1, 4);
  c.flows.resize(static_cast<std::size_t>(between(2, 60)));
  const bool staggered = seed % 3 == 0, late = seed % 2 == 0;
  for (Flow& flow : c.flows) {
    flow.links.resize(c.capacities.size());
    for (std::size_t i = 0; i < flow.links.size(); ++i) flow.links[i] = i;
    std::shuffle(flow.links.begin(), flow.links.end(), random);
    flow.links.resize(static_cast<std::size_t>(between(1, 5)) % flow.links.size() + 1);
    flow.bytes = 1e8 * between(1, 30);
    flow.sent = staggered ? 0.25 * between(0, 8) : 0.0;
    flow.latency = late ? 1e-6 * between(0, 3) : 0.0;
  }
  c.changed_at = 0.125 * between(0, 16);
  c.changed_to = 1e9 * between(1, 4);
  return c;
}

// Rates of progressive filling for the flows that are under way.
std::vector<double> rates(const Case& c, std::vector<double> free, std::vector<char> open) {
  std::vector<double> rate(c.flows.size(), 0.0);
  std::vector<int> users(free.size());
  for (std::size_t f = 0; f < open.size(); ++f)
    if (open[f])
      for (const std::size_t l : c.flows[f].links) ++users[l];
  for (;;) {
    double least = std::numeric_limits<double>::infinity();
    std::size_t narrow = 0;
    for (std::size_t l = 0; l < free.size(); ++l)
      if (users[l] > 0 && free[l] / users[l] < least) {
        least = free[l] / users[l];
        narrow = l;
      }
    if (least == std::numeric_limits<double>::infinity()) return rate;
    for (std::size_t f = 0; f < open.size(); ++f) {
      if (!open[f] || !std::ranges::count(c.flows[f].links, narrow)) continue;
      open[f] = 0;
      rate[f] = least;
      for (const std::size_t l : c.flows[f].links) {
        free[l] -= least;
        --users[l];
      }
    }
  }
}

// From one change to the next: a flow begins or ends, the first link changes.
std::vector<double> progressive_ends(const Case& c) {
  constexpr double never = std::numeric_limits<double>::infinity();
  auto capacities = c.capacities;
  std::vector<double> left, ends(c.flows.size(), -1.0);
  for (const Flow& flow : c.flows) left.push_back(flow.bytes);
  const auto begins = [&](std::size_t f) { return c.flows[f].sent + c.flows[f].latency; };
  for (double now = 0.0; std::ranges::any_of(ends, [](double end) { return end < 0; });) {
    if (now >= c.changed_at) capacities[0] = c.changed_to;
    std::vector<char> open(left.size());
    double next = now < c.changed_at ? c.changed_at : never;
    for (std::size_t f = 0; f < left.size(); ++f) {
      open[f] = ends[f] < 0 && begins(f) <= now;
      if (begins(f) > now) next = std::min(next, begins(f));
    }
    const auto rate = rates(c, capacities, open);
    for (std::size_t f = 0; f < left.size(); ++f)
      if (open[f]) next = std::min(next, now + left[f] / rate[f]);
    for (std::size_t f = 0; f < left.size(); ++f) {
      if (!open[f]) continue;
      left[f] -= rate[f] * (next - now);
      if (left[f] <= 1e-9 * c.flows[f].bytes) ends[f] = next;
    }
    now = next;
  }
  return ends;
}

void play(Case& c, Kernel& kernel, std::size_t number) {
  std::vector<LinkId> links;
  for (std::size_t l = 0; l < c.capacities.size(); ++l)
    links.push_back(kernel.add_link(std::to_string(number) + "/" + std::to_string(l),
                                    c.capacities[l] * units::byte_per_second));
  for (Flow& flow : c.flows) {
    std::vector<LinkId> path;
    for (const std::size_t l : flow.links) path.push_back(links[l]);
    kernel.at(Duration::si(flow.sent), Priority::arrival, [&kernel, &flow, path] {
      kernel.send(path, flow.bytes * units::byte, Duration::si(flow.latency),
                  [&kernel, &flow] { flow.end = kernel.now().si(); });
    });
  }
  kernel.at(Duration::si(c.changed_at), Priority::change, [&c, &kernel, first = links[0]] {
    kernel.set_capacity(first, c.changed_to * units::byte_per_second);
  });
}

class Sharing : public testing::TestWithParam<unsigned> {};

TEST_P(Sharing, EndsWhenProgressiveFillingSays) {
  constexpr unsigned side_by_side = 50;
  std::vector<Case> cases;
  for (unsigned i = 0; i < side_by_side; ++i) cases.push_back(drawn(GetParam() * side_by_side + i));
  Kernel kernel;
  for (std::size_t i = 0; i < cases.size(); ++i) play(cases[i], kernel, i);
  kernel.run();
  for (std::size_t i = 0; i < cases.size(); ++i) {
    const auto expected = progressive_ends(cases[i]);
    for (std::size_t f = 0; f < expected.size(); ++f)
      EXPECT_NEAR(cases[i].flows[f].end / expected[f], 1.0, 1e-6) << "case " << i << " flow " << f;
  }
}

INSTANTIATE_TEST_SUITE_P(Drawn, Sharing, testing::Range(0U, 10U));

}  // namespace
}  // namespace icekeel::engine
