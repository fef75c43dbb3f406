// SPDX-License-Identifier: Apache-2.0
// Failures of nodes under jobs: as often as the rates say, cause by cause; the time they cost is
// that of the closed forms; the best interval between checkpoints is Young's.
#include "simulator/run/breakdowns.h"

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <numeric>
#include <string>

#include "simulator/base/units.h"
#include "simulator/config/catalogue.h"
#include "tests/support/scratch.h"
#include "tests/verification/run/simulated_run.h"
#include "workloads/checkpoints.h"

namespace icekeel::run {
namespace {

constexpr int seeds = 100;

/// What the paper counts in 54 days on 16,384 chips in 2,048 nodes (arXiv:2407.21783, table 5).
const std::map<std::string, double> published{{"faulty GPU", 148},
                                              {"HBM3 memory", 72},
                                              {"software", 54},
                                              {"switch or cable", 35},
                                              {"host maintenance", 32},
                                              {"GPU SRAM memory", 19},
                                              {"GPU system processor", 17},
                                              {"adapter", 7},
                                              {"collective watchdog", 7},
                                              {"silent data corruption", 6},
                                              {"thermal interface or sensor", 6},
                                              {"drive", 3},
                                              {"power supply", 3},
                                              {"chassis", 2},
                                              {"IO expansion board", 2},
                                              {"dependency", 2},
                                              {"processor", 2},
                                              {"system memory", 2}};

scenario::Scenario cluster(int racks) {
  const auto file = written("cluster.yaml",
                            "schema: 1\nname: cluster\nstart: 2026-01-01T00:00:00Z\n"
                            "duration: 54 d\nsites:\n  - name: here\n"
                            "    climate: {like: paris}\n    grid: {like: france}\n"
                            "    halls: [{racks: {like: dgx-h100-4, count: " +
                                std::to_string(racks) +
                                "}}]\n    fabric: {like: fat-tree-ndr}\n    power: {like: 2n}\n"
                                "    cooling: {like: chilled-water}\n"
                                "    node_failures: {like: h100-cluster}\n");
  config::Diagnostics diagnostics;
  auto loaded = scenario::load(file, {}, config::Catalogue::installed(), diagnostics);
  EXPECT_TRUE(loaded) << diagnostics.text();
  return std::move(*loaded);
}

TEST(Breakdowns, CountsOfEachCauseArePoissonAroundThePublishedTable) {
  const auto scenario = cluster(512);
  ASSERT_EQ(scenario.sites[0].expansion.nodes(), 2048U);
  engine::Kernel kernel;
  std::vector<std::map<std::string, double>> counts(seeds);
  std::vector<std::unique_ptr<Breakdowns>> all;
  for (int seed = 0; seed < seeds; ++seed) {
    all.push_back(std::make_unique<Breakdowns>(
        kernel, scenario.sites[0], std::vector<std::size_t>(2048, 0),
        static_cast<std::uint64_t>(seed),
        [&counts, seed](const auto& nodes, const std::string& cause, Duration) {
          EXPECT_EQ(nodes.size(), 1U);
          ++counts[static_cast<std::size_t>(seed)][cause];
        },
        Breakdowns::FabricStrikes{}));
    all.back()->book();
  }
  kernel.at(54.0 * units::day, engine::Priority::observation, [&] { kernel.stop(); });
  kernel.run();

  double dispersion = 0, total = 0;
  for (const auto& [cause, mean_published] : published) {
    double sum = 0, squares = 0;
    for (auto& of_seed : counts) {
      sum += of_seed[cause];
      squares += of_seed[cause] * of_seed[cause];
    }
    const double mean = sum / seeds, variance = (squares - sum * sum / seeds) / (seeds - 1);
    // The mean of 100 Poisson counts, four standard deviations.
    EXPECT_NEAR(mean, mean_published, 4 * std::sqrt(mean_published / seeds)) << cause;
    dispersion += variance / mean / static_cast<double>(published.size());
    total += mean;
  }
  EXPECT_NEAR(total, 419, 4 * std::sqrt(419.0 / seeds));
  // Variance over mean, the mean of 18 causes.
  EXPECT_GT(dispersion, 0.8);
  EXPECT_LT(dispersion, 1.2);
}

TEST(Breakdowns, StrikeEveryNodeAlike) {
  const auto scenario = cluster(4);
  engine::Kernel kernel;
  std::vector<double> hits(16);
  Breakdowns breakdowns(kernel, scenario.sites[0], std::vector<std::size_t>(16, 0), 1,
                        [&](const auto& nodes, const auto&, Duration) { ++hits[nodes.front()]; },
                        {});
  breakdowns.book();
  kernel.at(50000.0 * units::day, engine::Priority::observation, [&] { kernel.stop(); });
  kernel.run();
  const double mean = std::accumulate(hits.begin(), hits.end(), 0.0) / 16;
  ASSERT_GT(mean, 100);
  for (const double count : hits) EXPECT_NEAR(count, mean, 5 * std::sqrt(mean));
}

// Sixteen nodes train for a year; a failure every ten hours, a minute for a checkpoint.
std::string failing_year() {
  return small_scenario(4) + R"(
workload:
  jobs:
    - like: llama-65b
      training: {model: {like: llama-7b}, global_batch: 2048, tokens: 300T,
                 layout: {micro_batch: 1, tensor_parallel: 2, data_parallel: 64},
                 checkpoint: {size: 6 TB}}
)";
}

std::vector<std::string> settings(const std::string& checkpoint, const std::string& failures) {
  return {"duration=365 d",
          "facility_step=1 h",
          "record.every=1 d",
          "sites[0].storage.write=100 GB/s",
          "sites[0].storage.read=2 TB/s",
          "workload.jobs[0].training.checkpoint={" + checkpoint + ", size: 6 TB}",
          "sites[0].node_failures={" + failures + "}"};
}
const std::string every_ten_hours =
    "causes: {node: {part: node, rate: 0.15 1/d}}, detection: 0 s, restart: 0 s";

TEST(Breakdowns, TheBestIntervalBetweenCheckpointsIsYoungs) {
  // Loss = a/dt + b dt + c has its least at sqrt(a/b): three unknowns, seven intervals.
  double n = 0, rows[3][4] = {};
  for (const double minutes : {15., 20., 27., 35., 46., 60., 80.}) {
    const auto run = simulated(
        failing_year(), settings("every: " + std::to_string(minutes) + " min", every_ten_hours));
    const double dt = minutes * 60;
    const double basis[3] = {1000 / dt, dt / 1000, 1};
    const double loss = 1 - run.figure("jobs_goodput");
    for (int i = 0; i < 3; ++i) {
      for (int j = 0; j < 3; ++j) rows[i][j] += basis[i] * basis[j];
      rows[i][3] += basis[i] * loss;
    }
    ++n;
  }
  ASSERT_EQ(n, 7);
  for (int i = 0; i < 3; ++i)
    for (int j = 0; j < 3; ++j) {
      if (i == j) continue;
      const double factor = rows[j][i] / rows[i][i];
      for (int k = 0; k < 4; ++k) rows[j][k] -= factor * rows[i][k];
    }
  const double a = rows[0][3] / rows[0][0], b = rows[1][3] / rows[1][1];
  const double best = 1000 * std::sqrt(a / b);
  const double young =
      workloads::young_interval(Duration::si(60), Duration::si(86400 / (16 * 0.15))).si();
  EXPECT_NEAR(best / young, 1.0, 0.05);
}

TEST(Breakdowns, TheEffectiveShareIsThatOfTheClosedForm) {
  const auto run =
      simulated(failing_year(), settings("rule: young, every: null",
                                         "causes: {node: {part: node, rate: 0.15 1/d}}, "
                                         "detection: 3 min, restart: 7 min"));
  const Duration between = Duration::si(86400 / (16 * 0.15));
  const Duration interval = workloads::young_interval(Duration::si(60), between);
  const double expected =
      workloads::effective_share(interval, Duration::si(60), Duration::si(603), between);
  // Some 870 failures: their number is known to 3.4 %, and they cost a tenth of the time.
  EXPECT_NEAR(run.figure("jobs_goodput"), expected, 0.01);
  const double failures = run.figure("jobs_restarts");
  EXPECT_NEAR(failures, 876, 4 * std::sqrt(876.0));
  EXPECT_EQ(run.events("job interrupted").size(), static_cast<std::size_t>(failures));
  EXPECT_GT(run.job("wasted_energy"), 0);
  EXPECT_LT(std::abs(run.figure("balance_residual")), 1e-9);
}

TEST(Breakdowns, ASpareTakesThePlaceOfANodeThatIsAway) {
  const std::string failures =
      "causes: {node: {part: node, rate: 0.15 1/d, repair: 12 h}}, detection: 1 min, restart: 1 "
      "min";
  auto with = settings("every: 30 min", failures + ", spares: 12");
  with.push_back("sites[0].halls[0].racks[0].count=7");
  auto without = settings("every: 30 min", failures);
  for (auto* list : {&with, &without}) (*list)[0] = "duration=60 d";
  const auto spared = simulated(failing_year(), with), bare = simulated(failing_year(), without);
  // Without spares the job waits twelve hours for each repair; with twelve it hardly ever waits.
  EXPECT_LT(bare.job("steps_done"), 0.6 * spared.job("steps_done"));
}

TEST(Breakdowns, BatchJobsStartAgain) {
  std::string table = "id,submit_s,run_s,nodes\n";
  constexpr std::size_t jobs = 10;
  for (std::size_t job = 1; job <= jobs; ++job) table += std::to_string(job) + ",0,36000,8\n";
  const auto file = written("jobs.csv", table);
  const auto run = simulated(small_scenario(4) + "workload: {traces: [{csv: " + file + "}]}\n",
                             {"duration=30 d", "facility_step=1 h",
                              "sites[0].node_failures={causes: {node: {part: node, rate: 0.1 1/d, "
                              "repair: 1 h}}}"});
  // A third of a failure in each run of ten hours.
  EXPECT_GT(run.figure("jobs_restarts"), 0);
  EXPECT_EQ(run.figure("jobs_completed"), jobs);
  double lost = 0, node_time = 0;
  for (std::size_t job = 0; job < jobs; ++job) {
    EXPECT_NEAR(run.job("run_time", job), 36000 + run.job("lost_time", job), 1e-6);
    EXPECT_EQ(run.job("restarts", job) > 0, run.job("wasted_energy", job) > 0);
    lost += run.job("lost_time", job);
    node_time += run.job("run_time", job);
  }
  EXPECT_NEAR(run.figure("jobs_goodput"), 1 - lost / node_time, 1e-12);
}

}  // namespace
}  // namespace icekeel::run
