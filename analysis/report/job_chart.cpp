// SPDX-License-Identifier: Apache-2.0
#include "analysis/report/job_chart.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include "analysis/report/chart_svg.h"
#include "analysis/report/html.h"
#include "analysis/report/tables.h"
#include "analysis/text_format.h"

namespace icekeel::analysis::report {
namespace {

constexpr std::size_t most_bars = 120;
constexpr double width = 960, left_edge = 190, right_edge = width - 12, row_height = 18;

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

std::string colour_of(const std::string& state) {
  if (state == "completed") return "s2";
  if (state == "failed" || state == "killed") return "s1";
  return "s0";
}

std::string to_svg(const std::vector<Bar>& bars, Timestamp start, double end) {
  const double height = static_cast<double>(bars.size()) * row_height + 28;
  const auto x = [&](double at) {
    return left_edge + at / std::max(end, 1.0) * (right_edge - left_edge);
  };
  std::string svg = fmt::format(
      "<svg viewBox=\"0 0 {} {}\" role=\"img\" aria-label=\"Jobs over time\" class=\"flow\">\n",
      width, height);
  for (const auto& tick : time_ticks(start, 0, end))
    svg += fmt::format(
        "<path class=\"grid\" d=\"M{} 0V{}\"/>"
        "<text x=\"{}\" y=\"{}\" class=\"mid\">{}</text>\n",
        coordinate(x(tick.at)), height - 22, coordinate(std::min(x(tick.at), right_edge - 18)),
        height - 6, escaped(tick.label));
  double y = 2;
  for (const auto& bar : bars) {
    svg += fmt::format("<g><title>{}</title><text x=\"{}\" y=\"{}\" class=\"end\">{}</text>",
                       escaped(bar.text), left_edge - 8, coordinate(y + 11),
                       escaped(cut(bar.name, 26)));
    if (bar.start > bar.submit)
      svg += fmt::format("<rect class=\"wait\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"4\"/>",
                         coordinate(x(bar.submit)), coordinate(y + 5),
                         coordinate(x(bar.start) - x(bar.submit)));
    svg +=
        fmt::format("<rect class=\"area {}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"13\"/></g>\n",
                    colour_of(bar.state), coordinate(x(bar.start)), coordinate(y),
                    coordinate(std::max(1.0, x(bar.end) - x(bar.start))));
    y += row_height;
  }
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
      count > rows.size() ? fmt::format("The {} largest of {} jobs by nodes times run time",
                                        rows.size(), number_text(static_cast<double>(count)))
                          : "Jobs over time; a thin bar is the time in the queue",
      scrollable("jobs", to_svg(bars_of(jobs, rows, end), file.info().start, end)) +
          "<ul class=\"legend\"><li><i class=\"s2\"></i>completed</li><li><i "
          "class=\"s0\"></i>running "
          "at the end</li><li><i class=\"s1\"></i>failed</li><li><i class=\"wait\"></i>waiting</li>"
          "</ul>\n");
  return html + details("These jobs as a table", to_html(jobs, rows)) + phases_html(file);
}

}  // namespace icekeel::analysis::report
