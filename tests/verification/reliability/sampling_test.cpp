// SPDX-License-Identifier: Apache-2.0
// Sampled unavailability against the exact one: over many seeds, its 95 % interval holds the truth
// about as often as it says. Seeds are written down, so the counts are always the same.
#include "simulator/reliability/state_sampling.h"

#include <gtest/gtest.h>

#include "simulator/reliability/bdd.h"
#include "tests/verification/reliability/random_structure.h"

namespace icekeel::reliability {
namespace {

using test::event;

// Two strings of six parts, a common cause, and three spare generators behind both.
struct Sample {
  Structure structure;
  Place load = 0;
};

Sample two_strings(double rates) {
  Sample sample;
  auto& s = sample.structure;
  const Place common = s.add(event(rates * 2e-7));
  const Place reserve = s.add(event(rates * 3e-3, 4, 2));
  std::vector<Place> strings;
  for (int side = 0; side < 2; ++side) {
    const Place utility = s.add(event(rates * 2e-4));
    std::vector<Place> parts{s.any({utility, reserve}), common};
    for (int i = 0; i < 6; ++i) parts.push_back(s.add(event(rates * 1e-5 * (i + 1))));
    parts.push_back(s.add(event(rates * 5e-5, 5, 4)));
    strings.push_back(s.all(parts));
  }
  sample.load = s.any(strings);
  return sample;
}

double exact(const Sample& sample) {
  Bdd bdd(sample.structure);
  std::vector<double> unavailability;
  for (const auto& e : sample.structure.events()) unavailability.push_back(e.unavailability());
  return bdd.probability(bdd.failure_of(sample.load), unavailability);
}

int intervals_with_the_truth(const Sample& sample, const SamplingOptions& options) {
  const double truth = exact(sample);
  int hits = 0;
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    auto random = random_stream(seed, "sampling test");
    const auto found = sample_unavailability(sample.structure, sample.load, random, options);
    EXPECT_GE(found.failures, 100);
    EXPECT_LT(found.half_interval, 0.1 * found.mean);
    hits += std::abs(found.mean - truth) <= found.half_interval ? 1 : 0;
  }
  return hits;
}

// Of 40 intervals 38 should hold the truth; fewer than 34 happen in one of 400 such tests.
TEST(StateSampling, AtRealRatesHoldsTheTruthInItsInterval) {
  EXPECT_LT(exact(two_strings(1)), 1e-6);
  EXPECT_GE(intervals_with_the_truth(two_strings(1), {}), 34);
}

TEST(StateSampling, WithoutImportanceHoldsTheTruthAtRaisedRates) {
  EXPECT_GE(
      intervals_with_the_truth(two_strings(300), {.wanted_interval = 0.05, .importance = false}),
      34);
}

TEST(StateSampling, WithTheSameSeedGivesTheSame) {
  const Sample sample = two_strings(1);
  auto first = random_stream(7, "a"), again = random_stream(7, "a"), other = random_stream(8, "a");
  const auto a = sample_unavailability(sample.structure, sample.load, first, {});
  EXPECT_EQ(a.mean, sample_unavailability(sample.structure, sample.load, again, {}).mean);
  EXPECT_NE(a.mean, sample_unavailability(sample.structure, sample.load, other, {}).mean);
}

}  // namespace
}  // namespace icekeel::reliability
