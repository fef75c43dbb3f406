// SPDX-License-Identifier: Apache-2.0
// Exact availability: decision diagrams and minimal cut sets against trying every state, and
// closed forms of redundancy.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <set>

#include "simulator/base/units.h"
#include "simulator/reliability/cut_sets.h"
#include "tests/verification/reliability/random_structure.h"

namespace icekeel::reliability {
namespace {

using test::event;

std::vector<double> unavailabilities(const Structure& structure) {
  std::vector<double> all;
  for (const auto& e : structure.events()) all.push_back(e.unavailability());
  return all;
}

RC_GTEST_PROP(Bdd, GivesTheProbabilityOfAllStatesInWhichTheLoadFails, ()) {
  const Structure structure = test::random_structure();
  const Place load = structure.size() - 1;
  Bdd bdd(structure);
  const double exact = bdd.probability(bdd.failure_of(load), unavailabilities(structure));
  RC_ASSERT(std::abs(exact - test::unavailability_by_trying(structure, load)) < 1e-12);
}

RC_GTEST_PROP(Bdd, GivesTheDifferenceThatAnEventMakes, ()) {
  const Structure structure = test::random_structure();
  const Place load = structure.size() - 1;
  Bdd bdd(structure);
  const auto failure = bdd.failure_of(load);
  auto q = unavailabilities(structure);
  const auto importance = bdd.importance(failure, q);
  for (std::size_t i = 0; i < q.size(); ++i) {
    const double own = q[i];
    q[i] = 1.0;
    const double down = bdd.probability(failure, q);
    q[i] = 0.0;
    const double up = bdd.probability(failure, q);
    q[i] = own;
    RC_ASSERT(std::abs(importance[i] - (down - up)) < 1e-12);
    RC_ASSERT(importance[i] > -1e-12);  // a failure never helps
  }
}

RC_GTEST_PROP(CutSets, AreAllMinimalSetsThatTakeTheLoadDown, ()) {
  const Structure structure = test::random_structure();
  const Place load = structure.size() - 1;
  std::set<unsigned> expected;
  for (unsigned mask = 0; mask < test::states(structure); ++mask) {
    bool minimal = test::fails(structure, load, mask);
    for (std::size_t i = 0; i < structure.events().size(); ++i)
      if ((mask >> i & 1U) != 0 && test::fails(structure, load, mask & ~(1U << i))) minimal = false;
    if (minimal) expected.insert(mask);
  }
  Bdd bdd(structure);
  const auto cuts = minimal_cut_sets(bdd, bdd.failure_of(load), unavailabilities(structure));
  std::set<unsigned> found;
  for (const auto& cut : cuts.sets) {
    unsigned mask = 0;
    for (const std::size_t e : cut.events) mask |= 1U << e;
    found.insert(mask);
  }
  RC_ASSERT(found == expected);
  RC_ASSERT(found.size() == cuts.sets.size());
  double counted = 0;
  for (const double count : cuts.count_by_order) counted += count;
  RC_ASSERT(counted == static_cast<double>(expected.size()));
}

TEST(CutSets, BeyondTheLimitAreThoseOfTheLowestOrders) {
  Structure structure;
  std::vector<Place> parts{structure.add(event(0.1))};
  std::vector<Place> both;
  for (int i = 0; i < 10; ++i) both.push_back(structure.add(event(0.1)));
  parts.push_back(structure.at_least(9, both));  // two of ten take it down: 45 pairs
  const Place load = structure.all(parts);
  Bdd bdd(structure);
  const auto cuts = minimal_cut_sets(bdd, bdd.failure_of(load), unavailabilities(structure), 20);
  EXPECT_FALSE(cuts.complete);
  EXPECT_EQ(cuts.sets.size(), 1u);
  EXPECT_EQ(cuts.count_by_order, (std::vector<double>{0, 1, 45}));
}

// n components of which k have to work, against the same number of single ones under a gate.
TEST(Event, OfSeveralModulesIsAsAGateOverSingleOnes) {
  for (const auto& [n, k] : {std::pair{4, 4}, {5, 4}, {6, 4}, {3, 1}, {12, 10}}) {
    Structure structure;
    std::vector<Place> modules;
    for (int i = 0; i < n; ++i) modules.push_back(structure.add(event(0.03)));
    const Place load = structure.at_least(k, modules);
    EXPECT_NEAR(event(0.03, n, k).unavailability(), test::unavailability_by_trying(structure, load),
                1e-15)
        << k << " of " << n;
    // With one of them out, k of n - 1 are left.
    const double out = n == k ? 1.0 : event(0.03, n - 1, k).unavailability();
    EXPECT_DOUBLE_EQ(event(0.03, n, k).unavailability_in_maintenance(), out);
  }
}

TEST(Event, FailsAsOftenAsTheEdgeStateTimesTheRateOfItsWorkingModules) {
  Event two_of_three = event(0.1, 3, 2);
  two_of_three.module_failures = Frequency::si(1.0);
  // Exactly two work (one of three is down), and each of the two fails at the rate 1.
  EXPECT_NEAR(two_of_three.failures().si(), 3 * 0.1 * 0.9 * 0.9 * 2, 1e-12);
}

TEST(Bdd, RefusesWhatGrowsTooLarge) {
  Structure structure;
  std::vector<Place> parts;
  for (int i = 0; i < 40; ++i) parts.push_back(structure.add(event(0.1)));
  const Place load = structure.at_least(20, parts);
  Bdd bdd(structure, 50);
  EXPECT_THROW(bdd.failure_of(load), TooLarge);
}

}  // namespace
}  // namespace icekeel::reliability
