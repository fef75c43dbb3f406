// SPDX-License-Identifier: Apache-2.0
#include "simulator/facility/grid.h"

#include <fmt/format.h>

#include <algorithm>

namespace icekeel::facility {

namespace {

std::string years_text(const GridSpec& grid) {
  std::string text;
  for (const auto& year : grid.years)
    if (const auto one = fmt::format("{}", year.year); !text.ends_with(one))
      text += (text.empty() ? "" : ", ") + one;
  return text;
}

}  // namespace

CarbonSpan location_carbon(const GridSpec& grid) {
  CarbonSpan span{grid.carbon, grid.carbon, grid.carbon};
  bool first = grid.year.has_value();
  for (const auto& one : grid.years) {
    if (grid.year && one.year != *grid.year) continue;
    if (first) span = {one.carbon, one.carbon, one.carbon};
    first = false;
    span.low = std::min(span.low, one.carbon);
    span.high = std::max(span.high, one.carbon);
  }
  return span;
}

void describe(config::Fields& f, YearSpec& year) {
  f.required("year", year.year, "Calendar year.", {.least = 1990, .most = 2100});
  f.required("carbon", year.carbon, "Mean greenhouse gas per electricity of that year.");
}

void describe(config::Fields& f, GridSpec& grid) {
  f.required(
      "carbon", grid.carbon,
      "Greenhouse gas emitted per electricity used, by the grid's own mix (location-based).");
  f.optional("years", grid.years,
             "The same by other years or sources; all of them make the range of 'carbon'.");
  f.optional("year", grid.year, "One of 'years', to count instead of 'carbon'.");
  f.optional("water", grid.water, "Water that its power stations use for an energy.");
  f.optional("price", grid.price, "Price of electricity; may be negative.",
             {.least = -config::unlimited});
  f.optional("market_based_carbon", grid.market_based_carbon,
             "Greenhouse gas per electricity that no contract covers, such as the residual mix "
             "(market-based); that of the location if not given.");
  f.optional("hourly_carbon", grid.hourly_carbon,
             "Greenhouse gas per electricity hour by hour; 'carbon' then does not count.");
  f.optional("hourly_price", grid.hourly_price, "Price of electricity hour by hour.");
  f.optional("demand_charge", grid.demand_charge,
             "Charge on the largest mean power over a facility step of each month, as 8 EUR/kW.");
  f.optional("contracts", grid.contracts,
             "Electricity that is bought by contract or certificate, for market-based carbon.");
  f.optional("export_price", grid.export_price,
             "Paid for electricity fed into the grid; may be negative.",
             {.least = -config::unlimited});
  f.optional("export_limit", grid.export_limit,
             "Most power fed into the grid; beyond it the sun is not used. 0 W: none.");
}

std::vector<config::Finding> check(const GridSpec& grid) {
  std::vector<config::Finding> found;
  if (grid.year && std::ranges::find(grid.years, *grid.year, &YearSpec::year) == grid.years.end())
    found.push_back({"year", fmt::format("there is no carbon of {} here", *grid.year),
                     grid.years.empty() ? "leave 'year' out, or list it in 'years'"
                                        : fmt::format("there is that of {}; or leave 'year' out",
                                                      years_text(grid))});
  if (grid.price && grid.hourly_price)
    found.push_back({"hourly_price", "a price and hourly prices are both given",
                     "take one out; 'price: null' takes away that of an entry"});
  if (grid.demand_charge && !grid.price && !grid.hourly_price)
    found.push_back({"demand_charge", "there is a demand charge and no price of energy",
                     "give 'price' or 'hourly_price'; a price may be 0 EUR/kWh"});
  for (std::size_t i = 0; i < grid.contracts.size(); ++i)
    for (const auto& one : check(grid.contracts[i]))
      found.push_back({fmt::format("contracts[{}]{}{}", i, one.path.empty() ? "" : ".", one.path),
                       one.message, one.remedy});
  return found;
}

}  // namespace icekeel::facility
