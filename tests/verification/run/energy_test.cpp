// SPDX-License-Identifier: Apache-2.0
// Energy: exact whatever is recorded, the same at every meter, balanced term by term.
#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "simulator/run/simulation.h"
#include "tests/verification/run/simulated_run.h"

namespace icekeel::run {
namespace {

/// Sixteen nodes train in steps of some seconds for most of the day, with a checkpoint now and
/// then.
std::string training_day() {
  return small_scenario(4) + R"(
workload:
  jobs:
    - like: llama-65b
      start: 1 h
      training: {model: {like: llama-7b}, global_batch: 2048, tokens: 30B,
                 layout: {micro_batch: 1, tensor_parallel: 2, data_parallel: 64}, checkpoint: {every: 40 min}}
)";
}

TEST(Energy, DoesNotDependOnTheSamplingInterval) {
  const auto fine = simulated(training_day(), {"record.every=1 s", "record.racks.every=7 s"});
  const auto coarse = simulated(training_day(), {"record.every=1 h"});
  for (const char* name : {"it_energy_MWh", "facility_energy_MWh", "cooling_energy_MWh",
                           "electrical_loss_MWh", "water_m3"})
    EXPECT_DOUBLE_EQ(fine.figure(name), coarse.figure(name)) << name;
  EXPECT_DOUBLE_EQ(fine.job("end_time"), coarse.job("end_time"));
}

TEST(Energy, OfTheSeriesIsThatOfTheSummary) {
  for (const char* every : {"record.every=13 s", "record.every=1 min", "record.every=7 min"}) {
    const auto run = simulated(training_day(), {every});
    const auto widths = run.widths();
    for (const auto& [series, total] : {std::pair{"facility_power", "facility_energy_MWh"},
                                        {"it_power", "it_energy_MWh"},
                                        {"cooling_power", "cooling_energy_MWh"},
                                        {"electrical_loss_power", "electrical_loss_MWh"}}) {
      const auto power = run.series(series);
      const double joules = std::inner_product(power.begin(), power.end(), widths.begin(), 0.0);
      EXPECT_NEAR(joules / 3.6e9 / run.figure(total), 1.0, 1e-9) << every << " " << series;
    }
  }
}

TEST(Energy, OfTheRacksIsThatOfTheNodes) {
  const auto run = simulated(training_day(), {"record.racks.every=15 min"});
  const auto racks = run.file.values("rack_power").value();
  const double sum = std::accumulate(racks.values.begin(), racks.values.end(), 0.0) * 900.0;
  // Switches and storage are on the IT meter too; they draw the same all day but for checkpoints.
  const auto idle = simulated(small_scenario(4), {"record.racks.every=15 min"});
  const auto idle_racks = idle.file.values("rack_power").value();
  const double rest =
      idle.figure("it_energy_MWh") -
      std::accumulate(idle_racks.values.begin(), idle_racks.values.end(), 0.0) * 900.0 / 3.6e9;
  EXPECT_NEAR(run.figure("it_energy_MWh") - sum / 3.6e9, rest, 2e-3 * rest);
}

TEST(Energy, TheFacilityNeverDrawsLessThanTheIt) {
  const auto run = simulated(training_day(), {"record.every=1 s"});
  const auto facility = run.series("facility_power"), it = run.series("it_power");
  for (std::size_t i = 0; i < it.size(); ++i) ASSERT_GE(facility[i], it[i]) << i;
}

TEST(Energy, EveryMisreadMeterBreaksItsBalance) {
  const auto run = simulated(training_day());
  for (const char* name : {"electricity", "heat"}) {
    const auto books = run.balance(name);
    EXPECT_LT(std::abs(books.residual()), 1e-9);
    EXPECT_NO_THROW(check_balances({books}));
    for (const auto* side : {&books.in(), &books.out()})
      for (const auto& account : *side) {
        if (account.energy < 2e-4 * books.total_in()) continue;  // a part that hardly runs here
        EXPECT_THROW(check_balances({books.with_misread(account.name, 1.01)}), UnbalancedBooks)
            << account.name;
      }
  }
}

TEST(Energy, PhasesAddUpToTheJob) {
  const auto run = simulated(training_day());
  const auto energy = std::get<std::vector<double>>(run.file.column("/phases", "energy")->values);
  const auto time = std::get<std::vector<double>>(run.file.column("/phases", "time")->values);
  const auto power =
      std::get<std::vector<double>>(run.file.column("/phases", "node_power")->values);
  EXPECT_NEAR(std::accumulate(time.begin(), time.end(), 0.0) / run.job("run_time"), 1.0, 1e-9);
  EXPECT_NEAR(std::accumulate(energy.begin(), energy.end(), 0.0) / run.job("energy"), 1.0, 1e-9);
  const double mean = std::inner_product(power.begin(), power.end(), time.begin(), 0.0) /
                      std::accumulate(time.begin(), time.end(), 0.0);
  EXPECT_NEAR(mean / run.job("mean_node_power"), 1.0, 1e-9);
}

TEST(Energy, OfTheSeriesByPhaseIsThatOfThePhases) {
  for (const char* every : {"1 min", "0.3 s"}) {
    const auto run =
        simulated(small_scenario(4) +
                      "workload:\n  jobs:\n    - like: llama-65b\n      training: {model: {like: "
                      "llama-7b}, global_batch: 128, tokens: 30M, layout: {micro_batch: 1, "
                      "tensor_parallel: 1, "
                      "data_parallel: 128}, checkpoint: {every: 1 min}}\n",
                  {"duration=30 min", "record={every: " + std::string(every) + ", phases: true}"});
    const auto power = run.series("phase_power"), widths = run.widths();
    const std::size_t kinds = power.size() / widths.size();
    double sum = 0;
    for (std::size_t i = 0; i < power.size(); ++i) sum += power[i] * widths[i / kinds];
    const auto energies =
        std::get<std::vector<double>>(run.file.column("/phases", "energy")->values);
    double total = 0;
    for (const double energy : energies) total += energy * 3.6e9;
    EXPECT_GT(total, 0);
    EXPECT_NEAR(sum / total, 1.0, 1e-6) << every;
    for (const double value : power) EXPECT_GE(value, -1e-3);
    EXPECT_LE(*std::ranges::max_element(power), 16 * 6.5e3);
  }
}

TEST(Energy, RampsAreThoseOfTheWholeJob) {
  const auto run =
      simulated(small_scenario(4) +
                    "workload:\n  jobs:\n    - like: llama-65b\n      training: {model: "
                    "{like: llama-7b}, global_batch: 128, tokens: 30M, layout: "
                    "{micro_batch: 1, tensor_parallel: 1, data_parallel: 128}}\n",
                {"duration=30 min"});
  // At its end, sixteen nodes fall from their mean in steps to idle.
  const double steps = run.job("mean_node_power") * 16e-6;
  EXPECT_GT(run.job("power_ramp"), 0.4 * steps);
  EXPECT_LT(run.job("power_ramp"), 16 * 6.5e-3);
}

TEST(Energy, TheStepShowsInAFineSeries) {
  const auto run = simulated(training_day(), {"record.every=0.1 s", "duration=2 h"});
  const auto power = run.series("it_power");
  // From 1 h 10 min on: count how often the power rises through its mean.
  const std::vector<double> part(power.begin() + 42000, power.begin() + 54000);
  const double mean = std::accumulate(part.begin(), part.end(), 0.0) / 12000.0;
  int rises = 0;
  for (std::size_t i = 1; i < part.size(); ++i) rises += part[i - 1] < mean && part[i] >= mean;
  EXPECT_NEAR(rises, 1200.0 / run.job("step_time"), 2.0);
}

TEST(Energy, TwoRunsWithOneSeedAreEqualAndAnotherSeedHasOtherWeather) {
  const auto a = simulated(training_day()), b = simulated(training_day());
  const auto other = simulated(training_day(), {"seed=8"});
  EXPECT_EQ(a.series("facility_power"), b.series("facility_power"));
  EXPECT_EQ(a.series("wet_bulb_temperature"), b.series("wet_bulb_temperature"));
  EXPECT_NE(a.series("wet_bulb_temperature"), other.series("wet_bulb_temperature"));
}

}  // namespace
}  // namespace icekeel::run
