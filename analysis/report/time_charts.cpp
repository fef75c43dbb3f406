// SPDX-License-Identifier: Apache-2.0
#include "analysis/report/time_charts.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cctype>
#include <cmath>
#include <limits>
#include <set>
#include <string_view>

#include "analysis/report/html.h"
#include "analysis/text_format.h"

namespace icekeel::analysis::report {
namespace {

// Which series stand in one chart, in this order.
struct Group {
  std::string_view id;
  std::string_view title;
  bool from_zero;
  std::vector<std::string_view> series;
};

const std::vector<Group>& groups() {
  static const std::vector<Group> all{
      {"power",
       "Power",
       true,
       {"facility_power", "it_power", "cooling_power", "electrical_loss_power", "heat_pump_power"}},
      {"pue", "PUE", false, {"pue"}},
      {"site",
       "Grid, sun and battery of the site",
       true,
       {"grid_import_power", "grid_export_power", "solar_power", "battery_power"}},
      {"cooling", "Cooling in parts", true, {"chiller_power", "lighting_power"}},
      {"heat",
       "Heat",
       true,
       {"heat_rejected_power", "heat_delivered_power", "heat_reuse_power", "heat_demand_power"}},
      {"temperatures",
       "Temperatures",
       false,
       {"dry_bulb_temperature", "wet_bulb_temperature", "coolant_supply_temperature",
        "coolant_return_temperature", "rack_air_inlet_temperature"}},
      {"jobs", "Jobs", true, {"jobs_running", "jobs_waiting"}},
      {"nodes", "Nodes", true, {"nodes_busy", "nodes_down", "nodes_drained"}},
      {"links",
       "Use of the fabric's links",
       true,
       {"link_utilisation_most", "link_utilisation"}},
      {"cooling_mode",
       "Cooling mode: 0 free, 1 partly by compressors, 2 by compressors",
       true,
       {"cooling_mode"}}};
  return all;
}

constexpr std::size_t most_labels = 8;
constexpr std::string_view of_racks = "rack";

// The first sentence of what a series is, as the legend says it.
std::string label_of(const result::Variable& series) {
  return series.long_name.empty() ? series.name : series.long_name;
}

bool says_nothing(const Reduced& values) {
  const auto empty = [](double v) { return !std::isfinite(v) || v == 0.0; };
  return std::ranges::all_of(values.low, empty) && std::ranges::all_of(values.high, empty);
}

double largest(const std::vector<TimeLine>& lines) {
  double most = 0;
  for (const auto& line : lines)
    for (const auto* values : {&line.values.low, &line.values.high})
      for (const double v : *values)
        if (std::isfinite(v)) most = std::max(most, std::abs(v));
  return most;
}

void rescale(TimeChart& chart, std::string_view units) {
  const Scale scale = scale_for(units, largest(chart.lines));
  chart.unit = scale.unit;
  for (auto& line : chart.lines)
    for (auto* values : {&line.values.low, &line.values.mean, &line.values.high})
      for (double& v : *values) v *= scale.factor;
}

class Builder {
 public:
  Builder(const result::ResultFile& file, std::size_t most) : file_(file), most_(most) {
    all_.start = file.info().start;
  }

  TimeCharts build() {
    for (const auto& group : groups()) add_group(group);
    for (const auto& series : file_.series())
      if (!drawn_.contains(series.name) && !over_racks(series)) add_alone(series);
    return std::move(all_);
  }

 private:
  static bool over_racks(const result::Variable& series) {
    return series.dimensions.size() == 2 && series.dimensions.back() == of_racks;
  }

  const Buckets& buckets(const std::string& axis) {
    if (const auto at = all_.axes.find(axis); at != all_.axes.end()) return at->second;
    intervals_[axis] = file_.intervals(axis);
    return all_.axes[axis] = buckets_of(intervals_[axis], most_);
  }

  // Adds the lines of a series to a chart, one a label.
  void add_lines(TimeChart& chart, const result::Variable& series) {
    drawn_.insert(series.name);
    const auto& axis = series.dimensions.front();
    const Buckets& at = buckets(axis);
    const auto read = file_.values(series.name);
    if (at.size() == 0 || !read) return;
    const auto labels = series.dimensions.size() == 2 ? file_.labels(series.dimensions.back())
                                                      : std::vector<std::string>{};
    for (std::size_t c = 0; c < std::min(read->columns, most_labels); ++c) {
      TimeLine line{label_of(series),
                    reduced(at, intervals_[axis], read->values, read->columns, c)};
      if (c < labels.size())
        line.label = chart.id == series.name ? labels[c] : line.label + ", " + labels[c];
      if (says_nothing(line.values))
        all_.silent.push_back(line.label);
      else
        chart.lines.push_back(std::move(line));
    }
  }

  void add_group(const Group& group) {
    TimeChart chart{std::string(group.id), std::string(group.title), "", "", group.from_zero, {}};
    std::string units;
    for (const auto name : group.series) {
      const auto* series = file_.find_series(name);
      if (series == nullptr || over_racks(*series)) continue;
      if (chart.axis.empty()) {
        chart.axis = series->dimensions.front();
        units = series->units;
      }
      // A series of another rate or unit cannot share the axes; it gets a chart of its own.
      if (series->dimensions.front() == chart.axis && series->units == units)
        add_lines(chart, *series);
    }
    finish(std::move(chart), units);
  }

