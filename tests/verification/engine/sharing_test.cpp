// SPDX-License-Identifier: Apache-2.0
// Random flows over random links end when progressive filling says. A process holds one
// simulation, so every draw is a test of its own.
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
  double end = -1.0;
};

struct Case {
  std::vector<double> capacities;
  std::vector<Flow> flows;
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
  for (Flow& flow : c.flows) {
    std::vector<std::size_t> all(c.capacities.size());
    for (std::size_t i = 0; i < all.size(); ++i) all[i] = i;
    std::shuffle(all.begin(), all.end(), random);
    all.resize(static_cast<std::size_t>(between(1, 5)) % all.size() + 1);
    flow.links = all;
    flow.bytes = 1e8 * between(1, 30);
  }
  return c;
}

// Rates of progressive filling for those that are not over.
std::vector<double> rates(const Case& c, const std::vector<double>& left) {
  std::vector<double> rate(left.size(), 0.0), free = c.capacities;
  std::vector<char> fixed(left.size());
  for (std::size_t f = 0; f < left.size(); ++f) fixed[f] = left[f] <= 0.0;
  for (;;) {
    double least = std::numeric_limits<double>::infinity();
    std::size_t narrow = 0;
    for (std::size_t l = 0; l < free.size(); ++l) {
      double users = 0;
      for (std::size_t f = 0; f < left.size(); ++f)
        if (!fixed[f] && std::ranges::count(c.flows[f].links, l)) ++users;
      if (users > 0 && free[l] / users < least) {
        least = free[l] / users;
        narrow = l;
      }
    }
    if (least == std::numeric_limits<double>::infinity()) return rate;
    for (std::size_t f = 0; f < left.size(); ++f) {
      if (fixed[f] || !std::ranges::count(c.flows[f].links, narrow)) continue;
      fixed[f] = 1;
      rate[f] = least;
      for (const std::size_t l : c.flows[f].links) free[l] -= least;
    }
  }
}

std::vector<double> progressive_ends(const Case& c) {
  std::vector<double> left, ends(c.flows.size());
  for (const Flow& flow : c.flows) left.push_back(flow.bytes);
  for (double now = 0.0; std::ranges::any_of(left, [](double bytes) { return bytes > 0.0; });) {
    const auto rate = rates(c, left);
    double step = std::numeric_limits<double>::infinity();
    for (std::size_t f = 0; f < left.size(); ++f)
      if (left[f] > 0.0) step = std::min(step, left[f] / rate[f]);
    now += step;
    for (std::size_t f = 0; f < left.size(); ++f) {
      if (left[f] <= 0.0) continue;
      left[f] -= rate[f] * step;
      if (left[f] > 1e-6 * c.flows[f].bytes) continue;
      left[f] = 0.0;
      ends[f] = now;
    }
  }
  return ends;
}

class Sharing : public testing::TestWithParam<unsigned> {};

TEST_P(Sharing, EndsWhenProgressiveFillingSays) {
  Case c = drawn(GetParam());
  Kernel kernel;
  std::vector<LinkId> links;
  for (std::size_t l = 0; l < c.capacities.size(); ++l)
    links.push_back(kernel.add_link("l" + std::to_string(l), 8.0 * Bandwidth::si(c.capacities[l])));
  kernel.at({}, Priority::arrival, [&] {
    for (Flow& flow : c.flows) {
      std::vector<LinkId> path;
      for (const std::size_t l : flow.links) path.push_back(links[l]);
      kernel.send(path, 8.0 * Information::si(flow.bytes), 1e-9 * units::second,
                  [&] { flow.end = kernel.now().si(); });
    }
  });
  kernel.run();
  const auto expected = progressive_ends(c);
  for (std::size_t f = 0; f < c.flows.size(); ++f)
    EXPECT_NEAR(c.flows[f].end / expected[f], 1.0, 1e-5) << "flow " << f;
}

INSTANTIATE_TEST_SUITE_P(Drawn, Sharing, testing::Range(1U, 41U));

}  // namespace
}  // namespace icekeel::engine
