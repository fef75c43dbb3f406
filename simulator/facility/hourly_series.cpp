// SPDX-License-Identifier: Apache-2.0
#include "simulator/facility/hourly_series.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "simulator/base/calendar.h"
#include "simulator/base/expect.h"
#include "simulator/base/text.h"
#include "simulator/config/units_text.h"

namespace icekeel::facility {
namespace {

constexpr std::int64_t hour = 3600;
constexpr std::int64_t day = 24 * hour;
constexpr std::size_t most_missing = 24;
constexpr std::size_t most_bad_rows = 10;

// Cells of a line; quotes keep commas, doubled quotes are quotes.
std::vector<std::string> cells_of(const std::string& line) {
  std::vector<std::string> cells(1);
  bool quoted = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (c == '"' && quoted && i + 1 < line.size() && line[i + 1] == '"') {
      cells.back() += line[++i];
    } else if (c == '"') {
      quoted = !quoted;
    } else if (c == ',' && !quoted) {
      cells.emplace_back();
    } else if (c != '\r') {
      cells.back() += c;
    }
  }
  return cells;
}

Timestamp midnight(int year, unsigned month, unsigned date) {
  return *parse_timestamp(fmt::format("{:04}-{:02}-{:02}", year, month, date));
}

// One o'clock UTC of the last Sunday of a month of 31 days.
std::int64_t last_sunday(int year, unsigned month) {
  const std::int64_t last = midnight(year, month, 31).unix_seconds;
  const std::int64_t weekday = (last / day + 4) % 7;  // 0: Sunday; 1 January 1970 was a Thursday
  return last - weekday * day + hour;
}

bool summer_time(std::int64_t utc) {
  const int year = civil({utc}).year;
  return utc >= last_sunday(year, 3) && utc < last_sunday(year, 10);
}

/// A row: when, and how much.
struct Row {
  std::size_t line;
  std::int64_t utc;
  double value;
};

class SeriesReader {
 public:
  SeriesReader(const SeriesSpec& spec, Dimension dimension) : spec_(spec), dimension_(dimension) {}

  SeriesResult read(std::istream& file) {
    find_unit();
    std::string line;
    if (!std::getline(file, line)) {
      problem(0, "the file is empty", "give a heading and a row for each hour");
      return finished();
    }
    if (line.starts_with("\xEF\xBB\xBF")) line.erase(0, 3);
    find_columns(cells_of(line));
    if (!result_.problems.empty()) return finished();
    for (std::size_t number = 2; std::getline(file, line); ++number)
      if (line.find_first_not_of(" \t\r") != std::string::npos) take(number, cells_of(line));
    if (rows_.empty()) problem(0, "the file has no rows", "give a row for each hour");
    return finished();
  }

 private:
  void problem(std::size_t line, std::string message, std::string remedy) {
    if (result_.problems.size() < most_bad_rows)
      result_.problems.push_back({line, std::move(message), std::move(remedy)});
  }

  void find_unit() {
    const auto one = config::parse_quantity("1 " + spec_.unit);
    const auto* quantity = std::get_if<config::WrittenQuantity>(&one);
    if (quantity && quantity->dimension == dimension_) {
      scale_ = quantity->si;
      return;
    }
    problem(0,
            fmt::format("'{}' is not a unit of {}", spec_.unit, config::dimension_name(dimension_)),
            "units here: " + config::units_of(dimension_));
  }

  void find_columns(const std::vector<std::string>& heading) {
    const auto index = [&](const std::string& name) {
      const auto found = std::find(heading.begin(), heading.end(), name);
      if (found != heading.end()) return static_cast<std::size_t>(found - heading.begin());
      const auto meant = nearest(name, heading);
      problem(1, fmt::format("the file has no column '{}'", name),
              meant ? fmt::format("did you mean '{}'?", *meant)
                    : "columns here: " + joined(heading, ", "));
      return std::size_t{0};
    };
    time_ = spec_.time.empty() ? 0 : index(spec_.time);
    value_ = index(spec_.column);
  }

  void take(std::size_t line, const std::vector<std::string>& cells) {
    if (std::max(time_, value_) >= cells.size())
      return problem(line, fmt::format("the row has {} cells", cells.size()),
                     "give as many as the heading has");
    const auto when = date(line, cells[time_]);
    const auto value = config::parse_number(cells[value_]);
    if (!value || !std::isfinite(*value))
      return problem(line, fmt::format("'{}' is not a number", cells[value_]),
                     "leave the row out where the value is not known");
    if (!when) return;
    if (!rows_.empty() && *when < rows_.back().utc)
      return problem(line, fmt::format("'{}' lies before the row above", cells[time_]),
                     "give the rows in the order of time; say in 'daylight_saving' whether clocks "
                     "go back");
    rows_.push_back({line, *when, *value * scale_});
  }

