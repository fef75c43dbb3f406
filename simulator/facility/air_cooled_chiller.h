// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Compression machine with a condenser in the outdoor air: a chiller, or room units with direct
/// expansion.

#include "simulator/base/quantity.h"
#include "simulator/config/fields.h"
#include "simulator/facility/chiller.h"
#include "simulator/facility/weather.h"

namespace icekeel::facility {

/// The condenser's side.
struct CondenserAirSpec {
  Temperature design_dry_bulb;    ///< of the derived capacity
  TemperatureDifference rise;     ///< of the air through the condenser
  double fan_power_per_heat = 0;  ///< of the heat rejected; 0 if the COP counts the fans
};

void describe(config::Fields& f, CondenserAirSpec& condenser);

struct AirCooledStep {
  Power compressor, fans;
  Power rejected;               ///< heat taken plus compressor
  TemperatureDifference above;  ///< of the cooled fluid over the temperature asked for
  int out_of_range = 0;

  Power power() const { return compressor + fans; }
};

/// A `Chiller` whose condenser gets outdoor air. Condenser fans are staged, so that their air
/// flow and power follow the heat rejected; they warm the outdoor air. A load above the capacity
/// lets the cooled fluid get warmer (`capacity_per_kelvin`).
class AirCooledChiller {
 public:
  /// \param chiller with its capacity
  AirCooledChiller(const ChillerSpec& chiller, const CondenserAirSpec& condenser);

  /// \param heat to take, not negative   \param leaving temperature of the fluid that is cooled
  AirCooledStep run(Power heat, Temperature leaving, const Weather& outdoor) const;

 private:
  Chiller chiller_;
  CondenserAirSpec condenser_;
};

}  // namespace icekeel::facility
