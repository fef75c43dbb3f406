// SPDX-License-Identifier: Apache-2.0
// Jobs that change their size: no work is lost or gained, whatever happens to them.
#include <gtest/gtest.h>

#include "tests/support/scratch.h"
#include "tests/verification/run/simulated_run.h"

namespace icekeel::run {
namespace {

// Sixteen nodes; jobs ask for half of what they can take, and can live on half of that.
std::string with_sizes(const std::string& table, const std::string& scaling,
                       const std::string& more = {}) {
  const auto file = written("jobs.csv", table);
  return small_scenario(4) + "workload: {traces: [{csv: " + file + ", scaling: {" + scaling +
         "}}]}\n" + more;
}

const std::string sizes_heading = "id,submit_s,run_s,nodes,requested_s,utilisation\n";

TEST(MalleableJobs, OneAloneTakesAllThatItCanUse) {
  const auto run =
      simulated(with_sizes(sizes_heading + "1,0,3600,8,3600,0.7\n", "least: 0.5, most: 2"));
  EXPECT_EQ(run.job_text("state"), "completed") << "its request shrinks with its time";
  EXPECT_NEAR(run.job("end_time"), 1800, 1e-9);
  EXPECT_DOUBLE_EQ(run.series("nodes_busy").front(), 16);
  // Twice the nodes for half the time: the same energy, as nothing is serial.
  const auto rigid =
      simulated(with_sizes(sizes_heading + "1,0,3600,8,3600,0.7\n", "least: 1, most: 1"));
  EXPECT_NEAR(rigid.job("end_time"), 3600, 1e-9);
  EXPECT_NEAR(run.job("energy") / rigid.job("energy"), 1.0, 1e-9);
  EXPECT_DOUBLE_EQ(rigid.job("resizes"), 0);
}

// From 8 to 16 nodes at the start; at 600 s a job of 13 nodes (least: 10) comes and asks for room.
struct Shrunk {
  double serial, cost;
};
class Resizing : public testing::TestWithParam<Shrunk> {};

TEST_P(Resizing, WorkIsDoneAtTheRateOfTheNodesThatAreHeld) {
  const auto [serial, cost] = GetParam();
  const auto speed = [s = serial](double n) { return 1 / (s + (1 - s) / n); };
  const auto rate = [&](double n) { return speed(n) / speed(8); };
  const auto run = simulated(with_sizes(sizes_heading + "1,0,3600,8,3600,0.7\n2,600,900,10,900,1\n",
                                        "least: 0.5, most: 2, serial: " + std::to_string(serial) +
                                            ", resize: " + std::to_string(cost) + " s"));
  // The second starts at once, as the first gives ten of its sixteen nodes back.
  EXPECT_DOUBLE_EQ(run.job("start_time", 1), 600);
  EXPECT_DOUBLE_EQ(run.job("end_time", 1), 1500);
  double left = 3600 - 600 * rate(16);
  left -= (900 - cost) * rate(6);
  ASSERT_GT(left, 0);
  // Then it grows again.
  const double end = 1500 + cost + left / rate(16);
  EXPECT_NEAR(run.job("end_time", 0), end, 1e-6);
  EXPECT_DOUBLE_EQ(run.job("resizes", 0), 2);
  EXPECT_NEAR(run.job("lost_time", 0), 2 * cost, 1e-9);
  const double node_time = 600 * 16 + 900 * 6 + (end - 1500) * 16;
  EXPECT_NEAR(run.job("gpu_hours", 0) * 3600 / 8, node_time, 1e-4);
  // All nodes draw alike, so energies are as the node times.
  const double per_node = run.job("mean_node_power", 0);
  EXPECT_NEAR(run.job("energy", 0) * 3.6e9, per_node * node_time, 1e-6 * per_node * node_time);
  EXPECT_NEAR((run.figure("jobs_energy_MWh") + run.figure("unallocated_energy_MWh")) /
                  run.figure("node_energy_MWh"),
              1.0, 1e-9);
}
INSTANTIATE_TEST_SUITE_P(MalleableJobs, Resizing,
                         testing::Values(Shrunk{0, 0}, Shrunk{0.02, 0}, Shrunk{0, 45},
                                         Shrunk{0.1, 30}));

TEST(MalleableJobs, AMoldableOneTakesTheLargestSizeThatCanStart) {
  const auto run = simulated(with_sizes(sizes_heading + "1,0,3600,6,3600,0.7\n2,60,600,6,600,1\n",
                                        "sizing: moldable, least: 0.5, most: 2"));
  EXPECT_NEAR(run.job("end_time", 0), 1800, 1e-9) << "on twelve nodes";
  EXPECT_DOUBLE_EQ(run.job("start_time", 1), 60) << "on three: four are free";
  EXPECT_NEAR(run.job("end_time", 1), 60 + 1200, 1e-9);
  EXPECT_DOUBLE_EQ(run.job("resizes", 0), 0);
}

TEST(MalleableJobs, DoNotGrowIntoAMaintenance) {
  const auto run =
      simulated(with_sizes(sizes_heading + "1,0,3600,8,3600,0.7\n", "least: 0.5, most: 2",
                           "queue: {windows: [{at: 30 min, for: 1 h, nodes: 6}]}\n"));
  EXPECT_NEAR(run.job("end_time"), 3600 * 8.0 / 10, 1e-6) << "on ten nodes";
}

// With perfect speed-up the node time of a job is what it asked for, whatever it went through.
TEST(MalleableJobs, NodeTimeIsConservedInAStream) {
  const std::string stream = R"(
workload:
  streams:
    - name: mix
      jobs: 100
      arrivals: {rate: 60 1/d}
      kinds:
        - {name: elastic, nodes: {least: 1, most: 12}, run_time: {least: 10 min, most: 2 h}, requested: {least: 1, most: 1}, scaling: SCALING}
        - {name: rigid, nodes: {least: 1, most: 12}, run_time: {least: 10 min, most: 2 h}, requested: {least: 1, most: 1}}
)";
  const auto with = [&](const std::string& scaling, const std::string& backfill) {
    auto text = stream;
    text.replace(text.find("SCALING"), 7, scaling);
    return simulated(small_scenario(4) + text + "queue: {backfill: " + backfill + "}\n",
                     {"duration=5 d"});
  };
  for (const char* backfill : {"none", "easy", "conservative"}) {
    const auto rigid = with("{least: 1, most: 1}", backfill);
    const auto elastic = with("{least: 0.25, most: 4}", backfill);
    ASSERT_EQ(elastic.figure("jobs_submitted"), 100);
    EXPECT_EQ(elastic.figure("jobs_completed"), 100);
    double resizes = 0;
    for (std::size_t row = 0; row < 100; ++row) {
      EXPECT_NEAR(elastic.job("gpu_hours", row) / rigid.job("gpu_hours", row), 1.0, 1e-9) << row;
      resizes += elastic.job("resizes", row);
    }
    EXPECT_GT(resizes, 20);
  }
}

}  // namespace
}  // namespace icekeel::run
