// SPDX-License-Identifier: Apache-2.0
#include "simulator/scenario/plan_batch.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <sstream>

#include "simulator/base/random.h"
#include "simulator/base/text.h"
#include "simulator/config/document.h"
#include "simulator/scenario/saving_start.h"
#include "simulator/scheduler/request.h"

namespace icekeel::scenario {
namespace {

constexpr std::size_t most_listed = 10;  // jobs that cannot run, of each trace

class BatchPlanner {
 public:
  BatchPlanner(const ScenarioSpec& scenario, const std::vector<Site>& sites, config::Reader& reader,
               config::Diagnostics& diagnostics)
      : scenario_(scenario), sites_(sites), reader_(reader), diagnostics_(diagnostics) {}

  BatchJobs plan() {
    const auto& workload = scenario_.workload;
    for (const auto& [name, steps] : workload.load_profiles) {
      profile_of_.emplace(name, batch_.profiles.size());
      batch_.profiles.emplace_back(steps);
    }
    for (std::size_t t = 0; t < workload.traces.size(); ++t)
      add_trace(workload.traces[t], fmt::format("workload.traces[{}]", t));
    for (std::size_t s = 0; s < workload.streams.size(); ++s)
      add_stream(workload.streams[s], fmt::format("workload.streams[{}]", s));
    std::stable_sort(batch_.jobs.begin(), batch_.jobs.end(),
                     [](const BatchJob& a, const BatchJob& b) { return a.release < b.release; });
    link_jobs();
    return std::move(batch_);
  }

 private:
  // --- traces
  void add_trace(const workloads::TraceSpec& spec, const std::string& path) {
    ++traces_;
    const auto& file = spec.swf ? *spec.swf : spec.batsim ? *spec.batsim : *spec.csv;
    const char* format = spec.swf ? "swf" : spec.batsim ? "batsim" : "csv";
    auto [text, problem] = config::read_file(file.resolved);
    if (!problem.empty())
      return reader_.report({path + "." + format,
                             fmt::format("'{}' cannot be read: {}", file.text, problem),
                             "check the path; it is relative to the file that names it"});
    std::istringstream stream(text);
    auto trace = spec.swf      ? workloads::read_swf(stream)
                 : spec.batsim ? workloads::read_batsim(stream)
                               : workloads::read_job_table(stream);
    report(trace, spec, file, text);
    if (trace.jobs.empty() && trace.problems.empty())
      reader_.report({path + "." + format, fmt::format("'{}' has no jobs that ran", file.text),
                      "give a trace with jobs"});
    std::map<std::int32_t, std::optional<std::size_t>> source_of;
    std::vector<std::int32_t> profiles;
    for (const auto& name : trace.loads) profiles.push_back(profile(name, path + ".csv"));
    const auto common = profile(spec.load, path + ".load");
    Unable unable;
    for (auto& job : trace.jobs) {
      const auto [known, is_new] =
          source_of.try_emplace(spec.partitions.empty() ? -1 : job.partition);
      if (is_new) known->second = source_for(spec, job.partition, file.text, path);
      if (!known->second) continue;
      job.submit += spec.start;
      if (std::isnan(job.utilisation)) job.utilisation = spec.utilisation;
      const auto load = job.load < 0 ? common : profiles[static_cast<std::size_t>(job.load)];
      add({job, job.submit, *known->second, load}, spec.slack, unable);
    }
    report(unable, spec.faults, path);
  }

  // Problems stand in the file of the trace.
  void report(const workloads::JobTrace& trace, const workloads::TraceSpec& spec,
              const config::InputPath& file, const std::string& text) {
    if (trace.problems.empty() && trace.warnings.empty()) return;
    const auto source = diagnostics_.add_source(config::Source::of(file.resolved, text));
    const char separator = spec.csv ? ',' : ' ';
    const auto tell = [&](const workloads::TraceProblem& p, bool is_error) {
      const auto message =
          p.field > 0 ? fmt::format("field {}: {}", p.field, p.message) : p.message;
      const config::Place place{source, p.line, column_of(source, p, separator)};
      if (is_error)
        diagnostics_.error(place, message, p.remedy);
      else
        diagnostics_.warning(place, message, p.remedy);
    };
    const bool error = spec.faults == workloads::Faults::error;
    for (const auto& p : trace.problems) tell(p, error);
    for (const auto& w : trace.warnings) tell(w, false);
    if (trace.more_problems > 0)
      tell({0, 0, fmt::format("{} more faults", trace.more_problems),
            "'faults: skip' leaves such jobs out"},
           error);
  }

  // Where the field stands in its line, counted from 1; 0 if it is not there.
  std::size_t column_of(std::size_t source, const workloads::TraceProblem& problem,
                        char separator) const {
    const auto& lines = diagnostics_.source(source).lines;
    if (problem.field == 0 || problem.line == 0 || problem.line > lines.size()) return 0;
    const auto& line = lines[problem.line - 1];
    std::size_t at = 0;
    for (std::size_t field = 1;; ++field) {
      at = line.find_first_not_of(" \t", at);
      if (at == std::string::npos || field == problem.field)
        return at == std::string::npos ? 0 : at + 1;
      at = line.find_first_of(separator == ',' ? "," : " \t", at);
      if (at == std::string::npos) return 0;
      if (separator == ',') ++at;
    }
  }

