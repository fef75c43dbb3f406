// SPDX-License-Identifier: Apache-2.0
#include "analysis/telemetry.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <stdexcept>

#include "simulator/base/text.h"
#include "simulator/config/units_text.h"
#include "workloads/job_trace_faults.h"

namespace icekeel::analysis {
namespace {

constexpr double not_measured = std::numeric_limits<double>::quiet_NaN();

// "facility_power [kW]" is a name with units.
MeasuredSeries series_of(const std::string& heading) {
  const auto bracket = heading.find('[');
  if (bracket == std::string::npos || heading.back() != ']') return {heading, "", {}};
  auto name = heading.substr(0, bracket);
  while (!name.empty() && name.back() == ' ') name.pop_back();
  return {name, heading.substr(bracket + 1, heading.size() - bracket - 2), {}};
}

// Reads the rows of a table whose headings are known to be good.
class TelemetryReader {
 public:
  explicit TelemetryReader(const CsvTable& table) : table_(table) {
    for (const auto& heading : table.heading())
      if (heading != time_column() && heading != "seconds") {
        columns_.push_back(heading);
        out_.series.push_back(series_of(heading));
      }
  }

  std::pair<Telemetry, std::vector<TableProblem>> read() {
    for (const auto& [line, cells] : table_.rows()) row(line, cells);
    if (out_.from.size() < 2)
      problem(0, "two rows at least are needed", "give more rows");
    else if (!table_.has("seconds"))
      lengths();
    for (std::size_t i = 1; i < out_.from.size() && problems_.empty(); ++i)
      if (out_.from[i] < out_.to[i - 1] - 1e-6)
        problem(0, fmt::format("interval {} begins before the one before ends", i + 1),
                "sort the rows by time, and give lengths that fit");
    return {std::move(out_), std::move(problems_)};
  }

 private:
  std::string time_column() const { return table_.has("from") ? "from" : "time"; }
  void problem(std::size_t line, std::string message, std::string remedy) {
    problems_.push_back({line, std::move(message), std::move(remedy)});
  }

  void row(std::size_t line, const std::vector<std::string>& cells) {
    const auto date = table_.cell(cells, time_column());
    const auto at = parse_timestamp(date);
    if (!at) problem(line, fmt::format("'{}' is not a date", date), "write 2026-01-31T12:00:00Z");
    const double from = at ? static_cast<double>(at->unix_seconds) : 0.0;
    double length = 0;
    if (table_.has("seconds")) {
      const auto given = workloads::number_in(table_.cell(cells, "seconds"));
      if (!given || !(*given > 0) || *given > 1e10)
        problem(line, fmt::format("'{}' is no length in s", table_.cell(cells, "seconds")),
                "give a number above 0");
      length = given.value_or(1.0);
    }
    out_.from.push_back(from);
    out_.to.push_back(from + length);
    for (std::size_t s = 0; s < columns_.size(); ++s)
      out_.series[s].values.push_back(value(line, columns_[s], cells));
  }

  double value(std::size_t line, const std::string& column, const std::vector<std::string>& cells) {
    const auto text = table_.cell(cells, column);
    if (text.empty()) return not_measured;
    const auto number = workloads::number_in(text);
    if (!number || !std::isfinite(*number))
      problem(line, fmt::format("'{}' of '{}' is no number", text, column),
              "give a number, or leave the cell empty");
    return number.value_or(not_measured);
  }

  void lengths() {
    const std::size_t last = out_.from.size() - 1;
    for (std::size_t i = 0; i < last; ++i) out_.to[i] = out_.from[i + 1];
    out_.to[last] = out_.from[last] + (out_.from[last] - out_.from[last - 1]);
    for (std::size_t i = 0; i < last && problems_.empty(); ++i)
      if (out_.to[i] <= out_.from[i])
        problem(0, fmt::format("the clock goes back after row {}", i + 1), "sort the rows by time");
  }

