// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Envelopes of ASHRAE TC 9.9 for the air at rack inlets and for facility water, by name.

#include <array>
#include <optional>
#include <string_view>

#include "simulator/base/quantity.h"
#include "simulator/config/fields.h"

namespace icekeel::facility {

enum class AirClass { recommended, a1, a2, a3, a4, h1 };

struct AirEnvelope {
  Temperature coldest, warmest;    ///< dry bulb at the rack inlets
  Temperature driest, most_humid;  ///< dew point
};

/// Temperatures: ASHRAE TC 9.9, Thermal Guidelines, allowable envelopes (18 to 27 degC
/// recommended; A1 15 to 32, A2 10 to 35, A3 5 to 40, A4 5 to 45; H1 5 to 25, as reported by
/// others). Dew points, estimates after the same guidelines, whose limits on relative humidity are
/// left out: -9 to 15 degC recommended, else -12 degC to 17 (A1, H1), 21 (A2) and 24 degC (A3, A4).
AirEnvelope envelope(AirClass air);

/// By the warmest supply of facility water [degC]; W+ has no upper limit.
enum class LiquidClass { w17, w27, w32, w40, w45, w_plus };

/// Nothing for W+.
std::optional<Temperature> warmest_supply(LiquidClass liquid);

}  // namespace icekeel::facility

template <>
struct icekeel::config::Choices<icekeel::facility::AirClass> {
  static constexpr std::array<std::string_view, 6> names{"recommended", "A1", "A2",
                                                         "A3",          "A4", "H1"};
};

template <>
struct icekeel::config::Choices<icekeel::facility::LiquidClass> {
  static constexpr std::array<std::string_view, 6> names{"W17", "W27", "W32", "W40", "W45", "W+"};
};
