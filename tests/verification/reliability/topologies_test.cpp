// SPDX-License-Identifier: Apache-2.0
// Topologies of one stage of four modules against their closed forms, by diagrams and by sampling,
// and against a renewal process with lognormal repairs.
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/random/exponential_distribution.hpp>
#include <boost/random/lognormal_distribution.hpp>
#include <cmath>
#include <functional>

#include "simulator/base/units.h"
#include "simulator/reliability/cut_sets.h"
#include "simulator/reliability/site_model.h"
#include "simulator/reliability/state_sampling.h"

namespace icekeel::reliability {
namespace {

using power::Redundancy;

constexpr int k = 4;

// A year of 8,760 hours, as the example is written.
ReliabilitySpec only_ups_fail(double rates) {
  const FailureSpec perfect{.failure_rate = {}, .repair = units::hour, .maintenance = {}};
  FailureSpec ups = perfect;
  ups.failure_rate = Frequency::si(rates * 0.1235 / (8760.0 * 3600.0));
  ups.repair = 18.3 * units::hour;
  return {{{"utility", perfect}, {"ups", ups}, {"static-switch", perfect}}, {}};
}

SiteModel one_stage(Redundancy topology, std::vector<std::string> feeds, double rates) {
  power::ElectricalSpec spec;
  spec.topology = topology;
  spec.feeds = std::move(feeds);
  power::StageSpec ups;
  ups.name = "ups";
  ups.kind = power::StageKind::ups;
  ups.modules = k;
  spec.stages = {ups};
  spec.mechanical_after = spec.critical_mechanical_after = "ups";
  return site_model({power::part_graph(spec), "none", {}}, only_ups_fail(rates));
}

double binomial(int n, int i) {
  return std::exp(std::lgamma(n + 1) - std::lgamma(i + 1) - std::lgamma(n - i + 1));
}

// Unavailability of "at least `needed` of n work", each with probability a.
double k_of_n(int needed, int n, double a) {
  double down = 0;
  for (int i = 0; i < needed; ++i) down += binomial(n, i) * std::pow(a, i) * std::pow(1 - a, n - i);
  return down;
}

double module_availability(double rates) {
  return 1.0 / (1.0 + rates * 0.1235 * 18.3 / 8760.0);
}

struct Case {
  const char* name;
  Redundancy topology;
  std::vector<std::string> feeds;
  std::function<double(double a)> unavailability;
};

// String: four modules in a row. Three paths of which two have to work; a block is alive, or the
// reserve and the other blocks are.
const std::vector<Case>& cases() {
  static const auto string = [](double a) { return 1.0 - std::pow(a, k); };
  static const std::vector<Case> all{
      {"N", Redundancy::n, {"A"}, string},
      {"N+1", Redundancy::n_plus_1, {"A"}, [](double a) { return k_of_n(k, k + 1, a); }},
      {"2N", Redundancy::two_n, {"A", "B"}, [](double a) { return std::pow(string(a), 2); }},
      {"2N+1",
       Redundancy::two_n_plus_1,
       {"A", "B"},
       [](double a) { return std::pow(k_of_n(k, k + 1, a), 2); }},
      {"3N/2",
       Redundancy::three_n_over_two,
       {"A", "B", "C"},
       [](double a) { return k_of_n(2, 3, 1.0 - string(a)); }},
      {"block", Redundancy::block, {"A", "B", "C", "R"}, [](double a) {
         const double s = string(a);
         return s * (1.0 - (1.0 - s) * (1.0 - s) * (1.0 - s));
       }}};
  return all;
}

double exactly(const SiteModel& model) {
  Bdd bdd(model.structure);
  std::vector<double> unavailability;
  for (const auto& e : model.structure.events()) unavailability.push_back(e.unavailability());
  return bdd.probability(bdd.failure_of(model.loads.front().place), unavailability);
}

TEST(Topologies, GiveTheFiguresOfTheExample) {
  const auto available = [](const Case& c) {
    return 1.0 - exactly(one_stage(c.topology, c.feeds, 1));
  };
  EXPECT_NEAR(available(cases()[0]), 0.9989687, 5e-8);
  EXPECT_NEAR(available(cases()[1]), 0.99999934, 5e-9);
  EXPECT_NEAR(available(cases()[2]), 0.99999894, 5e-9);
}

TEST(Topologies, HaveTheirClosedForms) {
  for (const double rates : {1.0, 1000.0})
    for (const auto& c : cases()) {
      const double expected = c.unavailability(module_availability(rates));
      EXPECT_NEAR(exactly(one_stage(c.topology, c.feeds, rates)) / expected, 1.0, 1e-9) << c.name;
    }
}

// Three standard deviations: the intervals of six topologies all hold with 98 %.
TEST(Topologies, AreSampledAsTheirClosedFormsAtAThousandfoldRates) {
  for (const auto& c : cases()) {
    const auto model = one_stage(c.topology, c.feeds, 1000);
    auto random = random_stream(1, c.name);
    const auto sampled = sample_unavailability(model.structure, model.loads.front().place, random,
                                               {.most_samples = 200'000, .importance = false});
    const double expected = c.unavailability(module_availability(1000));
    EXPECT_GE(sampled.failures, 100) << c.name;
    EXPECT_NEAR(sampled.mean, expected, 1.5 * sampled.half_interval) << c.name;
  }
}

TEST(Topologies, AreSampledWithinTenPercentAtRealRates) {
  for (const auto& c : cases()) {
    const auto model = one_stage(c.topology, c.feeds, 1);
    auto random = random_stream(2, c.name);
    const auto sampled =
        sample_unavailability(model.structure, model.loads.front().place, random, {});
    const double expected = c.unavailability(module_availability(1));
    EXPECT_LT(sampled.half_interval, 0.1 * sampled.mean) << c.name;
    EXPECT_NEAR(sampled.mean, expected, 1.5 * sampled.half_interval) << c.name;
  }
}

// What the formulas rest on: alternating exponential up times and lognormal repairs of the same
// mean are down as long, and fail as often, as the closed form says.
TEST(Event, OfFiveModulesIsDownAsLongAndAsOftenAsARenewalProcess) {
  Event event;
  event.modules = 5;
  event.needed = k;
  event.module_failures = Frequency::si(0.1);
  event.module_unavailability = 0.1 / (0.1 + 1.0);  // repairs of mean 1
  auto random = random_stream(3, "renewal");
  boost::random::exponential_distribution<> up(0.1);
  boost::random::lognormal_distribution<> repair(-0.5, 1.0);  // mean 1
  std::vector<double> next(5);
  std::vector<char> is_up(5, 1);
  for (auto& time : next) time = up(random);
  double now = 0, down_time = 0;
  std::int64_t failures = 0, working = 5;
  while (failures < 40'000) {
    const auto i =
        static_cast<std::size_t>(std::min_element(next.begin(), next.end()) - next.begin());
    if (working < k) down_time += next[i] - now;
    now = next[i];
    is_up[i] = is_up[i] ? 0 : 1;
    if (!is_up[i] && working == k) ++failures;
    working += is_up[i] ? 1 : -1;
    next[i] = now + (is_up[i] ? up(random) : repair(random));
  }
  // 40,000 failures: half a per cent of the count; durations scatter as much as their mean.
  EXPECT_NEAR(static_cast<double>(failures) / now / event.failures().si(), 1.0, 0.02);
  EXPECT_NEAR(down_time / now / event.unavailability(), 1.0, 0.03);
}

TEST(SiteModel, CountsACommonCauseOnceForAllOfAKind) {
  auto data = only_ups_fail(1);
  data.components["ups"].common_cause = 0.1;
  power::ElectricalSpec spec;
  spec.topology = Redundancy::two_n;
  power::StageSpec ups;
  ups.name = "ups";
  ups.kind = power::StageKind::ups;
  spec.stages = {ups};
  spec.mechanical_after = spec.critical_mechanical_after = "ups";
  const auto model = site_model({power::part_graph(spec), "none", {}}, data);
  const double x = 0.1235 * 18.3 / 8760.0;
  const double own = 0.9 * x / (1 + 0.9 * x), common = 0.1 * x / (1 + 0.1 * x);
  EXPECT_NEAR(exactly(model) / (common + (1 - common) * own * own), 1.0, 1e-12);
}

}  // namespace
}  // namespace icekeel::reliability
