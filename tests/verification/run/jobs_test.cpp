// SPDX-License-Identifier: Apache-2.0
// Jobs: the queue, checkpoints, published times, federated rounds, several sites.
#include <gtest/gtest.h>

#include <cmath>
#include <map>

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

// Like batch jobs, at the end of the time that they asked for; without one they are never killed.
TEST(Walltime, ATrainingIsKilledOrKeptAtItsEndAsSet) {
  const auto text = small_scenario(4) + "workload:\n  jobs:\n" + job("long", "1B", 128) +
                    "      walltime: 10 min\n" + job("next", "100M", 128);
  const auto free = simulated(small_scenario(4) + "workload:\n  jobs:\n" + job("long", "1B", 128));
  ASSERT_GT(free.job("run_time"), 1200);
  const auto killed = simulated(text);
  EXPECT_EQ(killed.job_text("state"), "killed");
  EXPECT_EQ(killed.figure("jobs_killed"), 1);
  EXPECT_EQ(killed.events("job killed").size(), 1U);
  EXPECT_DOUBLE_EQ(killed.job("end_time"), 600);
  EXPECT_DOUBLE_EQ(killed.job("start_time", 1), 600);
  EXPECT_NEAR(
      killed.job("energy") / killed.job("run_time") / (free.job("energy") / free.job("run_time")),
      1.0, 0.02)
      << "its steps are alike";
  const auto kept = simulated(text, {"queue.overrun=keep"});
  EXPECT_EQ(kept.job_text("state"), "completed");
  EXPECT_NEAR(kept.job("end_time"), free.job("end_time"), 1e-6);
}

TEST(Walltime, ARunOfLinpackIsKilledToo) {
  const auto run = simulated(
      small_scenario(), {"workload.jobs=[{name: linpack, walltime: 5 min, hpl: {nodes: 16, order: "
                         "2000000}}]"});
  EXPECT_EQ(run.job_text("state"), "killed");
  EXPECT_DOUBLE_EQ(run.job("end_time"), 300);
}

// Kinds of all sorts in one stream, as often as their shares say.
TEST(Streams, MixTrainingsLinpackAndBatchJobs) {
  const auto run = simulated(small_scenario(4) + R"(
workload:
  streams:
    - name: mix
      jobs: 60
      arrivals: {rate: 200 1/d}
      kinds:
        - {name: batch, share: 3, nodes: {least: 1, most: 4}, run_time: {least: 10 min, most: 1 h}}
        - {name: linpack, share: 1, priority: 1, job: {name: hpl, hpl: {nodes: 2, order: 300000}}}
        - name: tuning
          share: 2
          job:
            name: lora
            training: {model: {like: llama-7b}, global_batch: 32, steps: 50, layout: {micro_batch: 1, tensor_parallel: 8, data_parallel: 4}}
queue: {backfill: easy}
)");
  std::map<std::string, int> kinds;
  for (std::size_t row = 0; row < 60; ++row) {
    ++kinds[run.job_text("kind", row)];
    EXPECT_EQ(run.job_text("state", row), "completed") << row;
    EXPECT_GE(run.job("start_time", row), run.job("submit_time", row));
  }
  // Multinomial: three standard deviations of 60 draws with shares 3 : 1 : 2.
  EXPECT_NEAR(kinds["batch"], 30, 12);
  EXPECT_NEAR(kinds["hpl"], 10, 9);
  EXPECT_NEAR(kinds["training"], 20, 11);
  EXPECT_NEAR((run.figure("jobs_energy_MWh") + run.figure("unallocated_energy_MWh")) /
                  run.figure("node_energy_MWh"),
              1.0, 1e-9)
      << "of trainings and batch jobs alike";
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

// Energy of a kind of clients by phase, their networks and their carbon, in the tables.
TEST(Federated, TellsItsClientsApart) {
  const auto run = simulated(
      small_scenario(1) + "workload:\n  jobs: [{like: fedavg-300-devices}]\n", {"duration=2 d"});
  const auto value = [&](const std::string& column, std::size_t row) {
    const auto values = run.file.column("/federated_clients", column).value().values;
    return std::get<std::vector<double>>(values).at(row);
  };
  double devices = 0;
  for (const std::size_t row : {0u, 1u}) {
    const double own = value("download_energy", row) + value("compute_energy", row) +
                       value("upload_energy", row) + value("waiting_energy", row);
    const double data = value("downloaded", row) + value("uploaded", row);
    EXPECT_NEAR(value("network_energy", row) / (0.0065 * data), 1.0, 1e-9);
    const double intensity = row == 0 ? 0.04418 : 0.34414;  // France, Germany [kg/kWh]
    EXPECT_NEAR(value("carbon", row) / (intensity * (own + value("network_energy", row))), 1.0,
                1e-9);
    devices += own;
  }
  EXPECT_NEAR(devices / run.job("device_energy"), 1.0, 1e-9);
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
