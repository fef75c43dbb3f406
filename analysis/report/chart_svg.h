// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Charts as SVG: what a reader without JavaScript and a printer see. Colours come from classes s0,
/// s1, ... of the page's style.

#include <string>
#include <string_view>
#include <vector>

#include "simulator/base/calendar.h"

namespace icekeel::analysis::report {

struct Tick {
  double at = 0;
  std::string label;
};

/// About `count` round numbers from `low` to `high`.
std::vector<Tick> round_ticks(double low, double high, int count = 5);

/// Round moments between two times of a simulation [s after the start].
std::vector<Tick> time_ticks(Timestamp start, double from, double to, int count = 8);

/// "1 Mar 2026 14:00", UTC.
std::string moment_text(Timestamp start, double after);

/// A unit of a result file as people read it, and the factor into it.
struct Scale {
  double factor = 1;
  std::string unit;
};
/// The scale in which values up to `most` are short: W become kW, MW or GW.
Scale scale_for(std::string_view units, double most);

/// y over x; where `low` and `high` are given, the band between them as well.
struct Line {
  std::string label;
  std::vector<double> x;
  std::vector<double> y;
  std::vector<double> low{};
  std::vector<double> high{};
};

/// An upright mark with a meaning, as an event.
struct Mark {
  double at = 0;
  std::string label;
};

struct LineChart {
  std::string description;  ///< for those who cannot see it
  std::string unit;
  std::vector<Tick> ticks;
  double from = 0;
  double to = 1;
  std::vector<Line> lines;
  std::vector<Mark> marks{};
  bool from_zero = false;  ///< the axis of values begins at 0
};
std::string to_svg(const LineChart& chart);

/// Bars of one or more parts on each other, one bar a category.
struct BarChart {
  std::string description;
  std::string unit;
  std::vector<std::string> categories;
  struct Part {
    std::string label;
    std::vector<double> values;
  };
  std::vector<Part> parts;
};
std::string to_svg(const BarChart& chart);

/// What the colours mean; nothing for a single entry.
std::string legend(const std::vector<std::string>& labels);

}  // namespace icekeel::analysis::report
