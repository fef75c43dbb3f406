// SPDX-License-Identifier: Apache-2.0
// Jobs that share nodes, whose load changes, or that follow each other. What a job uses is its own:
// the same beside any neighbour, at any sampling interval, half of it when killed half-way; and
// what all jobs use and what nobody holds is what the meters of the nodes show.
#include <gtest/gtest.h>

#include <numeric>

#include "tests/support/scratch.h"
#include "tests/verification/run/simulated_run.h"

namespace icekeel::run {
namespace {

// Sixteen nodes of eight accelerators; a table counts accelerators, of which jobs may ask for few.
std::string with_sharing(const std::string& table, const std::string& more = {}) {
  const auto file = written("jobs.csv", table);
  return small_scenario(4) + "workload:\n  traces: [{csv: " + file +
         ", per_node: 8, share_nodes: true}]\n" + more;
}

const std::string sharing_heading = "id,submit_s,run_s,nodes,requested_s,utilisation\n";
const std::string load_profiles_yaml = R"(  load_profiles:
    ramp: [{share: 0.25, load: 0.2}, {share: 0.5, load: 0.6}, {load: 1}]
    cycle: [{for: 10 min, load: 1}, {for: 5 min, load: 0.4}]
)";

double rack_energy_MWh(const SimulatedRun& run) {
  const auto racks = run.file.values("rack_power").value();
  return std::accumulate(racks.values.begin(), racks.values.end(), 0.0) * 60.0 / 3.6e9;
}

// Jobs and what nobody holds against the meters of the nodes.
void expect_books_close(const SimulatedRun& run) {
  const double jobs = run.figure("jobs_energy_MWh"), rest = run.figure("unallocated_energy_MWh");
  EXPECT_GT(jobs, 0);
  EXPECT_NEAR((jobs + rest) / run.figure("node_energy_MWh"), 1.0, 1e-9);
}

TEST(BatchSharing, APartOfANodeUsesThatPartOfItsEnergy) {
  const auto run = simulated(with_sharing(
      sharing_heading + "1,0,7200,2,7200,0.7\n2,0,7200,8,7200,0.7\n3,0,7200,16,7200,0.7\n"));
  EXPECT_NEAR(run.job("energy", 0) / run.job("energy", 1), 0.25, 1e-9);
  EXPECT_NEAR(run.job("energy", 2) / run.job("energy", 1), 2.0, 1e-9);
  EXPECT_DOUBLE_EQ(run.job("node_share", 0), 0.25);
  EXPECT_DOUBLE_EQ(run.job("gpus", 0), 2);
  EXPECT_DOUBLE_EQ(run.job("gpu_hours", 0), 4);
  EXPECT_NEAR(run.job("mean_node_power", 0) / run.job("mean_node_power", 1), 1.0, 1e-9);
  expect_books_close(run);
}

TEST(BatchSharing, EnergyIsTheSameAloneOrOnASharedNode) {
  const std::string job = "1,0,7200,3,7200,0.7\n";
  const auto alone = simulated(with_sharing(sharing_heading + job));
  const auto shared = simulated(with_sharing(
      sharing_heading + job + "2,0,3000,4,3000,1\n3,1800,4000,1,4000,0.2\n4,3600,9000,4,9000,0\n"));
  // The hall is cold and its set point holds, so the nodes' surroundings are the same.
  EXPECT_NEAR(shared.job("energy") / alone.job("energy"), 1.0, 1e-9);
  EXPECT_DOUBLE_EQ(shared.series("nodes_busy").front(), 1) << "all lie on one node";
  expect_books_close(alone);
  expect_books_close(shared);
}

TEST(BatchSharing, EnergyIsTheSameAtAnySamplingInterval) {
  const std::string table = sharing_heading + "1,0,5000,3,7200,0.7\n2,100,9000,5,9000,0.4\n";
  const auto fine = simulated(with_sharing(table), {"record.every=1 s", "record.racks.every=7 s"});
  const auto coarse = simulated(with_sharing(table), {"record.every=1 h"});
  for (const std::size_t row : {0U, 1U})
    EXPECT_DOUBLE_EQ(fine.job("energy", row), coarse.job("energy", row));
  EXPECT_DOUBLE_EQ(fine.figure("unallocated_energy_MWh"), coarse.figure("unallocated_energy_MWh"));
}

TEST(BatchSharing, AJobThatIsKilledHalfWayHasUsedHalf) {
  const std::string neighbour = "2,0,5000,5,5000,1\n";
  const auto whole = simulated(with_sharing(sharing_heading + "1,0,7200,3,7200,0.7\n" + neighbour));
  const auto killed =
      simulated(with_sharing(sharing_heading + "1,0,7200,3,3600,0.7\n" + neighbour));
  EXPECT_EQ(killed.job_text("state"), "killed");
  EXPECT_NEAR(killed.job("energy") / whole.job("energy"), 0.5, 1e-9);
  EXPECT_NEAR(killed.job("energy", 1) / whole.job("energy", 1), 1.0, 1e-9);
  expect_books_close(killed);
}

// A stream in which jobs ask for accelerators, cores and nodes; some are still running at the end.
TEST(BatchSharing, EnergiesOfAllJobsAndTheRestAreThatOfTheNodes) {
  const std::string stream = R"(
workload:
  streams:
    - name: mix
      arrivals: {rate: 600 1/d}
      kinds:
        - {name: inference, share: 4, unit: gpu, nodes: {least: 1, most: 7}, run_time: {least: 1 h, most: 9 h}, utilisation: {least: 0.1, most: 1}, load: cycle}
        - {name: batch, unit: core, nodes: {least: 1, most: 200}, run_time: {least: 10 min, most: 2 h}, utilisation: {least: 0.5, most: 1}}
        - {name: wide, nodes: {least: 2, most: 9}, run_time: {least: 10 min, most: 2 h}, load: ramp}
)" + load_profiles_yaml;
  for (const char* backfill : {"none", "easy", "conservative"}) {
    const auto run = simulated(small_scenario(4) + stream + "queue: {backfill: " + backfill +
                               "}\nrecord: {racks: {every: 1 min}}\n");
    EXPECT_LT(std::abs(run.figure("balance_residual")), 1e-9);
    EXPECT_GT(run.figure("jobs_submitted"), 400);
    expect_books_close(run);
    // Racks are stored with seven digits.
    EXPECT_NEAR(rack_energy_MWh(run) / run.figure("node_energy_MWh"), 1.0, 1e-6);
  }
}

