// SPDX-License-Identifier: Apache-2.0
#include "analysis/summary.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "simulator/base/units.h"

namespace icekeel::analysis {
namespace {

struct Key {
  std::string_view name;
  std::string_view units;
  std::string_view long_name;
};

constexpr std::array keys{
    Key{"simulated_s", "s", "simulated time"},
    Key{"wall_s", "s", "time the run took"},
    Key{"facility_energy_MWh", "MW h", "energy of the facility"},
    Key{"it_energy_MWh", "MW h", "energy of the IT"},
    Key{"cooling_energy_MWh", "MW h", "energy of the cooling"},
    Key{"electrical_loss_MWh", "MW h", "electrical losses"},
    Key{"heat_reused_MWh", "MW h", "heat reused"},
    Key{"pue", "1", "power usage effectiveness"},
    Key{"erf", "1", "energy reuse factor"},
    Key{"ere", "1", "energy reuse effectiveness"},
    Key{"wue_L_per_kWh", "L kW-1 h-1", "water usage effectiveness"},
    Key{"cue_kg_per_kWh", "kg kW-1 h-1", "carbon usage effectiveness"},
    Key{"water_m3", "m3", "water used"},
    Key{"carbon_operational_t", "t", "carbon of the operation"},
    Key{"carbon_embodied_t", "t", "carbon embodied in what was used"},
    Key{"gpu_hours", "h", "hours of all GPUs"},
    Key{"energy_cost", "1", "cost of the energy"},
    Key{"peak_facility_power_MW", "MW", "peak power of the facility"},
    Key{"balance_residual", "1", "relative residual of the energy balance"},
    Key{"jobs_submitted", "1", "jobs submitted"},
    Key{"jobs_completed", "1", "jobs completed"},
    Key{"jobs_failed", "1", "jobs failed"},
    Key{"jobs_mean_wait_s", "s", "mean time in the queue"},
    Key{"jobs_makespan_s", "s", "time from the first submission to the last end"},
    Key{"jobs_node_utilisation", "1", "share of node time in use"},
    Key{"jobs_goodput", "1", "share of used node time that was not lost"},
};

constexpr auto key_names = [] {
  std::array<std::string_view, keys.size()> names{};
  std::ranges::transform(keys, names.begin(), &Key::name);
  return names;
}();

constexpr std::array<std::string_view, 4> counts{"jobs_submitted", "jobs_completed", "jobs_failed",
                                                 "jobs_killed"};
constexpr std::string_view of_jobs = "jobs_";

nlohmann::ordered_json json_of(const result::Scalar& figure) {
  if (!figure.value || !std::isfinite(*figure.value)) return nullptr;
  if (std::ranges::find(counts, figure.name) != counts.end())
    return static_cast<std::int64_t>(std::llround(*figure.value));
  return *figure.value;
}

}  // namespace

std::span<const std::string_view> summary_keys() {
  return key_names;
}

std::optional<double> Summary::figure(std::string_view name) const {
  const auto at = std::ranges::find(figures, name, &result::Scalar::name);
  return at == figures.end() ? std::nullopt : at->value;
}

Summary summarise(const result::ResultFile& file) {
  constexpr std::string_view group = "/summary";
  Summary summary;
  summary.info = file.info();
  summary.status = file.status();
  summary.scenario = file.text(group, "scenario").value_or(file.info().title);
  summary.currency = file.text(group, "currency");
  auto found = file.scalars(group);
  for (const auto& key : keys) {
    const auto at = std::ranges::find(found, key.name, &result::Scalar::name);
    if (at == found.end()) {
      summary.figures.push_back({std::string(key.name), std::string(key.units),
                                 std::string(key.long_name), std::nullopt});
    } else {
      summary.figures.push_back(std::move(*at));
      found.erase(at);
    }
  }
  std::ranges::move(found, std::back_inserter(summary.figures));
  summary.jobs = file.table("/jobs");
  summary.balances = file.table("/balances");
  summary.life_cycle = file.table("/life_cycle");
  summary.compared_with = standard_equivalences(config::Catalogue::installed());
  summary.provenance = file.texts("/provenance");
  return summary;
}

std::optional<Equivalences> equivalences(const Summary& summary) {
  const auto energy = summary.figure("facility_energy_MWh");
  if (!summary.compared_with || !energy || !(*energy > 0.0)) return std::nullopt;
  return equivalences(*energy * units::megawatt_hour, *summary.compared_with);
}

nlohmann::ordered_json to_json(const Summary& summary) {
  nlohmann::ordered_json json;
  nlohmann::ordered_json jobs;
  json["scenario"] = summary.scenario;
  json["status"] = summary.status;
  for (const auto& figure : summary.figures) {
    if (figure.name.starts_with(of_jobs))
      jobs[figure.name.substr(of_jobs.size())] = json_of(figure);
    else
      json[figure.name] = json_of(figure);
    if (figure.name == "energy_cost")
      json["currency"] = summary.currency ? nlohmann::ordered_json(*summary.currency) : nullptr;
  }
  const auto same = equivalences(summary);
  json["equivalences"] =
      same ? to_json(*same, *summary.compared_with) : nlohmann::ordered_json(nullptr);
  json["jobs"] = std::move(jobs);
  return json;
}

std::string to_json_text(const Summary& summary) {
  constexpr int indent = 2;
  constexpr bool ascii_only = false;
  return to_json(summary).dump(indent, ' ', ascii_only,
                               nlohmann::ordered_json::error_handler_t::replace);
}

}  // namespace icekeel::analysis
