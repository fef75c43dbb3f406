// SPDX-License-Identifier: Apache-2.0
#include "analysis/country.h"

#include <fmt/format.h>

#include <algorithm>

#include "analysis/inference_parts.h"
#include "simulator/base/units.h"
#include "simulator/facility/grid.h"

namespace icekeel::analysis {
namespace {

// "spain (146 g/kWh), france (44 g/kWh)": those that the catalogue has.
std::string grids_near(const CountrySpec& country, const config::Catalogue& catalogue) {
  std::string text;
  for (const auto& name : country.near) {
    facility::GridSpec grid;
    std::vector<config::Finding> none;
    if (!read_entry(name, "country", catalogue, none, grid)) continue;
    text += fmt::format("{}'{}' ({:.0f} g/kWh)", text.empty() ? "" : ", ", name,
                        facility::location_carbon(grid).mid.in(units::gram_per_kilowatt_hour));
  }
  return text;
}

}  // namespace

void describe(config::Fields& f, CountrySpec& country) {
  f.required("names", country.names, "Its name and codes.");
  f.required("near", country.near, "Grids nearby, nearest first.");
}

void describe(config::Fields& f, NeighboursSpec& neighbours) {
  f.required("countries", neighbours.countries, "Countries.");
}

void offer_neighbours(const std::string& country, const config::Catalogue& catalogue,
                      std::vector<config::Finding>& problems) {
  const auto problem = std::ranges::find(problems, "country", &config::Finding::path);
  NeighboursSpec neighbours;
  std::vector<config::Finding> none;
  if (problem == problems.end() || catalogue.find("grids", country) ||
      !read_entry("countries", "country", catalogue, none, neighbours))
    return;
  const auto at = std::ranges::find_if(neighbours.countries, [&](const CountrySpec& one) {
    return std::ranges::find(one.names, country) != one.names.end();
  });
  if (at == neighbours.countries.end()) return;
  const auto near = grids_near(*at, catalogue);
  if (!near.empty()) problem->remedy = fmt::format("the nearest that it has: {}", near);
}

}  // namespace icekeel::analysis
