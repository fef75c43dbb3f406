// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include "simulator/base/units.h"
#include "simulator/run/federated_tables.h"
#include "simulator/run/figures.h"

namespace icekeel::run {
namespace {

using result::Column;

constexpr std::array<std::string_view, 5> state_names{"waiting", "running", "completed", "failed",
                                                      "killed"};

/// Fills a column of a table, a row a job.
template <class Value>
Column column(const World& world, const char* name, const char* units, const char* text,
              Value (*value)(const JobRecord&, Duration now)) {
  std::vector<Value> values;
  for (const auto& record : world.records()) values.push_back(value(record, world.now()));
  return {name, units, text, std::move(values)};
}

double seconds_of(const std::optional<Duration>& time) {
  return time ? time->si() : std::nan("");
}

// Known beforehand of a job that follows none.
std::optional<Duration> submission(const JobRecord& r) {
  if (r.submitted || !r.job->spec.after.empty()) return r.submitted;
  return r.job->spec.start;
}

/// [kWh], of data that have come; nothing of other jobs
struct OutsideEnergy {
  double low, mid, high;
};
OutsideEnergy outside(const JobRecord& r) {
  const double none = std::nan("");
  if (!r.job->spec.data) return {none, none, none};
  if (r.data_moved <= Information{}) return {0, 0, 0};
  const auto energy = workloads::outside_energy(*r.job->spec.data);
  return {energy.low.in(units::kilowatt_hour), energy.mid.in(units::kilowatt_hour),
          energy.high.in(units::kilowatt_hour)};
}

double run_seconds(const JobRecord& r, Duration now) {
  return r.start ? run_time(r, now).si() : std::nan("");
}

}  // namespace

std::string_view name_of(JobState state) {
  return state_names[static_cast<std::size_t>(state)];
}

std::vector<Column> job_columns(const World& world) {
  using Text = std::string;
  using Count = std::int64_t;
  std::vector<Column> columns{
      column<Text>(world, "name", "", "name",
                   [](const JobRecord& r, Duration) { return r.job->name; }),
      column<Text>(world, "kind", "", "training, hpl, federated, serving, data or batch",
                   [](const JobRecord& r, Duration) {
                     return Text(r.place->plan      ? "training"
                                 : r.place->hpl     ? "hpl"
                                 : r.place->service ? "serving"
                                 : r.job->spec.data ? "data"
                                                    : "federated");
                   }),
      column<Text>(world, "state", "", "waiting, running, completed, failed or killed",
                   [](const JobRecord& r, Duration) { return Text(name_of(r.state)); }),
      column<Count>(world, "nodes", "1", "nodes",
                    [](const JobRecord& r, Duration) { return Count(r.place->nodes); }),
      column<Count>(world, "gpus", "1", "accelerators",
                    [](const JobRecord& r, Duration) { return Count(r.place->gpus); }),
      column<double>(world, "submit_time", "s", "submission, after the start",
                     [](const JobRecord& r, Duration) { return seconds_of(submission(r)); }),
      column<double>(world, "start_time", "s", "start, after the start of the simulation",
                     [](const JobRecord& r, Duration) { return seconds_of(r.start); }),
      column<double>(world, "end_time", "s", "end, after the start of the simulation",
                     [](const JobRecord& r, Duration) { return seconds_of(r.end); }),
      column<double>(world, "wait_time", "s", "from submission to start",
                     [](const JobRecord& r, Duration) {
                       return r.start ? (*r.start - *r.submitted).si() : std::nan("");
                     }),
      column<double>(world, "run_time", "s", "from start to end, or to now", run_seconds),
      column<double>(world, "step_time", "s", "last steady step or round",
                     [](const JobRecord& r, Duration) { return seconds_of(r.step_time); }),
      column<double>(world, "planned_step_time", "s", "closed form, nothing contending",
                     [](const JobRecord& r, Duration) {
                       return r.place->plan ? r.place->plan->step_time.si() : std::nan("");
                     }),
      column<Count>(world, "steps_done", "1", "steps or rounds done",
                    [](const JobRecord& r, Duration) { return r.steps_done; }),
      column<Count>(world, "checkpoints", "1", "checkpoints written",
                    [](const JobRecord& r, Duration) { return r.checkpoints; }),
      column<Count>(world, "restarts", "1", "restarts after its nodes had failed",
                    [](const JobRecord& r, Duration) { return r.restarts; }),
      column<Count>(world, "lost_steps", "1", "steps after the last checkpoint, done again",
                    [](const JobRecord& r, Duration) { return r.lost_steps; }),
      column<double>(world, "lost_time", "s",
                     "time on nodes without use: done again, failures found, restarts",
                     [](const JobRecord& r, Duration) { return r.lost_time.si(); }),
      column<double>(
          world, "wasted_energy", "MW h", "energy in that time",
          [](const JobRecord& r, Duration) { return r.wasted.in(units::megawatt_hour); }),
      column<double>(world, "gpu_hours", "h", "accelerators times run time",
                     [](const JobRecord& r, Duration now) {
                       return static_cast<double>(r.place->gpus) * run_seconds(r, now) / 3600.0;
                     }),
      column<double>(world, "mean_node_power", "W", "mean power of a node while the job ran",
                     [](const JobRecord& r, Duration now) {
                       return r.energy.si() / run_seconds(r, now) /
                              static_cast<double>(r.place->nodes);
                     }),
      column<double>(world, "hpl_rate", "s-1",
                     "of a run of Linpack: floating-point operations a second, from its start to "
                     "its end",
                     [](const JobRecord& r, Duration now) {
                       return r.place->hpl && r.state == JobState::completed
                                  ? r.place->hpl->rate.si() * r.place->hpl->time.si() /
                                        run_seconds(r, now)
                                  : std::nan("");
                     }),
      column<double>(
          world, "energy", "MW h", "energy of the job's nodes",
          [](const JobRecord& r, Duration) { return r.energy.in(units::megawatt_hour); }),
      column<double>(world, "power_ramp", "MW s-1",
                     "largest change of its power from one second to the next: in steady steps, at "
                     "checkpoints, at its start and end",
                     [](const JobRecord& r, Duration) {
                       return r.step_time && r.place->plan ? r.largest_change.in(units::megawatt)
                                                           : std::nan("");
                     }),
      column<double>(world, "device_energy", "kW h", "energy of devices outside the site",
                     [](const JobRecord& r, Duration) {
                       return r.job->spec.federated ? device_energy(r).in(units::kilowatt_hour)
                                                    : std::nan("");
                     }),
      column<double>(world, "network_energy", "kW h",
                     "of networks outside the site over which its data came, mid",
                     [](const JobRecord& r, Duration) { return outside(r).mid; }),
      column<double>(world, "network_energy_low", "kW h", "the least that sources say of it",
                     [](const JobRecord& r, Duration) { return outside(r).low; }),
      column<double>(world, "network_energy_high", "kW h", "the most that sources say of it",
                     [](const JobRecord& r, Duration) { return outside(r).high; }),
      column<double>(world, "gpu_memory", "Gbyte", "memory needed on each accelerator",
                     [](const JobRecord& r, Duration) {
                       return r.place->plan ? r.place->plan->memory_per_gpu.in(units::gigabyte)
                                            : std::nan("");
                     })};
  append_batch_jobs(columns, world);
  append_embodied(columns, world);
  return columns;
}

std::vector<Column> phase_columns(const World& world) {
  std::vector<std::string> job, phase;
  std::vector<double> time, power, energy;
  for (const auto& record : world.records())
    for (std::size_t kind = 0; kind < workloads::phase_kinds; ++kind) {
      const auto& total = record.phases[kind];
      if (total.time <= Duration{}) continue;
      job.push_back(record.job->name);
      phase.emplace_back(workloads::name(static_cast<workloads::PhaseKind>(kind)));
      time.push_back(total.time.si());
      energy.push_back(total.energy.in(units::megawatt_hour));
      power.push_back((total.energy / total.time).si() / static_cast<double>(record.place->nodes));
    }
  return {{"job", "", "name of the job", job},
          {"phase", "", "kind of phase", phase},
          {"time", "s", "time in such phases", time},
          {"node_power", "W", "mean power of a node in them", power},
          {"energy", "MW h", "energy of all nodes in them", energy}};
}

std::vector<Column> event_columns(const World& world) {
  std::vector<double> time;
  std::vector<std::string> kind, subject, text;
  for (const auto& event : world.events()) {
    time.push_back(event.time.si());
    kind.push_back(event.kind);
    subject.push_back(event.subject);
    text.push_back(event.text);
  }
  return {{"time", "s", "after the start of the simulation", time},
          {"kind", "", "what happened", kind},
          {"subject", "", "to whom", subject},
          {"text", "", "details", text}};
}

std::vector<Column> balance_columns(const World& world) {
  std::vector<std::string> balance, side, term;
  std::vector<double> energy;
  for (const auto& books : balances(world))
    for (const bool in : {true, false})
      for (const auto& account : in ? books.in() : books.out()) {
        balance.push_back(books.name());
        side.emplace_back(in ? "in" : "out");
        term.push_back(account.name);
        energy.push_back(account.energy.in(units::megawatt_hour));
      }
  return {{"balance", "", "which balance", balance},
          {"side", "", "in or out", side},
          {"term", "", "meter", term},
          {"energy", "MW h", "what the meter counted", energy}};
}

}  // namespace icekeel::run
