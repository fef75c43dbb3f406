// SPDX-License-Identifier: Apache-2.0
// Jobs: the queue, checkpoints, published times, federated rounds, several sites.
#include <gtest/gtest.h>

#include <cmath>

#include "tests/verification/run/simulated_run.h"

namespace icekeel::run {
namespace {

std::string job(const std::string& name, const std::string& tokens, int data_parallel,
                const std::string& more = "") {
  return "    - like: llama-65b\n      name: " + name +
         "\n      training: {model: {like: llama-7b}, global_batch: 128, tokens: " + tokens +
         ",\n                 layout: {micro_batch: 1, tensor_parallel: 1, data_parallel: " +
         std::to_string(data_parallel) + "}" + more + "}\n";
}

TEST(Queue, IsFirstComeFirstServed) {
  const auto run = simulated(small_scenario(4) + "workload:\n  jobs:\n" + job("large", "1B", 128) +
                             job("next", "1B", 64) + job("small", "100M", 8));
  EXPECT_DOUBLE_EQ(run.job("wait_time", 0), 0.0);
  EXPECT_DOUBLE_EQ(run.job("start_time", 1), run.job("end_time", 0));
  // The small one fits beside the second one but may not overtake it.
  EXPECT_DOUBLE_EQ(run.job("start_time", 2), run.job("start_time", 1));
}

TEST(Queue, GoesToOtherNodesThatCanRunAJob) {
  auto text = small_scenario(4) + "workload:\n  jobs:\n" + job("first", "1B", 128) +
              job("second", "1B", 128);
  text.replace(text.find("{like: dgx-a100-4, count: 4}"), 28,
               "[{like: dgx-a100-4, count: 4}, {like: dgx-h100-4, count: 4}]");
  const auto run = simulated(text);
  EXPECT_DOUBLE_EQ(run.job("wait_time", 1), 0.0);
  EXPECT_LT(run.job("run_time", 1), run.job("run_time", 0));  // H100 are faster
}

TEST(Until, TheJobsAreDoneTheRunEndsThen) {
  auto text = small_scenario(4) + "workload:\n  jobs:\n" + job("only", "1B", 128);
  text.replace(text.find("duration: 1 d"), 13, "until: jobs done");
  const auto run = simulated(text);
  EXPECT_DOUBLE_EQ(run.figure("simulated_s"), run.job("end_time"));
  EXPECT_EQ(run.job_text("state"), "completed");
}

TEST(Checkpoints, TakeTheTimeThatTheStoreNeeds) {
  const auto with = simulated(small_scenario(4) + "workload:\n  jobs:\n" +
                              job("job", "2B", 128, ", checkpoint: {every: 10 min, size: 10 TB}"));
  const auto without =
      simulated(small_scenario(4) + "workload:\n  jobs:\n" +
                job("job", "2B", 128, ", checkpoint: {every: 100 d, size: 10 TB}"));
  const double each = (with.job("run_time") - without.job("run_time")) / with.job("checkpoints");
  const auto phases =
      std::get<std::vector<std::string>>(with.file.column("/phases", "phase")->values);
  const auto times = std::get<std::vector<double>>(with.file.column("/phases", "time")->values);
  for (std::size_t i = 0; i < phases.size(); ++i)
    if (phases[i] == "checkpoint") {
      EXPECT_NEAR(times[i] / with.job("checkpoints") / each, 1.0, 1e-6);
    }
  EXPECT_GT(with.job("checkpoints"), 3);
}

TEST(Checkpoints, OfTwoJobsShareTheStore) {
  const std::string saving = ", checkpoint: {every: 10 min, size: 10 TB}";
  const auto alone =
      simulated(small_scenario(4) + "workload:\n  jobs:\n" + job("a", "1B", 64, saving));
  const auto both = simulated(small_scenario(4) + "workload:\n  jobs:\n" +
                              job("a", "1B", 64, saving) + job("b", "1B", 64, saving));
  const auto checkpoint_time = [](const SimulatedRun& run) {
    const auto phases =
        std::get<std::vector<std::string>>(run.file.column("/phases", "phase")->values);
    const auto times = std::get<std::vector<double>>(run.file.column("/phases", "time")->values);
    for (std::size_t i = 0; i < phases.size(); ++i)
      if (phases[i] == "checkpoint") return times[i] / run.job("checkpoints");
    return 0.0;
  };
  EXPECT_NEAR(checkpoint_time(both) / checkpoint_time(alone), 2.0, 1e-6);
}

TEST(PublishedTime, ScalesTheStep) {
  const auto run = simulated(small_scenario(4) + "workload:\n  jobs:\n" +
                             job("job", "500M", 128, ", measured_step_time: 3 s"));
  EXPECT_NEAR(run.job("step_time"), 3.0, 0.02 * 3.0);
  EXPECT_DOUBLE_EQ(run.job("planned_step_time"), 3.0);
}

TEST(Federated, DrawsItsDevicesAtHomeAndItsServerHere) {
  const auto run = simulated(
      small_scenario(1) + "workload:\n  jobs: [{like: fedavg-300-devices}]\n", {"duration=2 d"});
  EXPECT_EQ(run.job_text("kind"), "federated");
  EXPECT_EQ(run.job_text("state"), "completed");
  EXPECT_GT(run.job("device_energy"), 0.0);
  EXPECT_EQ(run.job("nodes"), 1);
  // The devices' energy is on no meter of the site.
  const auto idle = simulated(small_scenario(1), {"duration=2 d"});
  const double extra = run.figure("it_energy_MWh") - idle.figure("it_energy_MWh");
  EXPECT_LT(std::abs(extra), 0.02 * idle.figure("it_energy_MWh"));
}

// A round is lost with the power, the rounds before it are kept.
TEST(Federated, GoesOnWithItsRoundsAfterAnOutage) {
  const auto text = small_scenario(1) + "workload:\n  jobs: [{like: fedavg-300-devices}]\n";
  const auto calm = simulated(text, {"duration=2 d"});
  const double middle = 0.5 * calm.job("run_time");
  const auto lost = "events=[{at: " + std::to_string(middle) +
                    " s, lose: feed A, for: 1 h}, {at: " + std::to_string(middle) +
                    " s, lose: feed B, for: 1 h}]";
  const auto run = simulated(text, {"duration=3 d", lost});
  EXPECT_EQ(run.job_text("state"), "completed");
  EXPECT_EQ(run.job("restarts"), 1);
  EXPECT_EQ(run.job("steps_done"), calm.job("steps_done"));
  // Later by the outage, and by about the round that was lost.
  const double later = run.job("end_time") - calm.job("end_time");
  EXPECT_GT(later, 3600.0 * 0.9);
  EXPECT_LT(later, 3600.0 + 0.2 * calm.job("run_time"));
  EXPECT_LT(std::abs(run.figure("balance_residual")), 1e-9);
}

TEST(Sites, AddUp) {
  auto text = small_scenario(4);
  const auto begin = text.find("  - name: here"), end = text.find("seed:");
  std::string second = text.substr(begin, end - begin);
  second.replace(second.find("here"), 4, "there");
  second.replace(second.find("paris"), 5, "singapore");
  text.insert(end, second);
  const auto both = simulated(text), one = simulated(small_scenario(4));
  EXPECT_NEAR(both.figure("it_energy_MWh") / one.figure("it_energy_MWh"), 2.0, 0.02);
  const auto sites = both.file.values("site_facility_power").value();
  const auto all = both.series("facility_power");
  ASSERT_EQ(sites.columns, 2U);
  for (std::size_t i = 0; i < all.size(); ++i)
    ASSERT_NEAR(sites.values[2 * i] + sites.values[2 * i + 1], all[i], 1e-6 * all[i]);
  // The tropics cost more cooling than Paris in March.
  EXPECT_GT(sites.values[1], sites.values[0]);
}

TEST(Record, TheLastIntervalMayBeShorter) {
  const auto run = simulated(small_scenario(1), {"duration=100 s", "record.every=60 s"});
  const auto widths = run.widths();
  ASSERT_EQ(widths.size(), 2U);
  EXPECT_DOUBLE_EQ(widths[1], 40.0);
}

}  // namespace
}  // namespace icekeel::run