  std::optional<std::size_t> source_for(const workloads::TraceSpec& spec, std::int32_t number,
                                        const std::string& name, const std::string& path) {
    const Wanted wanted{name, workloads::SizeUnit::node, spec.per_node, spec.share_nodes,
                        spec.scaling};
    if (spec.partitions.empty()) return add_source(wanted, spec.partition, path + ".partition");
    const auto found = spec.partitions.find(std::to_string(number));
    if (found != spec.partitions.end())
      return add_source(wanted, found->second, path + ".partitions." + found->first);
    if (spec.faults == workloads::Faults::error)
      reader_.report({path + ".partitions",
                      fmt::format("the trace has jobs for a partition {}", number),
                      "name its kind of nodes, or 'faults: skip' leaves the jobs out"});
    return std::nullopt;
  }

  // --- streams
  void add_stream(const workloads::StreamSpec& spec, const std::string& path) {
    ++traces_;
    std::vector<std::optional<std::size_t>> sources;
    std::vector<std::int32_t> profiles;
    for (std::size_t k = 0; k < spec.kinds.size(); ++k) {
      const auto& kind = spec.kinds[k];
      const auto of_kind = fmt::format("{}.kinds[{}]", path, k);
      const bool shares = kind.unit != workloads::SizeUnit::node;
      sources.push_back(add_source({kind.name, kind.unit, 1, shares, kind.scaling}, kind.partition,
                                   of_kind + (kind.partition || !shares ? ".partition" : ".unit")));
      profiles.push_back(profile(kind.load, of_kind + ".load"));
    }
    const auto drawn = drawn_jobs(scenario_, spec);
    std::vector<Unable> unable(spec.kinds.size());
    for (const auto& [job, kind] : drawn)
      if (sources[kind] && !spec.kinds[kind].job)
        add({job, job.submit, *sources[kind], profiles[kind]}, spec.kinds[kind].slack,
            unable[kind]);
    for (std::size_t k = 0; k < unable.size(); ++k)
      report(unable[k], workloads::Faults::error, fmt::format("{}.kinds[{}].nodes", path, k));
  }

  // --- both
  /// What jobs count: nodes or processors of which so many are on one, or GPUs or cores.
  struct Wanted {
    std::string name;
    workloads::SizeUnit unit = workloads::SizeUnit::node;
    std::int64_t per_node = 1;
    bool shares = false;
    std::optional<workloads::ScalingSpec> scaling{};

    std::int64_t on(const platforms::NodeSpec& node) const {
      return unit == workloads::SizeUnit::gpu    ? node.chips
             : unit == workloads::SizeUnit::core ? node.cpu.sockets * node.cpu.cores
                                                 : per_node;
    }
  };

  std::optional<std::size_t> add_source(const Wanted& wanted,
                                        const std::optional<std::string>& partition,
                                        const std::string& path) {
    BatchSource source{wanted.name, {}, wanted.shares, traces_, wanted.scaling};
    std::vector<std::string> known;
    bool named = false;
    for (std::size_t s = 0; s < sites_.size(); ++s)
      for (std::size_t p = 0; p < sites_[s].expansion.partitions.size(); ++p) {
        const auto& found = sites_[s].expansion.partitions[p];
        known.push_back(found.node_name);
        if (partition && *partition != known.back()) continue;
        named = true;
        if (const auto per_node = wanted.on(found.node); per_node > 0)
          source.places.push_back({s, p, per_node});
      }
    if (named && source.places.empty()) {
      reader_.report({path, "the nodes have none of what 'nodes' counts",
                      "give another 'unit', or another partition"});
      return std::nullopt;
    }
    if (source.places.empty()) {
      const auto meant = nearest(*partition, known);
      reader_.report({path, fmt::format("there are no nodes '{}'", *partition),
                      meant ? fmt::format("did you mean '{}'?", *meant)
                            : "nodes here are: " + joined(known, ", ")});
      return std::nullopt;
    }
    batch_.sources.push_back(std::move(source));
    return batch_.sources.size() - 1;
  }

  /// Jobs that no nodes can run.
  struct Unable {
    std::size_t count = 0;
    std::vector<std::string> listed;
  };

