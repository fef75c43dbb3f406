// SPDX-License-Identifier: Apache-2.0
// Jobs that read samples and save states on one store: who waits, and for how long.
#include <gtest/gtest.h>

#include <cmath>

#include "tests/verification/run/simulated_run.h"

namespace icekeel::run {
namespace {

// A job of eight nodes with 128 samples a step.
std::string reader(const std::string& name, const std::string& more, int steps = 2000) {
  return "    - name: " + name +
         "\n      training: {model: {like: llama-7b}, global_batch: 128, steps: " +
         std::to_string(steps) +
         ", layout: {data_parallel: 64, zero_stage: 1, flash_attention: true}" + more + "}\n";
}

SimulatedRun run_of(const std::string& jobs, const std::string& read = "250 GB/s",
                    const std::string& write = "150 GB/s") {
  return simulated(small_scenario(4) + "workload:\n  jobs:\n" + jobs,
                   {"sites[0].storage.read=" + read, "sites[0].storage.write=" + write});
}

double phase(const SimulatedRun& run, const std::string& column, const std::string& job,
             const std::string& kind) {
  const auto jobs = std::get<std::vector<std::string>>(run.file.column("/phases", "job")->values);
  const auto kinds =
      std::get<std::vector<std::string>>(run.file.column("/phases", "phase")->values);
  const auto values = std::get<std::vector<double>>(run.file.column("/phases", column)->values);
  for (std::size_t i = 0; i < jobs.size(); ++i)
    if (jobs[i] == job && kinds[i] == kind) return values[i];
  return 0;
}

// 128 samples of 100 MB are 12.8 GB a step.
const std::string samples = ", sample_data: 100 MB";

TEST(Store, ThatIsFastEnoughMakesNobodyWait) {
  const double without = run_of(reader("a", "")).job("step_time");
  EXPECT_DOUBLE_EQ(run_of(reader("a", samples)).job("step_time"), without);
}

TEST(Store, ThatIsShortSetsTheStep) {
  const auto run = run_of(reader("a", samples), "2 GB/s");
  EXPECT_NEAR(run.job("step_time"), 12.8 / 2, 1e-9);
  // Waiting draws less than computing.
  EXPECT_LT(phase(run, "node_power", "a", "data_loading"),
            0.7 * phase(run, "node_power", "a", "compute"));
}

TEST(Store, ThatTwoShareTakesThemTwiceAsLong) {
  const auto alone = run_of(reader("a", samples), "4 GB/s");
  const auto both = run_of(reader("a", samples) + reader("b", samples), "4 GB/s");
  EXPECT_NEAR(alone.job("step_time"), 3.2, 1e-9);
  EXPECT_NEAR(both.job("step_time", 0), 6.4, 1e-9);
  EXPECT_NEAR(both.job("run_time", 1) / alone.job("run_time"), 2.0, 1e-3);
  // Together they read what the store gives and no more.
  const double read = 2 * 2000 * 12.8, time = both.job("run_time", 0);
  EXPECT_LE(read / time, 4.0 * (1 + 1e-9));
  EXPECT_NEAR(read / time, 4.0, 0.01);
}

TEST(Store, IsFreeAgainWhenAReaderEnds) {
  const auto run = run_of(reader("a", samples) + reader("b", samples, 500), "4 GB/s");
  EXPECT_NEAR(run.job("step_time", 0), 3.2, 1e-9);
  // 500 steps of each while they share it, and 1,500 alone.
  EXPECT_NEAR(run.job("run_time", 0), 500 * 6.4 + 1500 * 3.2, 15.0);
}

TEST(Store, KeepsReadersWaitingWhileAStateIsSaved) {
  const std::string saving = ", checkpoint: {every: 20 min, size: 3 TB}";
  const auto reads = reader("a", samples);
  const auto alone = run_of(reads, "8 GB/s", "10 GB/s");
  const auto beside = run_of(reads + reader("b", saving), "8 GB/s", "10 GB/s");
  EXPECT_GT(beside.job("run_time", 0), 1.02 * alone.job("run_time", 0));
  // Saving goes on with what the reader leaves: never faster than the store alone.
  EXPECT_GE(phase(beside, "time", "b", "checkpoint") / beside.job("checkpoints", 1), 300.0);
}

TEST(Store, IsReadFirstByAJobThatResumes) {
  const std::string saving = ", checkpoint: {every: 100 d, size: 1 TB";
  const auto fresh = run_of(reader("a", saving + "}"));
  const auto resumed = run_of(reader("a", saving + ", resume: true}"));
  EXPECT_NEAR(resumed.job("run_time") - fresh.job("run_time"), 1000.0 / 250, 1e-6);
  EXPECT_EQ(resumed.job("checkpoints"), 0);
}

TEST(Store, DrawsForWhatItDoes) {
  const auto energy = [](const SimulatedRun& run) { return run.figure("it_energy_MWh"); };
  // 2 GB/s of 250 are a 125th of its 3 kW; the job itself draws the same.
  const auto idle = run_of(reader("a", "")), busy = run_of(reader("a", samples));
  EXPECT_GT(energy(busy), energy(idle));
  EXPECT_LT(energy(busy) - energy(idle), 3e-3 * idle.job("run_time") / 3600);
}

}  // namespace
}  // namespace icekeel::run
