// SPDX-License-Identifier: Apache-2.0
#include "simulator/facility/grid.h"

namespace icekeel::facility {

void describe(config::Fields& f, GridSpec& grid) {
  f.required(
      "carbon", grid.carbon,
      "Greenhouse gas emitted per electricity used, by the grid's own mix (location-based).");
  f.optional("price", grid.price, "Price of electricity; may be negative.",
             {.least = -config::unlimited});
  f.optional("market_based_carbon", grid.market_based_carbon,
             "Greenhouse gas per electricity after contracts and certificates (market-based).");
}

}  // namespace icekeel::facility
