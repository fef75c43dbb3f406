// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// What the readers of traces have in common: rules for each job, and the list of faults.

#include <string>
#include <string_view>
#include <unordered_set>

#include "workloads/job_trace.h"

namespace icekeel::workloads {

/// Where the parts of a job stand in its line, to point at them; 0: nowhere.
struct TraceFields {
  std::size_t number = 0, submit = 0, run = 0, processors = 0, requested = 0, utilisation = 0,
              node_power = 0, node_share = 0, think = 0;
};

class TraceBuilder {
 public:
  /// A job, if nothing is wrong with it.
  void add(const TraceJob& job, std::size_t line, const TraceFields& fields);
  /// A job that is left out, but whose number others may name.
  void leave_out(std::int64_t number) { numbers_.insert(number); }
  void problem(TraceProblem problem);
  void warn(TraceProblem warning) { trace_.warnings.push_back(std::move(warning)); }
  JobTrace& trace() { return trace_; }

  /// Sorts by submission what is in order but for faults that were reported.
  JobTrace finished();

 private:
  bool is_sound(const TraceJob& job, std::size_t line, const TraceFields& fields);

  JobTrace trace_;
  std::unordered_set<std::int64_t> numbers_;
  std::size_t lost_links_ = 0;
  Duration latest_ = Duration::si(0);
};

/// The number that a text is from its first to its last character; none if it is something else
/// or not finite.
std::optional<double> number_in(std::string_view text);

}  // namespace icekeel::workloads
