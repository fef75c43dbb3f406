// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Jobs as accounting logs tell of them, and readers of three formats: the Standard Workload Format
/// (SWF), workloads of Batsim (JSON), and tables (CSV). See simulator/docs/formats/traces.md.

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <istream>
#include <optional>
#include <string>
#include <vector>

#include "simulator/base/quantity.h"

namespace icekeel::workloads {

/// A job of which only that is known what a queue and a power meter see.
struct TraceJob {
  std::int64_t number = 0;  ///< as the trace counts
  Duration submit;
  Duration run;                                ///< what it takes if nobody disturbs it
  std::optional<Duration> requested;           ///< none: nothing is known, so what it takes
  std::int64_t processors = 0;                 ///< or nodes: what the trace counts
  double utilisation = std::nan("");           ///< of its nodes, in [0, 1]
  Power node_power = Power::si(std::nan(""));  ///< mean of a node, at the inlet of its supplies
  double priority = 0;
  std::int32_t user = -1, group = -1, application = -1, queue = -1;
  std::int32_t partition = -1;       ///< by the trace's own numbers
  std::int32_t load = -1;            ///< by the names of the trace
  double node_share = std::nan("");  ///< of one node that it may share with others, in (0, 1]
  std::int64_t after = -1;           ///< number of a job that has to be over before
  Duration think;                    ///< from that job's end until this one is submitted
};

/// What is wrong, and where. Lines and fields count from 1; 0: the file or the line as a whole.
struct TraceProblem {
  std::size_t line = 0;
  std::size_t field = 0;
  std::string message;
  std::string remedy;
};

struct JobTrace {
  std::vector<std::string> loads;  ///< names of load profiles
  std::vector<TraceJob> jobs;      ///< in the order of submission; equal dates as in the file
  /// Faults of jobs; those jobs are left out.
  std::vector<TraceProblem> problems;
  std::vector<TraceProblem> warnings;        ///< what can be lived with
  std::size_t never_ran = 0;                 ///< cancelled before they started: left out
  std::size_t more_problems = 0;             ///< beyond those listed
  std::optional<std::int64_t> unix_start;    ///< date of the time 0
  std::optional<std::int64_t> machine_size;  ///< processors or nodes
};

/// Of the problems of a file, this many are listed.
inline constexpr std::size_t most_trace_problems = 50;

/// The 18 fields of the Standard Workload Format 2.2 (Chapin et al. 1999): a job a line, numbers
/// with -1 for what is not known, comments and header behind semicolons. A run time that is not
/// known, or no processors, is a job that never ran. Fields 17 and 18 are honoured: a job that
/// follows another is submitted when that is over, after the think time.
JobTrace read_swf(std::istream& file);

/// A workload of Batsim: "jobs" with "id", "subtime", "res", "walltime" and "profile", and
/// "profiles", of which "delay" and sequences of delays say how long a job takes.
JobTrace read_batsim(std::istream& file);

/// A table with a heading: id, submit_s, run_s, nodes and, if there are, requested_s, utilisation,
/// node_power_W, priority, user, group, queue, partition, load, node_share, after, think_s.
JobTrace read_job_table(std::istream& file);

}  // namespace icekeel::workloads
