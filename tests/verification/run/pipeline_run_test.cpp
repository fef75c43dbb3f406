// SPDX-License-Identifier: Apache-2.0
// Collect, prepare, train, serve: each after the one before, each byte moved once at the rate of
// the slowest, each joule in one of the jobs.
#include <gtest/gtest.h>

#include "tests/verification/run/simulated_run.h"

namespace icekeel::run {
namespace {

const std::string collect =
    "{name: collect, data: {size: 10 TB, nodes: 1, route: [{like: submarine-cable-atlantic, "
    "capacity: 10 Gbit/s}]}}";
const std::string prepare =
    "{name: prepare, after: [collect], start: 5 min, data: {size: 10 TB, nodes: 4, rate: 2 GB/s, "
    "cpu: 90%, storage: read}}";
const std::string train =
    "{name: train, after: [prepare], training: {model: {like: llama-7b}, global_batch: 512, steps: "
    "50, layout: {tensor_parallel: 8, data_parallel: 16, micro_batch: 1}}}";
const std::string serve =
    "{name: serve, after: [train, prepare], serving: {model: {like: llama-7b}, weights: {like: "
    "fp16}, method: {like: tensorrt-llm}, nodes: 2, prompt: 500, answer: 200, for: 1 h, arrivals: "
    "{rate: 20 1/s}}}";

std::string pipeline(const std::string& more = "") {
  // In the wrong order: what counts is who follows whom.
  return "workload.jobs=[" + serve + ", " + train + ", " + prepare + ", " + collect + more + "]";
}

std::size_t row_of(const SimulatedRun& run, const std::string& name) {
  for (std::size_t row = 0; row < 8; ++row)
    if (run.job_text("name", row) == name) return row;
  throw std::runtime_error("no job " + name);
}

TEST(PipelineRun, TakesItsStepsOneAfterTheOther) {
  const auto run = simulated(small_scenario(), {pipeline()});
  const auto at = [&](const std::string& name, const char* column) {
    return run.job(column, row_of(run, name));
  };
  for (const char* name : {"collect", "prepare", "train", "serve"})
    EXPECT_EQ(run.job_text("state", row_of(run, name)), "completed") << name;
  EXPECT_NEAR(at("prepare", "submit_time"), at("collect", "end_time") + 300.0, 1e-6);
  EXPECT_NEAR(at("train", "submit_time"), at("prepare", "end_time"), 1e-6);
  EXPECT_NEAR(at("serve", "start_time"), at("train", "end_time"), 1e-6);
  EXPECT_NEAR(at("serve", "run_time"), 3600.0, 1e-6);
}

// 10 TB at 10 Gbit/s, and light through 6,600 km of fibre with 0.2 ms of equipment; at four times
// 2 GB/s inside.
TEST(PipelineRun, MovesItsDataAtTheRateOfTheSlowest) {
  const auto run = simulated(small_scenario(), {pipeline()});
  const double latency = 6.6e6 * 1.468 / 299792458.0 + 0.2e-3;
  EXPECT_NEAR(run.job("run_time", row_of(run, "collect")), 8000.0 + latency, 1e-6);
  EXPECT_NEAR(run.job("run_time", row_of(run, "prepare")), 1250.0, 1e-6);
  // 0.004 Wh a gigabyte, 0.002 to 0.04.
  EXPECT_NEAR(run.job("network_energy", row_of(run, "collect")), 0.040, 1e-9);
  EXPECT_NEAR(run.job("network_energy_low", row_of(run, "collect")), 0.020, 1e-9);
  EXPECT_NEAR(run.job("network_energy_high", row_of(run, "collect")), 0.400, 1e-9);
  EXPECT_EQ(run.job("network_energy", row_of(run, "prepare")), 0.0);
}

TEST(PipelineRun, HasTheEnergyOfItsNodesInItsJobsAndNowhereElse) {
  const auto run = simulated(small_scenario(), {pipeline()});
  double jobs = 0;
  for (const char* name : {"collect", "prepare", "train", "serve"})
    jobs += run.job("energy", row_of(run, name));
  EXPECT_NEAR(jobs / run.figure("jobs_energy_MWh"), 1.0, 1e-12);
  EXPECT_NEAR((jobs + run.figure("unallocated_energy_MWh")) / run.figure("node_energy_MWh"), 1.0,
              1e-9);
  const auto rarely = simulated(small_scenario(), {pipeline(), "record.every=6 h"});
  EXPECT_NEAR(rarely.figure("jobs_energy_MWh") / jobs, 1.0, 1e-12);
}

// Without power at its only nodes a transfer begins again; what follows waits for it.
TEST(PipelineRun, BeginsATransferAgainThatLostItsNodes) {
  const auto run = simulated(
      small_scenario(),
      {pipeline(), "events=[{at: 1 h, lose: feed A, for: 1 h}, {at: 1 h, lose: feed B, for: 1 h}]",
       "sites[0].power={like: electrical/unprotected, feeds: [A, B]}"});
  const auto row = row_of(run, "collect");
  EXPECT_EQ(run.job("restarts", row), 1.0);
  EXPECT_NEAR(run.job("lost_time", row), 3600.0, 60.0);
  EXPECT_GT(run.job("end_time", row), 7200.0 + 8000.0);
  EXPECT_GE(run.job("submit_time", row_of(run, "prepare")), run.job("end_time", row));
}

TEST(PipelineRun, GivesUpWhatFollowsAJobThatFails) {
  const auto run = simulated(
      small_scenario(),
      {"workload.jobs=[{name: first, walltime: 1 min, data: {size: 10 TB, rate: 1 GB/s}}, "
       "{name: second, after: [first], data: {size: 1 TB, rate: 1 GB/s}}, {name: third, "
       "after: [second], data: {size: 1 TB, rate: 1 GB/s}}]",
       "queue.overrun=kill", "duration=null", "until=jobs done"});
  EXPECT_EQ(run.job_text("state", row_of(run, "first")), "killed");
  EXPECT_EQ(run.job_text("state", row_of(run, "second")), "failed");
  EXPECT_EQ(run.job_text("state", row_of(run, "third")), "failed");
  EXPECT_NEAR(run.figure("simulated_s"), 60.0, 1e-6);
}

}  // namespace
}  // namespace icekeel::run
