// SPDX-License-Identifier: Apache-2.0
// What a run wears off of what was made, against closed forms.
#include <gtest/gtest.h>

#include <numeric>

#include "tests/verification/run/simulated_run.h"

namespace icekeel::run {
namespace {

// A day of 16 nodes that embody 10 t each and nothing else, kept a hundred days.
const std::vector<std::string> plain{
    "sites[0].halls[0].racks[0].node.embodied={low: 1 t, mid: 2 t, high: 6 t}",
    "sites[0].halls[0].racks[0].node.chip.embodied={low: 1 t, mid: 1 t, high: 1 t}",
    "sites[0].life_cycle={nodes: {lifetime: 100 d}}"};

std::vector<std::string> with(std::vector<std::string> settings, const std::string& more) {
  settings.push_back(more);
  return settings;
}

TEST(LifeCycleOfARun, IsTheShareOfItsTimeInTheLifetime) {
  const auto run = simulated(small_scenario(), plain);
  EXPECT_NEAR(run.figure("carbon_embodied_t"), 16 * 10 / 100.0, 1e-9);
  EXPECT_NEAR(run.figure("carbon_embodied_t_low"), 16 * 9 / 100.0, 1e-9);
  EXPECT_NEAR(run.figure("carbon_embodied_t_high"), 16 * 14 / 100.0, 1e-9);
  EXPECT_NEAR(run.figure("carbon_total_t"),
              run.figure("carbon_embodied_t") + run.figure("carbon_operational_t"), 1e-9);
}

TEST(LifeCycleOfARun, HalvesWhenThingsLiveTwiceAsLongHereOrElsewhere) {
  const auto once = simulated(small_scenario(), plain).figure("carbon_embodied_t");
  for (const char* life : {"{lifetime: 200 d}", "{lifetime: 100 d, second_life: 100 d}"}) {
    const auto run = simulated(
        small_scenario(), with(plain, std::string("sites[0].life_cycle={nodes: ") + life + "}"));
    EXPECT_NEAR(run.figure("carbon_embodied_t"), 0.5 * once, 1e-9) << life;
  }
}

TEST(LifeCycleOfARun, TableAddsUpToTheFigures) {
  const auto run = simulated(small_scenario());
  for (const char* end : {"_low", "", "_high"}) {
    const auto table = run.file.table("/life_cycle");
    double sum = 0;
    for (const auto& column : table)
      if (column.name == std::string("carbon") + end) {
        const auto& values = std::get<std::vector<double>>(column.values);
        sum = std::accumulate(values.begin(), values.end(), 0.0);
      }
    EXPECT_NEAR(sum, run.figure(std::string("carbon_total_t") + end), 1e-9) << end;
    EXPECT_GT(sum, 0.0);
  }
}

TEST(LifeCycleOfARun, JobsTakeWhatTheirNodesWearOff) {
  const auto job = [](const std::string& rule) {
    const auto run = simulated(small_training(64, 20),
                               with(plain, "sites[0].life_cycle={rule: " + rule +
                                               ", utilisation: 50 %, nodes: {lifetime: 100 d}}"));
    return run.job("carbon_embodied") / (run.job("nodes") * run.job("run_time"));
  };
  const double by_time = job("time");  // [t] for a node and second
  EXPECT_NEAR(by_time, 10.0 / (100 * 86400.0), 1e-12);
  EXPECT_NEAR(job("use-time"), 2.0 * by_time, 1e-12);
  EXPECT_NEAR(job("share"), by_time, 1e-12);  // it has all chips of its nodes
}

TEST(LifeCycleOfARun, IsUnknownWhereTheMakingOfANodeIs) {
  const auto run =
      simulated(small_scenario(), {"sites[0].halls[0].racks[0].node.chip.embodied=null"});
  for (const auto& figure : run.file.scalars("/summary"))
    EXPECT_FALSE(figure.name.starts_with("carbon_embodied_t") ||
                 figure.name.starts_with("carbon_total_t"))
        << figure.name;
}

TEST(LifeCycleOfARun, ElectricityHasTheRangeOfWhatSourcesSayOfTheGrid) {
  const std::vector<std::string> sources{
      "sites[0].grid={carbon: 100 g/kWh, years: [{year: 2021, carbon: 150 g/kWh}, "
      "{year: 2023, carbon: 80 g/kWh}, {year: 2023, carbon: 90 g/kWh}]}"};
  const auto any = simulated(small_scenario(), sources);
  const double one = any.figure("carbon_operational_t");
  EXPECT_NEAR(any.figure("carbon_operational_t_low"), 0.8 * one, 1e-9);
  EXPECT_NEAR(any.figure("carbon_operational_t_high"), 1.5 * one, 1e-9);
  const auto that_year = simulated(small_scenario(), with(sources, "sites[0].grid.year=2023"));
  EXPECT_NEAR(that_year.figure("carbon_operational_t"), 0.8 * one, 1e-9);
  EXPECT_NEAR(that_year.figure("carbon_operational_t_high"), 0.9 * one, 1e-9);
}

}  // namespace
}  // namespace icekeel::run