  void add_alone(const result::Variable& series) {
    TimeChart chart{series.name, label_of(series), "", series.dimensions.front(), false, {}};
    chart.title[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(chart.title[0])));
    chart.from_zero = series.units == "W";
    add_lines(chart, series);
    if (const auto labels = chart.lines.size();
        labels == most_labels && file_.labels(series.dimensions.back()).size() > most_labels)
      chart.title += fmt::format(" (the first {})", most_labels);
    finish(std::move(chart), series.units);
  }

  void finish(TimeChart chart, std::string_view units) {
    if (chart.lines.empty()) return;
    rescale(chart, units);
    all_.charts.push_back(std::move(chart));
  }

  const result::ResultFile& file_;
  std::size_t most_;
  TimeCharts all_;
  std::map<std::string, result::Intervals> intervals_;
  std::set<std::string> drawn_;
};

// A line of a drawing that is `most` points wide.
Line thinned(const TimeLine& line, const Buckets& at, std::size_t most) {
  const result::Intervals axis{at.from, at.to};
  const Buckets wide = buckets_of(axis, most);
  Line drawn{line.label,
             {},
             reduced(wide, axis, line.values.mean).mean,
             reduced(wide, axis, line.values.low).low,
             reduced(wide, axis, line.values.high).high};
  for (std::size_t b = 0; b < wide.size(); ++b) drawn.x.push_back((wide.from[b] + wide.to[b]) / 2);
  return drawn;
}

std::string base64_of(const std::vector<double>& numbers) {
  std::vector<std::uint8_t> bytes;
  for (const double number : numbers) {
    const auto bits = std::bit_cast<std::uint64_t>(number);
    for (int shift = 0; shift < 64; shift += 8)
      bytes.push_back(static_cast<std::uint8_t>(bits >> shift));
  }
  return base64(bytes);
}

nlohmann::ordered_json json_of(const TimeLine& line) {
  nlohmann::ordered_json json{{"label", printable(line.label)}, {"mean", packed(line.values.mean)}};
  if (line.values.low != line.values.mean || line.values.high != line.values.mean) {
    json["min"] = packed(line.values.low);
    json["max"] = packed(line.values.high);
  }
  return json;
}

}  // namespace

TimeCharts time_charts(const result::ResultFile& file, std::size_t most) {
  return Builder(file, most).build();
}

std::string to_svg(const TimeChart& chart, const TimeCharts& all, const std::vector<Mark>& marks) {
  constexpr std::size_t columns = 340;
  const Buckets& at = all.axes.at(chart.axis);
  LineChart drawn{chart.title + " over time", chart.unit, {}, at.from.front(), at.to.back(), {}};
  drawn.ticks = time_ticks(all.start, drawn.from, drawn.to);
  drawn.from_zero = chart.from_zero;
  for (const auto& mark : marks)
    if (mark.at >= drawn.from && mark.at <= drawn.to) drawn.marks.push_back(mark);
  std::vector<std::string> labels;
  for (const auto& line : chart.lines) {
    drawn.lines.push_back(thinned(line, at, columns));
    labels.push_back(line.label);
  }
  return to_svg(drawn) + legend(labels);
}

nlohmann::ordered_json packed(const std::vector<double>& values) {
  constexpr double most = 65534;
  constexpr std::uint16_t none = 65535;
  double low = std::numeric_limits<double>::quiet_NaN(), high = low;
  for (const double v : values)
    if (std::isfinite(v)) low = std::fmin(low, v), high = std::fmax(high, v);
  const double span = high > low ? high - low : 0;
  std::vector<std::uint8_t> bytes;
  for (const double v : values) {
    std::uint16_t code = none;
    if (std::isfinite(v))
      code = static_cast<std::uint16_t>(span > 0 ? std::round((v - low) / span * most) : 0);
    bytes.push_back(static_cast<std::uint8_t>(code & 0xff));
    bytes.push_back(static_cast<std::uint8_t>(code >> 8));
  }
  return {{"low", std::isfinite(low) ? low : 0.0}, {"span", span}, {"codes", base64(bytes)}};
}

nlohmann::ordered_json to_json(const TimeCharts& all) {
  nlohmann::ordered_json json{{"start", all.start.unix_seconds}};
  for (const auto& [name, at] : all.axes)
    json["axes"][name] = {{"from", base64_of(at.from)}, {"to", base64_of(at.to)}};
  json["charts"] = nlohmann::ordered_json::array();
  for (const auto& chart : all.charts) {
    nlohmann::ordered_json lines = nlohmann::ordered_json::array();
    for (const auto& line : chart.lines) lines.push_back(json_of(line));
    json["charts"].push_back({{"id", printable(chart.id)},
                              {"title", printable(chart.title)},
                              {"unit", printable(chart.unit)},
                              {"axis", printable(chart.axis)},
                              {"zero", chart.from_zero},
                              {"lines", std::move(lines)}});
  }
  return json;
}

}  // namespace icekeel::analysis::report
