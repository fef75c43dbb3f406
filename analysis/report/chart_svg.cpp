// SPDX-License-Identifier: Apache-2.0
#include "analysis/report/chart_svg.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "analysis/report/html.h"
#include "analysis/text_format.h"

namespace icekeel::analysis::report {
namespace {

constexpr double width = 760, height = 240;
constexpr double left_edge = 58, right_edge = width - 12, top_edge = 20, bottom_edge = height - 26;
constexpr std::size_t colours = 8;

// Where a value of an axis is drawn.
struct Map {
  double low, high, at_low, at_high;
  double operator()(double value) const {
    return at_low + (value - low) / (high - low) * (at_high - at_low);
  }
};

// The span of values an axis shows; never empty.
Map value_map(double low, double high) {
  if (!(low <= high)) low = 0, high = 1;
  if (high - low < 1e-9 * std::max(std::abs(low), std::abs(high)) || high == low) {
    const double room = low == 0 ? 1 : 0.1 * std::abs(low);
    low -= low == 0 ? 0 : room;
    high += room;
  }
  return {low, high, bottom_edge, top_edge};
}

std::string frame(const std::vector<Tick>& x_ticks, const Map& x, const Map& y,
                  std::string_view unit) {
  std::string svg;
  for (const auto& tick : round_ticks(y.low, y.high)) {
    const auto at = coordinate(y(tick.at));
    svg += fmt::format(
        "<path class=\"grid\" d=\"M{} {}H{}\"/>"
        "<text x=\"{}\" y=\"{}\" class=\"end\" dy=\".32em\">{}</text>\n",
        left_edge, at, right_edge, left_edge - 6, at, tick.label);
  }
  for (const auto& tick : x_ticks)
    svg += fmt::format("<text x=\"{}\" y=\"{}\" class=\"mid\">{}</text>\n",
                       coordinate(std::clamp(x(tick.at), left_edge + 8, right_edge - 18)),
                       height - 8, escaped(tick.label));
  svg += fmt::format("<text x=\"{}\" y=\"12\" class=\"end unit\">{}</text>\n", left_edge - 6,
                     escaped(unit));
  return svg;
}

std::string start_svg(std::string_view description) {
  return fmt::format("<svg viewBox=\"0 0 {} {}\" role=\"img\" aria-label=\"{}\">\n", width, height,
                     escaped(description));
}

// Straight pieces through the points; a missing value breaks the line.
std::string path_of(const Line& line, const Map& x, const Map& y) {
  std::string path;
  bool on = false;
  for (std::size_t i = 0; i < line.x.size(); ++i) {
    if (!std::isfinite(line.y[i])) {
      on = false;
      continue;
    }
    path +=
        fmt::format("{}{} {}", on ? "L" : "M", coordinate(x(line.x[i])), coordinate(y(line.y[i])));
    on = true;
  }
  return path;
}

std::string band_of(const Line& line, const Map& x, const Map& y) {
  std::string path;
  for (std::size_t i = 0; i < line.low.size(); ++i) {
    if (!std::isfinite(line.low[i]) || !(line.high[i] > line.low[i])) continue;
    path += fmt::format("M{} {}V{}", coordinate(x(line.x[i])), coordinate(y(line.low[i])),
                        coordinate(y(line.high[i])));
  }
  return path;
}

}  // namespace

std::vector<Tick> round_ticks(double low, double high, int count) {
  std::vector<Tick> ticks;
  const double raw = (high - low) / count;
  if (!(raw > 0) || !std::isfinite(raw)) return ticks;
  const double power = std::pow(10.0, std::floor(std::log10(raw)));
  const double lead = raw / power;
  const double step = power * (lead <= 1 ? 1 : lead <= 2 ? 2 : lead <= 5 ? 5 : 10);
  const int digits = std::max(0, -static_cast<int>(std::floor(std::log10(step) + 1e-9)));
  for (double at = std::ceil(low / step - 1e-9); at * step <= high + 1e-9 * step; ++at)
    ticks.push_back({at * step, fmt::format("{:.{}f}", at == 0 ? 0.0 : at * step, digits)});
  return ticks;
}

Scale scale_for(std::string_view units, double most) {
  if (units == "W") {
    if (most >= 1e9) return {1e-9, "GW"};
    if (most >= 1e6) return {1e-6, "MW"};
    if (most >= 1e3) return {1e-3, "kW"};
    return {1, "W"};
  }
  if (units == "degC") return {1, "°C"};
  return {1, units_text(units)};
}

std::string to_svg(const LineChart& chart) {
  double low = chart.from_zero ? 0 : std::numeric_limits<double>::quiet_NaN(), high = low;
  for (const auto& line : chart.lines)
    for (const auto* values : {&line.y, &line.low, &line.high})
      for (const double value : *values)
        if (std::isfinite(value)) low = std::fmin(low, value), high = std::fmax(high, value);
  const Map y = value_map(low, high);
  const Map x{chart.from, chart.to, left_edge, right_edge};
  std::string svg = start_svg(chart.description) + frame(chart.ticks, x, y, chart.unit);
  for (const auto& mark : chart.marks)
    svg += fmt::format("<path class=\"mark\" d=\"M{} {}V{}\"><title>{}</title></path>\n",
                       coordinate(x(mark.at)), top_edge, bottom_edge, escaped(mark.label));
  for (std::size_t i = 0; i < chart.lines.size(); ++i) {
    const auto& line = chart.lines[i];
    if (const auto band = band_of(line, x, y); !band.empty())
      svg += fmt::format("<path class=\"band s{}\" d=\"{}\"/>\n", i % colours, band);
    svg += fmt::format("<path class=\"line s{}\" d=\"{}\"><title>{}</title></path>\n", i % colours,
                       path_of(line, x, y), escaped(line.label));
  }
  return svg + "</svg>\n";
}

std::string to_svg(const BarChart& chart) {
  double high = 0;
  const std::size_t bars = chart.categories.size();
  for (std::size_t c = 0; c < bars; ++c) {
    double sum = 0;
    for (const auto& part : chart.parts) sum += std::max(0.0, part.values[c]);
    high = std::max(high, sum);
  }
  const Map y = value_map(0, high);
  const Map x{0, static_cast<double>(bars), left_edge, right_edge};
  std::vector<Tick> ticks;
  std::size_t longest = 1;
  for (const auto& category : chart.categories) longest = std::max(longest, width_of(category));
  constexpr double letter = 7.5;  // wide enough for any font
  const auto room = static_cast<std::size_t>((right_edge - left_edge) / letter);
  const std::size_t every = std::max<std::size_t>(1, (bars * (longest + 1) + room - 1) / room);
  for (std::size_t c = 0; c < bars; c += every)
    ticks.push_back({static_cast<double>(c) + 0.5, chart.categories[c]});
  std::string svg = start_svg(chart.description) + frame(ticks, x, y, chart.unit);
  const double wide = std::min(120.0, (x(1) - x(0)) * 0.8);
  for (std::size_t c = 0; c < bars; ++c) {
    double base = 0;
    for (std::size_t p = 0; p < chart.parts.size(); ++p) {
      const double value = std::max(0.0, chart.parts[p].values[c]);
      if (value == 0) continue;
      svg += fmt::format(
          "<rect class=\"area s{}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\">"
          "<title>{}, {}: {} {}</title></rect>\n",
          p % colours, coordinate(x(static_cast<double>(c) + 0.5) - wide / 2),
          coordinate(y(base + value)), coordinate(wide), coordinate(y(base) - y(base + value)),
          escaped(chart.categories[c]), escaped(chart.parts[p].label), number_text(value),
          escaped(chart.unit));
      base += value;
    }
  }
  return svg + "</svg>\n";
}

std::string legend(const std::vector<std::string>& labels) {
  if (labels.size() < 2) return {};
  std::string html = "<ul class=\"legend\">";
  for (std::size_t i = 0; i < labels.size(); ++i)
    html += fmt::format("<li><i class=\"s{}\"></i>{}</li>", i % colours, escaped(labels[i]));
  return html + "</ul>\n";
}

}  // namespace icekeel::analysis::report
