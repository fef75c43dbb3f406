// SPDX-License-Identifier: Apache-2.0
#include "analysis/country.h"

#include <fmt/format.h>

#include <algorithm>

#include "analysis/inference_parts.h"
#include "simulator/base/units.h"
#include "simulator/config/neighbours.h"
#include "simulator/facility/grid.h"

namespace icekeel::analysis {
namespace {

// "'spain' (146 g/kWh), 'france' (44 g/kWh)".
std::string with_factors(const std::vector<std::string>& grids,
                         const config::Catalogue& catalogue) {
  std::string text;
  for (const auto& name : grids) {
    facility::GridSpec grid;
    std::vector<config::Finding> none;
    if (!read_entry(name, "country", catalogue, none, grid)) continue;
    text += fmt::format("{}'{}' ({:.0f} g/kWh)", text.empty() ? "" : ", ", name,
                        facility::location_carbon(grid).mid.in(units::gram_per_kilowatt_hour));
  }
  return text;
}

}  // namespace

void offer_neighbours(const std::string& country, const config::Catalogue& catalogue,
                      std::vector<config::Finding>& problems) {
  constexpr auto kind = facility::GridSpec::catalogue_kind;
  const auto problem = std::ranges::find(problems, "country", &config::Finding::path);
  if (problem == problems.end() || catalogue.find(kind, country)) return;
  const auto near = with_factors(config::neighbours_of(country, kind, catalogue), catalogue);
  if (!near.empty()) problem->remedy = fmt::format("the nearest that it has: {}", near);
}

}  // namespace icekeel::analysis
