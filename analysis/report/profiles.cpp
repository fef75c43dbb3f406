// SPDX-License-Identifier: Apache-2.0
#include "analysis/report/profiles.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string_view>

#include "analysis/report/html.h"
#include "simulator/base/units.h"

namespace icekeel::analysis::report {
namespace {

constexpr double hour_length = 3600, day_length = 86400;  // [s]

// The next beginning of a month, day or hour after a moment.
double next_start(Timestamp start, double at, double step) {
  if (step <= day_length) {
    const double since = civil(start, Duration::si(at)).second_of_day;
    return at - since + (std::floor(since / step + 1e-9) + 1) * step;
  }
  const CivilTime now = civil(start, Duration::si(at));
  const bool december = now.month == 12;
  const auto next = parse_timestamp(
      fmt::format("{:04}-{:02}-01", now.year + (december ? 1 : 0), december ? 1 : now.month + 1));
  return next ? static_cast<double>(next->unix_seconds - start.unix_seconds) : at + 30 * day_length;
}

std::string label_of(Timestamp start, double at, double step) {
  const auto text = moment_text(start, at);  // "1 Mar 2026 14:00"
  const auto words = [&](std::size_t from, std::size_t count) {
    std::size_t begin = 0;
    for (std::size_t i = 0; i < from; ++i) begin = text.find(' ', begin) + 1;
    std::size_t end = begin;
    for (std::size_t i = 0; i < count; ++i) end = text.find(' ', end + (i > 0 ? 1 : 0));
    return text.substr(begin, end - begin);
  };
  if (step > day_length) return words(1, 2);
  return step == day_length ? words(0, 2) : words(3, 1);
}

}  // namespace

DurationCurve duration_curve(const result::Intervals& axis, const std::vector<double>& power,
                             std::size_t points) {
  std::vector<std::size_t> order;
  double total = 0;
  for (std::size_t i = 0; i < std::min(axis.size(), power.size()); ++i) {
    if (!std::isfinite(power[i])) continue;
    order.push_back(i);
    total += axis.to[i] - axis.from[i];
  }
  std::ranges::sort(order, [&](auto a, auto b) { return power[a] > power[b]; });
  DurationCurve curve;
  if (order.empty()) return curve;
  double passed = 0;
  double next = 0;
  for (const auto i : order) {
    const bool last = i == order.back();
    if (passed >= next || last) {
      curve.share.push_back(last ? 1.0 : passed / total);
      curve.power.push_back(power[i]);
      next += total / static_cast<double>(points);
    }
    passed += axis.to[i] - axis.from[i];
  }
  return curve;
}

std::vector<Period> periods_of(Timestamp start, double from, double to) {
  const double step = to - from > 92 * day_length  ? 31 * day_length
                      : to - from > 3 * day_length ? day_length
                                                   : hour_length;
  std::vector<Period> periods;
  for (double at = from; at < to - 1e-6;) {
    const double end = std::min(to, next_start(start, at, step));
    periods.push_back({at, end, label_of(start, at, step)});
    at = end;
  }
  return periods;
}

std::vector<double> energy_by_period(const std::vector<Period>& periods,
                                     const result::Intervals& axis,
                                     const std::vector<double>& power) {
  std::vector<double> energy(periods.size());
  std::size_t p = 0;
  for (std::size_t i = 0; i < std::min(axis.size(), power.size()); ++i) {
    if (!std::isfinite(power[i])) continue;
    while (p < periods.size() && periods[p].to <= axis.from[i]) ++p;
    for (std::size_t q = p; q < periods.size() && periods[q].from < axis.to[i]; ++q) {
      const double shared =
          std::min(axis.to[i], periods[q].to) - std::max(axis.from[i], periods[q].from);
      energy[q] += power[i] * std::max(0.0, shared);
    }
  }
  return energy;
}

ModeHours mode_hours(Timestamp start, const result::Intervals& axis,
                     const result::SeriesValues& modes) {
  ModeHours hours{};
  for (std::size_t i = 0; i < axis.size(); ++i) {
    const double middle = (axis.from[i] + axis.to[i]) / 2;
    const auto at = static_cast<std::size_t>(
        std::min(23.0, civil(start, Duration::si(middle)).second_of_day / hour_length));
    for (std::size_t c = 0; c < modes.columns; ++c) {
      const double mode = modes.values[i * modes.columns + c];
      if (!std::isfinite(mode)) continue;
      const auto nearest = static_cast<std::size_t>(std::clamp(std::round(mode), 0.0, 2.0));
      hours[nearest][at] += (axis.to[i] - axis.from[i]) / hour_length;
    }
  }
  return hours;
}

namespace {

std::string curve_html(const result::Intervals& axis, const std::vector<double>& power) {
  const auto curve = duration_curve(axis, power);
  if (curve.power.size() < 2) return {};
  const Scale scale = scale_for("W", curve.power.front());
  Line line{"facility power", {}, curve.power};
  for (const double share : curve.share) line.x.push_back(100 * share);
  for (double& value : line.y) value *= scale.factor;
  LineChart chart{"Load duration curve of the facility", scale.unit, {}, 0, 100, {line}, {}, true};
  for (const int percent : {0, 20, 40, 60, 80, 100})
    chart.ticks.push_back({static_cast<double>(percent), fmt::format("{} %", percent)});
  return figure("Load duration: power of the facility that is reached for this share of the time",
                to_svg(chart));
}

std::string bars_html(const result::ResultFile& file, const std::string& axis_name,
                      const result::Intervals& axis) {
  struct Named {
    std::string_view series, label;
  };
  constexpr std::array<Named, 5> parts{{{"it_power", "IT"},
                                        {"cooling_power", "cooling"},
                                        {"electrical_loss_power", "electrical losses"},
                                        {"heat_pump_power", "heat pump"},
                                        {"lighting_power", "lighting and small loads"}}};
  const auto periods = periods_of(file.info().start, axis.from.front(), axis.to.back());
  BarChart chart{"Energy by period", "MWh", {}, {}};
  for (const auto& period : periods) chart.categories.push_back(period.label);
  std::vector<std::string> labels;
  for (const auto& part : parts) {
    const auto* series = file.find_series(part.series);
    if (series == nullptr || series->dimensions != std::vector{axis_name}) continue;
    auto energy = energy_by_period(periods, axis, file.values(part.series)->values);
    if (std::ranges::all_of(energy, [](double e) { return e == 0; })) continue;
    for (double& value : energy) value /= units::megawatt_hour.si();
    chart.parts.push_back({std::string(part.label), std::move(energy)});
    labels.emplace_back(part.label);
  }
  if (chart.parts.empty()) return {};
  const double length = axis.to.back() - axis.from.front();
  const char* by = length > 92 * day_length ? "month" : length > 3 * day_length ? "day" : "hour";
  return figure(fmt::format("Energy by {}, UTC", by), to_svg(chart) + legend(labels));
}

std::string modes_html(const result::ResultFile& file) {
  const auto* series = file.find_series("cooling_mode");
  if (series == nullptr) return {};
  const auto hours = mode_hours(file.info().start, file.intervals(series->dimensions.front()),
                                *file.values(series->name));
  const std::vector<std::string> names{"free", "partly by compressors", "by compressors"};
  BarChart chart{"Hours in each cooling mode by hour of the day", "h", {}, {}};
  for (int h = 0; h < 24; ++h) chart.categories.push_back(fmt::format("{:02}", h));
  for (std::size_t m = 0; m < names.size(); ++m)
    chart.parts.push_back({names[m], {hours[m].begin(), hours[m].end()}});
  return figure("Cooling modes by hour of the day, UTC", to_svg(chart) + legend(names));
}

}  // namespace

std::string profiles_html(const result::ResultFile& file) {
  std::string html;
  if (const auto* power = file.find_series("facility_power");
      power != nullptr && power->dimensions.size() == 1) {
    const auto& name = power->dimensions.front();
    const auto axis = file.intervals(name);
    if (axis.size() > 1)
      html += curve_html(axis, file.values("facility_power")->values) + bars_html(file, name, axis);
  }
  return html + modes_html(file);
}

}  // namespace icekeel::analysis::report
