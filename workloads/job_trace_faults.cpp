// SPDX-License-Identifier: Apache-2.0
#include "workloads/job_trace_faults.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace icekeel::workloads {
namespace {

// Longer than any machine stands; times beyond lose their fractions of seconds.
constexpr auto longest = Duration::si(100.0 * 365.25 * 86400.0);
constexpr std::int64_t most_processors = 100'000'000;

}  // namespace

std::optional<double> number_in(std::string_view text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || !std::isfinite(value))
    return std::nullopt;
  return value;
}

void TraceBuilder::problem(TraceProblem problem) {
  if (trace_.problems.size() < most_trace_problems)
    trace_.problems.push_back(std::move(problem));
  else
    ++trace_.more_problems;
}

bool TraceBuilder::is_sound(const TraceJob& job, std::size_t line, const TraceFields& fields) {
  const auto before = trace_.problems.size() + trace_.more_problems;
  const auto wrong = [&](std::size_t field, std::string message, std::string remedy) {
    problem({line, field, std::move(message), std::move(remedy)});
  };
  if (!numbers_.insert(job.number).second)
    wrong(fields.number, fmt::format("there is a job {} already", job.number),
          "number each job once");
  if (job.submit < Duration{})
    wrong(fields.submit, fmt::format("job {} is submitted at {} s", job.number, job.submit.si()),
          "times count from the begin of the trace and are not negative");
  else if (job.submit < latest_)
    wrong(fields.submit,
          fmt::format("the clock goes back: job {} is submitted at {} s, the one before at {} s",
                      job.number, job.submit.si(), latest_.si()),
          "sort the jobs by the time of submission");
  if (job.run < Duration{})
    wrong(fields.run, fmt::format("job {} runs for {} s", job.number, job.run.si()),
          "a time is not negative");
  if (job.requested && *job.requested <= Duration{})
    wrong(fields.requested, fmt::format("job {} asks for {} s", job.number, job.requested->si()),
          "give a time above 0, or -1 if it is not known");
  if (job.submit > longest || job.run > longest || job.requested.value_or(Duration{}) > longest)
    wrong(0, fmt::format("job {} has a time of more than 100 years", job.number),
          "times are in seconds");
  if (job.processors < 1 || job.processors > most_processors)
    wrong(fields.processors,
          fmt::format("job {} asks for {} processors", job.number, job.processors),
          "give a whole number of at least 1");
  if (job.utilisation < 0.0 || job.utilisation > 1.0)
    wrong(fields.utilisation,
          fmt::format("job {} has a utilisation of {}", job.number, job.utilisation),
          "give a share from 0 to 1");
  if (job.node_power < Power{} || job.node_power > Power::si(1e6))
    wrong(fields.node_power,
          fmt::format("job {} draws {} W a node", job.number, job.node_power.si()),
          "give watts from 0 to 1,000,000");
  if (job.node_share <= 0.0 || job.node_share > 1.0)
    wrong(fields.node_share,
          fmt::format("job {} asks for {} of a node", job.number, job.node_share),
          "give a share above 0 and up to 1");
  else if (!std::isnan(job.node_share) && job.processors != 1)
    wrong(fields.node_share,
          fmt::format("job {} asks for a share of {} nodes", job.number, job.processors),
          "ask for one node, or leave the share empty");
  if (job.think < Duration{} || job.think > longest)
    wrong(fields.think, fmt::format("job {} has a think time of {} s", job.number, job.think.si()),
          "give a time from 0 on, or -1 if it is not known");
  return trace_.problems.size() + trace_.more_problems == before;
}

void TraceBuilder::add(const TraceJob& job, std::size_t line, const TraceFields& fields) {
  const bool linked = job.after < 0 || numbers_.contains(job.after);
  const bool sound = is_sound(job, line, fields);
  if (job.submit <= longest) latest_ = std::max(latest_, job.submit);
  if (!sound) return;
  trace_.jobs.push_back(job);
  if (linked) return;
  trace_.jobs.back().after = -1;
  ++lost_links_;
}

JobTrace TraceBuilder::finished() {
  if (lost_links_ > 0)
    warn({0, 0,
          fmt::format("jobs that follow one that does not stand before them: {}", lost_links_),
          "they are submitted at their own dates"});
  return std::move(trace_);
}

}  // namespace icekeel::workloads
