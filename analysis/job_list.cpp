// SPDX-License-Identifier: Apache-2.0
#include "analysis/job_list.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace icekeel::analysis {
namespace {

using JobColumns = std::vector<result::Column>;

const result::Column* column_of(const JobColumns& table, std::string_view name) {
  const auto at = std::ranges::find(table, name, &result::Column::name);
  return at == table.end() ? nullptr : &*at;
}

double number_at(const result::Column* column, std::size_t row) {
  if (column == nullptr) return std::nan("");
  return std::visit(
      [row](const auto& values) -> double {
        if constexpr (std::is_arithmetic_v<std::decay_t<decltype(values[row])>>)
          return static_cast<double>(values[row]);
        else
          return std::nan("");
      },
      column->values);
}

std::string text_at(const result::Column* column, std::size_t row) {
  if (column == nullptr) return {};
  return std::visit(
      [row](const auto& values) -> std::string {
        if constexpr (std::is_arithmetic_v<std::decay_t<decltype(values[row])>>) {
          const auto value = static_cast<double>(values[row]);
          return std::isnan(value) ? std::string{} : fmt::format("{}", values[row]);
        } else {
          return values[row];
        }
      },
      column->values);
}

std::size_t rows_of(const JobColumns& table) {
  if (table.empty()) return 0;
  return std::visit([](const auto& values) { return values.size(); }, table.front().values);
}

// Times keep a thousandth of a second; most are whole.
std::string number(double value) {
  if (std::isnan(value)) return "-1";
  const double rounded = std::round(value * 1000.0) / 1000.0;
  return rounded == std::floor(rounded) ? fmt::format("{:.0f}", rounded)
                                        : fmt::format("{:.3f}", rounded);
}

// Of the format: 1 completed, 0 failed, 5 cancelled; -1 where the end is not known.
int status_of(const std::string& state) {
  if (state == "completed") return 1;
  if (state == "failed") return 0;
  return state == "killed" ? 5 : -1;
}

std::string quoted_cell(const std::string& text) {
  if (text.find_first_of(",\"\n") == std::string::npos) return text;
  std::string inside;
  for (const char c : text) inside += c == '"' ? std::string("\"\"") : std::string(1, c);
  return '"' + inside + '"';
}

}  // namespace

void write_swf(const result::ResultFile& file, std::ostream& out) {
  const JobColumns jobs = file.table("/jobs");
  const std::size_t rows = rows_of(jobs);
  const auto* submit = column_of(jobs, "submit_time");
  std::vector<std::size_t> order(rows);
  std::iota(order.begin(), order.end(), 0U);
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return number_at(submit, a) < number_at(submit, b);
  });
  const auto* given = column_of(jobs, "number");
  double next = 1;
  for (std::size_t row = 0; row < rows; ++row)
    if (const double n = number_at(given, row); n >= next) next = n + 1;
  const auto info = file.info();
  out << "; Version: 2.2\n; Note: " << info.title << "\n; Conversion: " << info.source
      << "\n; MaxJobs: " << rows << "\n; MaxRecords: " << rows
      << "\n; UnixStartTime: " << info.start.unix_seconds << "\n";
  const auto field = [&](const char* name, std::size_t row) {
    return number(number_at(column_of(jobs, name), row));
  };
  for (const std::size_t row : order) {
    const double own = number_at(given, row);
    const double processors = number_at(column_of(jobs, "processors"), row);
    const auto size =
        number(std::isnan(processors) ? number_at(column_of(jobs, "nodes"), row) : processors);
    out << number(std::isnan(own) ? next++ : own) << ' ' << field("submit_time", row) << ' '
        << field("wait_time", row) << ' ' << field("run_time", row) << ' ' << size << " -1 -1 "
        << size << ' ' << field("requested_time", row) << " -1 "
        << status_of(text_at(column_of(jobs, "state"), row)) << ' ' << field("user", row) << ' '
        << field("group", row) << ' ' << field("application", row) << ' ' << field("queue", row)
        << ' ' << field("trace_partition", row) << " -1 -1\n";
  }
}

void write_job_csv(const result::ResultFile& file, std::ostream& out) {
  const JobColumns jobs = file.table("/jobs");
  for (std::size_t c = 0; c < jobs.size(); ++c) out << (c > 0 ? "," : "") << jobs[c].name;
  out << "\n";
  for (std::size_t row = 0; row < rows_of(jobs); ++row) {
    for (std::size_t c = 0; c < jobs.size(); ++c)
      out << (c > 0 ? "," : "") << quoted_cell(text_at(&jobs[c], row));
    out << "\n";
  }
}

}  // namespace icekeel::analysis