  std::optional<std::int64_t> date(std::size_t line, std::string text) {
    if (const auto blank = text.find(' '); blank != std::string::npos) text[blank] = 'T';
    const bool zoned = text.ends_with('Z') || text.find('+') != std::string::npos ||
                       (text.size() > 19 && text.find('-', 11) != std::string::npos);
    auto plain = text;
    if (!zoned && plain.size() == 16) plain += ":00";
    if (!zoned && plain.size() > 10) plain += "Z";
    const auto stamp = parse_timestamp(plain);
    if (!stamp) {
      problem(line, fmt::format("'{}' is no date", text), "write it as in 2023-01-01 00:00:00");
      return std::nullopt;
    }
    if (zoned) return stamp->unix_seconds;
    return utc_of(line, text, stamp->unix_seconds - std::llround(spec_.utc_offset.si()));
  }

  // Standard time of the file to UTC; in summer its clocks are an hour ahead.
  std::optional<std::int64_t> utc_of(std::size_t line, const std::string& text,
                                     std::int64_t standard) {
    if (spec_.daylight_saving == DaylightSaving::none) return standard;
    const std::int64_t ahead = standard - hour;
    const bool again = !rows_.empty() && rows_.back().utc >= ahead;
    if (summer_time(ahead) && !(again && !summer_time(standard))) return ahead;
    if (!summer_time(standard)) return standard;
    problem(line, fmt::format("'{}' does not exist: clocks go forward then", text),
            "take the row out, or give 'daylight_saving: none'");
    return std::nullopt;
  }

  // The year that most rows lie in.
  int year() const {
    std::map<int, std::size_t> rows;
    for (const Row& row : rows_) ++rows[civil({row.utc}).year];
    return std::max_element(rows.begin(), rows.end(),
                            [](const auto& a, const auto& b) { return a.second < b.second; })
        ->first;
  }

  // Rows of other years, an hour or two at its ends, go to the same hour of this one.
  std::vector<std::optional<double>> hours() const {
    const int of = year();
    const std::int64_t begin = midnight(of, 1, 1).unix_seconds;
    const auto count = static_cast<std::int64_t>(is_leap_year(of) ? 8784 : 8760);
    std::vector<double> sums(static_cast<std::size_t>(count)), rows(sums.size());
    for (const Row& row : rows_) {
      const std::int64_t index = (row.utc - begin) / hour - (row.utc < begin ? 1 : 0);
      const auto slot = static_cast<std::size_t>(((index % count) + count) % count);
      sums[slot] += row.value;
      rows[slot] += 1.0;
    }
    std::vector<std::optional<double>> values(sums.size());
    for (std::size_t i = 0; i < sums.size(); ++i)
      if (rows[i] > 0.0) values[i] = sums[i] / rows[i];
    return values;
  }

  std::string hour_text(std::size_t index) const {
    return to_text({midnight(year(), 1, 1).unix_seconds + static_cast<std::int64_t>(index) * hour});
  }

  SeriesResult finished() {
    if (!result_.problems.empty()) return std::move(result_);
    auto values = hours();
    std::size_t missing = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
      missing = values[i] ? 0 : missing + 1;
      if (missing == most_missing + 1)
        problem(0,
                fmt::format("more than a day is missing from {} on", hour_text(i - most_missing)),
                "give a row for each hour of a year");
    }
    if (!result_.problems.empty()) return std::move(result_);
    std::vector<double> whole;
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (!values[i]) {
        ++result_.filled;
        values[i] = values[(i + values.size() - 24) % values.size()];
      }
      whole.push_back(values[i].value_or(0.0));
    }
    result_.series.emplace(std::move(whole));
    return std::move(result_);
  }

  const SeriesSpec& spec_;
  Dimension dimension_;
  double scale_ = 1.0;
  std::size_t time_ = 0, value_ = 0;
  std::vector<Row> rows_;
  SeriesResult result_;
};

}  // namespace

HourlySeries::HourlySeries(std::vector<double> values) : values_(std::move(values)) {
  ICEKEEL_EXPECT(!values_.empty());
}

double HourlySeries::mean(double from, double length) const {
  const double until = from + length;
  double sum = 0.0;
  for (double at = from; at < until;) {
    const double slot = std::floor(at / 3600.0);
    const double next = std::min(3600.0 * (slot + 1.0), until);
    const auto index = static_cast<std::int64_t>(slot);
    const auto count = static_cast<std::int64_t>(values_.size());
    sum += (next - at) * values_[static_cast<std::size_t>(((index % count) + count) % count)];
    at = next;
  }
  return sum / length;
}

SeriesResult read_series(std::istream& file, const SeriesSpec& spec, Dimension dimension) {
  return SeriesReader(spec, dimension).read(file);
}

void describe(config::Fields& f, SeriesSpec& series) {
  f.required("csv", series.csv, "CSV file with a heading, and a row for each hour of a year.");
  f.required("column", series.column, "Heading of the column.");
  f.required("unit", series.unit, "Unit of its numbers, as EUR/MWh or g/kWh.");
  f.optional("time", series.time, "Heading of the dates; the first column if not given.");
  f.optional("utc_offset", series.utc_offset,
             "Standard time of the file's dates less UTC; 0 if they are in UTC.",
             {.least = -config::unlimited});
  f.optional("daylight_saving", series.daylight_saving,
             "Whether the file's clocks are put forward in summer, by the rule of Europe.");
}

}  // namespace icekeel::facility
