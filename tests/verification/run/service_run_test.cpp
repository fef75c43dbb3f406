// SPDX-License-Identifier: Apache-2.0
// A service in motion: requests are conserved, energy is that of the meters, idle without requests,
// piling up above its capacity, lost while its nodes have no power.
#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "tests/verification/run/simulated_run.h"

namespace icekeel::run {
namespace {

// Requests at all hours at the same rate on eight nodes of eight chips, to the end of the day.
std::string serving_job(const std::string& arrivals, const std::string& more = "") {
  return "workload.jobs=[{name: chat, serving: {model: {like: llama-7b}, weights: {like: fp16}, "
         "method: {like: tensorrt-llm}, nodes: 8, prompt: 500, answer: 200, arrivals: " +
         arrivals + more + "}}]";
}

// The first half of each day, from midnight.
const std::string mornings =
    "daily: [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]";

std::vector<double> numbers(const SimulatedRun& run, const char* table, const std::string& name) {
  return std::get<std::vector<double>>(run.file.column(table, name).value().values);
}

double served(const SimulatedRun& run, const std::string& name) {
  return numbers(run, "/services", name).at(0);
}

std::vector<double> spell_column(const SimulatedRun& run, const std::string& name) {
  return numbers(run, "/service_spells", name);
}

TEST(ServiceRun, AnswersWhatComesAndCountsItsEnergyOnce) {
  const auto run = simulated(small_scenario(), {serving_job("{rate: 100 1/s}")});
  EXPECT_EQ(run.job_text("kind"), "serving");
  EXPECT_EQ(run.job_text("state"), "running");
  EXPECT_NEAR(served(run, "requests"), 100.0 * 86400, 1e-3);
  EXPECT_NEAR(served(run, "requests"),
              served(run, "answered") + served(run, "lost") + served(run, "inside"), 1e-3);
  EXPECT_EQ(served(run, "lost"), 0.0);
  EXPECT_EQ(served(run, "most_piled_up"), 0.0);
  EXPECT_NEAR(run.figure("serving_tokens") / (200 * served(run, "answered")), 1.0, 1e-12);
  // Little: requests inside over the rate are the time that each takes.
  const double time = served(run, "first_token_p50") + 199 * served(run, "token_time_p50");
  EXPECT_NEAR(served(run, "inside") / 100.0 / time, 1.0, 0.15);
  const double busy = served(run, "busy");
  EXPECT_GT(busy, 0.0);
  EXPECT_LT(busy, 1.0);
  EXPECT_NEAR(
      served(run, "request_energy") * served(run, "answered") / 3.6e9 / served(run, "energy"), 1.0,
      1e-9);
  EXPECT_GT(served(run, "request_facility_energy"), served(run, "request_energy"));
  EXPECT_NEAR(served(run, "request_facility_energy") / served(run, "request_energy"),
              run.figure("pue"), 1e-9);
}

// The nodes' meters: those of the service and those of nobody.
TEST(ServiceRun, AddsUpWithTheMetersOfTheSite) {
  const auto run = simulated(small_scenario(), {serving_job("{rate: 300 1/s, " + mornings + "}")});
  EXPECT_NEAR((run.figure("jobs_energy_MWh") + run.figure("unallocated_energy_MWh")) /
                  run.figure("node_energy_MWh"),
              1.0, 1e-9);
  EXPECT_NEAR(run.figure("serving_energy_MWh"), run.figure("jobs_energy_MWh"), 1e-12);
  const auto phases = numbers(run, "/phases", "energy");
  EXPECT_NEAR(std::accumulate(phases.begin(), phases.end(), 0.0) / served(run, "energy"), 1.0,
              1e-9);
  const auto power = spell_column(run, "power"), length = spell_column(run, "length");
  EXPECT_NEAR(std::inner_product(power.begin(), power.end(), length.begin(), 0.0) / 3.6e6 /
                  served(run, "energy"),
              1.0, 1e-9);
}

TEST(ServiceRun, DoesNotDependOnWhatRecordsIt) {
  const auto settings = serving_job("{rate: 300 1/s, " + mornings + "}");
  const auto often = simulated(small_scenario(), {settings, "record.every=10 s"});
  const auto rarely = simulated(small_scenario(), {settings, "record.every=6 h"});
  for (const char* name : {"serving_energy_MWh", "serving_idle_energy_MWh", "serving_answered",
                           "serving_first_token_p99_s", "facility_energy_MWh"})
    EXPECT_DOUBLE_EQ(often.figure(name), rarely.figure(name)) << name;
}

TEST(ServiceRun, WithoutRequestsDrawsWhatIdleNodesDraw) {
  const auto run = simulated(small_scenario(),
                             {serving_job("{rate: 300 1/s, " + mornings + "}"), "record.every=1 h"});
  const auto nothing = simulated(small_scenario(), {"record.every=1 h"});
  const auto power = run.series("it_power"), idle = nothing.series("it_power");
  for (std::size_t h = 0; h < 24; ++h)
    if (h < 12)
      EXPECT_GT(power[h], 1.2 * idle[h]) << h;
    else
      // Inlets settle after noon.
      EXPECT_NEAR(power[h] / idle[h], 1.0, h < 14 ? 1e-3 : 1e-6) << h;
}

TEST(ServiceRun, AboveItsCapacityPilesRequestsUpAndAnswersThemLater) {
  const auto calm = simulated(small_scenario(), {serving_job("{rate: 1 1/s}")});
  const double capacity = served(calm, "capacity");
  // For twelve hours a fifth more comes than it can answer; then nothing.
  const auto rate = std::to_string(0.6 * capacity);
  const auto run =
      simulated(small_scenario(), {serving_job("{rate: " + rate + " 1/s, " + mornings + "}")});
  const double piled = 0.2 * capacity * 12 * hour;
  EXPECT_NEAR(served(run, "most_piled_up") / piled, 1.0, 1e-4);
  EXPECT_NEAR(served(run, "answered") / served(run, "requests"), 1.0, 1e-9);
  // The last who comes waits as long as the pile takes.
  EXPECT_NEAR(served(run, "first_token_p99") / (piled / capacity), 0.99, 0.05);
  const auto busy = spell_column(run, "busy"), length = spell_column(run, "length");
  EXPECT_NEAR(std::inner_product(busy.begin(), busy.end(), length.begin(), 0.0) / hour, 14.4, 0.01);
}

TEST(ServiceRun, UsesFewerNodesBetterWhenItMay) {
  const auto spread = simulated(small_scenario(), {serving_job("{rate: 50 1/s}")});
  const auto scaled =
      simulated(small_scenario(), {serving_job("{rate: 50 1/s}", ", scale_to: 70%")});
  const double needed = std::ceil(50 / (0.7 * served(spread, "capacity") / 8));
  EXPECT_EQ(spell_column(scaled, "nodes").at(0), needed);
  EXPECT_LT(served(scaled, "energy"), served(spread, "energy"));
  EXPECT_GT(served(scaled, "token_time_p50"), served(spread, "token_time_p50"));
  EXPECT_NEAR(served(scaled, "requests"), served(spread, "requests"), 1e-6);
}

TEST(ServiceRun, LosesWhatComesWhileItsNodesHaveNoPower) {
  const auto run =
      simulated(small_scenario(),
                {serving_job("{rate: 100 1/s}"),
                 "events=[{at: 2 h, lose: feed A, for: 3 h}, {at: 2 h, lose: feed B, for: 3 h}]",
                 "sites[0].power={like: electrical/unprotected, feeds: [A, B]}"});
  EXPECT_DOUBLE_EQ(run.job("restarts"), 1.0);
  EXPECT_EQ(run.job_text("state"), "running");
  EXPECT_NEAR(served(run, "lost"), 100.0 * 3 * hour, 100.0 * 120);
  EXPECT_NEAR(served(run, "requests"), 100.0 * 24 * hour, 1e-2);
  EXPECT_NEAR((run.figure("jobs_energy_MWh") + run.figure("unallocated_energy_MWh")) /
                  run.figure("node_energy_MWh"),
              1.0, 1e-9);
}

TEST(ServiceRun, EndsWhenItsTimeIsOver) {
  const auto run = simulated(small_scenario(), {serving_job("{rate: 100 1/s}", ", for: 90 min"),
                                                "duration=null", "until=jobs done"});
  EXPECT_EQ(run.job_text("state"), "completed");
  EXPECT_NEAR(run.job("run_time"), 5400.0, 1e-6);
  EXPECT_NEAR(served(run, "requests"), 100.0 * 5400, 1e-3);
}

// Ten thousand requests a second for a day: as many events as for one.
TEST(ServiceRun, CostsNoMoreForMoreRequests) {
  const auto some = simulated(small_scenario(), {serving_job("{rate: 1 1/s}")});
  const auto many = simulated(small_scenario(), {serving_job("{rate: 10000 1/s}")});
  EXPECT_NEAR(many.figure("events") / some.figure("events"), 1.0, 0.01);
  EXPECT_NEAR(served(many, "requests") / served(some, "requests"), 1e4, 1e-3);
}

}  // namespace
}  // namespace icekeel::run
