// SPDX-License-Identifier: Apache-2.0
// Batch jobs in the table of jobs, and their part of the summary.
#include <algorithm>
#include <cmath>
#include <map>

#include "simulator/base/units.h"
#include "simulator/run/figures.h"

namespace icekeel::run {
namespace {

using result::Column;
using Count = std::int64_t;

/// A batch job with all that is known of it.
struct Row {
  const scenario::BatchJob& job;
  const BatchRecord& record;
  const scenario::Scenario& scenario;
  double chips_per_node() const {
    const auto& site = scenario.sites[record.site];
    return static_cast<double>(site.expansion.partitions[record.partition].node.chips);
  }
  // As it asked for, on nodes of the kind that it got.
  scenario::BatchSize size() const {
    for (const auto& place : scenario.batch.sources[job.source].places)
      if (place.site == record.site && place.partition == record.partition)
        return scenario.batch.size_on(job, place);
    return {};
  }
  Count chips() const { return std::llround(chips_per_node() * size().in_nodes()); }
  std::optional<Duration> submitted() const {
    return job.after < 0 ? job.trace.submit : record.submitted;
  }
};

double seconds(const std::optional<Duration>& time) {
  return time ? time->si() : std::nan("");
}

// What columns that other jobs have hold for batch jobs; nothing of those that are not named.
const std::map<std::string, double (*)(const Row&)>& numbers() {
  static const std::map<std::string, double (*)(const Row&)> all{
      {"submit_time", [](const Row& r) { return seconds(r.submitted()); }},
      {"start_time", [](const Row& r) { return seconds(r.record.start); }},
      {"end_time", [](const Row& r) { return seconds(r.record.end); }},
      {"wait_time",
       [](const Row& r) {
         return r.record.start ? (*r.record.start - *r.submitted()).si() : std::nan("");
       }},
      {"run_time", [](const Row& r) { return r.record.start ? r.record.ran.si() : std::nan(""); }},
      {"gpu_hours",
       [](const Row& r) { return r.chips_per_node() * r.record.node_time.in(units::hour); }},
      {"mean_node_power",
       [](const Row& r) { return r.record.energy.si() / r.record.node_time.si(); }},
      {"lost_time", [](const Row& r) { return r.record.lost.si(); }},
      {"wasted_energy", [](const Row& r) { return r.record.wasted.in(units::megawatt_hour); }},
      {"energy", [](const Row& r) { return r.record.energy.in(units::megawatt_hour); }}};
  return all;
}

const std::map<std::string, Count (*)(const Row&)>& counts() {
  static const std::map<std::string, Count (*)(const Row&)> all{
      {"nodes", [](const Row& r) { return Count(r.size().nodes); }},
      {"gpus", [](const Row& r) { return r.chips(); }},
      {"restarts", [](const Row& r) { return Count(r.record.restarts); }}};
  return all;
}

const std::map<std::string, std::string (*)(const Row&)>& texts() {
  static const std::map<std::string, std::string (*)(const Row&)> all{
      {"name", [](const Row& r) { return r.scenario.batch.sources[r.job.source].name; }},
      {"kind", [](const Row&) { return std::string("batch"); }},
      {"state", [](const Row& r) { return std::string(name_of(r.record.state)); }}};
  return all;
}

/// A column that only batch jobs have: what a trace knows of them.
struct TraceColumn {
  const char* name;
  const char* units;
  const char* long_name;
  double (*value)(const Row&);
};
constexpr std::array trace_columns{
    TraceColumn{"number", "1", "number of the job in its trace or stream",
                [](const Row& r) { return static_cast<double>(r.job.trace.number); }},
    TraceColumn{"processors", "1", "what the job asked for, as its trace counts",
                [](const Row& r) { return static_cast<double>(r.job.trace.processors); }},
    TraceColumn{"node_share", "1", "what the job holds of each of its nodes",
                [](const Row& r) {
                  const auto size = r.size();
                  return size.parts == 0 ? 1.0 : size.in_nodes();
                }},
    TraceColumn{"resizes", "1", "changes of its number of nodes while it ran",
                [](const Row& r) { return static_cast<double>(r.record.resizes); }},
    TraceColumn{"requested_time", "s", "time that the job asked for",
                [](const Row& r) { return r.job.requested().si(); }},
    TraceColumn{"user", "1", "user, by the numbers of the trace",
                [](const Row& r) { return static_cast<double>(r.job.trace.user); }},
    TraceColumn{"group", "1", "group, likewise",
                [](const Row& r) { return static_cast<double>(r.job.trace.group); }},
    TraceColumn{"application", "1", "application, likewise",
                [](const Row& r) { return static_cast<double>(r.job.trace.application); }},
    TraceColumn{"queue", "1", "queue, likewise",
                [](const Row& r) { return static_cast<double>(r.job.trace.queue); }},
    TraceColumn{"trace_partition", "1", "partition, likewise",
                [](const Row& r) { return static_cast<double>(r.job.trace.partition); }}};

template <class Value, class Table>
void append(std::vector<Value>& values, const Table& table, const std::string& name,
            const std::vector<Row>& rows, const Value& none) {
  const auto found = table.find(name);
  for (const auto& row : rows)
    values.push_back(found == table.end() ? none : Value(found->second(row)));
}

double quantile(std::vector<double>& sorted, double share) {
  const auto last = static_cast<double>(sorted.size() - 1);
  return sorted[static_cast<std::size_t>(std::ceil(share * last))];
}

}  // namespace

void append_batch_jobs(std::vector<Column>& columns, const World& world) {
  const auto& batch = world.scenario().batch;
  if (batch.jobs.empty()) return;
  std::vector<Row> rows;
  for (std::size_t i = 0; i < batch.jobs.size(); ++i)
    rows.push_back({batch.jobs[i], world.batch_records()[i], world.scenario()});
  for (auto& column : columns) {
    if (auto* values = std::get_if<std::vector<double>>(&column.values))
      append(*values, numbers(), column.name, rows, std::nan(""));
    else if (auto* whole = std::get_if<std::vector<Count>>(&column.values))
      append(*whole, counts(), column.name, rows, Count{0});
    else
      append(std::get<std::vector<std::string>>(column.values), texts(), column.name, rows, {});
  }
  for (const auto& [name, units, text, value] : trace_columns) {
    std::vector<double> values(world.records().size(), std::nan(""));
    for (const auto& row : rows) values.push_back(value(row));
    columns.push_back({name, units, text, std::move(values)});
  }
}

JobTotals batch_totals(const World& world) {
  JobTotals sum;
  const auto& jobs = world.scenario().batch.jobs;
  for (std::size_t i = 0; i < jobs.size(); ++i) {
    const Row row{jobs[i], world.batch_records()[i], world.scenario()};
    const auto& record = row.record;
    const auto submitted = row.submitted();
    if (!submitted || *submitted > world.now()) continue;
    ++sum.submitted;
    sum.completed += record.state == JobState::completed ? 1 : 0;
    sum.killed += record.state == JobState::killed ? 1 : 0;
    sum.restarts += record.restarts;
    sum.first = std::min(sum.first, *submitted);
    if (!record.start) continue;
    sum.last = std::max(sum.last, record.end.value_or(world.now()));
    const double wait = (*record.start - *submitted).si();
    sum.waits.push_back(wait);
    const double ran = record.ran.si(), node_seconds = record.node_time.si();
    sum.gpu_seconds += row.chips_per_node() * node_seconds;
    sum.node_seconds += node_seconds;
    if (ran > 0.0) sum.lost_node_seconds += node_seconds / ran * record.lost.si();
    sum.energy += record.energy;
    sum.wasted += record.wasted;
    if (record.end) sum.slowdowns.push_back(bounded_slowdown(wait, ran));
  }
  return sum;
}

double bounded_slowdown(double wait, double run) {
  constexpr double shortest = 10.0;
  return std::max(1.0, (wait + run) / std::max(run, shortest));
}

std::optional<double> quantile_of(std::vector<double> values, double share) {
  if (values.empty()) return std::nullopt;
  std::sort(values.begin(), values.end());
  return quantile(values, share);
}

}  // namespace icekeel::run
