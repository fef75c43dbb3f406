// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Measured series of a site, to be held against what a run gives.

#include <istream>
#include <string>
#include <utility>
#include <vector>

#include "analysis/csv_table.h"
#include "simulator/base/calendar.h"
#include "simulator/result/result_file.h"

namespace icekeel::analysis {

/// One measured quantity.
struct MeasuredSeries {
  std::string name;            ///< of the series of a result
  std::string units;           ///< as written; empty: those of the result
  std::vector<double> values;  ///< means of the intervals; NaN: not measured
};

/// Measured means over intervals that follow each other.
struct Telemetry {
  std::vector<double> from, to;  ///< seconds since 1970
  std::vector<MeasuredSeries> series;
};

/// Columns `from` (or `time`, dates), `seconds` (lengths; else to the next row, the last as long as
/// the one before) and one a series, "facility_power [kW]" or "pue"; empty cells were not measured.
std::pair<Telemetry, std::vector<TableProblem>> read_telemetry(std::istream& table);

/// The same from a result; series over time only.
Telemetry telemetry_of(const result::ResultFile& file, const std::vector<std::string>& series);

/// Leaves only those series; names that are not there are returned.
std::vector<std::string> keep_series(Telemetry& telemetry, const std::vector<std::string>& names);

/// Means of a run's series over the measured intervals, series by series, in the measured units;
/// NaN where the run does not cover an interval.
/// \throws std::invalid_argument if the run has no such series, or its units are of another kind
std::vector<std::vector<double>> simulated_means(const result::ResultFile& file,
                                                 const Telemetry& telemetry);

}  // namespace icekeel::analysis
