// SPDX-License-Identifier: Apache-2.0
#include "analysis/report/tables.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <type_traits>

#include "analysis/report/html.h"
#include "analysis/text_format.h"

namespace icekeel::analysis::report {
namespace {

bool is_text(const result::Column& column) {
  return std::holds_alternative<std::vector<std::string>>(column.values);
}

std::string cell_of(const result::Column& column, std::size_t row) {
  return std::visit(
      [&](const auto& values) -> std::string {
        using Value = typename std::decay_t<decltype(values)>::value_type;
        if (row >= values.size()) return {};
        if constexpr (std::is_same_v<Value, std::string>)
          return values[row];
        else
          return cell_text(static_cast<double>(values[row]), column.units);
      },
      column.values);
}

bool has_value(const result::Column& column, const std::vector<std::size_t>& rows) {
  return std::ranges::any_of(rows, [&](std::size_t row) {
    const auto text = cell_of(column, row);
    return !text.empty() && text != "-";
  });
}

std::string title_of(const result::Column& column) {
  std::string title = column.name;
  std::ranges::replace(title, '_', ' ');
  return title;
}

}  // namespace

std::size_t rows_of(const std::vector<result::Column>& table) {
  std::size_t rows = 0;
  for (const auto& column : table)
    rows = std::max(rows, std::visit([](const auto& v) { return v.size(); }, column.values));
  return rows;
}

std::vector<std::string> texts_of(const std::vector<result::Column>& table, std::string_view name) {
  std::vector<std::string> texts(rows_of(table));
  const auto at = std::ranges::find(table, name, &result::Column::name);
  if (at == table.end() || !is_text(*at)) return texts;
  std::ranges::copy(std::get<std::vector<std::string>>(at->values), texts.begin());
  return texts;
}

std::vector<double> numbers_of(const std::vector<result::Column>& table, std::string_view name) {
  std::vector<double> numbers(rows_of(table), std::numeric_limits<double>::quiet_NaN());
  const auto at = std::ranges::find(table, name, &result::Column::name);
  if (at == table.end()) return numbers;
  std::visit(
      [&](const auto& values) {
        if constexpr (!std::is_same_v<typename std::decay_t<decltype(values)>::value_type,
                                      std::string>)
          for (std::size_t i = 0; i < values.size(); ++i)
            numbers[i] = static_cast<double>(values[i]);
      },
      at->values);
  return numbers;
}

std::string cell_text(double value, std::string_view units) {
  if (std::isnan(value)) return "-";
  if (units == "s") return duration_text(Duration::si(value));
  if (units == "W") return number_text(value * 1e-3) + " kW";
  if (units == "degC") return number_text(value) + " °C";
  const auto unit = units_text(units);
  return number_text(value) + (unit.empty() ? "" : " " + unit);
}

std::string to_html(const std::vector<result::Column>& table,
                    const std::vector<std::size_t>& rows) {
  if (rows.empty()) return {};
  std::vector<const result::Column*> shown;
  for (const auto& column : table)
    if (has_value(column, rows)) shown.push_back(&column);
  std::string html = "<table><thead><tr>";
  for (const auto* column : shown)
    html += fmt::format(R"(<th scope="col"{} title="{}">{}</th>)",
                        is_text(*column) ? "" : " class=\"n\"", escaped(column->long_name),
                        escaped(title_of(*column)));
  html += "</tr></thead><tbody>\n";
  for (const auto row : rows) {
    html += "<tr>";
    for (const auto* column : shown)
      html += fmt::format("<td{}>{}</td>", is_text(*column) ? "" : " class=\"n\"",
                          escaped(cell_of(*column, row)));
    html += "</tr>\n";
  }
  return scrollable("table", html + "</tbody></table>\n");
}

std::string to_html(const std::vector<result::Column>& table, std::size_t most,
                    std::string_view group) {
  const auto count = rows_of(table);
  std::vector<std::size_t> rows(std::min(count, most));
  std::iota(rows.begin(), rows.end(), std::size_t{0});
  auto html = to_html(table, rows);
  if (count > most)
    html += fmt::format("<p class=\"note\">and {} more, in {} of the file</p>\n",
                        number_text(static_cast<double>(count - most)), escaped(group));
  return html;
}

}  // namespace icekeel::analysis::report
