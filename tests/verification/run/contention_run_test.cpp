// SPDX-License-Identifier: Apache-2.0
// Jobs that share links: max-min sharing predicts their steps, and closed forms hold when alone.
#include <gtest/gtest.h>

#include <cmath>

#include "simulator/scenario/scenario.h"
#include "tests/support/scratch.h"
#include "tests/verification/run/simulated_run.h"

namespace icekeel::run {
namespace {

/// Jobs of twelve nodes under leaf switches of eight nodes: the first fills one leaf and half of
/// the second, the next one fills the third and the other half of the second. Both rings cross the
/// second leaf's uplink once each way; it is one cable a rail, as fast as one node.
/// Transfers do not hide: what they cost shows in full.
std::string jobs_of_twelve(double oversubscription, int jobs,
                           const std::string& tokens_of_second = "2B", double share = 1.0) {
  std::string text = small_scenario(16) + "workload:\n  jobs:\n";
  for (int i = 0; i < jobs; ++i)
    text += "    - like: llama-65b\n      name: job-" + std::to_string(i) +
            "\n      training: {model: {like: llama-7b}, global_batch: 96, tokens: " +
            (i == 1 ? tokens_of_second : std::string("2B")) +
            ",\n                 layout: {micro_batch: 1, tensor_parallel: 8, data_parallel: 12, "
            "zero_stage: 0, "
            "overlap: 0 %}, checkpoint: {every: 100 d},\n                 efficiency: {network: "
            "{share: " +
            std::to_string(share) + "}}}\n";
  const auto at = text.find("fat-tree-hdr");
  return text.insert(at + 12, oversubscription > 1 ? ", radix: 10, oversubscription: 8"
                                                   : ", radix: 16, oversubscription: 1");
}

double phase_time(const SimulatedRun& run, const std::string& job, const std::string& phase) {
  const auto jobs = std::get<std::vector<std::string>>(run.file.column("/phases", "job")->values);
  const auto phases =
      std::get<std::vector<std::string>>(run.file.column("/phases", "phase")->values);
  const auto times = std::get<std::vector<double>>(run.file.column("/phases", "time")->values);
  for (std::size_t i = 0; i < jobs.size(); ++i)
    if (jobs[i] == job && phases[i] == phase) return times[i];
  return 0;
}

/// What the closed form says of a phase of the first job.
double planned_phase(const std::string& text, workloads::PhaseKind kind) {
  const auto file = written("planned.yaml", text);
  config::Diagnostics diagnostics;
  const auto scenario = scenario::load(file, {}, config::Catalogue::installed(), diagnostics);
  return scenario.value().jobs.at(0).places.at(0).plan->time_of(kind).si();
}

TEST(Contention, AloneAStepTakesWhatItsClosedFormSays) {
  for (const double oversubscription : {1.0, 8.0}) {
    const auto run = simulated(jobs_of_twelve(oversubscription, 1));
    const double transfer = phase_time(run, "job-0", "data_comm") / run.job("steps_done");
    // Gradients of 6.74 B parameters in 16 bits, around a ring of 12 nodes with 200 GB/s each.
    const double at_line_rate = 2.0 * 11.0 / 12.0 * 6.74e9 * 2.0 / 200e9;
    EXPECT_GT(transfer, at_line_rate);
    const double planned =
        planned_phase(jobs_of_twelve(oversubscription, 1), workloads::PhaseKind::data_comm);
    EXPECT_NEAR(transfer / planned, 1.0, 0.02);
    EXPECT_NEAR(run.job("step_time") / run.job("planned_step_time"), 1.0, 0.002);
  }
}

TEST(Contention, OnTrunksThatCarryEverythingJobsDoNotSlowEachOther) {
  const auto alone = simulated(jobs_of_twelve(1.0, 1)), both = simulated(jobs_of_twelve(1.0, 2));
  EXPECT_NEAR(both.job("step_time", 0) / alone.job("step_time"), 1.0, 1e-6);
}

TEST(Contention, OnAnOversubscribedTrunkTwoJobsShareMaxMinFairly) {
  const auto alone = simulated(jobs_of_twelve(8.0, 1)), both = simulated(jobs_of_twelve(8.0, 2));
  const double alone_comm = phase_time(alone, "job-0", "data_comm") / alone.job("steps_done");
  for (const std::size_t job : {0U, 1U}) {
    const double comm =
        phase_time(both, "job-" + std::to_string(job), "data_comm") / both.job("steps_done", job);
    // Equal jobs in step with each other get half of the trunk each: the transfer takes twice as
    // long, and the rest of the phase (latencies, under 2 % of it) as long as before.
    EXPECT_GT(comm, 1.96 * alone_comm);
    EXPECT_LE(comm, 2.0 * alone_comm * (1 + 1e-9));
  }
  EXPECT_NEAR(both.job("step_time", 0), both.job("step_time", 1), 1e-6);
}

TEST(Contention, SendersThatReachHalfTheRateLeaveRoomForEachOther) {
  const auto alone = simulated(jobs_of_twelve(8.0, 1, "2B", 0.5)),
             both = simulated(jobs_of_twelve(8.0, 2, "2B", 0.5));
  EXPECT_NEAR(both.job("step_time", 0) / alone.job("step_time"), 1.0, 1e-6);
}

TEST(Contention, AJobSpeedsUpAgainWhenItsCompetitorEnds) {
  const auto both = simulated(jobs_of_twelve(8.0, 2, "400M"));
  const auto alone = simulated(jobs_of_twelve(8.0, 1));
  EXPECT_EQ(both.job_text("state", 1), "completed");
  EXPECT_LT(both.job("end_time", 1), both.job("end_time", 0));
  // The last steady step of the longer job is that of a job alone.
  EXPECT_NEAR(both.job("step_time", 0) / alone.job("step_time"), 1.0, 1e-6);
  EXPECT_GT(both.job("run_time", 0), alone.job("run_time"));
}

}  // namespace
}  // namespace icekeel::run
