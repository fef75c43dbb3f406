// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Heat pump that lifts waste heat to a temperature the network can use.

#include <optional>
#include <vector>

#include "simulator/base/quantity.h"
#include "simulator/config/fields.h"
#include "simulator/config/finding.h"

namespace icekeel::facility {

struct HeatPumpSpec {
  Temperature supply;                       ///< of the water it delivers
  std::optional<Temperature> back{};        ///< of the network's water before it is heated
  double carnot_fraction = 0.6;             ///< of the Carnot COP between source outlet and supply
  std::optional<double> lorenz_fraction{};  ///< instead: of the Lorenz COP between both streams
  double most_cop = 12.0;                   ///< whatever the lift
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

/// Both streams with their glides, for a pump with a Lorenz fraction:
///
///     COP = min(fraction Tsink / max(Tsink - Tsource, least lift), most COP)
///     T   = (Tout - Tin) / ln(Tout / Tin)
///
/// Without one, the same as above.
struct HeatPumpStreams {
  Temperature source_in, source_out;
  Temperature sink_in;
};
double heating_cop(const HeatPumpSpec& pump, const HeatPumpStreams& streams);

/// A Lorenz fraction needs to know the network's return, below its supply.
std::vector<config::Finding> check(const HeatPumpSpec& pump);

}  // namespace icekeel::facility
