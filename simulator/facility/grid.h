// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// The public grid: what its electricity costs and emits.

#include <optional>
#include <string_view>

#include "simulator/base/quantity.h"
#include "simulator/config/fields.h"

namespace icekeel::facility {

struct GridSpec {
  static constexpr std::string_view catalogue_kind = "grids";

  CarbonIntensity carbon;                              ///< location-based, constant
  std::optional<EnergyPrice> price;                    ///< may be negative
  std::optional<CarbonIntensity> market_based_carbon;  ///< after contracts and certificates
};

void describe(config::Fields& f, GridSpec& grid);

}  // namespace icekeel::facility