  void add(BatchJob planned, const std::optional<Duration>& slack, Unable& unable) {
    const auto& job = planned.trace;
    std::size_t most = 0;
    std::int64_t nodes = 0;
    bool fits = false;
    double most_power = 0;
    for (const auto& place : batch_.sources[planned.source].places) {
      const auto& partition = sites_[place.site].expansion.partitions[place.partition];
      auto needed = batch_.size_on(planned, place).nodes;
      if (const auto& scaling = batch_.sources[planned.source].scaling)
        needed = workloads::least_nodes(*scaling, needed);
      fits = fits || needed <= static_cast<std::int64_t>(partition.nodes.size());
      if (partition.nodes.size() > most) {
        most = partition.nodes.size();
        nodes = needed;
      }
      const auto& supplies = partition.node.supplies;
      most_power = std::max(most_power, static_cast<double>(supplies.count) * supplies.rating.si());
    }
    std::string why;
    if (!fits)
      why = fmt::format("job {} needs {} nodes; there are {}", job.number, nodes, most);
    else if (job.node_power.si() > most_power)
      why = fmt::format("job {} draws {:.0f} W a node; its supplies give {:.0f} W", job.number,
                        job.node_power.si(), most_power);
    if (!why.empty()) {
      if (++unable.count <= most_listed) unable.listed.push_back(std::move(why));
      return;
    }
    if (slack && job.after < 0) planned.release = release_of(planned, *slack);
    batch_.jobs.push_back(std::move(planned));
  }

  // The number of a profile among those of all jobs.
  std::int32_t profile(const std::optional<std::string>& name, const std::string& path) const {
    if (!name) return BatchJob::none;
    if (const auto found = profile_of_.find(*name); found != profile_of_.end())
      return static_cast<std::int32_t>(found->second);
    std::vector<std::string> known;
    for (const auto& [key, unused] : profile_of_) known.push_back(key);
    const auto meant = nearest(*name, known);
    reader_.report({path, fmt::format("there is no load profile '{}'", *name),
                    meant           ? fmt::format("did you mean '{}'?", *meant)
                    : known.empty() ? "describe it in 'workload.load_profiles'"
                                    : "profiles here are: " + joined(known, ", ")});
    return BatchJob::none;
  }

  // Jobs that follow others know them by their numbers in the trace. One that was left out holds
  // nobody back.
  void link_jobs() {
    std::map<std::pair<std::size_t, std::int64_t>, std::int32_t> followed;
    for (const auto& job : batch_.jobs)
      if (job.trace.after >= 0) followed[{trace_of(job), job.trace.after}] = BatchJob::none;
    if (followed.empty()) return;
    for (std::size_t i = 0; i < batch_.jobs.size(); ++i)
      if (const auto found = followed.find({trace_of(batch_.jobs[i]), batch_.jobs[i].trace.number});
          found != followed.end())
        found->second = static_cast<std::int32_t>(i);
    for (auto& job : batch_.jobs)
      if (job.trace.after >= 0) job.after = followed[{trace_of(job), job.trace.after}];
  }
  std::size_t trace_of(const BatchJob& job) const { return batch_.sources[job.source].trace; }

  void report(const Unable& unable, workloads::Faults faults, const std::string& path) {
    if (faults == workloads::Faults::skip) {
      if (unable.count == 0) return;
      const auto source = diagnostics_.add_source({path, {}});
      return diagnostics_.warning(
          {source, 0, 0}, fmt::format("jobs that no nodes can run are left out: {}", unable.count),
          "the first: " + unable.listed.front());
    }
    for (const auto& why : unable.listed)
      reader_.report({path, why, "lower it, add racks, or take 'faults: skip' in a trace"});
    if (unable.count > unable.listed.size())
      reader_.report({path,
                      fmt::format("{} more jobs cannot run", unable.count - unable.listed.size()),
                      "see above"});
  }

  // A job that may wait does so for the hours that cost least where it would run first.
  Duration release_of(const BatchJob& job, Duration slack) const {
    if (!scenario_.queue.defer) return job.trace.submit;
    const auto& grid = sites_[batch_.sources[job.source].places.front().site].grid;
    const auto& series =
        *scenario_.queue.defer == scheduler::Saving::carbon ? grid.carbon : grid.price;
    if (!series) return job.trace.submit;
    return saving_start(*series, scenario_.start, job.trace.submit, slack, job.requested());
  }

  const ScenarioSpec& scenario_;
  const std::vector<Site>& sites_;
  config::Reader& reader_;
  config::Diagnostics& diagnostics_;
  BatchJobs batch_;
  std::map<std::string, std::size_t> profile_of_;
  std::size_t traces_ = 0;  // and streams
};

}  // namespace

std::vector<workloads::StreamJob> drawn_jobs(const ScenarioSpec& scenario,
                                             const workloads::StreamSpec& stream) {
  return workloads::draw_jobs(
      stream, scenario.start, scenario.duration.value_or(scheduler::never),
      random_stream(static_cast<std::uint64_t>(scenario.seed), "stream/" + stream.name));
}

BatchJobs plan_batch(const ScenarioSpec& scenario, const std::vector<Site>& sites,
                     config::Reader& reader, config::Diagnostics& diagnostics) {
  return BatchPlanner(scenario, sites, reader, diagnostics).plan();
}

}  // namespace icekeel::scenario
