// SPDX-License-Identifier: Apache-2.0
#include "analysis/openmetrics.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <iterator>
#include <set>

#include "simulator/base/text.h"

namespace icekeel::analysis {
namespace {

constexpr std::string_view summary_group = "/summary";
constexpr std::size_t values_at_once = 4'000'000;  // 32 MB of a series over many names
constexpr std::size_t rows_at_once = 4096;

/// Units of results, how names of figures end in them, and the base unit with its factor.
struct BaseUnit {
  std::string_view units, ending, base;
  double factor;
};
constexpr std::array base_units{
    BaseUnit{"W", "W", "watts", 1}, BaseUnit{"MW", "MW", "watts", 1e6},
    BaseUnit{"MW s-1", "MW_per_s", "watts_per_second", 1e6}, BaseUnit{"J", "J", "joules", 1},
    BaseUnit{"kW h", "kWh", "joules", 3.6e6}, BaseUnit{"MW h", "MWh", "joules", 3.6e9},
    BaseUnit{"s", "s", "seconds", 1}, BaseUnit{"h", "h", "seconds", 3600},
    BaseUnit{"degC", "C", "celsius", 1}, BaseUnit{"kg", "kg", "grams", 1e3},
    BaseUnit{"t", "t", "grams", 1e6}, BaseUnit{"kg s-1", "kg_per_s", "grams_per_second", 1e3},
    BaseUnit{"m3", "m3", "cubic_meters", 1}, BaseUnit{"byte", "B", "bytes", 1},
    BaseUnit{"Gbyte", "GB", "bytes", 1e9}, BaseUnit{"Pbyte", "PB", "bytes", 1e15},
    BaseUnit{"byte s-1", "B_per_s", "bytes_per_second", 1},
    // 1 L/kWh is 1e-3 m3 a 3.6e6 J, 1 kg/kWh is 1e3 g a 3.6e6 J.
    BaseUnit{"L kW-1 h-1", "L_per_kWh", "cubic_meters_per_joule", 1e-3 / 3.6e6},
    BaseUnit{"kg kW-1 h-1", "kg_per_kWh", "grams_per_joule", 1e3 / 3.6e6}};

// Of pure numbers, counts have no unit in OpenMetrics and shares are ratios.
bool is_ratio(std::string_view name) {
  static const std::set<std::string_view> indicators{"pue", "itue", "tue", "erf", "ere", "ref"};
  if (indicators.contains(name)) return true;
  return std::ranges::any_of(
      std::array{"utilisation", "share", "goodput", "residual", "self_"},
      [&](std::string_view part) { return name.find(part) != std::string_view::npos; });
}

// "carbon_operational_t_low" without "t" is "carbon_operational_low".
std::string without_ending(std::string name, std::string_view ending) {
  const std::string part = "_" + std::string(ending);
  for (auto at = name.find(part); at != std::string::npos; at = name.find(part, at + 1)) {
    const auto after = at + part.size();
    if (after == name.size() || name[after] == '_') return name.erase(at, part.size());
  }
  return name;
}

std::string only_allowed(std::string_view text) {
  std::string name(text);
  for (char& c : name)
    if (std::isalnum(static_cast<unsigned char>(c)) == 0 || static_cast<unsigned char>(c) > 127)
      c = '_';
  return name;
}

std::string in_quotes(std::string_view text) {
  std::string safe;
  for (const char c : text) {
    if (c == '\\' || c == '"') safe += '\\';
    safe += c == '\n' ? std::string("\\n") : std::string(1, c);
  }
  return safe;
}

std::string label_text(const Labels& labels) {
  std::string text;
  for (const auto& [name, value] : labels)
    text += fmt::format("{}{}=\"{}\"", text.empty() ? "" : ",", name, in_quotes(value));
  return text.empty() ? text : "{" + text + "}";
}

Labels with(Labels labels, std::string_view name, std::string value) {
  labels.emplace_back(only_allowed(name), std::move(value));
  return labels;
}

/// Text that leaves for the stream in large pieces.
class Pieces {
 public:
  explicit Pieces(std::ostream& out) : out_(out) {}
  ~Pieces() { flush(); }
  Pieces(const Pieces&) = delete;
  Pieces& operator=(const Pieces&) = delete;

