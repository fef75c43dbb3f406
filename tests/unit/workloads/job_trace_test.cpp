// SPDX-License-Identifier: Apache-2.0
// Traces: every field lands where it belongs, every fault is told with its line and field.
#include "workloads/job_trace.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

namespace icekeel::workloads {
namespace {

JobTrace swf(const std::string& text) {
  std::istringstream stream(text);
  return read_swf(stream);
}
JobTrace table(const std::string& text) {
  std::istringstream stream(text);
  return read_job_table(stream);
}
JobTrace batsim(const std::string& text) {
  std::istringstream stream(text);
  return read_batsim(stream);
}

struct Fault {
  std::size_t line, field;
  std::string part;  // of the message
};

void expect_faults(const JobTrace& trace, const std::vector<Fault>& faults) {
  ASSERT_EQ(trace.problems.size(), faults.size());
  for (std::size_t i = 0; i < faults.size(); ++i) {
    EXPECT_EQ(trace.problems[i].line, faults[i].line) << trace.problems[i].message;
    EXPECT_EQ(trace.problems[i].field, faults[i].field) << trace.problems[i].message;
    EXPECT_THAT(trace.problems[i].message, testing::HasSubstr(faults[i].part));
    EXPECT_FALSE(trace.problems[i].remedy.empty());
  }
}

TEST(Swf, ReadsTheFieldsAndTheHeader) {
  const auto trace =
      swf("; Version: 2.2\n; MaxProcs: 128\n; UnixStartTime: 749458803\n; MaxJobs: 2\n;\n"
          "1 0 5 100 64 50 -1 32 200 -1 1 7 8 9 3 2 -1 -1\n"
          "  2\t10.5 -1 30 -1 -1 -1 16 -1 -1 0 -1 -1 -1 -1 -1 -1 -1\r\n");
  EXPECT_TRUE(trace.problems.empty());
  EXPECT_TRUE(trace.warnings.empty());
  EXPECT_EQ(trace.machine_size, 128);
  EXPECT_EQ(trace.unix_start, 749458803);
  ASSERT_EQ(trace.jobs.size(), 2U);
  const auto& job = trace.jobs[0];
  EXPECT_EQ(job.number, 1);
  EXPECT_EQ(job.submit, Duration::si(0));
  EXPECT_EQ(job.run, Duration::si(100));
  EXPECT_EQ(job.processors, 64) << "what it got counts, not what it asked for";
  EXPECT_EQ(job.requested, Duration::si(200));
  EXPECT_DOUBLE_EQ(job.utilisation, 0.5) << "CPU time over run time";
  EXPECT_EQ(job.user, 7);
  EXPECT_EQ(job.group, 8);
  EXPECT_EQ(job.application, 9);
  EXPECT_EQ(job.queue, 3);
  EXPECT_EQ(job.partition, 2);
  EXPECT_EQ(trace.jobs[1].processors, 16);
  EXPECT_EQ(trace.jobs[1].submit, Duration::si(10.5));
  EXPECT_FALSE(trace.jobs[1].requested);
  EXPECT_TRUE(std::isnan(trace.jobs[1].utilisation));
}

TEST(Swf, TellsLineAndFieldOfEveryFault) {
  expect_faults(swf("1 0 -1 100 4 -1 -1 4 -1 -1 1 -1 -1 -1 -1 -1 -1\n"       // 17 fields
                    "2 0 -1 ten 4 -1 -1 4 -1 -1 1 -1 -1 -1 -1 -1 -1 -1\n"    // not a number
                    "3 -5 -1 10 4 -1 -1 4 -1 -1 1 -1 -1 -1 -1 -1 -1 -1\n"    // negative time
                    "4 9 -1 10 4 -1 -1 4 -1 -1 1 -1 -1 -1 -1 -1 -1 -1\n"     // good
                    "4 10 -1 10 4 -1 -1 4 -1 -1 1 -1 -1 -1 -1 -1 -1 -1\n"    // twice
                    "5 8 -1 10 4 -1 -1 4 -1 -1 1 -1 -1 -1 -1 -1 -1 -1\n"     // clock goes back
                    "6 20 -1 -7 4 -1 -1 4 -1 -1 1 -1 -1 -1 -1 -1 -1 -1\n"    // negative run
                    "7 20 -1 10 -4 -1 -1 -4 -1 -1 1 -1 -1 -1 -1 -1 -1 -1\n"  // negative size
                    "8 20 -1 10 4 -1 -1 4 0 -1 1 -1 -1 -1 -1 -1 -1 -1\n"     // asks for nothing
                    "9 1e99 -1 10 4 -1 -1 4 -1 -1 1 -1 -1 -1 -1 -1 -1 -1\n"
                    "10 21 -1 nan 4 -1 -1 4 -1 -1 1 -1 -1 -1 -1 -1 -1 -1\n"),
                {{1, 18, "17 fields instead of 18"},
                 {2, 4, "run time 'ten' is not a number"},
                 {3, 2, "submitted at -5 s"},
                 {5, 1, "there is a job 4 already"},
                 {6, 2, "the clock goes back"},
                 {7, 4, "runs for -7 s"},
                 {8, 8, "-4 processors"},
                 {9, 9, "asks for 0 s"},
                 {10, 0, "100 years"},
                 {11, 4, "'nan' is not a number"}});
}

TEST(Swf, LeavesOutWhatNeverRan) {
  const auto trace =
      swf("1 0 -1 -1 4 -1 -1 4 -1 -1 5 -1 -1 -1 -1 -1 -1 -1\n"
          "2 0 -1 10 0 -1 -1 -1 -1 -1 0 -1 -1 -1 -1 -1 -1 -1\n"
          "3 0 -1 0 4 -1 -1 4 -1 -1 5 -1 -1 -1 -1 -1 -1 -1\n");
  EXPECT_TRUE(trace.problems.empty());
  EXPECT_TRUE(trace.jobs.empty());
  EXPECT_EQ(trace.never_ran, 3U);
}

TEST(Swf, WarnsOfAHeaderThatDoesNotFit) {
  const auto trace =
      swf("; MaxJobs: 9\n; MaxProcs: 2\n1 0 -1 10 4 -1 -1 4 -1 -1 1 -1 -1 -1 -1 -1 -1 -1\n");
  ASSERT_EQ(trace.warnings.size(), 2U);
  EXPECT_EQ(trace.warnings[0].line, 3U);
  EXPECT_EQ(trace.jobs.size(), 1U);
}

TEST(Swf, ListsFiftyFaultsAndCountsTheRest) {
  std::string text;
  for (int i = 0; i < 80; ++i) text += "x\n";
  const auto trace = swf(text);
  EXPECT_EQ(trace.problems.size(), most_trace_problems);
  EXPECT_EQ(trace.more_problems, 30U);
}

// A million jobs in one second are jobs like others.
TEST(Swf, ReadsAMillionJobsOfOneSecond) {
  std::string text;
  for (int i = 1; i <= 1'000'000; ++i)
    text += std::to_string(i) + " 5 -1 60 1 -1 -1 1 -1 -1 1 1 1 -1 1 -1 -1 -1\n";
  const auto trace = swf(text);
  EXPECT_TRUE(trace.problems.empty());
  EXPECT_EQ(trace.jobs.size(), 1'000'000U);
}

TEST(Swf, ReadsARealTrace) {
  std::ifstream file(std::filesystem::path(ICEKEEL_SOURCE_DIR) /
                     "../shared/data/NASA-iPSC-1993-3.swf");
  if (!file) GTEST_SKIP() << "the trace is not here";
  const auto trace = read_swf(file);
  EXPECT_TRUE(trace.problems.empty());
  EXPECT_GT(trace.jobs.size(), 200U);
  EXPECT_EQ(trace.machine_size, 128);
}

TEST(JobTable, ReadsColumnsByName) {
  const auto trace = table(
      "nodes,id,submit_s,run_s,node_power_W,utilisation,requested_s,user\r\n"
      "4,1,0,60,2500,,120,3\r\n\r\n2,2,5,30,,0.4,,\r\n");
  ASSERT_TRUE(trace.problems.empty()) << trace.problems[0].message;
  ASSERT_EQ(trace.jobs.size(), 2U);
  EXPECT_EQ(trace.jobs[0].processors, 4);
  EXPECT_EQ(trace.jobs[0].node_power, Power::si(2500));
  EXPECT_EQ(trace.jobs[0].requested, Duration::si(120));
  EXPECT_EQ(trace.jobs[0].user, 3);
  EXPECT_DOUBLE_EQ(trace.jobs[1].utilisation, 0.4);
  EXPECT_TRUE(std::isnan(trace.jobs[1].node_power.si()));
}

TEST(JobTable, TellsLineAndFieldOfEveryFault) {
  expect_faults(table(""), {{0, 0, "empty"}});
  expect_faults(table("id,submit_s,runs,nodes\n"),
                {{1, 3, "no column 'runs'"}, {1, 0, "no column 'run_s'"}});
  expect_faults(table("id,submit_s,run_s,nodes,utilisation\n1,0,10,4\n2,0,,4,\n3,0,10,4,1.5\n"),
                {{2, 5, "4 cells, the heading 5"},
                 {3, 3, "'' is not a number"},
                 {4, 5, "a utilisation of 1.5"}});
}

TEST(Batsim, ReadsDelaysAndSequences) {
  const auto trace = batsim(R"({"nb_res": 4, "jobs": [
      {"id": "w0!2", "subtime": 20, "walltime": 100, "res": 4, "profile": "two"},
      {"id": 1, "subtime": 10.5, "res": 1, "profile": "one"}],
    "profiles": {"one": {"type": "delay", "delay": 20.5},
                 "two": {"type": "composed", "repeat": 3, "seq": ["one", "one"]}}})");
  ASSERT_TRUE(trace.problems.empty()) << trace.problems[0].message;
  ASSERT_EQ(trace.jobs.size(), 2U);
  EXPECT_EQ(trace.jobs[0].number, 1) << "in the order of submission";
  EXPECT_EQ(trace.jobs[1].run, Duration::si(123));
  EXPECT_EQ(trace.jobs[1].requested, Duration::si(100));
  EXPECT_EQ(trace.machine_size, 4);
}

TEST(Batsim, TellsTheJobOfEveryFault) {
  expect_faults(batsim("{\n\"jobs\": [\n}"), {{3, 0, "not JSON"}});
  expect_faults(batsim("[]"), {{0, 0, "no list 'jobs'"}});
  expect_faults(batsim(R"({"jobs": [{"res": 1}, {"subtime": 0, "profile": "a"},
      {"subtime": 0, "res": 1, "profile": "b"}, {"subtime": 0, "res": 1, "profile": "loop"},
      {"id": 7, "subtime": 0, "res": 0, "profile": "a"}, 5],
      "profiles": {"a": {"delay": 1}, "loop": {"seq": ["loop"]}}})"),
                {{0, 0, "jobs[0]: there is no number 'subtime'"},
                 {0, 0, "jobs[1]: there is no number 'res'"},
                 {0, 0, "no profile 'b'"},
                 {0, 0, "does not say how long"},
                 {0, 0, "job 7 asks for 0 processors"},
                 {0, 0, "jobs[5]"}});
}

}  // namespace
}  // namespace icekeel::workloads
