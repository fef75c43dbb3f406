// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// The series of a result over time, put into charts: power with power, temperatures with
/// temperatures. What a later version records and no chart knows gets a chart of its own.

#include <map>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "analysis/report/chart_svg.h"
#include "analysis/report/reduction.h"
#include "simulator/result/result_file.h"

namespace icekeel::analysis::report {

struct TimeLine {
  std::string label;
  Reduced values;  ///< in the unit of the chart
};

struct TimeChart {
  std::string id;
  std::string title;
  std::string unit;
  std::string axis;  ///< name of its time axis
  bool from_zero = false;
  std::vector<TimeLine> lines;
};

struct TimeCharts {
  Timestamp start;
  std::map<std::string, Buckets> axes;
  std::vector<TimeChart> charts;
  std::vector<std::string> silent;  ///< series that are zero or missing throughout
};

/// Reads every series but those over racks.
/// \param most largest number of buckets a series is reduced to
TimeCharts time_charts(const result::ResultFile& file, std::size_t most);

/// One chart for those without JavaScript and for printers.
std::string to_svg(const TimeChart& chart, const TimeCharts& all, const std::vector<Mark>& marks);

/// What the page draws with: times as 8 bytes, values as 2 bytes between their least and greatest,
/// all in base64. A value is off by 1/131,068 of the span of its series at most.
nlohmann::ordered_json to_json(const TimeCharts& charts);

/// A series of numbers as {"low", "span", "codes"}; NaN has the code 65535.
nlohmann::ordered_json packed(const std::vector<double>& values);

}  // namespace icekeel::analysis::report
