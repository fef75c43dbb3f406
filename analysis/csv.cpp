// SPDX-License-Identifier: Apache-2.0
#include "analysis/csv.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <type_traits>

#include "simulator/base/calendar.h"
#include "simulator/base/text.h"

namespace icekeel::analysis {
namespace {

std::string cell(std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(text);
  std::string quoted = "\"";
  for (const char c : text) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  return quoted + "\"";
}

// The shortest text that reads back as the same number.
std::string cell(double value) {
  return std::isfinite(value) ? fmt::format("{}", value) : std::string();
}

std::string head(std::string_view name, std::string_view units) {
  return cell(units.empty() || units == "1" ? std::string(name)
                                            : fmt::format("{} [{}]", name, units));
}

// "2026-03-01T00:00:00Z", with the fraction of a second where there is one.
std::string moment(Timestamp start, double after) {
  const double whole = std::floor(after);
  auto text = to_text(Timestamp{start.unix_seconds + static_cast<std::int64_t>(whole)});
  if (const double rest = after - whole; rest >= 0.0005) {
    text.pop_back();
    text += fmt::format("{:.3f}", rest).substr(1) + "Z";
  }
  return text;
}

std::string unknown_text(const result::ResultFile& file, const std::string& name) {
  std::vector<std::string> known = file.tables();
  for (const auto& series : file.series()) known.push_back(series.name);
  const auto meant = nearest(name, known);
  return fmt::format("the result has no series or table '{}'\n      = {}", name,
                     meant ? fmt::format("did you mean '{}'?", *meant)
                           : fmt::format("there are {}", joined(known, ", ")));
}

std::string cell_of(const result::Column& column, std::size_t row) {
  return std::visit(
      [&](const auto& values) -> std::string {
        if (row >= values.size()) return {};
        if constexpr (std::is_same_v<std::decay_t<decltype(values[row])>, std::int64_t>)
          return std::to_string(values[row]);
        else
          return cell(values[row]);
      },
      column.values);
}

}  // namespace

std::string write_series_csv(const result::ResultFile& file, std::span<const std::string> series,
                             std::ostream& out) {
  std::string axis, names = "from,seconds";
  for (const auto& name : series) {
    const auto* variable = file.find_series(name);
    if (variable == nullptr) return unknown_text(file, name);
    if (axis.empty()) axis = variable->dimensions.front();
    if (variable->dimensions.front() != axis)
      return fmt::format(
          "'{}' has the intervals of '{}', '{}' those of '{}'\n      = write them to "
          "two files",
          name, variable->dimensions.front(), series.front(), axis);
    const auto labels = variable->dimensions.size() == 2 ? file.labels(variable->dimensions.back())
                                                         : std::vector<std::string>{};
    if (labels.empty()) names += "," + head(name, variable->units);
    for (const auto& label : labels)
      names += "," + head(fmt::format("{}[{}]", name, label), variable->units);
  }
  out << names << "\n";
  const auto intervals = file.intervals(axis);
  constexpr std::size_t at_once = 4096;
  for (std::size_t first = 0; first < intervals.size(); first += at_once) {
    std::vector<result::SeriesValues> pieces;
    const auto count = std::min(at_once, intervals.size() - first);
    for (const auto& name : series) pieces.push_back(*file.values(name, {first, count}));
    for (std::size_t row = 0; row < count; ++row) {
      const double from = intervals.from[first + row];
      out << moment(file.info().start, from) << ',' << cell(intervals.to[first + row] - from);
      for (const auto& piece : pieces)
        for (std::size_t c = 0; c < piece.columns; ++c)
          out << ',' << cell(piece.values[row * piece.columns + c]);
      out << "\n";
    }
  }
  return {};
}

std::string write_table_csv(const result::ResultFile& file, const std::string& table,
                            std::ostream& out) {
  const auto columns = file.table(table);
  if (columns.empty()) return unknown_text(file, table);
  std::string names;
  std::size_t rows = 0;
  for (const auto& column : columns) {
    names += (names.empty() ? "" : ",") + head(column.name, column.units);
    rows = std::max(rows, std::visit([](const auto& v) { return v.size(); }, column.values));
  }
  out << names << "\n";
  for (std::size_t row = 0; row < rows; ++row) {
    for (std::size_t c = 0; c < columns.size(); ++c)
      out << (c > 0 ? "," : "") << cell_of(columns[c], row);
    out << "\n";
  }
  return {};
}

}  // namespace icekeel::analysis
