// SPDX-License-Identifier: Apache-2.0
// Failures drawn in a run come as often as their rates say and take loads down as often as
// `availability` says; maintenance comes once a year.
#include <gtest/gtest.h>

#include <cmath>

#include "simulator/base/units.h"
#include "simulator/reliability/bdd.h"
#include "simulator/reliability/site_model.h"
#include "simulator/scenario/scenario.h"
#include "tests/support/scratch.h"
#include "tests/verification/run/simulated_run.h"

namespace icekeel::run {
namespace {

// Nothing fails but what a test adds, at about a thousand times usual rates.
std::string reliability(const std::string& components) {
  std::string all;
  for (const char* kind : {"utility", "transformer", "ups", "battery", "pdu", "generator",
                           "transfer-switch", "supply", "chiller", "pump", "tower", "crah"})
    if (components.find(std::string(kind) + ":") == std::string::npos)
      all += std::string(kind) + ": {failure_rate: 0 1/a, repair: 1 h}, ";
  return "sites[0].reliability={components: {" + all + components + "}, cooling: {chilled-water: " +
         "[{name: chillers, kind: chiller, modules: 3, needed: 2}]}}";
}

// Two paths without batteries and generators.
const std::string two_bare_paths =
    "sites[0].power={like: 2n, backup: null, stages: {'[1]': {battery: null}}}";

SimulatedRun random_run(const std::string& duration, const std::vector<std::string>& settings) {
  std::vector<std::string> all{"duration=" + duration, "random_failures=true", "facility_step=1 h",
                               "record.every=1 h"};
  all.insert(all.end(), settings.begin(), settings.end());
  return simulated(small_scenario(1), all);
}

reliability::ReliabilitySpec data_of(const std::vector<std::string>& settings,
                                     power::PartGraph& graph) {
  const auto file = written("outages.yaml", small_scenario(1));
  config::Diagnostics diagnostics;
  const auto scenario =
      scenario::load(file, {settings, {}}, config::Catalogue::installed(), diagnostics);
  const auto& site = scenario.value().sites.front().spec;
  graph = power::part_graph(site.power);
  return *site.reliability;
}

struct Times {
  double share = 0;  ///< of the run
  double sigma = 0;  ///< of that share: outages are counted as a compound Poisson process
  double count = 0;
};

/// Between events of one kind and text and the next ones of another.
Times outages(const SimulatedRun& run, const std::vector<std::pair<double, bool>>& changes) {
  Times times;
  double since = -1, squares = 0;
  const double whole = run.figure("simulated_s");
  auto end = [&](double at) {
    times.share += (at - since) / whole;
    squares += (at - since) * (at - since);
    since = -1;
  };
  for (const auto& [at, down] : changes) {
    if (down && since < 0) {
      since = at;
      ++times.count;
    } else if (!down && since >= 0) {
      end(at);
    }
  }
  if (since >= 0) end(whole);
  times.sigma = std::sqrt(squares) / whole;
  return times;
}

// Utilities at a thousand times 1.32 a year, a tenth of it common. Counts of a year, within four
// standard deviations of their Poisson processes.
TEST(RandomOutages, OfUtilitiesAndOfTheirCommonCauseAreCountedAsTheirRates) {
  const auto run = random_run(
      "365 d", {two_bare_paths,
                reliability("utility: {failure_rate: 1320 1/a, repair: 30 min, repair_spread: 1, "
                            "common_cause: 10 %}")});
  double single = 0, common = 0;
  for (const auto& event : run.events("part lost"))
    (event.second.ends_with("common cause") ? common : single) += 1;
  const double year = 365 * 24.0, rate = 1320 / 8766.0, repair = 0.5;
  const auto expected = [&](double own) { return year * own / (1 + own * repair); };
  EXPECT_NEAR(single, 2 * expected(0.9 * rate), 4 * std::sqrt(2 * expected(0.9 * rate)));
  EXPECT_NEAR(common, 2 * expected(0.1 * rate), 2 * 4 * std::sqrt(expected(0.1 * rate)));
}

// The share of the time that racks have no power, against the exact figure of the same graph.
TEST(RandomOutages, TakeTheRacksDownAsOftenAsAvailabilitySays) {
  const std::vector<std::string> settings{
      two_bare_paths, reliability("utility: {failure_rate: 2 1/d, repair: 1 h, repair_spread: 1, "
                                  "common_cause: 10 %}, pdu: {failure_rate: 1 1/d, repair: 1 h, "
                                  "common_cause: 5 %}")};
  const auto run = random_run("1000 d", settings);
  std::vector<std::pair<double, bool>> changes;
  for (const auto& [at, text] : run.events("supplies changed"))
    changes.emplace_back(at, text.starts_with("0 of"));
  const auto times = outages(run, changes);
  power::PartGraph graph;
  const auto data = data_of(settings, graph);
  const auto model = reliability::site_model({graph, "none", {}}, data);
  reliability::Bdd bdd(model.structure);
  std::vector<double> unavailability;
  for (const auto& event : model.structure.events())
    unavailability.push_back(event.unavailability());
  const double exact = bdd.probability(bdd.failure_of(model.loads.front().place), unavailability);
  EXPECT_GT(times.count, 300);
  EXPECT_NEAR(times.share, exact, 3 * times.sigma);
  EXPECT_LT(3 * times.sigma, 0.25 * exact);
}

// Two of three chillers have to work, each is away a seventh of the time.
TEST(RandomOutages, OfChillersTakeTheCoolingDownAsKOfNSays) {
  const auto run = random_run(
      "365 d",
      {"sites[0].cooling.restart=0 s", reliability("chiller: {failure_rate: 2 1/d, repair: 2 h}")});
  std::vector<std::pair<double, bool>> changes;
  for (const auto& [at, text] : run.events("cooling lost")) changes.emplace_back(at, true);
  for (const auto& [at, text] : run.events("cooling restored")) changes.emplace_back(at, false);
  std::ranges::sort(changes);
  const auto times = outages(run, changes);
  const double q = (2 * 2 / 24.0) / (1 + 2 * 2 / 24.0);
  const double exact = 3 * q * q * (1 - q) + q * q * q;
  EXPECT_GT(times.count, 100);
  EXPECT_NEAR(times.share, exact, 3 * times.sigma);
}

TEST(Maintenance, TakesEveryModuleOutOnceAYearWithoutTheRacks) {
  const auto run = simulated(small_scenario(1),
                             {"duration=366 d", "planned_maintenance=true", "facility_step=1 h",
                              "record.every=1 h", "sites[0].reliability.like=standard"});
  std::size_t planned = 0;
  for (const auto& event : run.events("part lost"))
    planned += event.second.ends_with("maintenance");
  // Each feed: transformer, two generators, switch, four UPS modules, PDU. Plant: three chillers,
  // pumps and towers, nine room units.
  EXPECT_EQ(planned, 2 * (1 + 2 + 1 + 4 + 1) + 3 * 3 + 9);
  EXPECT_EQ(run.events("part restored").size(), planned);
  for (const auto& event : run.events("supplies changed"))
    EXPECT_FALSE(event.second.starts_with("0 of"));
  std::size_t racks = 0;
  for (const auto& event : run.events("redundancy lost"))
    racks += event.second.find("hangs on B/") != std::string::npos;
  EXPECT_GE(racks, 1u);
}

TEST(Maintenance, OfASpareModuleLeavesNothingButSaysSo) {
  const auto run = simulated(
      small_scenario(1),
      {"duration=366 d", "planned_maintenance=true", "facility_step=1 h", "record.every=1 h",
       "sites[0].power.like=n-plus-1", "sites[0].reliability.like=standard"});
  bool ups = false;
  for (const auto& event : run.events("redundancy lost"))
    ups = ups || event.second == "while A/ups is maintained it hangs on A/ups";
  EXPECT_TRUE(ups);
}

}  // namespace
}  // namespace icekeel::run
