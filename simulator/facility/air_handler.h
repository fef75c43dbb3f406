// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Room air: fans that move it through the racks and coils that cool it (CRAH).

#include <optional>

#include "simulator/base/quantity.h"
#include "simulator/config/fields.h"
#include "simulator/facility/fan_pump.h"
#include "simulator/facility/heat_exchanger.h"

namespace icekeel::facility {

struct AirHandlerSpec {
  std::optional<Power> design_heat;  ///< else derived from the design load
  Temperature supply_air;            ///< set point, at the rack inlets
  TemperatureDifference air_rise;    ///< through the racks, at design
  FanSpec fan;
};

void describe(config::Fields& f, AirHandlerSpec& handler);

struct AirHandlerStep {
  Power fans;
  Power coil_heat;         ///< load plus fans
  Temperature supply_air;  ///< rack inlet
  Temperature return_air;
  bool reached = true;  ///< whether the supply air is at its set point
};

/// Air handlers with contained aisles (no recirculation, no bypass air). Air flow follows the
/// heat; a valve on the water side holds the supply air, which gets warmer if the water is too
/// warm. All fan power ends in the air.
class AirHandler {
 public:
  /// \param spec with its design heat
  /// \param water supply temperature and range of the coil's water at design
  AirHandler(const AirHandlerSpec& spec, Temperature water, TemperatureDifference water_range);

  Power fans(Power heat) const;

  /// \param heat given to the room air by the racks
  /// \param water inlet and capacity rate of the coil's water, its valve open
  AirHandlerStep cool(Power heat, Stream water) const;

 private:
  double flow_ratio(Power heat) const;

  AirHandlerSpec spec_;
  VolumeFlow design_flow_;
  HeatCapacityRate air_rate_;
  HeatCapacityRate water_rate_;
  CoilConductance coil_;
};

}  // namespace icekeel::facility