// Any course of the load with the same mean has the same energy.
TEST(BatchLoads, AProfileUsesWhatItsMeanDoes) {
  const double ramp = 0.25 * 0.2 + 0.5 * 0.6 + 0.25;  // by shares of the run
  const double cycle = (4 * 10 + 4 * 5 * 0.4) / 60;   // four times in an hour
  const std::string table =
      "id,submit_s,run_s,nodes,utilisation,load\n"
      "1,0,3600,16,0.8,ramp\n2,0,3600,16," +
      std::to_string(0.8 * ramp) + ",\n" + "3,0,3600,16,1,cycle\n4,0,3600,16," +
      std::to_string(cycle) + ",\n5,0,3600,16,0,cycle\n";
  const auto run = simulated(with_sharing(table, load_profiles_yaml), {"record.racks.every=1 min"});
  // Idle energy is the same in all; std::to_string keeps six digits.
  const double idle = run.job("energy", 4);
  EXPECT_NEAR((run.job("energy", 0) - idle) / (run.job("energy", 1) - idle), 1.0, 3e-6);
  EXPECT_NEAR((run.job("energy", 2) - idle) / (run.job("energy", 3) - idle), 1.0, 3e-6);
  expect_books_close(run);
  EXPECT_NEAR(rack_energy_MWh(run) / run.figure("node_energy_MWh"), 1.0, 1e-6);
}

TEST(BatchLoads, AMeasuredPowerFollowsTheProfile) {
  const auto run = simulated(with_sharing(
      "id,submit_s,run_s,nodes,node_power_W,load\n1,0,4000,16,3000,ramp\n2,0,1200,8,4000,cycle\n",
      load_profiles_yaml));
  EXPECT_NEAR(run.job("energy", 0) * 3.6e9, 2 * 3000 * 4000 * 0.6, 1e-3);
  EXPECT_NEAR(run.job("energy", 1) * 3.6e9, 4000 * (900 + 300 * 0.4), 1e-3);
}

TEST(BatchLoads, AJobThatIsKilledHalfWayHasUsedTheFirstHalf) {
  const auto run = simulated(with_sharing(
      "id,submit_s,run_s,nodes,requested_s,node_power_W,load\n1,0,4000,8,2000,3000,ramp\n",
      load_profiles_yaml));
  EXPECT_EQ(run.job_text("state"), "killed");
  EXPECT_NEAR(run.job("energy") * 3.6e9, 3000 * (1000 * 0.2 + 1000 * 0.6), 1e-3);
}

TEST(BatchChains, AJobIsSubmittedWhenTheOneBeforeIsOverAndItsUserHasThought) {
  const auto run =
      simulated(with_sharing("id,submit_s,run_s,nodes,requested_s,after,think_s\n"
                             "1,60,3600,128,3600,,\n2,70,600,128,600,,\n3,80,600,8,600,1,120\n4,90,"
                             "600,8,300,3,\n5,95,10,8,10,4,\n"));
  EXPECT_DOUBLE_EQ(run.job("submit_time", 2), 60 + 3600 + 120);
  EXPECT_DOUBLE_EQ(run.job("start_time", 2), 60 + 3600 + 600) << "the second job has all nodes";
  EXPECT_DOUBLE_EQ(run.job("wait_time", 2), 600 - 120);
  EXPECT_DOUBLE_EQ(run.job("submit_time", 3), run.job("end_time", 2));
  EXPECT_EQ(run.job_text("state", 3), "killed");
  EXPECT_DOUBLE_EQ(run.job("submit_time", 4), run.job("end_time", 3)) << "killed is over too";
}

}  // namespace
}  // namespace icekeel::run
