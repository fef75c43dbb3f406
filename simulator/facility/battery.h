// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// A battery beside the site: what it can take and give, and what that costs.

#include <array>
#include <optional>
#include <string_view>
#include <vector>

#include "simulator/config/fields.h"
#include "simulator/config/finding.h"
#include "simulator/facility/leaky_store.h"

namespace icekeel::facility {

/// What a battery is used for.
enum class BatteryUse {
  self_consumption,  ///< keeps the sun's surplus for later
  peak_shaving,      ///< keeps the draw from the grid below a limit
  price,             ///< charges in the cheapest hours of a day, gives back in the dearest
  carbon             ///< the same by carbon intensity
};

struct BatterySpec {
  static constexpr std::string_view catalogue_kind = "batteries";

  Energy capacity;
  Power power;            ///< most it takes or gives, on the side of the alternating current
  double round_trip = 0;  ///< efficiency of charging and discharging together
  double least_charge = 0;
  double most_charge = 1;
  double first_charge = 0.5;  ///< when the simulation starts
  double self_discharge = 0;  ///< share lost in a day
  BatteryUse use = BatteryUse::self_consumption;
  std::optional<Power> limit;  ///< of the draw from the grid, for `peak_shaving`
};

void describe(config::Fields& f, BatterySpec& battery);
/// Charges in order; a limit where one is needed.
std::vector<config::Finding> check(const BatterySpec& battery);

/// Mean powers over a step, each from its own meter; one of charge and discharge is zero.
struct BatteryStep {
  Power charge;
  Power discharge;
  Power conversion_loss;
  Power self_discharge;
  Power stored;  ///< change of the energy it holds
};

/// Charging and discharging lose the same share, the root of the round trip; what it holds decays.
///
///     E' = c sqrt(round trip) - d / sqrt(round trip) - E rate
class Battery {
 public:
  explicit Battery(const BatterySpec& spec);

  /// Charges (positive) or discharges (negative) at that power, as far as it can.
  BatteryStep pass(Power wanted, Duration length);
  Energy energy() const { return store_.energy(); }

 private:
  BatterySpec spec_;
  double one_way_;
  LeakyStore store_;
};

}  // namespace icekeel::facility

template <>
struct icekeel::config::Choices<icekeel::facility::BatteryUse> {
  static constexpr std::array<std::string_view, 4> names{"self-consumption", "peak-shaving",
                                                         "price", "carbon"};
};
