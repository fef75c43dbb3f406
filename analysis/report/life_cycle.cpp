// SPDX-License-Identifier: Apache-2.0
#include "analysis/report/life_cycle.h"

#include <fmt/format.h>

#include <algorithm>

#include "analysis/report/chart_svg.h"
#include "analysis/report/html.h"
#include "analysis/report/tables.h"

namespace icekeel::analysis::report {

std::string life_cycle_html(const Summary& summary) {
  const auto& table = summary.life_cycle;
  const auto part = texts_of(table, "part"), phase = texts_of(table, "phase");
  if (part.empty()) return {};
  const auto low = numbers_of(table, "carbon_low"), mid = numbers_of(table, "carbon"),
             high = numbers_of(table, "carbon_high");
  BarChart chart{"Carbon of the whole life by part: low, middle and high estimate",
                 "t CO2e",
                 {"low", "middle", "high"},
                 {}};
  std::vector<std::string> labels;  // phases of a part lie on each other
  for (std::size_t i = 0; i < part.size(); ++i) {
    const auto at = static_cast<std::size_t>(std::ranges::find(labels, part[i]) - labels.begin());
    if (at == labels.size()) {
      labels.push_back(part[i]);
      chart.parts.push_back({part[i], {0, 0, 0}});
    }
    auto& values = chart.parts[at].values;
    values = {values[0] + low[i], values[1] + mid[i], values[2] + high[i]};
  }
  const auto noted = fmt::format(
      "{} Electricity counts by the location. Lows are added to lows and highs to highs.",
      life_cycle_remark(summary));
  return figure(escaped(noted), legend(labels) + to_svg(chart)) +
         details("Parts and phases", to_html(table, 100, "/life_cycle"));
}

}  // namespace icekeel::analysis::report
