// SPDX-License-Identifier: Apache-2.0
// Any text as a trace of jobs, in each of the formats: jobs that can be worked with, or problems.
#include <cmath>
#include <set>
#include <sstream>

#include "tests/fuzz/target.h"
#include "workloads/job_trace.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace icekeel;
  for (auto* read : {&workloads::read_swf, &workloads::read_batsim, &workloads::read_job_table}) {
    std::istringstream file{std::string(fuzz::text_of(data, size))};
    const auto trace = read(file);
    fuzz::expect(trace.problems.size() <= workloads::most_trace_problems, "at most fifty problems");
    for (const auto& problem : trace.problems)
      fuzz::expect(!problem.message.empty() && !problem.remedy.empty(), "a message and a remedy");
    std::set<std::int64_t> numbers;
    for (const auto& job : trace.jobs) {
      fuzz::expect(numbers.insert(job.number).second, "numbers differ");
      fuzz::expect(job.submit >= Duration{} && std::isfinite(job.submit.si()), "a date");
      fuzz::expect(job.run >= Duration{} && std::isfinite(job.run.si()), "a run time");
      fuzz::expect(job.processors >= 1, "something to run on");
      fuzz::expect(!job.requested || *job.requested > Duration{}, "a request");
    }
  }
  return 0;
}
