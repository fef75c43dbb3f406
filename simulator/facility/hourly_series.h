// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Prices and carbon intensities that change by the hour, from a CSV file.

#include <array>
#include <cstddef>
#include <istream>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/base/quantity.h"
#include "simulator/config/fields.h"

namespace icekeel::facility {

/// Whether clocks of the file are put forward in summer.
enum class DaylightSaving { none, europe };

/// A column of a CSV file.
struct SeriesSpec {
  config::InputPath csv;
  std::string column;  ///< its heading
  std::string unit;    ///< of its numbers, as "EUR/MWh"
  std::string time;    ///< heading of the dates; empty: the first column
  Duration utc_offset;
  DaylightSaving daylight_saving = DaylightSaving::none;
};

void describe(config::Fields& f, SeriesSpec& series);

/// What is wrong with a file, and where; line 0: the file as a whole.
struct SeriesProblem {
  std::size_t line = 0;
  std::string message;
  std::string remedy;
};

/// Values of one year, hour by hour in UTC; the year repeats. A year of 8760 hours serves leap
/// years as the weather does: the day that is too many repeats the first.
class HourlySeries {
 public:
  /// \param values one an hour from the beginning of the year, at least one, in SI units
  explicit HourlySeries(std::vector<double> values);

  /// Exact mean over an interval.
  /// \param from second of the year   \param length above 0
  double mean(double from, double length) const;

  const std::vector<double>& values() const { return values_; }

 private:
  std::vector<double> values_;
};

struct SeriesResult {
  std::optional<HourlySeries> series;  ///< only if there are no problems
  std::vector<SeriesProblem> problems;
  std::size_t filled = 0;  ///< hours that were missing
};

/// Reads a file: a heading, then a date and a number a row, in the order of time.
///
/// Dates are "2023-01-01 00:00:00", with a T or a zone if wanted, else in the file's own time.
/// Several rows of an hour count by their mean: so does the hour that comes twice when clocks go
/// back. Hours that are missing, at most a day on end, are those of the day before. Negative
/// numbers are numbers.
/// \param dimension that the unit must have
SeriesResult read_series(std::istream& file, const SeriesSpec& spec, Dimension dimension);

}  // namespace icekeel::facility

template <>
struct icekeel::config::Choices<icekeel::facility::DaylightSaving> {
  static constexpr std::array<std::string_view, 2> names{"none", "europe"};
};
