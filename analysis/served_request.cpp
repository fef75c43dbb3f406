// SPDX-License-Identifier: Apache-2.0
#include "analysis/served_request.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "simulator/base/text.h"
#include "simulator/base/units.h"

namespace icekeel::analysis {
namespace {

template <class Value>
std::vector<Value> cells_of(const result::ResultFile& file, const char* table, const char* name) {
  const auto column = file.column(table, name);
  const auto* values = column ? std::get_if<std::vector<Value>>(&column->values) : nullptr;
  return values ? *values : std::vector<Value>();
}

/// A row of a table by names in its first column.
struct TableRow {
  const result::ResultFile& file;
  const char* table;
  std::size_t index = 0;

  double value(const char* name) const {
    const auto cells = cells_of<double>(file, table, name);
    return index < cells.size() ? cells[index] : std::nan("");
  }
};

std::optional<config::Finding> choose(const std::vector<std::string>& services,
                                      const std::string& wanted, std::size_t& row) {
  if (services.empty())
    return config::Finding{"result", "no service was simulated in this run",
                           "give the scenario a job with 'serving'"};
  const auto at = std::ranges::find(services, wanted);
  row = static_cast<std::size_t>(at - services.begin());
  if (at != services.end()) return std::nullopt;
  row = 0;
  if (wanted.empty() && services.size() == 1) return std::nullopt;
  std::string names;
  for (const auto& name : services) names += (names.empty() ? "" : ", ") + name;
  if (wanted.empty())
    return config::Finding{"service", "the run has several services", "name one of: " + names};
  const auto meant = nearest(wanted, services);
  return config::Finding{"service", fmt::format("the run has no service '{}'", wanted),
                         meant ? fmt::format("did you mean '{}'?", *meant) : "it has: " + names};
}

// The job's part of every part that the site embodies.
std::vector<lifecycle::Contribution> made_for(const result::ResultFile& file, double job_tonnes,
                                              double answered) {
  const auto parts = cells_of<std::string>(file, "/life_cycle", "part");
  const auto phases = cells_of<std::string>(file, "/life_cycle", "phase");
  const auto low = cells_of<double>(file, "/life_cycle", "carbon_low"),
             mid = cells_of<double>(file, "/life_cycle", "carbon"),
             high = cells_of<double>(file, "/life_cycle", "carbon_high");
  const auto phase_of = [](const std::string& name) {
    using enum lifecycle::Phase;
    for (const auto phase : {manufacture, transport, end_of_life})
      if (lifecycle::name(phase) == name) return std::optional(phase);
    return std::optional<lifecycle::Phase>();
  };
  double whole = 0;
  for (std::size_t i = 0; i < parts.size(); ++i)
    if (phase_of(phases[i])) whole += mid[i];
  std::vector<lifecycle::Contribution> made;
  for (std::size_t i = 0; i < parts.size(); ++i)
    if (const auto phase = phase_of(phases[i]); phase && whole > 0.0) {
      const Mass unit = (job_tonnes / whole / answered) * units::tonne;
      made.push_back({parts[i], *phase, {low[i] * unit, mid[i] * unit, high[i] * unit}});
    }
  return made;
}

facility::CarbonSpan grid_of(const result::ResultFile& file, double per_energy) {
  const double mid = file.scalar("/summary", "carbon_operational_t").value_or(0.0);
  const auto share = [&](const char* name) {
    const auto value = file.scalar("/summary", name);
    return value && mid > 0.0 ? *value / mid : 1.0;
  };
  const auto one = Mass::si(1.0) / Energy::si(1.0);
  return {share("carbon_operational_t_low") * per_energy * one, per_energy * one,
          share("carbon_operational_t_high") * per_energy * one};
}

}  // namespace

ServedOutcome served_request(const result::ResultFile& file, const std::string& service) {
  ServedOutcome outcome;
  const auto services = cells_of<std::string>(file, "/services", "job");
  TableRow row{file, "/services"};
  if (const auto problem = choose(services, service, row.index)) {
    outcome.problems.push_back(*problem);
    return outcome;
  }
  const auto& name = services[row.index];
  const double answered = row.value("answered");
  if (!(answered > 0.0)) {
    outcome.problems.push_back({"service", fmt::format("'{}' answered no request", name),
                                "take a run in which requests come and are answered"});
    return outcome;
  }
  const auto jobs = cells_of<std::string>(file, "/jobs", "name");
  const auto job = static_cast<std::size_t>(std::ranges::find(jobs, name) - jobs.begin());
  const double embodied = TableRow{file, "/jobs", job}.value("carbon_embodied");
  if (!(embodied > 0.0)) {
    outcome.problems.push_back({"result", "what the site of this run embodies is not known",
                                "take nodes whose entry, and that of their chip, has 'embodied'"});
    return outcome;
  }
  const double nodes = row.value("request_energy"), idle = row.value("request_idle_energy"),
               all = row.value("request_facility_energy");
  outcome.request = ServedRequest{.service = name,
                                  .scenario = file.text("/summary", "scenario").value_or(""),
                                  .answering = Energy::si(nodes - idle),
                                  .waiting = Energy::si(idle),
                                  .overhead = Energy::si(all - nodes),
                                  .grid = grid_of(file, 1e-3 * row.value("request_carbon") / all),
                                  .made = made_for(file, embodied, answered),
                                  .first_token = Duration::si(row.value("first_token_p50")),
                                  .token_time = Duration::si(row.value("token_time_p50")),
                                  .tokens = row.value("answer_tokens") / answered};
  return outcome;
}

}  // namespace icekeel::analysis
