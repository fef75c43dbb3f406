// SPDX-License-Identifier: Apache-2.0
#include "simulator/facility/grid.h"

#include <fmt/format.h>

namespace icekeel::facility {

void describe(config::Fields& f, GridSpec& grid) {
  f.required(
      "carbon", grid.carbon,
      "Greenhouse gas emitted per electricity used, by the grid's own mix (location-based).");
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
