// SPDX-License-Identifier: Apache-2.0
#include "analysis/money/run_cost.h"

#include <algorithm>
#include <cmath>

#include "analysis/report/tables.h"
#include "simulator/base/calendar.h"
#include "simulator/base/units.h"
#include "simulator/config/reader.h"
#include "simulator/config/yaml_parser.h"

namespace icekeel::analysis {
namespace {

// Months of the calendar that the run saw something of; each pays its own charge.
int months_of(Timestamp start, Duration simulated) {
  const auto first = civil(start), last = civil(start, simulated - units::second);
  return 12 * (last.year - first.year) + static_cast<int>(last.month) -
         static_cast<int>(first.month) + 1;
}

std::optional<std::int64_t> tokens_of(const workloads::JobSpec& job) {
  return job.training ? job.training->tokens : std::nullopt;
}

}  // namespace

std::optional<scenario::ScenarioSpec> scenario_of(const result::ResultFile& file) {
  const auto text = file.text("/provenance", "resolved_scenario");
  if (!text) return std::nullopt;
  config::Diagnostics diagnostics;
  const auto source = diagnostics.add_source(config::Source::of("resolved scenario", *text));
  auto node = config::parse_yaml(*text, source, diagnostics);
  if (!node) return std::nullopt;
  scenario::ScenarioSpec spec;
  const auto catalogue = config::Catalogue::installed();
  config::Reader(std::move(*node), "scenario", catalogue, diagnostics).read(spec);
  return diagnostics.failed() ? std::nullopt : std::optional(std::move(spec));
}

YearOfUse year_of_use(const Summary& run, Timestamp start, double accelerators) {
  YearOfUse use;
  const Duration simulated = Duration::si(run.figure("simulated_s").value_or(0.0));
  if (!(simulated > Duration{})) return use;
  const double a_year = year / simulated;
  const auto yearly = [&](const char* figure) { return a_year * run.figure(figure).value_or(0.0); };
  use.electricity = yearly("facility_energy_MWh") * units::megawatt_hour;
  use.water = yearly("water_m3") * units::cubic_metre;
  use.heat = yearly("heat_delivered_MWh") * units::megawatt_hour;
  const Money charges = Money::si(run.figure("demand_cost").value_or(0.0));
  use.demand_charges = 12.0 / months_of(start, simulated) * charges;
  if (const auto cost = run.figure("energy_cost"))
    use.energy_cost = a_year * (Money::si(*cost) - charges) + use.demand_charges;
  if (run.figure("heat_income")) use.heat_income = Money::si(yearly("heat_income"));
  if (const auto hours = run.figure("gpu_hours"); hours && accelerators > 0.0)
    use.used = *hours * units::hour / (accelerators * simulated);
  return use;
}

std::vector<JobCost> job_costs(const Summary& run, const scenario::ScenarioSpec& scenario,
                               const OwnershipCost& cost) {
  std::vector<JobCost> costs;
  const auto hour = cost.used_hour();
  if (!hour) return costs;
  const auto names = report::texts_of(run.jobs, "name");
  const auto states = report::texts_of(run.jobs, "state");
  const auto hours = report::numbers_of(run.jobs, "gpu_hours");
  for (const auto& job : scenario.workload.jobs) {
    const auto at = static_cast<std::size_t>(std::ranges::find(names, job.name) - names.begin());
    if (at == names.size() || !(hours[at] > 0.0)) continue;
    JobCost one{job.name, hours[at], hours[at] * units::hour * *hour, std::nullopt};
    if (const auto tokens = tokens_of(job); tokens && states[at] == "completed")
      one.million_tokens = 1e6 / static_cast<double>(*tokens) * one.cost;
    costs.push_back(std::move(one));
  }
  return costs;
}

}  // namespace icekeel::analysis
