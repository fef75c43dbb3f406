// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Heat pump that lifts waste heat to a temperature the network can use.

#include <optional>

#include "simulator/base/quantity.h"
#include "simulator/config/fields.h"

namespace icekeel::facility {

struct HeatPumpSpec {
  Temperature supply;            ///< of the water it delivers
  double carnot_fraction = 0.6;  ///< of the Carnot COP between source outlet and supply
  double most_cop = 12.0;        ///< whatever the lift
  TemperatureDifference least_lift = TemperatureDifference::si(5.0);
  std::optional<Power> most_heat{};  ///< most heat delivered; none: as much as there is
};

void describe(config::Fields& f, HeatPumpSpec& pump);

/// Heat delivered over electricity used.
///
///     COP = min(fraction Tsupply / max(Tsupply - Tsource, least lift), most COP)
///
/// \param source water leaving the evaporator
/// All electricity ends in the delivered water. Never below 1.01 (a pump is no worse than a
/// heating rod).
double heating_cop(const HeatPumpSpec& pump, Temperature source);

}  // namespace icekeel::facility
