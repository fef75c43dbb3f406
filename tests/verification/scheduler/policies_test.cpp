// SPDX-License-Identifier: Apache-2.0
// The queue against plain references, job by job: on random traces and on a real one.
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "tests/verification/scheduler/trace_play.h"

namespace icekeel::scheduler::test {
namespace {

constexpr std::size_t machine = 12;

QueueSpec with(Backfill backfill) {
  QueueSpec spec;
  spec.backfill = backfill;
  return spec;
}

// Times are small whole numbers, so that many things happen at one instant.
std::vector<TraceJob> random_trace() {
  std::vector<TraceJob> jobs;
  double submit = 0;
  const int count = *rc::gen::inRange(1, 80);
  for (int i = 0; i < count; ++i) {
    submit += *rc::gen::inRange(0, 4);
    const auto nodes = *rc::gen::inRange<std::size_t>(1, machine + 1);
    const double requested = *rc::gen::inRange(1, 20);
    jobs.push_back({submit, nodes, requested, 1.0 * *rc::gen::inRange(1, 25)});
  }
  return jobs;
}

// The trace of an iPSC/860 at NASA Ames, 1993; time between submissions can be made shorter.
std::vector<TraceJob> nasa(double time_factor, std::size_t most) {
  std::ifstream file(std::filesystem::path(ICEKEEL_SOURCE_DIR) /
                     "../shared/data/NASA-iPSC-1993-3.swf");
  std::vector<TraceJob> jobs;
  for (std::string line; std::getline(file, line) && jobs.size() < most;) {
    if (line.empty() || line.front() == ';') continue;
    std::istringstream fields(line);
    double id = 0, submit = 0, wait = 0, run = 0, nodes = 0;
    fields >> id >> submit >> wait >> run >> nodes;
    if (run <= 0 || nodes <= 0) continue;
    // The trace has no requests: these are up to three times what the job takes.
    const double request = run * (1.0 + static_cast<double>(jobs.size() % 5) / 2.0);
    jobs.push_back(
        {std::floor(submit * time_factor), static_cast<std::size_t>(nodes), request, run});
  }
  return jobs;
}

RC_GTEST_PROP(Policies, StrictOrderStartsJobsWhenTheReferenceDoes, ()) {
  const auto jobs = random_trace();
  RC_ASSERT(play(with(Backfill::none), machine, jobs).start ==
            reference_strict(machine, jobs).start);
}

RC_GTEST_PROP(Policies, EasyBackfillStartsJobsWhenTheReferenceDoes, ()) {
  const auto jobs = random_trace();
  RC_ASSERT(play(with(Backfill::easy), machine, jobs).start == reference_easy(machine, jobs).start);
}

RC_GTEST_PROP(Policies, ConservativeBackfillStartsJobsWhenTheReferenceDoes, ()) {
  const auto jobs = random_trace();
  const auto reference = reference_conservative(machine, jobs);
  const auto played = play(with(Backfill::conservative), machine, jobs);
  RC_ASSERT(played.start == reference.start);
  // Nobody starts after the moment that was promised at arrival.
  for (std::size_t i = 0; i < jobs.size(); ++i)
    RC_ASSERT(played.start[i] <= reference.first_reservation[i]);
}

RC_GTEST_PROP(Policies, NeverUseMoreNodesThanThereAre, ()) {
  const auto jobs = random_trace();
  for (const auto backfill : {Backfill::none, Backfill::easy, Backfill::conservative}) {
    const auto played = play(with(backfill), machine, jobs);
    for (std::size_t i = 0; i < jobs.size(); ++i) {
      RC_ASSERT(played.start[i] >= jobs[i].submit);
      std::size_t used = 0;
      for (std::size_t j = 0; j < jobs.size(); ++j)
        if (played.start[j] <= played.start[i] &&
            played.start[i] < played.start[j] + lasts(jobs[j]))
          used += jobs[j].nodes;
      RC_ASSERT(used <= machine);
    }
  }
}

// Three in four ask for a part of a node: quarters, thirds and more.
std::vector<TraceJob> random_sharing_trace() {
  auto jobs = random_trace();
  for (auto& job : jobs)
    if (const auto cut = *rc::gen::inRange<std::uint32_t>(0, 8); cut >= 2) {
      job.nodes = 1;
      job.parts = parts_of_node / cut * *rc::gen::inRange<std::uint32_t>(1, cut);
    }
  return jobs;
}

constexpr std::size_t few = 4;  // nodes, so that parts have to share them

RC_GTEST_PROP(SharedNodes, JobsStartWhereAndWhenTheReferenceSays, ()) {
  auto jobs = random_sharing_trace();
  for (auto& job : jobs) job.nodes = std::min(job.nodes, few);
  for (const auto backfill : {Backfill::none, Backfill::easy, Backfill::conservative}) {
    const auto played = play(with(backfill), few, jobs);
    const auto reference = reference_shared(backfill, few, jobs);
    RC_ASSERT(played.start == reference.start);
    RC_ASSERT(played.host == reference.host);
  }
}

RC_GTEST_PROP(Depth, OnlySoManyOfThoseWhoWaitAreLookedAt, ()) {
  auto jobs = random_sharing_trace();
  for (auto& job : jobs) job.nodes = std::min(job.nodes, few);
  for (const auto backfill : {Backfill::easy, Backfill::conservative})
    for (const std::int64_t depth : {1, 2, 5}) {
      auto spec = with(backfill);
      spec.depth = depth;
      RC_ASSERT(play(spec, few, jobs).start ==
                reference_shared(backfill, few, jobs, static_cast<std::size_t>(depth)).start);
    }
}

// At every start: no node holds more than itself, and whole and shared nodes are no more than there
// are.
RC_GTEST_PROP(SharedNodes, AreNeverOverCommitted, ()) {
  auto jobs = random_sharing_trace();
  for (auto& job : jobs) job.nodes = std::min(job.nodes, few);
  for (const auto backfill : {Backfill::none, Backfill::easy, Backfill::conservative}) {
    const auto played = play(with(backfill), few, jobs);
    for (std::size_t i = 0; i < jobs.size(); ++i) {
      RC_ASSERT(played.start[i] >= jobs[i].submit);
      std::size_t whole = 0;
      std::map<std::uint32_t, std::uint64_t> parts;
      for (std::size_t j = 0; j < jobs.size(); ++j) {
        if (played.start[j] > played.start[i] ||
            played.start[i] >= played.start[j] + lasts(jobs[j]))
          continue;
        if (jobs[j].parts == 0)
          whole += jobs[j].nodes;
        else
          parts[played.host[j]] += jobs[j].parts;
      }
      for (const auto& [host, used] : parts) RC_ASSERT(used <= parts_of_node);
      RC_ASSERT(whole + parts.size() <= few);
    }
  }
}

// Eight eighths lie on one node, however many are free.
TEST(SharedNodes, JobsThatFitOnOneNodeLieOnOne) {
  std::vector<TraceJob> jobs(8, {0, 1, 10, 10, 0, 0, parts_of_node / 8});
  jobs.push_back({1, machine - 1, 5, 5});
  const auto played = play(with(Backfill::none), machine, jobs);
  EXPECT_EQ(played.start.back(), 1) << "all other nodes are free";
  EXPECT_EQ(std::set(played.host.begin(), played.host.end()).size(), 1U);
}

// The first who waits is not delayed by backfill: with exact requests EASY never starts the head
// later than strict order would have from the same state. Over a whole trace this shows where all
// jobs are alike.
TEST(Policies, WithEqualJobsAllPoliciesAreStrictOrder) {
  std::vector<TraceJob> jobs;
  for (int i = 0; i < 200; ++i) jobs.push_back({3.0 * i, 5, 17, 17});
  const auto strict = play(with(Backfill::none), machine, jobs).start;
  EXPECT_EQ(play(with(Backfill::easy), machine, jobs).start, strict);
  EXPECT_EQ(play(with(Backfill::conservative), machine, jobs).start, strict);
}

class RealTrace : public testing::TestWithParam<double> {};

TEST_P(RealTrace, StartsEqualTheReferencesJobByJob) {
  const auto jobs = nasa(GetParam(), 20000);
  if (jobs.empty()) GTEST_SKIP() << "the trace is not here";
  const auto strict = play(with(Backfill::none), 128, jobs);
  EXPECT_EQ(strict.start, reference_strict(128, jobs).start);
  EXPECT_EQ(play(with(Backfill::easy), 128, jobs).start, reference_easy(128, jobs).start);
  EXPECT_EQ(play(with(Backfill::conservative), 128, jobs).start,
            reference_conservative(128, jobs).start);
  if (GetParam() < 0.5) {
    EXPECT_GT(strict.most_waiting, 20) << "there is a queue";
  }
}
INSTANTIATE_TEST_SUITE_P(Policies, RealTrace, testing::Values(1.0, 0.5, 0.2));

}  // namespace
}  // namespace icekeel::scheduler::test
