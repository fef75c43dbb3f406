// SPDX-License-Identifier: Apache-2.0
#include "analysis/report/job_chart.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <numeric>

#include "analysis/report/chart_svg.h"
#include "analysis/report/html.h"
#include "analysis/report/tables.h"
#include "analysis/text_format.h"

namespace icekeel::analysis::report {
namespace {

constexpr std::size_t most_bars = 1500, most_listed = 120;
constexpr std::size_t most_named = 30;  // more jobs share lanes, without their names
constexpr double chart_width = 960, chart_end = chart_width - 12;

struct Bar {
  std::string name, state, text;
  double submit = 0, start = 0, end = 0;
};

// The end of what was simulated: the end of the longest axis, or of the last job.
double end_of(const result::ResultFile& file) {
  double end = 0;
  for (const auto& series : file.series()) {
    const auto axis = file.intervals(series.dimensions.front());
    if (axis.size() > 0) return axis.to.back();
  }
  const auto jobs = file.table("/jobs");
  for (const double at : numbers_of(jobs, "end_time"))
    if (std::isfinite(at)) end = std::max(end, at);
  return end;
}

std::vector<Bar> bars_of(const std::vector<result::Column>& jobs,
                         const std::vector<std::size_t>& rows, double end) {
  const auto names = texts_of(jobs, "name"), states = texts_of(jobs, "state");
  const auto submits = numbers_of(jobs, "submit_time"), starts = numbers_of(jobs, "start_time"),
             ends = numbers_of(jobs, "end_time"), nodes = numbers_of(jobs, "nodes");
  const auto or_end = [&](double at) { return std::isfinite(at) ? at : end; };
  std::vector<Bar> bars;
  for (const auto r : rows) {
    Bar bar{names[r],          states[r],      "", std::min(or_end(submits[r]), or_end(starts[r])),
            or_end(starts[r]), or_end(ends[r])};
    bar.text =
        fmt::format("{}: {}, {} nodes, waited {}, ran {}", bar.name, bar.state,
                    number_text(nodes[r]), duration_text(Duration::si(bar.start - bar.submit)),
                    duration_text(Duration::si(bar.end - bar.start)));
    bars.push_back(std::move(bar));
  }
  return bars;
}

// The row of each bar, so that no two bars of a row overlap; the first that is free is taken.
std::vector<std::size_t> lanes_of(const std::vector<Bar>& bars) {
  std::vector<std::size_t> lanes;
  std::vector<double> free_from;
  for (const auto& bar : bars) {
    const auto at = std::ranges::find_if(free_from, [&](double t) { return t <= bar.start; });
    lanes.push_back(static_cast<std::size_t>(at - free_from.begin()));
    if (at == free_from.end())
      free_from.push_back(bar.end);
    else
      *at = bar.end;
  }
  return lanes;
}

std::string colour_of(const std::string& state) {
  if (state == "completed") return "s2";
  if (state == "failed" || state == "killed") return "s1";
  return "s0";
}

// The part of a long name that tells it from its neighbours: the end of a path.
std::string short_name(const std::string& name) {
  constexpr std::size_t most = 26;
  const auto slash = name.rfind('/');
  if (width_of(name) <= most || slash == std::string::npos) return cut(name, most);
  const auto before = name.rfind('/', slash - 1);
  return cut("..." + name.substr(slash > 0 && before != std::string::npos ? before : slash), most);
}

// Where the bars lie.
struct Rows {
  std::vector<std::size_t> of;  // bar to row
  std::size_t count = 0;
  double left = 12, height = 18;
  bool named = false;
};

Rows rows_of(const std::vector<Bar>& bars) {
  Rows rows;
  rows.of = lanes_of(bars);
  rows.named = bars.size() <= most_named;
  if (rows.named) {
    std::iota(rows.of.begin(), rows.of.end(), std::size_t{0});
    rows.left = 190;
  }
  for (const auto row : rows.of) rows.count = std::max(rows.count, row + 1);
  if (!rows.named) rows.height = std::clamp(420.0 / static_cast<double>(rows.count), 3.0, 14.0);
  return rows;
}

std::string bar_svg(const Bar& bar, const Rows& rows, double y,
                    const std::function<double(double)>& x) {
  auto svg = fmt::format("<g><title>{}</title>", escaped(bar.text));
  if (rows.named)
    svg += fmt::format(R"(<text x="{}" y="{}" class="end">{}</text>)", rows.left - 8,
                       coordinate(y + 11), escaped(short_name(bar.name)));
  if (rows.named && bar.start > bar.submit)
    svg += fmt::format(R"(<rect class="wait" x="{}" y="{}" width="{}" height="4"/>)",
                       coordinate(x(bar.submit)), coordinate(y + 5),
                       coordinate(x(bar.start) - x(bar.submit)));
  return svg + fmt::format(
                   "<rect class=\"area {}\" x=\"{}\" y=\"{}\" width=\"{}\" "
                   "height=\"{}\"/></g>\n",
                   colour_of(bar.state), coordinate(x(bar.start)), coordinate(y),
                   coordinate(std::max(1.0, x(bar.end) - x(bar.start))),
                   coordinate(0.75 * rows.height));
}

std::string to_svg(const std::vector<Bar>& bars, Timestamp start, double end) {
  const Rows rows = rows_of(bars);
  const double height = static_cast<double>(rows.count) * rows.height + 28;
  const auto x = [&](double at) {
    return rows.left + at / std::max(end, 1.0) * (chart_end - rows.left);
  };
  std::string svg = fmt::format(
      "<svg viewBox=\"0 0 {} {}\" role=\"img\" aria-label=\"Jobs over time\" class=\"flow\">\n",
      chart_width, coordinate(height));
  for (const auto& tick : time_ticks(start, 0, end))
    svg += fmt::format(
        "<path class=\"grid\" d=\"M{} 0V{}\"/>"
        "<text x=\"{}\" y=\"{}\" class=\"mid\">{}</text>\n",
        coordinate(x(tick.at)), coordinate(height - 22),
        coordinate(std::clamp(x(tick.at), 28.0, chart_end - 28)), coordinate(height - 6),
        escaped(tick.label));
  for (std::size_t i = 0; i < bars.size(); ++i)
    svg += bar_svg(bars[i], rows, 2 + static_cast<double>(rows.of[i]) * rows.height, x);
  return svg + "</svg>\n";
}

// Energy of the nodes by the phase they are in, for the jobs with the most energy.
std::string phases_html(const result::ResultFile& file) {
  constexpr std::size_t most_jobs = 10;
  const auto table = file.table("/phases");
  const auto jobs = texts_of(table, "job"), phases = texts_of(table, "phase");
  const auto energy = numbers_of(table, "energy");
  std::map<std::string, double> total;
  for (std::size_t i = 0; i < energy.size(); ++i)
    if (std::isfinite(energy[i])) total[jobs[i]] += energy[i];
  if (total.empty()) return {};
  std::vector<std::pair<double, std::string>> order;
  order.reserve(total.size());
  for (const auto& [job, sum] : total) order.emplace_back(-sum, job);
  std::ranges::sort(order);
  order.resize(std::min(order.size(), most_jobs));
  BarChart chart{"Energy of jobs by phase", "MWh", {}, {}};
  for (const auto& [sum, job] : order) chart.categories.push_back(cut(job, 18));
  for (std::size_t i = 0; i < energy.size(); ++i) {
    const auto at = std::ranges::find(order, jobs[i], [](const auto& o) { return o.second; });
    if (at == order.end() || !std::isfinite(energy[i])) continue;
    auto part = std::ranges::find(chart.parts, phases[i], &BarChart::Part::label);
    if (part == chart.parts.end())
      part = chart.parts.insert(part, {phases[i], std::vector<double>(order.size())});
    part->values[static_cast<std::size_t>(at - order.begin())] += energy[i];
  }
  std::vector<std::string> labels;
  labels.reserve(chart.parts.size());
  for (const auto& part : chart.parts) labels.push_back(part.label);
  return figure(
             total.size() > most_jobs
                 ? fmt::format("Energy of the nodes by phase, the {} jobs with the most", most_jobs)
                 : "Energy of the nodes of jobs by phase",
             to_svg(chart) + legend(labels)) +
         details("Phases as a table", to_html(table, 400, "/phases"));
}

}  // namespace

std::vector<std::size_t> largest_jobs(const std::vector<result::Column>& jobs, std::size_t most) {
  const auto nodes = numbers_of(jobs, "nodes"), times = numbers_of(jobs, "run_time"),
             starts = numbers_of(jobs, "start_time");
  const auto size = [&](std::size_t r) {
    return std::isfinite(times[r]) && std::isfinite(nodes[r]) ? nodes[r] * times[r] : -1.0;
  };
  std::vector<std::size_t> rows(rows_of(jobs));
  std::iota(rows.begin(), rows.end(), std::size_t{0});
  std::ranges::stable_sort(rows, [&](auto a, auto b) { return size(a) > size(b); });
  rows.resize(std::min(rows.size(), most));
  // Jobs that never started come last.
  const auto when = [&](std::size_t r) { return std::isfinite(starts[r]) ? starts[r] : 1e300; };
  std::ranges::sort(rows,
                    [&](auto a, auto b) { return std::pair(when(a), a) < std::pair(when(b), b); });
  return rows;
}

std::string jobs_html(const result::ResultFile& file) {
  const auto jobs = file.table("/jobs");
  const auto count = rows_of(jobs);
  if (count == 0) return {};
  const auto rows = largest_jobs(jobs, most_bars);
  const double end = end_of(file);
  auto html = figure(
      count > rows.size()  ? fmt::format("The {} largest of {} jobs by nodes times run time",
                                         rows.size(), number_text(static_cast<double>(count)))
      : count > most_named ? "Jobs over time, in rows where nothing overlaps"
                           : "Jobs over time; a thin bar is the time in the queue",
      scrollable("jobs", to_svg(bars_of(jobs, rows, end), file.info().start, end)) +
          "<ul class=\"legend\"><li><i class=\"s2\"></i>completed</li><li><i "
          "class=\"s0\"></i>running "
          "at the end</li><li><i class=\"s1\"></i>failed</li><li><i class=\"wait\"></i>waiting</li>"
          "</ul>\n");
  const auto shown = largest_jobs(jobs, most_listed);
  return html +
         details(count > shown.size() ? fmt::format("The {} largest as a table", shown.size())
                                      : "These jobs as a table",
                 to_html(jobs, shown)) +
         phases_html(file);
}

}  // namespace icekeel::analysis::report
