// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// What a run looks like when its order in time is put aside: how long it draws how much, month by
/// month, hour of the day by hour.

#include <array>
#include <cstddef>
#include <string>
#include <vector>

#include "analysis/report/chart_svg.h"
#include "simulator/result/result_file.h"

namespace icekeel::analysis::report {

/// A load duration curve: the power that is reached or passed for a share of the time.
struct DurationCurve {
  std::vector<double> share;  ///< of the time, rising from 0 to 1
  std::vector<double> power;  ///< [W], falling
};
/// Sorts intervals by their power; at most `points` points, the ends always among them.
DurationCurve duration_curve(const result::Intervals& axis, const std::vector<double>& power,
                             std::size_t points = 300);

/// A stretch of the calendar: a month, a day or an hour.
struct Period {
  double from = 0;  ///< [s after the start]
  double to = 0;
  std::string label;
};
/// Months for runs over 92 days, days over 3 days, else hours; UTC.
std::vector<Period> periods_of(Timestamp start, double from, double to);

/// Integral of a power over each period [J]; an interval that lies in two periods is shared by
/// time.
std::vector<double> energy_by_period(const std::vector<Period>& periods,
                                     const result::Intervals& axis,
                                     const std::vector<double>& power);

/// Hours in each cooling mode (free, partly, by compressors) by hour of the day, UTC.
using ModeHours = std::array<std::array<double, 24>, 3>;
ModeHours mode_hours(Timestamp start, const result::Intervals& axis,
                     const result::SeriesValues& modes);

/// The section of the page: curve, bars and modes, as far as the file has their series.
std::string profiles_html(const result::ResultFile& file);

}  // namespace icekeel::analysis::report