  template <class... Arguments>
  void add(fmt::format_string<Arguments...> format, Arguments&&... arguments) {
    fmt::format_to(std::back_inserter(buffer_), format, std::forward<Arguments>(arguments)...);
    if (buffer_.size() > 1'000'000) flush();
  }

 private:
  void flush() {
    out_.write(buffer_.data(), static_cast<std::streamsize>(buffer_.size()));
    buffer_.clear();
  }
  std::ostream& out_;
  fmt::memory_buffer buffer_;
};

void add_head(Pieces& text, const Metric& metric, std::string_view help) {
  text.add("# TYPE {} gauge\n", metric.name);
  if (!metric.unit.empty()) text.add("# UNIT {} {}\n", metric.name, metric.unit);
  text.add("# HELP {} {}\n", metric.name, in_quotes(help));
}

/// Moments as they stand in the text: whole seconds, or three digits of their fraction.
std::vector<std::string> moments(const result::ResultFile& file, const result::Intervals& axis) {
  std::vector<std::string> texts;
  texts.reserve(axis.size());
  const auto start = file.info().start.unix_seconds;
  for (const double after : axis.to) {
    const double milliseconds = std::round(after * 1000);
    const auto whole = start * 1000 + static_cast<std::int64_t>(milliseconds);
    texts.push_back(whole % 1000 == 0 ? fmt::format("{}", whole / 1000)
                                      : fmt::format("{}.{:03}", whole / 1000, whole % 1000));
  }
  return texts;
}

/// Columns [first, first + count) of a series, one after the other, read piece by piece.
std::vector<double> columns_of(const result::ResultFile& file, const std::string& series,
                               std::size_t rows, std::size_t first, std::size_t count) {
  std::vector<double> columns(rows * count);
  for (std::size_t from = 0; from < rows; from += rows_at_once) {
    const auto part = std::min(rows_at_once, rows - from);
    const auto piece = *file.values(series, {from, part});
    for (std::size_t row = 0; row < part; ++row)
      for (std::size_t column = 0; column < count; ++column)
        columns[column * rows + from + row] = piece.values[row * piece.columns + first + column];
  }
  return columns;
}

// What is stored in 4 bytes is printed with the digits that 4 bytes have.
void add_samples(Pieces& text, const std::string& name, std::span<const double> values,
                 const std::vector<std::string>& times, const Metric& metric, bool narrow) {
  for (std::size_t row = 0; row < values.size(); ++row) {
    if (!std::isfinite(values[row])) continue;
    if (narrow && metric.factor == 1)
      text.add("{} {} {}\n", name, static_cast<float>(values[row]), times[row]);
    else
      text.add("{} {} {}\n", name, values[row] * metric.factor, times[row]);
  }
}

void add_series(const result::ResultFile& file, const result::Variable& series,
                const Labels& labels, const std::vector<std::string>& times, Pieces& text) {
  const auto metric = metric_of(series.name, series.units);
  const auto colon = series.cell_methods.rfind(": ");
  const auto method = colon == std::string::npos ? "mean" : series.cell_methods.substr(colon + 2);
  add_head(text, metric,
           fmt::format("{}; {} of the interval that ends at the time", series.long_name, method));
  const bool wide = series.dimensions.size() == 2;
  const auto names = wide ? file.labels(series.dimensions.back()) : std::vector<std::string>{""};
  const auto at_once =
      std::max<std::size_t>(1, values_at_once / std::max<std::size_t>(1, times.size()));
  for (std::size_t first = 0; first < names.size(); first += at_once) {
    const auto count = std::min(at_once, names.size() - first);
    const auto values = columns_of(file, series.name, times.size(), first, count);
    for (std::size_t column = 0; column < count; ++column) {
      const auto own =
          wide ? with(labels, series.dimensions.back(), names[first + column]) : labels;
      add_samples(text, metric.name + label_text(own),
                  std::span(values).subspan(column * times.size(), times.size()), times, metric,
                  series.wide);
    }
  }
}

void add_figures(const result::ResultFile& file, const Labels& labels, const std::string& end,
                 Pieces& text) {
  for (const auto& figure : file.scalars(summary_group)) {
    if (!figure.value || !std::isfinite(*figure.value)) continue;
    const auto metric = metric_of("summary_" + figure.name, figure.units);
    add_head(text, metric, figure.long_name);
    text.add("{}{} {} {}\n", metric.name, label_text(labels), *figure.value * metric.factor, end);
  }
}

void add_run(const result::ResultFile& file, const Labels& labels, const std::string& end,
             Pieces& text) {
  const auto& info = file.info();
  text.add("# TYPE icekeel_run info\n# HELP icekeel_run what was simulated\n");
  auto all = with(labels, "scenario", info.title);
  all = with(all, "scenario_sha256", info.scenario_sha256);
  all = with(all, "seed", std::to_string(info.seed));
  all = with(all, "source", info.source);
  all = with(all, "status", file.status());
  if (const auto currency = file.text(summary_group, "currency"))
    all = with(all, "currency", *currency);
  text.add("icekeel_run_info{} 1 {}\n", label_text(all), end);
}

std::string no_such_series(const result::ResultFile& file, const std::string& name) {
  std::vector<std::string> known{std::string(summary_group)};
  for (const auto& series : file.series()) known.push_back(series.name);
  const auto meant = nearest(name, known);
  return fmt::format("the result has no series '{}'\n      = {}", name,
                     meant ? fmt::format("did you mean '{}'?", *meant)
                           : fmt::format("there are {}", joined(known, ", ")));
}

}  // namespace

Metric metric_of(std::string_view name, std::string_view units) {
  const auto stem = [](std::string_view of) { return "icekeel_" + only_allowed(of); };
  if (units.empty() || units == "1")
    return is_ratio(name.starts_with("summary_") ? name.substr(8) : name)
               ? Metric{stem(name) + "_ratio", "ratio"}
               : Metric{stem(name), ""};
  const auto known = std::ranges::find(base_units, units, &BaseUnit::units);
  if (known == base_units.end())
    return {stem(name) + "_" + only_allowed(units), only_allowed(units)};
  const auto bare = without_ending(std::string(name), known->ending);
  return {stem(without_ending(bare, known->ending == "h" ? "hours" : known->ending)) + "_" +
              std::string(known->base),
          std::string(known->base), known->factor};
}

std::string label_problem(const Labels& labels) {
  static const std::set<std::string_view> ours{"scenario", "scenario_sha256", "seed", "source",
                                               "status",   "currency",        "site", "rack",
                                               "feed",     "phase",           "level"};
  std::set<std::string_view> seen;
  for (const auto& [name, value] : labels) {
    if (name.empty() || std::isdigit(static_cast<unsigned char>(name[0])) != 0 ||
        name.starts_with("__") || only_allowed(name) != name)
      return fmt::format(
          "'{}' is no name of a label\n      = letters, digits and '_', as in "
          "--label run=a",
          name);
    if (ours.contains(name))
      return fmt::format("the label '{}' is one of the result's own\n      = choose another name",
                         name);
    if (!seen.insert(name).second)
      return fmt::format("the label '{}' is given twice\n      = leave one out", name);
  }
  return {};
}

std::string unknown_metric(const result::ResultFile& file, std::span<const std::string> names) {
  for (const auto& name : names)
    if (name != summary_group && file.find_series(name) == nullptr)
      return no_such_series(file, name);
  return {};
}

void write_openmetrics(const result::ResultFile& file, std::span<const std::string> names,
                       const Labels& labels, std::ostream& out) {
  const auto asked = [&](std::string_view name) {
    return names.empty() || std::ranges::find(names, name) != names.end();
  };
  Pieces text(out);
  std::string axis, end = std::to_string(file.info().start.unix_seconds);
  std::vector<std::string> times;
  if (!file.series().empty()) {
    const auto all = moments(file, file.intervals(file.series().front().dimensions.front()));
    if (!all.empty()) end = all.back();
  }
  add_run(file, labels, end, text);
  for (const auto& series : file.series()) {
    if (!asked(series.name)) continue;
    if (axis != series.dimensions.front()) {
      axis = series.dimensions.front();
      times = moments(file, file.intervals(axis));
    }
    add_series(file, series, labels, times, text);
  }
  if (asked(summary_group)) add_figures(file, labels, end, text);
  text.add("# EOF\n");
}

}  // namespace icekeel::analysis
