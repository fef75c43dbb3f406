// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Room air: fans that move it through the racks and coils that cool it (CRAH).

#include <array>
#include <optional>
#include <string_view>

#include "simulator/base/quantity.h"
#include "simulator/config/fields.h"
#include "simulator/facility/fan_pump.h"
#include "simulator/facility/heat_exchanger.h"

namespace icekeel::facility {

/// What keeps the racks' exhaust from their inlets.
enum class Containment { none, cold_aisle, hot_aisle };

struct AirHandlerSpec {
  std::optional<Power> design_heat;  ///< else derived from the design load
  Temperature supply_air;            ///< set point, of the air from the handlers
  TemperatureDifference air_rise;    ///< return above supply air, at design
  Containment containment = Containment::hot_aisle;
  std::optional<double> recirculation;  ///< else the usual one of the containment
  FanSpec fan;
};

void describe(config::Fields& f, AirHandlerSpec& handler);

/// Rack inlet above supply air, over return above supply air. Estimates: an open room about 0.2
/// (supply heat indices of 0.1 to 0.4 are measured), a contained cold aisle 0.03 (leaks through
/// racks and doors), a contained hot aisle 0.
double recirculation(const AirHandlerSpec& handler);

struct AirHandlerStep {
  Power fans;
  Power coil_heat;  ///< load plus fans
  Temperature supply_air, return_air;
  Temperature rack_inlet;  ///< supply air warmed by what comes back from the racks
  bool reached = true;     ///< whether the supply air is at its set point
};

/// Air handlers, or the fans of room units. Air flow follows the heat; a valve on the water side
/// holds the supply air, which gets warmer if the water is too warm. A share of the racks' exhaust
/// returns to their inlets. All fan power ends in the air.
class AirHandler {
 public:
  /// Without a coil.
  /// \param spec with its design heat
  explicit AirHandler(const AirHandlerSpec& spec);

  /// \param spec with its design heat
  /// \param water supply temperature and range of the coil's water at design
  AirHandler(const AirHandlerSpec& spec, Temperature water, TemperatureDifference water_range);

  /// Air flow for this heat, as a share of the design flow.
  double flow_ratio(Power heat) const;
  Power fans(Power heat) const;

  /// \param heat given to the room air by the racks
  /// \param water inlet and capacity rate of the coil's water, its valve open
  AirHandlerStep cool(Power heat, Stream water) const;

  /// Moves the air that something else cools to `supply`.
  /// \param heat above 0   \param extra pressure of filters or exchangers, at the design flow
  AirHandlerStep move(Power heat, Temperature supply, Pressure extra) const;

  /// Capacity rate of the air for this heat.
  HeatCapacityRate rate(Power heat) const { return flow_ratio(heat) * air_rate_; }
  VolumeFlow design_flow() const { return design_flow_; }
  AirHandlerSpec spec_;
  VolumeFlow design_flow_;
  HeatCapacityRate air_rate_;
  HeatCapacityRate water_rate_;
  CoilConductance coil_;
};

}  // namespace icekeel::facility

template <>
struct icekeel::config::Choices<icekeel::facility::Containment> {
  static constexpr std::array<std::string_view, 3> names{"none", "cold-aisle", "hot-aisle"};
};
