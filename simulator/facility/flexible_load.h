// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// A load whose energy of a day or a week is fixed, but not its hours.

#include <array>
#include <span>
#include <vector>

#include "simulator/base/calendar.h"
#include "simulator/base/quantity.h"
#include "simulator/config/fields.h"
#include "simulator/config/finding.h"

namespace icekeel::facility {

/// What a flexible load follows.
enum class Follow {
  nothing,     ///< the same all day: what the others are compared with
  price,       ///< runs in the cheapest hours
  carbon,      ///< in the cleanest ones
  heat_demand  ///< fills what the demand for heat is above a level
};

struct FlexibleSpec {
  Power power;                              ///< while it runs in full
  Energy energy;                            ///< used in each window
  Duration window = Duration::si(86400.0);  ///< whole hours; the first begins at midnight UTC
  Follow follow = Follow::nothing;
  double liquid_share = 0;  ///< of its heat
};

void describe(config::Fields& f, FlexibleSpec& load);
/// A window is long enough for its energy.
std::vector<config::Finding> check(const FlexibleSpec& load);

std::size_t hours(const FlexibleSpec& load);

/// Its power if it were spread evenly.
Power even(const FlexibleSpec& load);

/// Mean powers of the hours of a window. By price and carbon: full power in the hours of lowest
/// value, the rest of the energy in the next one; of equal hours the first. By heat demand: as far
/// as the demand is above a level, at most full power, the level such that the energy is used;
/// so no heat is made beyond the demand as long as there is a lack. With `nothing`, all alike.
/// \param values of each hour: price, intensity, or demand [W]
std::vector<Power> plan_flexible(const FlexibleSpec& load, std::span<const double> values);

}  // namespace icekeel::facility

template <>
struct icekeel::config::Choices<icekeel::facility::Follow> {
  static constexpr std::array<std::string_view, 4> names{"nothing", "price", "carbon",
                                                         "heat-demand"};
};
