// SPDX-License-Identifier: Apache-2.0
#include "simulator/facility/epw.h"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <cmath>
#include <string_view>

namespace icekeel::facility {
namespace {

constexpr std::size_t most_problems = 50;
constexpr std::size_t longest_line = 4096;
constexpr std::size_t header_lines = 8;
constexpr std::size_t common_year = 8760, leap_year = 8784;

struct Cell {
  std::string_view text;
  std::size_t column;  // of its first character, from 1
};

std::vector<Cell> cells_of(std::string_view line) {
  std::vector<Cell> cells;
  std::size_t begin = 0;
  while (true) {
    const std::size_t comma = std::min(line.find(',', begin), line.size());
    std::size_t from = begin, to = comma;
    while (from < to && (line[from] == ' ' || line[from] == '\t')) ++from;
    while (to > from && (line[to - 1] == ' ' || line[to - 1] == '\t')) --to;
    cells.push_back({line.substr(from, to - from), from + 1});
    if (comma == line.size()) return cells;
    begin = comma + 1;
  }
}

// A number of a data row: what it is, what stands for "missing", what can be true.
struct Quantity {
  std::size_t cell;
  std::string_view name;
  double missing;
  double least, most;
  std::string_view unit;
};
constexpr Quantity dry_bulb{6, "dry bulb temperature", 99.9, -70.0, 70.0, "degC"};
constexpr Quantity humidity{8, "relative humidity", 999.0, 0.0, 110.0, "%"};
constexpr Quantity pressure{9, "pressure", 999999.0, 31000.0, 120000.0, "Pa"};

constexpr std::array<unsigned, 12> days_of_month{31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

// Hour of a leap year, 0..8783, of "month, day, hour 1..24".
std::size_t hour_of_leap_year(unsigned month, unsigned day, unsigned hour) {
  std::size_t days = day - 1;
  for (unsigned m = 1; m < month; ++m) days += days_of_month[m - 1];
  return 24 * days + hour - 1;
}
constexpr std::size_t leap_day_begins = 24 * (31 + 28), leap_day_ends = leap_day_begins + 24;

std::string moment(std::size_t hour_of_year) {
  std::size_t day = hour_of_year / 24;
  std::size_t month = 0;
  while (month < 11 && day >= days_of_month[month]) day -= days_of_month[month++];
  return fmt::format("{}/{} hour {}", month + 1, day + 1, hour_of_year % 24 + 1);
}

std::optional<double> number(std::string_view text) {
  double value = 0.0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::string quoted(std::string_view text) {
  return fmt::format("'{}{}'", text.substr(0, 40), text.size() > 40 ? "..." : "");
}

class EpwReader {
 public:
  explicit EpwReader(std::istream& in) : in_(in) {}

  EpwResult read() {
    if (read_header()) read_rows();
    if (result_.problems.empty()) finish();
    return std::move(result_);
  }

 private:
  static constexpr Duration units_hour = Duration::si(3600.0);

  void problem(std::size_t column, std::string message, std::string remedy) {
    if (result_.problems.size() < most_problems)
      result_.problems.push_back({line_number_, column, std::move(message), std::move(remedy)});
  }
  bool full() const { return result_.problems.size() >= most_problems; }

  bool next_line();
  bool read_header();
  bool read_location(const std::vector<Cell>& cells);
  void read_rows();
  void read_row(const std::vector<Cell>& cells);
  bool take_moment(const std::vector<Cell>& cells);
  std::optional<double> value(const std::vector<Cell>& cells, const Quantity& what);
  void check_end();
  void read_sun(const std::vector<Cell>& cells);
  void finish();

  std::istream& in_;
  EpwResult result_;
  std::string line_;
  std::size_t line_number_ = 0;
  std::size_t expected_ = 0;  // hour of a leap year that comes next
  bool has_leap_day_ = false;
  bool given_up_ = false;
  std::vector<WeatherObservation> hours_;
  std::vector<SolarHour> suns_;
};

// A line without its end, never longer than the limit.
bool EpwReader::next_line() {
  line_.clear();
  bool any = false;
  ++line_number_;
  for (int c = in_.get(); c != std::istream::traits_type::eof(); c = in_.get()) {
    any = true;
    if (c == '\n') break;
    if (line_.size() == longest_line) {
      problem(longest_line, "the line is longer than 4096 characters",
              "check that this is a weather file");
      given_up_ = true;
      return false;
    }
    line_.push_back(static_cast<char>(c));
  }
  if (!line_.empty() && line_.back() == '\r') line_.pop_back();
  return any;
}

bool EpwReader::read_header() {
  for (std::size_t i = 1; i <= header_lines; ++i) {
    if (!next_line()) {
      if (result_.problems.empty())
        problem(0, "the file ends within its header", "fetch the file again");
      return false;
    }
    const std::vector<Cell> cells = cells_of(line_);
    if (i == 1 && !read_location(cells)) return false;
    if (i < header_lines) continue;
    if (cells[0].text != "DATA PERIODS") {
      problem(1, fmt::format("line 8 is {}, not 'DATA PERIODS'", quoted(cells[0].text)),
              "check that this is a weather file with eight lines of header");
      return false;
    }
    if (cells.size() > 2 && (cells[1].text != "1" || cells[2].text != "1"))
      problem(cells[1].column, "the file has more than one data period or record an hour",
              "use a file of one year with one record an hour");
  }
  return true;
}

bool EpwReader::read_location(const std::vector<Cell>& cells) {
  if (cells.size() < 10 || cells[0].text != "LOCATION") {
    problem(1, "the first line is not 'LOCATION' with nine values",
            "check that this is a weather file (.epw)");
    return false;
  }
  struct Fact {
    std::size_t cell;
    std::string_view name;
    double least, most;
  };
  constexpr std::array facts{Fact{6, "latitude", -90.0, 90.0}, Fact{7, "longitude", -180.0, 180.0},
                             Fact{8, "time zone", -12.0, 14.0},
                             Fact{9, "elevation", -1000.0, 9999.9}};
  std::array<double, 4> values{};
  for (std::size_t i = 0; i < facts.size(); ++i) {
    const Cell& cell = cells[facts[i].cell];
    const auto parsed = number(cell.text);
    if (parsed && *parsed >= facts[i].least && *parsed <= facts[i].most) {
      values[i] = *parsed;
      continue;
    }
    problem(cell.column,
            fmt::format("{} {} is not a number in range", facts[i].name, quoted(cell.text)),
            "correct it in the first line");
  }
  result_.header =
      EpwHeader{std::string(cells[1].text),       std::string(cells[3].text), values[0], values[1],
                Duration::si(3600.0 * values[2]), Length::si(values[3])};
  return result_.problems.empty();
}

void EpwReader::read_rows() {
  hours_.reserve(leap_year);
  std::size_t rows = 0;
  while (!full() && next_line()) {
    if (line_.empty()) continue;
    if (++rows > leap_year) {
      problem(1, "there are more than 8784 rows of data", "use a file of one year");
      return;
    }
    read_row(cells_of(line_));
  }
  if (!full() && !given_up_) check_end();
}

void EpwReader::read_row(const std::vector<Cell>& cells) {
  if (cells.size() <= pressure.cell) {
    problem(1, fmt::format("the row has {} values, at least 10 are needed", cells.size()),
            "the row may be cut off: fetch the file again");
    ++expected_;
    return;
  }
  if (!take_moment(cells)) return;
  const auto t = value(cells, dry_bulb);
  const auto rh = value(cells, humidity);
  const auto p = value(cells, pressure);
  if (t && rh && p)
    hours_.push_back({Temperature::from_celsius(*t), std::min(*rh / 100.0, 1.0), Pressure::si(*p)});
  read_sun(cells);
}

// Radiation of the hour that ends at the row's time. It is only missed where it is asked for.
void EpwReader::read_sun(const std::vector<Cell>& cells) {
  constexpr std::size_t direct = 14, diffuse = 15, wind = 21;
  constexpr double no_radiation = 9999.0, no_wind = 999.0, most = 1500.0, storm = 100.0;
  const auto cell = [&](std::size_t index, double missing, double largest) {
    const auto value = index < cells.size() ? number(cells[index].text) : std::nullopt;
    return value && *value >= 0.0 && *value < missing && *value <= largest ? value : std::nullopt;
  };
  const auto on_normal = cell(direct, no_radiation, most);
  const auto of_sky = cell(diffuse, no_radiation, most);
  if (on_normal && of_sky) {
    suns_.push_back({*on_normal, *of_sky, {}, cell(wind, no_wind, storm)});
  } else if (result_.no_sun.line == 0) {
    const std::size_t at = on_normal ? diffuse : direct;
    result_.no_sun = {line_number_, at < cells.size() ? cells[at].column : 0,
                      "the row has no direct and diffuse radiation",
                      "use a weather file with radiation, or take the solar arrays out"};
  }
}

void EpwReader::finish() {
  const auto& header = *result_.header;
  result_.year.emplace(hours_, units_hour - header.utc_offset);
  if (suns_.size() != hours_.size()) return;
  // The air of an hour: between its two ends.
  for (std::size_t i = 0; i < suns_.size(); ++i) {
    const Temperature before = hours_[(i + hours_.size() - 1) % hours_.size()].dry_bulb;
    suns_[i].air = before + 0.5 * (hours_[i].dry_bulb - before);
  }
  result_.sun = SolarYear{std::move(suns_), -header.utc_offset, header.latitude, header.longitude};
}

// Whether the row is the next hour, or later; the hours that are left out are reported.
bool EpwReader::take_moment(const std::vector<Cell>& cells) {
  std::array<unsigned, 3> when{};
  for (std::size_t i = 0; i < 3; ++i) {
    const auto parsed = number(cells[i + 1].text);
    const unsigned most = i == 0 ? 12 : i == 1 ? 31 : 24;
    if (!parsed || *parsed < 1.0 || *parsed > most || *parsed != std::floor(*parsed)) {
      problem(cells[i + 1].column,
              std::string(i == 0   ? "month "
                          : i == 1 ? "day "
                                   : "hour ") +
                  quoted(cells[i + 1].text) + " is not a whole number from 1 to " +
                  std::to_string(most),
              "correct the row");
      ++expected_;
      return false;
    }
    when[i] = static_cast<unsigned>(*parsed);
  }
  if (when[1] > days_of_month[when[0] - 1]) {
    problem(cells[2].column, fmt::format("month {} has no day {}", when[0], when[1]),
            "correct the row");
    ++expected_;
    return false;
  }
  const std::size_t hour = hour_of_leap_year(when[0], when[1], when[2]);
  if (hour >= leap_day_begins && hour < leap_day_ends) has_leap_day_ = true;
  // A file of a common year goes from 28 February to 1 March.
  if (expected_ == leap_day_begins && hour >= leap_day_ends) expected_ = leap_day_ends;
  if (hour < expected_) {
    problem(cells[1].column,
            moment(hour) + (hour + 1 == expected_ ? " is given twice" : " is out of order"),
            "remove the row, or sort the rows by time");
    return false;
  }
  if (hour > expected_)
    problem(cells[1].column,
            fmt::format("{} missing before {}",
                        hour - expected_ == 1 ? std::string("one hour is")
                                              : fmt::format("{} hours are", hour - expected_),
                        moment(hour)),
            "fill the gap from neighbouring hours, or use another file");
  expected_ = hour + 1;
  return true;
}

std::optional<double> EpwReader::value(const std::vector<Cell>& cells, const Quantity& what) {
  const Cell& cell = cells[what.cell];
  const std::string shown = fmt::format("{} {}", what.name, quoted(cell.text));
  const auto parsed = number(cell.text);
  if (!parsed || !std::isfinite(*parsed)) {
    problem(cell.column, shown + " is not a number", "correct the value");
    return std::nullopt;
  }
  if (*parsed == what.missing) {
    problem(cell.column, shown + " is the code for a missing value",
            "fill the gap from neighbouring hours, or use another file");
    return std::nullopt;
  }
  if (*parsed < what.least || *parsed > what.most) {
    problem(cell.column,
            fmt::format("{} is outside {} to {} {}", shown, what.least, what.most, what.unit),
            "correct the value");
    return std::nullopt;
  }
  return parsed;
}

void EpwReader::check_end() {
  if (expected_ == leap_day_begins) expected_ = leap_day_ends;
  if (expected_ < leap_year)
    problem(0, "the file ends before " + moment(expected_),
            "the file may be cut off: fetch it again");
  const std::size_t whole = has_leap_day_ ? leap_year : common_year;
  if (result_.problems.empty() && hours_.size() != whole)
    problem(0, fmt::format("the file has {} hours, not {}", hours_.size(), whole),
            "use a file of one whole year");
}

}  // namespace

EpwResult read_epw(std::istream& in) {
  return EpwReader(in).read();
}

}  // namespace icekeel::facility
