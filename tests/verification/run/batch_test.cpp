// SPDX-License-Identifier: Apache-2.0
// Batch jobs in a run: they start when the queue says, their energies are those of the meters, and
// nothing that has no part in them changes them.
#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "tests/support/scratch.h"
#include "tests/verification/run/simulated_run.h"

namespace icekeel::run {
namespace {

// Sixteen nodes and a table of jobs.
std::string with_jobs(const std::string& table, const std::string& more = {}) {
  const auto file = written("jobs.csv", table);
  return small_scenario(4) + "workload: {traces: [{csv: " + file + "}]}\n" + more;
}

const std::string heading = "id,submit_s,run_s,nodes,requested_s,utilisation\n";

double rack_energy(const SimulatedRun& run) {
  const auto racks = run.file.values("rack_power").value();
  return std::accumulate(racks.values.begin(), racks.values.end(), 0.0) * 60.0;
}

TEST(Batch, JobsStartWhenTheQueueSays) {
  const std::string table =
      heading + "1,0,3600,10,4000,1\n2,60,3600,10,3600,1\n3,120,600,6,600,1\n";
  const auto strict = simulated(with_jobs(table));
  EXPECT_DOUBLE_EQ(strict.job("start_time", 1), 3600);
  EXPECT_DOUBLE_EQ(strict.job("start_time", 2), 3600);
  const auto easy = simulated(with_jobs(table, "queue: {backfill: easy}\n"));
  EXPECT_DOUBLE_EQ(easy.job("start_time", 1), 3600);
  EXPECT_DOUBLE_EQ(easy.job("start_time", 2), 120);
  EXPECT_EQ(easy.job_text("state", 2), "completed");
  EXPECT_DOUBLE_EQ(easy.figure("jobs_mean_wait_s"), 3540.0 / 3);
  EXPECT_DOUBLE_EQ(easy.figure("jobs_median_wait_s"), 0);
  EXPECT_DOUBLE_EQ(easy.figure("jobs_p95_wait_s"), 3540);
  // Waited 3540 s for 3600 s: (1 + 7140/3600 + 1) / 3.
  EXPECT_DOUBLE_EQ(easy.figure("jobs_bounded_slowdown"), (2 + 7140.0 / 3600) / 3);
  EXPECT_NEAR(easy.figure("jobs_node_utilisation"), (20 * 3600.0 + 6 * 600) / (16 * 86400), 1e-12);
}

TEST(Batch, EnergyLiesBetweenTheIdleNodeAndTheFullOneInProportion) {
  const auto run = simulated(
      with_jobs(heading + "1,0,3600,4,3600,0\n2,0,3600,4,3600,0.25\n3,0,3600,4,3600,1\n"));
  const double idle = run.job("energy", 0), part = run.job("energy", 1),
               full = run.job("energy", 2);
  EXPECT_GT(full, 2 * idle);
  EXPECT_NEAR(part, 0.75 * idle + 0.25 * full, 1e-9 * full);
}

TEST(Batch, EnergyOfTheRacksIsThatOfTheJobsAndTheIdleRest) {
  const std::string jobs = heading + "1,600,36000,10,36000,0.6\n2,1200,3000,6,3000,0.9\n";
  const auto run = simulated(with_jobs(jobs), {"record.racks.every=1 min"});
  const auto idle = simulated(small_scenario(4), {"record.racks.every=1 min"});
  // What the racks draw more than without jobs is what the jobs draw more than idle nodes. The
  // plant holds its set point on such a day, so idle nodes draw the same in both runs.
  const double idle_node = rack_energy(idle) / (16 * 86400.0);
  const double more = rack_energy(run) - rack_energy(idle);
  const double jobs_more =
      3.6e9 * (run.job("energy", 0) + run.job("energy", 1)) - idle_node * (36000 * 10 + 3000 * 6);
  EXPECT_NEAR(more / jobs_more, 1.0, 1e-4);
}

TEST(Batch, EnergyOfAJobDoesNotDependOnItsNeighbours) {
  const std::string job = "1,0,7200,6,7200,0.7\n";
  const auto alone = simulated(with_jobs(heading + job));
  const auto among =
      simulated(with_jobs(heading + job + "2,0,3000,5,3000,1\n3,1800,4000,5,4000,0.2\n"));
  EXPECT_NEAR(among.job("energy", 0) / alone.job("energy", 0), 1.0, 1e-6);
}

TEST(Batch, EnergyOfAJobDoesNotDependOnTheSamplingInterval) {
  const std::string table = heading + "1,0,5000,6,7200,0.7\n2,100,9000,12,9000,0.4\n";
  const auto fine = simulated(with_jobs(table), {"record.every=1 s", "record.racks.every=7 s"});
  const auto coarse = simulated(with_jobs(table), {"record.every=1 h"});
  for (const std::size_t row : {0U, 1U})
    EXPECT_DOUBLE_EQ(fine.job("energy", row), coarse.job("energy", row));
  EXPECT_DOUBLE_EQ(fine.figure("it_energy_MWh"), coarse.figure("it_energy_MWh"));
}

// A job that is killed half-way has used half of what it would have used.
TEST(Batch, AJobThatIsKilledHalfWayHasUsedHalf) {
  const auto whole = simulated(with_jobs(heading + "1,0,7200,6,7200,0.7\n"));
  const auto killed = simulated(with_jobs(heading + "1,0,7200,6,3600,0.7\n"));
  EXPECT_EQ(killed.job_text("state"), "killed");
  EXPECT_EQ(killed.figure("jobs_killed"), 1);
  EXPECT_DOUBLE_EQ(killed.job("end_time"), 3600);
  EXPECT_NEAR(killed.job("energy") / whole.job("energy"), 0.5, 1e-6);
}

TEST(Batch, AJobThatIsKeptRunsToItsEnd) {
  const auto run = simulated(with_jobs(heading + "1,0,7200,16,3000,0.7\n2,10,100,16,100,1\n",
                                       "queue: {backfill: conservative, overrun: keep}\n"));
  EXPECT_EQ(run.job_text("state"), "completed");
  EXPECT_DOUBLE_EQ(run.job("end_time"), 7200);
  EXPECT_DOUBLE_EQ(run.job("start_time", 1), 7200);
}

TEST(Batch, AMeasuredPowerIsDrawnAsItIs) {
  const auto run = simulated(
      with_jobs("id,submit_s,run_s,nodes,node_power_W\n1,0,3600,4,3000\n2,600,1200,2,4500\n"),
      {"record.racks.every=1 min"});
  EXPECT_NEAR(run.job("energy", 0), 4 * 3000 * 3600 / 3.6e9, 1e-12);
  EXPECT_NEAR(run.job("energy", 1), 2 * 4500 * 1200 / 3.6e9, 1e-12);
  EXPECT_NEAR(run.job("mean_node_power", 1), 4500, 1e-9);
  const auto idle = simulated(small_scenario(4), {"record.racks.every=1 min"});
  const double idle_node = rack_energy(idle) / (16 * 86400.0);
  const double expected = (4 * 3000 - 4 * idle_node) * 3600 + (2 * 4500 - 2 * idle_node) * 1200;
  EXPECT_NEAR((rack_energy(run) - rack_energy(idle)) / expected, 1.0, 1e-4);
}

TEST(Batch, WaitsForTheEndOfAMaintenance) {
  const auto run =
      simulated(with_jobs(heading + "1,0,3000,16,3000,1\n2,0,3000,4,3000,1\n",
                          "queue: {backfill: easy, windows: [{at: 1 h, for: 2 h}]}\n"));
  EXPECT_DOUBLE_EQ(run.job("start_time", 0), 0);
  EXPECT_DOUBLE_EQ(run.job("start_time", 1), 3 * 3600);
}

TEST(Batch, JobsWaitForPowerUnderACap) {
  const auto free = simulated(with_jobs(heading + "1,0,600,8,600,1\n2,0,600,8,600,1\n"));
  EXPECT_DOUBLE_EQ(free.job("start_time", 1), 0);
  const auto capped = simulated(
      with_jobs(heading + "1,0,600,8,600,1\n2,0,600,8,600,1\n", "queue: {power_cap: 50 kW}\n"));
  EXPECT_DOUBLE_EQ(capped.job("start_time", 1), 600);
}

TEST(Batch, AnUrgentJobTakesTheNodesOfOthersWhichGoOnLater) {
  const std::string table =
      "id,submit_s,run_s,nodes,priority\n1,0,3600,8,0\n2,100,3600,8,0\n3,600,600,10,5\n";
  const auto run = simulated(with_jobs(
      table, "queue: {backfill: easy, preemption: {margin: 2, save: 60 s, resume: 30 s}}\n"));
  EXPECT_DOUBLE_EQ(run.job("start_time", 2), 600);
  // Both had to leave; they have 3000 s and 3100 s to go, and 90 s on top.
  EXPECT_DOUBLE_EQ(run.job("end_time", 0), 1200 + 3000 + 90);
  EXPECT_DOUBLE_EQ(run.job("end_time", 1), 1200 + 3100 + 90);
  EXPECT_EQ(run.figure("jobs_restarts"), 2);
  const auto polite = simulated(with_jobs(
      table, "queue: {backfill: easy, preemption: {margin: 6, save: 60 s, resume: 30 s}}\n"));
  EXPECT_DOUBLE_EQ(polite.job("start_time", 2), 3700);
}

// A stream, all policies, all books: every balance closes, and the busy nodes of the series are the
// node time of the jobs.
TEST(Batch, BooksOfAStreamClose) {
  const std::string stream = R"(
workload:
  streams:
    - name: mix
      arrivals: {rate: 300 1/d, daily: [1,1,1,1,1,1,1,2,4,4,4,4,4,4,4,4,4,4,2,2,1,1,1,1]}
      kinds:
        - {name: short, share: 4, nodes: {least: 1, most: 4}, run_time: {least: 1 min, most: 4 h}, utilisation: {least: 0.1, most: 1}}
        - {name: wide, nodes: {least: 5, most: 16}, run_time: {least: 10 min, most: 2 h}, utilisation: {least: 0.5, most: 1}}
)";
  for (const char* backfill : {"none", "easy", "conservative"}) {
    const auto run =
        simulated(small_scenario(4) + stream + "queue: {backfill: " + backfill + "}\n");
    EXPECT_LT(std::abs(run.figure("balance_residual")), 1e-9);
    EXPECT_GT(run.figure("jobs_submitted"), 250);
    const auto busy = run.series("nodes_busy"), widths = run.widths();
    const double node_seconds = std::inner_product(busy.begin(), busy.end(), widths.begin(), 0.0);
    EXPECT_NEAR(run.figure("jobs_node_utilisation"), node_seconds / (16 * 86400), 1e-9);
  }
}

}  // namespace
}  // namespace icekeel::run
