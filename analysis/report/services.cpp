// SPDX-License-Identifier: Apache-2.0
#include "analysis/report/services.h"

#include <algorithm>

#include "analysis/report/chart_svg.h"
#include "analysis/report/html.h"
#include "analysis/report/tables.h"

namespace icekeel::analysis::report {
namespace {

// The rate of a service in steps; a line for each service.
std::vector<Line> rates_of(const std::vector<result::Column>& spells) {
  const auto job = texts_of(spells, "job");
  const auto start = numbers_of(spells, "start_time"), length = numbers_of(spells, "length"),
             rate = numbers_of(spells, "rate");
  std::vector<Line> lines;
  for (std::size_t i = 0; i < job.size(); ++i) {
    if (lines.empty() || lines.back().label != job[i]) lines.push_back({job[i], {}, {}});
    for (const double at : {start[i], start[i] + length[i]}) {
      lines.back().x.push_back(at);
      lines.back().y.push_back(rate[i]);
    }
  }
  return lines;
}

}  // namespace

std::string services_html(const result::ResultFile& file) {
  const auto services = file.table("/services"), spells = file.table("/service_spells");
  if (rows_of(services) == 0 || rows_of(spells) == 0) return {};
  LineChart chart{.description = "Requests a second that come to each service",
                  .unit = "1/s",
                  .lines = rates_of(spells),
                  .from_zero = true};
  std::vector<std::string> labels;
  for (const Line& line : chart.lines) {
    labels.push_back(line.label);
    chart.to = std::max(chart.to, line.x.back());
  }
  chart.ticks = time_ticks(file.info().start, chart.from, chart.to);
  return figure("Requests that come to services", legend(labels) + to_svg(chart)) +
         details("Services: requests, times and energy", to_html(services, 100, "/services")) +
         details("Services over time", to_html(spells, 200, "/service_spells"));
}

}  // namespace icekeel::analysis::report
