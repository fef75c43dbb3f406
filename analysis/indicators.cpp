// SPDX-License-Identifier: Apache-2.0
#include "analysis/indicators.h"

#include <fmt/format.h>

#include <algorithm>

#include "analysis/text_format.h"

namespace icekeel::analysis {
namespace {

using Value = std::optional<double>;

constexpr std::string_view iso = "ISO/IEC 30134", eu = "EU reporting", other = "other";

const std::vector<std::string>* texts(const std::vector<result::Column>& table,
                                      std::string_view name) {
  const auto column = std::ranges::find(table, name, &result::Column::name);
  return column == table.end() ? nullptr : std::get_if<std::vector<std::string>>(&column->values);
}

// Energy of the terms of the heat balances that leave the plant's water and air [MWh].
Value heat_removed(const Summary& summary) {
  const auto* balance = texts(summary.balances, "balance");
  const auto* term = texts(summary.balances, "term");
  const auto column = std::ranges::find(summary.balances, "energy", &result::Column::name);
  if (!balance || !term || column == summary.balances.end()) return std::nullopt;
  const auto* energy = std::get_if<std::vector<double>>(&column->values);
  if (!energy) return std::nullopt;
  double sum = 0.0;
  for (std::size_t i = 0; i < energy->size(); ++i)
    if ((*balance)[i] == "heat" && ((*term)[i] == "rejected" || (*term)[i] == "taken for reuse"))
      sum += (*energy)[i];
  return sum;
}

Value ratio(Value over, Value under) {
  return over && under && *under > 0.0 ? Value(*over / *under) : std::nullopt;
}

Value product(Value a, Value b) {
  return a && b ? Value(*a * *b) : std::nullopt;
}

Value kilowatt_hours(Value megawatt_hours) {
  return megawatt_hours ? Value(1e3 * *megawatt_hours) : std::nullopt;
}

std::string shown(Value value) {
  return value ? fmt::format("{:.6g}", *value) : std::string();
}

}  // namespace

std::vector<Indicator> indicators(const Summary& summary) {
  const auto of = [&](std::string_view name) { return summary.figure(name); };
  return {
      {iso, "PUE", "30134-2, EN 50600-4-2", "1",
       "energy of the site over energy of the IT, metered at the inlets of the supplies",
       of("pue")},
      {iso, "REF", "30134-3, EN 50600-4-3", "1",
       "renewable energy that the site owns (own sun used, renewable contracts, by the year) over "
       "all",
       of("ref")},
      {iso, "ITEEsv", "30134-4, EN 50600-4-4", "1/W", "performance of servers over power",
       std::nullopt},
      {iso, "ITEUsv", "30134-5, EN 50600-4-5", "1",
       "node time in jobs over all node time; stands for the mean use of processors",
       of("jobs_node_utilisation")},
      {iso, "ERF", "30134-6, EN 50600-4-6", "1",
       "heat delivered less the heat pump's electricity, over energy of the site", of("erf")},
      {iso, "CER", "30134-7, EN 50600-4-7", "1", "heat removed over electricity of cooling",
       ratio(heat_removed(summary), of("cooling_energy_MWh"))},
      {iso, "CUE", "30134-8, EN 50600-4-8", "kg/kWh",
       "carbon of the electricity, location-based, over energy of the IT", of("cue_kg_per_kWh")},
      {iso, "WUE", "30134-9, EN 50600-4-9", "L/kWh", "site water over energy of the IT",
       of("wue_L_per_kWh")},
      {eu, "E_DC", "Delegated Regulation 2024/1364", "kWh", "energy of the site",
       kilowatt_hours(of("facility_energy_MWh"))},
      {eu, "E_IT", "Delegated Regulation 2024/1364", "kWh", "energy of the IT",
       kilowatt_hours(of("it_energy_MWh"))},
      {eu, "W_IN", "Delegated Regulation 2024/1364", "m3", "water taken in", of("water_m3")},
      {eu, "E_REUSE", "Delegated Regulation 2024/1364", "kWh", "heat reused outside of the site",
       kilowatt_hours(of("heat_reused_MWh"))},
      {eu, "E_RES-TOT", "Delegated Regulation 2024/1364", "kWh", "renewable energy used",
       product(of("ref"), kilowatt_hours(of("facility_energy_MWh")))},
      {eu, "E_RES-OOS", "Delegated Regulation 2024/1364", "kWh",
       "of it, generated on site and used there",
       product(of("self_consumption"), kilowatt_hours(of("solar_MWh")))},
      {other, "matched", "hourly matching", "1",
       "energy from the grid that contracts supply in the same hour", of("contracts_hourly_share")},
      {other, "ERE", "The Green Grid", "1", "energy of the site less heat reused, over the IT's",
       of("ere")},
      {other, "iTUE", "EE HPC Working Group", "1",
       "energy of the IT over that of computing, without fans and supplies of nodes", of("itue")},
      {other, "TUE", "EE HPC Working Group", "1", "iTUE times PUE", of("tue")},
      {other, "carbon", "GHG Protocol, scope 1", "t",
       "refrigerants that leaked and generators on test", of("carbon_direct_t")},
      {other, "carbon", "GHG Protocol, scope 2", "t", "location-based", of("carbon_operational_t")},
      {other, "carbon", "GHG Protocol, scope 2", "t", "market-based, by the year",
       of("carbon_market_based_t")},
      {other, "carbon", "hourly matching", "t", "market-based, hour by hour",
       of("carbon_market_based_hourly_t")}};
}

std::string to_text(const std::vector<Indicator>& indicators, const Summary& summary) {
  std::string text = printable(summary.scenario) + "\n";
  if (const auto seconds = summary.figure("simulated_s"))
    text += fmt::format("over {}\n", duration_text(Duration::si(*seconds)));
  std::string_view scheme;
  for (const Indicator& one : indicators) {
    if (one.scheme != scheme) text += fmt::format("\n{}\n", one.scheme);
    scheme = one.scheme;
    text += fmt::format("  {} {} {} {}\n", left(one.name, 9),
                        right(one.value ? number_text(*one.value) : "-", 12),
                        left(one.unit == "1" ? "" : one.unit, 6), one.definition);
  }
  return text;
}

std::string to_csv(const std::vector<Indicator>& indicators) {
  std::string text = "scheme,indicator,document,value,unit,definition\n";
  for (const Indicator& one : indicators)
    text += fmt::format("{},{},\"{}\",{},{},\"{}\"\n", one.scheme, one.name, one.document,
                        shown(one.value), one.unit, one.definition);
  return text;
}

nlohmann::ordered_json to_json(const std::vector<Indicator>& indicators, const Summary& summary) {
  nlohmann::ordered_json json{{"scenario", summary.scenario},
                              {"indicators", nlohmann::ordered_json::array()}};
  if (const auto seconds = summary.figure("simulated_s")) json["simulated_s"] = *seconds;
  for (const Indicator& one : indicators) {
    nlohmann::ordered_json row{{"scheme", one.scheme},     {"indicator", one.name},
                               {"document", one.document}, {"value", nullptr},
                               {"unit", one.unit},         {"definition", one.definition}};
    if (one.value) row["value"] = *one.value;
    json["indicators"].push_back(std::move(row));
  }
  return json;
}

}  // namespace icekeel::analysis
