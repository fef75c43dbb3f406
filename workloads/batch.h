// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Batch jobs as the user describes them: read from a trace, or drawn from distributions.

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/base/calendar.h"
#include "simulator/base/quantity.h"
#include "simulator/base/random.h"
#include "simulator/base/units.h"
#include "simulator/config/fields.h"
#include "simulator/config/finding.h"
#include "workloads/arrivals.h"
#include "workloads/job.h"
#include "workloads/job_trace.h"
#include "workloads/scaling.h"

namespace icekeel::workloads {

/// What happens to a job with a fault, or one that no nodes can run.
enum class Faults { error, skip };

/// Jobs from a file; exactly one format is given.
struct TraceSpec {
  std::optional<config::InputPath> swf, batsim, csv;
  Duration start;  ///< of the trace, after the start of the simulation
  std::int64_t per_node = 1;
  double utilisation = 1;
  Faults faults = Faults::error;
  std::optional<std::string> partition;
  std::map<std::string, std::string> partitions;  ///< by the numbers of the trace
  std::optional<Duration> slack;
  bool share_nodes = false;
  std::optional<std::string> load;
  std::optional<ScalingSpec> scaling;
};

enum class Shape { lognormal, log_uniform, uniform };

/// A distribution between two values. What it draws beyond them is drawn again.
struct SizeSpec {
  std::int64_t least = 1;
  std::int64_t most = 1;
  std::optional<double> median;  ///< of a lognormal one
  double spread = 1;             ///< of its logarithm
  Shape shape = Shape::log_uniform;
  bool powers_of_two = false;
};
struct TimeSpec {
  Duration least;
  Duration most;
  std::optional<Duration> median;
  double spread = 1;
  Shape shape = Shape::lognormal;
};
struct ShareSpec {
  double least = 1;
  double most = 1;
};

/// What numbers of a stream's `nodes` count.
enum class SizeUnit { node, gpu, core };

/// One kind of job of a stream.
struct StreamKindSpec {
  std::string name;
  double share = 1;  ///< weight among the kinds
  std::optional<SizeSpec> nodes;
  SizeUnit unit = SizeUnit::node;
  std::optional<TimeSpec> run_time;
  ShareSpec requested{1, 3};  ///< requested time over run time
  ShareSpec utilisation;
  std::optional<std::string> load;
  std::optional<ScalingSpec> scaling;
  std::optional<JobSpec> job;  ///< a training, a run of Linpack or federated: not a batch job
  std::int64_t users = 1;
  double priority = 0;
  std::optional<std::string> partition;
  std::optional<Duration> slack;
};

struct StreamSpec {
  std::string name;
  ArrivalSpec arrivals;
  Duration start;
  std::optional<Duration> lasting;
  std::optional<std::int64_t> jobs;
  std::vector<StreamKindSpec> kinds;
};

void describe(config::Fields& f, TraceSpec& trace);
void describe(config::Fields& f, SizeSpec& size);
void describe(config::Fields& f, TimeSpec& time);
void describe(config::Fields& f, ShareSpec& share);
void describe(config::Fields& f, StreamKindSpec& kind);
void describe(config::Fields& f, StreamSpec& stream);

/// Paths relative to the trace or the stream.
std::vector<config::Finding> check(const TraceSpec& trace);
std::vector<config::Finding> check(const StreamSpec& stream);

/// A job of a stream, and of which kind it is.
struct StreamJob {
  TraceJob job;
  std::size_t kind = 0;
};

/// Draws the jobs of a stream, of kinds with a job of their own only the dates, until its end, or
/// that of the simulation. At most ten million.
std::vector<StreamJob> draw_jobs(const StreamSpec& stream, Timestamp start, Duration until,
                                 RandomStream random);

}  // namespace icekeel::workloads

template <>
struct icekeel::config::Choices<icekeel::workloads::Faults> {
  static constexpr std::array<std::string_view, 2> names{"error", "skip"};
};
template <>
struct icekeel::config::Choices<icekeel::workloads::SizeUnit> {
  static constexpr std::array<std::string_view, 3> names{"node", "gpu", "core"};
};
template <>
struct icekeel::config::Choices<icekeel::workloads::Shape> {
  static constexpr std::array<std::string_view, 3> names{"lognormal", "log-uniform", "uniform"};
};
