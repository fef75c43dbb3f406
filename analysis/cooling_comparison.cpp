// SPDX-License-Identifier: Apache-2.0
#include "analysis/cooling_comparison.h"

#include <fmt/format.h>

#include <array>

#include "analysis/text_format.h"

namespace icekeel::analysis {
namespace {

constexpr std::array<CoolingFigure, 11> table_figures{{
    {"it_energy_MWh", "IT MWh", 0, "energy at the inlets of the supplies, fans inside"},
    {"cooling_energy_MWh", "cooling", 0, "electricity of cooling, MWh"},
    {"pue", "PUE", 3, "facility over IT energy"},
    {"tue", "TUE", 3, "facility over computing energy; fans of the nodes do not hide in it"},
    {"wue_L_per_kWh", "WUE", 2, "litres of site water over kWh of IT energy"},
    {"heat_reused_MWh", "reused", 0, "heat delivered less the heat pump's electricity, MWh"},
    {"facility_energy_MWh", "all MWh", 0, "energy from the grid"},
    {"net_energy_cost", "cost", 0, "price of the electricity less what the heat earned"},
    {"carbon_operational_t", "tCO2e", 0, "carbon of the electricity, location-based"},
    {"water_m3", "water", 0, "site water, m3"},
    {"set_point_missed_h", "missed h", 0, "hours with a plant that could not hold its set point"},
}};

constexpr std::size_t name_width = 21;
constexpr std::size_t figure_width = 8;

std::string shown(const std::optional<double>& value, int decimals) {
  return value ? fmt::format("{:.{}f}", *value, decimals) : std::string("-");
}

std::string text_row(const CoolingRun& run) {
  std::string line = "  " + left(run.strategy, name_width);
  for (std::size_t i = 0; i < table_figures.size(); ++i) {
    // Money may need more than its column.
    const std::string value = shown(run.figures[i], table_figures[i].decimals);
    line += " " + std::string(figure_width - std::min(figure_width, value.size()), ' ') + value;
  }
  return line + "\n";
}

std::string headings(const std::string& climate) {
  std::string line = left(climate, name_width + 2);
  for (const auto& figure : table_figures) line += " " + right(figure.heading, figure_width);
  return line + "\n";
}

}  // namespace

std::span<const CoolingFigure> compared_figures() {
  return table_figures;
}

CoolingRun compared_run(const std::string& strategy, const std::string& climate,
                        const Summary& summary) {
  CoolingRun run{strategy, climate, {}};
  for (const auto& figure : table_figures) run.figures.push_back(summary.figure(figure.key));
  return run;
}

std::string to_text(const CoolingComparison& comparison) {
  std::string text = printable(comparison.scenario) + "\n";
  std::string_view climate;
  for (const CoolingRun& run : comparison.runs) {
    if (run.climate != climate) text += "\n" + headings(run.climate);
    climate = run.climate;
    text += text_row(run);
  }
  text += "\n";
  for (const auto& figure : table_figures)
    text += fmt::format("  {} {}{}\n", left(figure.heading, figure_width), figure.meaning,
                        figure.key == "net_energy_cost" ? ", " + comparison.currency : "");
  return text;
}

std::string to_csv(const CoolingComparison& comparison) {
  std::string text = "climate,strategy";
  for (const auto& figure : table_figures) text += fmt::format(",{}", figure.key);
  text += "\n";
  for (const CoolingRun& run : comparison.runs) {
    text += run.climate + "," + run.strategy;
    for (const auto& value : run.figures)
      text += "," + (value ? fmt::format("{:.10g}", *value) : std::string());
    text += "\n";
  }
  return text;
}

nlohmann::ordered_json to_json(const CoolingComparison& comparison) {
  nlohmann::ordered_json json{{"scenario", comparison.scenario},
                              {"currency", comparison.currency},
                              {"runs", nlohmann::ordered_json::array()}};
  for (const CoolingRun& run : comparison.runs) {
    nlohmann::ordered_json row{{"climate", run.climate}, {"strategy", run.strategy}};
    for (std::size_t i = 0; i < table_figures.size(); ++i) {
      auto& value = row[std::string(table_figures[i].key)];
      if (run.figures[i]) value = *run.figures[i];
    }
    json["runs"].push_back(std::move(row));
  }
  return json;
}

}  // namespace icekeel::analysis