  const CsvTable& table_;
  std::vector<std::string> columns_;
  Telemetry out_;
  std::vector<TableProblem> problems_;
};

// Units of a result in which they are written, as what one of them is in SI.
double factor_of(const std::string& name, const std::string& measured, const std::string& units) {
  if (measured.empty() || measured == units) return 1.0;
  const auto theirs = config::parse_quantity("1 " + measured);
  const auto ours = config::parse_quantity("1 " + units);
  const auto* from = std::get_if<config::WrittenQuantity>(&theirs);
  const auto* to = std::get_if<config::WrittenQuantity>(&ours);
  if (!from || !to || from->dimension != to->dimension || from->is_celsius || to->is_celsius)
    throw std::invalid_argument(
        fmt::format("'{}' is measured in '{}', and a run gives it in '{}'", name, measured, units));
  return to->si / from->si;
}

// Mean over [from, to) of values over consecutive intervals; NaN if they do not cover it.
double mean_over(const result::Intervals& axis, const std::vector<double>& values, double from,
                 double to) {
  double sum = 0, covered = 0;
  const auto after = std::ranges::upper_bound(axis.to, from);
  for (auto i = static_cast<std::size_t>(after - axis.to.begin());
       i < axis.size() && axis.from[i] < to; ++i) {
    const double width = std::min(to, axis.to[i]) - std::max(from, axis.from[i]);
    sum += width * values[i];
    covered += width;
  }
  return covered > (1 - 1e-6) * (to - from) ? sum / covered : not_measured;
}

const result::Variable& found(const result::ResultFile& file, const std::string& name) {
  const auto* variable = file.find_series(name);
  if (variable && variable->dimensions.size() == 1) return *variable;
  std::vector<std::string> known;
  for (const auto& series : file.series())
    if (series.dimensions.size() == 1) known.push_back(series.name);
  const auto meant = nearest(name, known);
  throw std::invalid_argument(fmt::format("a run has no series '{}' over time\n      = {}", name,
                                          meant
                                              ? fmt::format("did you mean '{}'?", *meant)
                                              : fmt::format("there are {}", joined(known, ", "))));
}

}  // namespace

std::pair<Telemetry, std::vector<TableProblem>> read_telemetry(std::istream& stream) {
  const CsvTable table(stream);
  if (!table.has("from") && !table.has("time"))
    return {{}, {{1, "there is no column 'time'", "begin the heading with it"}}};
  if (table.heading().size() < (table.has("seconds") ? 3U : 2U))
    return {{},
            {{1, "there is no series", "name a column after a series, as facility_power [kW]"}}};
  return TelemetryReader(table).read();
}

Telemetry telemetry_of(const result::ResultFile& file, const std::vector<std::string>& names) {
  Telemetry telemetry;
  const auto start = static_cast<double>(file.info().start.unix_seconds);
  for (const auto& name : names) {
    const auto& variable = found(file, name);
    const auto axis = file.intervals(variable.dimensions.front());
    if (telemetry.from.empty()) {
      for (std::size_t i = 0; i < axis.size(); ++i) {
        telemetry.from.push_back(start + axis.from[i]);
        telemetry.to.push_back(start + axis.to[i]);
      }
    } else if (axis.size() != telemetry.from.size()) {
      throw std::invalid_argument(
          fmt::format("'{}' has other intervals than '{}'\n      = take series of one axis", name,
                      names.front()));
    }
    telemetry.series.push_back({name, "", file.values(name).value().values});
  }
  return telemetry;
}

std::vector<std::string> keep_series(Telemetry& telemetry, const std::vector<std::string>& names) {
  std::vector<std::string> missing;
  std::vector<MeasuredSeries> kept;
  for (const auto& name : names) {
    const auto at = std::ranges::find(telemetry.series, name, &MeasuredSeries::name);
    if (at == telemetry.series.end())
      missing.push_back(name);
    else
      kept.push_back(*at);
  }
  telemetry.series = std::move(kept);
  return missing;
}

std::vector<std::vector<double>> simulated_means(const result::ResultFile& file,
                                                 const Telemetry& telemetry) {
  const auto start = static_cast<double>(file.info().start.unix_seconds);
  std::vector<std::vector<double>> means;
  for (const auto& measured : telemetry.series) {
    const auto& variable = found(file, measured.name);
    const double factor = factor_of(measured.name, measured.units, variable.units);
    const auto axis = file.intervals(variable.dimensions.front());
    const auto values = file.values(measured.name).value().values;
    auto& series = means.emplace_back();
    for (std::size_t i = 0; i < telemetry.from.size(); ++i)
      series.push_back(factor *
                       mean_over(axis, values, telemetry.from[i] - start, telemetry.to[i] - start));
  }
  return means;
}

}  // namespace icekeel::analysis
