// SPDX-License-Identifier: Apache-2.0
#include "analysis/import_site.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "simulator/base/text.h"
#include "simulator/base/units.h"
#include "simulator/scenario/design_load.h"
#include "workloads/job_trace_faults.h"

namespace icekeel::analysis {
namespace {

using Problems = std::vector<TableProblem>;

void need_column(const CsvTable& table, const std::string& column, Problems& problems) {
  if (table.has(column)) return;
  const auto meant = nearest(column, table.heading());
  problems.push_back({1, fmt::format("there is no column '{}'", column),
                      meant ? fmt::format("is it '{}'?", *meant) : "add it to the heading"});
}

std::string yaml_text(const std::string& text) {
  std::string inside;
  for (const char c : text) {
    if (c == '"' || c == '\\') inside += '\\';
    inside += static_cast<unsigned char>(c) < ' ' ? ' ' : c;
  }
  return '"' + inside + '"';
}

}  // namespace

std::pair<std::vector<InventoryRack>, Problems> read_inventory(
    std::istream& stream, const std::vector<std::string>& kinds) {
  const CsvTable table(stream);
  std::vector<InventoryRack> racks;
  Problems problems;
  for (const char* column : {"name", "row", "kind", "power_kW"})
    need_column(table, column, problems);
  if (!problems.empty()) return {racks, problems};
  std::set<std::string> names;
  for (const auto& [line, cells] : table.rows()) {
    InventoryRack rack{
        table.cell(cells, "name"), table.cell(cells, "row"), table.cell(cells, "kind"), {}};
    if (rack.kind.starts_with("racks/")) rack.kind.erase(0, 6);
    if (rack.name.empty()) problems.push_back({line, "the rack has no name", "give it one"});
    if (!names.insert(rack.name).second)
      problems.push_back({line, fmt::format("there is a rack '{}' already", rack.name),
                          "give each a name of its own"});
    if (std::find(kinds.begin(), kinds.end(), rack.kind) == kinds.end()) {
      const auto meant = nearest(rack.kind, kinds);
      problems.push_back(
          {line, fmt::format("the catalogue has no rack '{}'", rack.kind),
           meant ? fmt::format("did you mean '{}'?", *meant) : "'icekeel list racks' shows them"});
    }
    const auto power = workloads::number_in(table.cell(cells, "power_kW"));
    if (!power || *power <= 0 || *power > 1e6)
      problems.push_back({line,
                          fmt::format("'{}' is not a power in kW", table.cell(cells, "power_kW")),
                          "give a number above 0"});
    else
      rack.power = *power * units::kilowatt;
    racks.push_back(std::move(rack));
  }
  if (racks.empty()) problems.push_back({0, "there are no racks", "give a row for each"});
  return {racks, problems};
}

std::pair<std::vector<MeterReading>, Problems> read_meter(std::istream& stream) {
  const CsvTable table(stream);
  std::vector<MeterReading> meter;
  Problems problems;
  need_column(table, "time", problems);
  const std::map<std::string, double> units{{"power_W", 1}, {"power_kW", 1e3}, {"power_MW", 1e6}};
  const auto unit =
      std::find_if(units.begin(), units.end(), [&](const auto& u) { return table.has(u.first); });
  if (unit == units.end()) need_column(table, "power_kW", problems);
  if (!problems.empty()) return {meter, problems};
  for (const auto& [line, cells] : table.rows()) {
    const auto at = parse_timestamp(table.cell(cells, "time"));
    const auto power = workloads::number_in(table.cell(cells, unit->first));
    if (!at)
      problems.push_back({line, fmt::format("'{}' is not a date", table.cell(cells, "time")),
                          "write it as 2026-01-31T12:00:00Z"});
    else if (!meter.empty() && *at <= meter.back().at)
      problems.push_back({line, "the clock goes back or stands still", "sort the rows by time"});
    if (!power || *power < 0)
      problems.push_back({line, fmt::format("'{}' is not a power", table.cell(cells, unit->first)),
                          "give a number of at least 0"});
    if (at && power) meter.push_back({*at, Power::si(*power * unit->second)});
  }
  if (meter.size() < 2)
    problems.push_back({0, "a meter needs at least two readings", "give more rows"});
  return {meter, problems};
}

std::pair<std::optional<Timestamp>, Duration> span_of_jobs(std::istream& trace) {
  const auto read = workloads::read_swf(trace);
  std::optional<Timestamp> begin;
  if (read.unix_start) begin = Timestamp{*read.unix_start};
  Duration last;
  for (const auto& job : read.jobs) last = std::max(last, job.submit + job.run);
  return {begin, last};
}

std::string site_scenario(const std::vector<InventoryRack>& racks, const ImportChoices& choices) {
  // Rows in the order of the table, equal racks of a row together.
  std::vector<std::string> rows;
  std::map<std::string, std::map<std::pair<std::string, double>, int>> groups;
  for (const auto& rack : racks) {
    if (std::find(rows.begin(), rows.end(), rack.row) == rows.end()) rows.push_back(rack.row);
    ++groups[rack.row][{rack.kind, rack.power.in(units::kilowatt)}];
  }
  std::string halls;
  for (const auto& row : rows) {
    int count = 0;
    for (const auto& [group, number] : groups[row]) count += number;
    halls +=
        fmt::format("      - name: {}\n        layout: {{racks_per_row: {}}}\n        racks:\n",
                    yaml_text(row.empty() ? "row" : row), count);
    for (const auto& [group, number] : groups[row])
      halls += fmt::format("          - {{like: racks/{}, count: {}, power_limit: {:g} kW}}\n",
                           group.first, number, group.second);
  }
  return fmt::format(
      "schema: 1\nname: {}\nstart: {}\nduration: {:g} s\n"
      "# Racks are those of the inventory; the rest are entries of the catalogue to be replaced by "
      "the "
      "site's own.\n"
      "sites:\n  - name: site\n    climate: {{like: climates/{}}}\n    grid: {{like: grids/{}}}\n"
      "    halls:\n{}    fabric: {{like: fabrics/{}}}\n    power: {{like: electrical/{}}}\n"
      "    cooling: {{like: plants/{}}}\n{}record: {{every: 15 min}}\n",
      yaml_text(choices.name), to_text(choices.start), choices.duration.si(), choices.climate,
      choices.grid, halls, choices.fabric, choices.power, choices.cooling, choices.workload);
}

std::pair<std::string, Problems> meter_jobs(const std::vector<MeterReading>& meter,
                                            const scenario::Site& site) {
  const auto& partitions = site.expansion.partitions;
  std::vector<double> limits(partitions.size());
  double all = 0;
  for (const auto& rack : site.expansion.racks) {
    const auto& zone = site.expansion.zones[rack.zone];
    const double limit = scenario::group_of(site.spec, zone).power_limit.si();
    limits[zone.partition] += limit;
    all += limit;
  }
  const Power switches = scenario::switch_power(site.spec);
  Problems problems;
  std::string table = "id,submit_s,run_s,nodes,node_power_W,partition\n";
  std::size_t number = 0;
  for (std::size_t i = 0; i + 1 < meter.size(); ++i) {
    const auto from = meter[i].at.unix_seconds - meter.front().at.unix_seconds;
    const auto lasts = meter[i + 1].at.unix_seconds - meter[i].at.unix_seconds;
    const Power nodes = meter[i].power - switches;
    if (nodes < Power{} && problems.size() < workloads::most_trace_problems)
      problems.push_back(
          {0,
           fmt::format("at {} the meter shows {:.1f} kW; the switches alone draw {:.1f} kW",
                       to_text(meter[i].at), meter[i].power.in(units::kilowatt),
                       switches.in(units::kilowatt)),
           "check its unit, or take another fabric"});
    for (std::size_t p = 0; p < partitions.size(); ++p) {
      const auto count = partitions[p].nodes.size();
      table += fmt::format("{},{},{},{},{:.10g},{}\n", ++number, from, lasts, count,
                           nodes.si() * limits[p] / all / static_cast<double>(count), p);
    }
  }
  return {table, problems};
}

}  // namespace icekeel::analysis
