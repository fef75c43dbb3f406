// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// A chiller driven by warm water instead of electricity.

#include <string_view>
#include <vector>

#include "simulator/config/fields.h"
#include "simulator/config/finding.h"

namespace icekeel::facility {

struct AdsorptionSpec {
  static constexpr std::string_view catalogue_kind = "adsorption-chillers";

  Power capacity;                     ///< cold, with the driving lift of the design
  TemperatureDifference design_lift;  ///< of the driving water above the recooling water
  Temperature least_drive;            ///< colder water does not drive it
  double carnot_fraction = 0;
  double most_cop = 0;
  double electricity = 0;                    ///< of its pumps and valves, over the cold
  TemperatureDifference recooling_approach;  ///< recooling water above the outdoor air
  double recooling_fans = 0;                 ///< power over the heat that is recooled
};

void describe(config::Fields& f, AdsorptionSpec& chiller);

struct AdsorptionStep {
  Power cold;   ///< taken from the chilled water
  Power drive;  ///< heat taken from the driving water
  Power electricity;
  Power fans;  ///< of its recooler, outdoors

  /// To the outdoor air.
  Power rejected() const { return cold + drive + electricity; }
};

/// Cold over driving heat: a share of what three temperatures allow.
///
///     COP = min(g (1 - Tr/Td) Tc/(Tr - Tc), most COP)      temperatures in kelvin
///
/// \param drive hottest driving water   \param recooling   \param chilled water that leaves
double adsorption_cop(const AdsorptionSpec& chiller, Temperature drive, Temperature recooling,
                      Temperature chilled);

/// \param wanted cold   \param available driving heat
/// Its cold rises in proportion to the driving lift, up to its capacity.
AdsorptionStep adsorb(const AdsorptionSpec& chiller, Power wanted, Power available,
                      Temperature drive, Temperature recooling, Temperature chilled);

}  // namespace icekeel::facility
