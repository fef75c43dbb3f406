// SPDX-License-Identifier: Apache-2.0
#include "workloads/batch.h"

#include <fmt/format.h>

#include <algorithm>

#include "workloads/job_trace_faults.h"

namespace icekeel::workloads {
namespace {

using Findings = std::vector<config::Finding>;

template <class Range>
void check_order(const Range& range, const std::string& path, Findings& found) {
  if (range.least > range.most)
    found.push_back({path + ".least", "the least is above the most", "swap them"});
}

void check_scaling(const std::optional<ScalingSpec>& scaling, bool shares, const std::string& path,
                   Findings& found) {
  if (!scaling) return;
  for (const auto& [where, message, remedy] : check(*scaling))
    found.push_back({path + "." + where, message, remedy});
  if (shares)
    found.push_back({path, "jobs that share nodes keep their size",
                     "let them ask for whole nodes, or take this out"});
}

// A kind has nodes and a run time, or a job that has both.
void check_kind(const StreamKindSpec& kind, const std::string& path, Findings& found) {
  if (!kind.job) {
    if (!kind.nodes)
      found.push_back({path, fmt::format("the kind '{}' has no 'nodes'", kind.name),
                       "say how many nodes its jobs need, or give it a 'job'"});
    if (!kind.run_time)
      found.push_back({path, fmt::format("the kind '{}' has no 'run_time'", kind.name),
                       "say how long its jobs run, or give it a 'job'"});
    return;
  }
  if (kind.nodes || kind.run_time || kind.load || kind.scaling || kind.slack)
    found.push_back({path, fmt::format("the job of kind '{}' says itself what it needs", kind.name),
                     "take out 'nodes', 'run_time', 'load', 'scaling' and 'slack', or 'job'"});
  if (kind.job->start > Duration{} || kind.job->count != 1 || kind.job->priority != 0.0)
    found.push_back({path + ".job", "dates, numbers and priorities of jobs are those of the stream",
                     "take 'start', 'count' and 'priority' out of the job"});
  if (!kind.job->after.empty())
    found.push_back(
        {path + ".job.after", "jobs of a stream follow nobody", "take 'after' out of the job"});
  for (const auto& [where, message, remedy] : check(*kind.job))
    found.push_back({path + (where.empty() ? ".job" : ".job." + where), message, remedy});
}

}  // namespace

void describe(config::Fields& f, TraceSpec& t) {
  f.optional("swf", t.swf, "File in the Standard Workload Format.");
  f.optional("batsim", t.batsim, "Workload of Batsim (JSON).");
  f.optional("csv", t.csv, "Table with a heading: id, submit_s, run_s, nodes and more.");
  f.optional("start", t.start, "Where the trace begins, after the start of the simulation.");
  f.optional("per_node", t.per_node, "Processors of the trace on a node; 1: it counts nodes.",
             {.least = 1, .most = 100000});
  f.optional("utilisation", t.utilisation, "Of nodes in jobs of which the trace does not tell it.",
             {.most = 1});
  f.optional("faults", t.faults,
             "What to do about jobs with a fault and those that no nodes can run: 'error' or "
             "'skip'.");
  f.optional("partition", t.partition, "Kind of nodes that the jobs need; without it, any.");
  f.optional("partitions", t.partitions, "Kind of nodes by the trace's number of the partition.");
  f.optional("slack", t.slack, "By how much jobs may end later than at once, if that saves.");
  f.optional("share_nodes", t.share_nodes,
             "Whether jobs of fewer processors than 'per_node' share nodes with others.");
  f.optional("load", t.load,
             "Load profile of jobs whose table names none; without it, their loads are constant.");
  f.optional("scaling", t.scaling,
             "On how many nodes jobs can run, and how fast; without it, rigid.");
}

void describe(config::Fields& f, SizeSpec& s) {
  f.optional("least", s.least, "Smallest number.", {.least = 1});
  f.optional("most", s.most, "Largest number.", {.least = 1});
  f.optional("median", s.median, "Of a lognormal distribution; by default between the ends.",
             {.above_least = true});
  f.optional("spread", s.spread, "Standard deviation of the natural logarithm.");
  f.optional("shape", s.shape, "'lognormal', 'log-uniform' or 'uniform'.");
  f.optional("powers_of_two", s.powers_of_two, "Whether numbers are rounded to powers of two.");
}

void describe(config::Fields& f, TimeSpec& t) {
  f.required("least", t.least, "Shortest time.", {.above_least = true});
  f.required("most", t.most, "Longest time.", {.above_least = true});
  f.optional("median", t.median, "Of a lognormal distribution; by default between the ends.",
             {.above_least = true});
  f.optional("spread", t.spread, "Standard deviation of the natural logarithm.");
  f.optional("shape", t.shape, "'lognormal', 'log-uniform' or 'uniform'.");
}

void describe(config::Fields& f, ShareSpec& s) {
  f.optional("least", s.least, "Smallest value; all between are equally likely.");
  f.optional("most", s.most, "Largest value.");
}

void describe(config::Fields& f, StreamKindSpec& k) {
  f.required("name", k.name, "Name of the kind.");
  f.optional("share", k.share, "Weight among the kinds.", {.above_least = true});
  f.optional("nodes", k.nodes, "How many nodes a job needs.");
  f.optional(
      "unit", k.unit,
      "What 'nodes' counts: 'node', or 'gpu' or 'core'; jobs of less than a node share one.");
  f.optional("run_time", k.run_time, "How long a job runs.");
  f.optional("requested", k.requested, "Requested time over run time, from 1 on.");
  f.optional("utilisation", k.utilisation, "Of its nodes: from idle (0) to their most power (1).");
  f.optional("load", k.load, "Load profile of the jobs; without it, constant.");
  f.optional("scaling", k.scaling,
             "On how many nodes jobs can run, and how fast; without it, rigid.");
  f.optional("job", k.job,
             "Instead of nodes and a run time: a training, a run of Linpack or a federated job.");
  f.optional("users", k.users, "How many users submit such jobs.", {.least = 1, .most = 1e6});
  f.optional("priority", k.priority, "The higher, the earlier it is looked at.",
             {.least = -config::unlimited});
  f.optional("partition", k.partition, "Kind of nodes; without it, any.");
  f.optional("slack", k.slack, "By how much jobs may end later than at once, if that saves.");
}

void describe(config::Fields& f, StreamSpec& s) {
  f.required("name", s.name, "Name of the stream; its random numbers hang on it.");
  f.required("arrivals", s.arrivals, "When jobs are submitted.");
  f.optional("start", s.start, "Of the stream, after the start of the simulation.");
  f.optional("for", s.lasting, "How long jobs come; without it, to the end.",
             {.above_least = true});
  f.optional("jobs", s.jobs, "How many jobs come at most.", {.least = 1, .most = 1e7});
  f.required("kinds", s.kinds, "Kinds of jobs, and how often each.");
}

Findings check(const TraceSpec& trace) {
  Findings found;
  const int formats = trace.swf.has_value() + trace.batsim.has_value() + trace.csv.has_value();
  if (formats != 1)
    found.push_back({"", fmt::format("a trace has {} files instead of one", formats),
                     "give exactly one of 'swf', 'batsim' and 'csv'"});
  check_scaling(trace.scaling, trace.share_nodes, "scaling", found);
  if (trace.share_nodes && trace.per_node == 1)
    found.push_back({"share_nodes", "jobs count whole nodes, of which none can be shared",
                     "say with 'per_node' how many processors a node has"});
  if (trace.partition && !trace.partitions.empty())
    found.push_back(
        {"partition", "one partition is given, and several", "keep 'partition' or 'partitions'"});
  for (const auto& [number, unused] : trace.partitions)
    if (const auto value = number_in(number); !value || *value < 0 || *value != std::floor(*value))
      found.push_back({"partitions." + number,
                       fmt::format("'{}' is no number of a partition", number),
                       "traces number their partitions: 0, 1, 2 ..."});
  return found;
}

Findings check(const StreamSpec& stream) {
  Findings found;
  check(stream.arrivals, "arrivals", found);
  if (stream.kinds.empty()) found.push_back({"kinds", "the stream has no kind of job", "give one"});
  for (std::size_t i = 0; i < stream.kinds.size(); ++i) {
    const auto& kind = stream.kinds[i];
    const auto path = fmt::format("kinds[{}].", i);
    check_kind(kind, fmt::format("kinds[{}]", i), found);
    check_scaling(kind.scaling, kind.unit != SizeUnit::node, path + "scaling", found);
    if (kind.nodes) check_order(*kind.nodes, path + "nodes", found);
    if (kind.run_time) check_order(*kind.run_time, path + "run_time", found);
    check_order(kind.requested, path + "requested", found);
    check_order(kind.utilisation, path + "utilisation", found);
    if (kind.requested.least < 1.0)
      found.push_back(
          {path + "requested.least", "jobs ask for less than they need", "give at least 1"});
    if (kind.utilisation.most > 1.0)
      found.push_back({path + "utilisation.most", "a utilisation is at most 1", "give a share"});
  }
  return found;
}

}  // namespace icekeel::workloads
