// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Air-to-air exchanger between the room and the outdoor air, wetted on the outdoor side.

#include <optional>

#include "simulator/base/quantity.h"
#include "simulator/config/fields.h"
#include "simulator/facility/dry_cooler.h"
#include "simulator/facility/fan_pump.h"
#include "simulator/facility/outside_air.h"

namespace icekeel::facility {

struct IndirectSpec {
  double effectiveness = 0;          ///< dry: cooling over return air minus outdoor dry bulb
  std::optional<AdiabaticSpec> wet;  ///< its effectiveness: over return air minus wet bulb
  double outdoor_air_ratio = 1;      ///< full outdoor air flow over the room's
  FanSpec fan;                       ///< of the outdoor air
  Pressure exchanger;                ///< added for the room's fans
};

void describe(config::Fields& f, IndirectSpec& indirect);

struct IndirectStep {
  Power heat;  ///< to the outdoor air
  Power fans, pumps;
  WaterUse water;
};

/// The exchanger in steady state:
///
///     Q = y e C (Tback - Tdry)   or, wetted,   y e_w C (Tback - Twet)
///
/// with y the outdoor air's flow over the full one; in truth the heat falls more slowly than the
/// flow, so fan power is overstated at part load. Fans below their least speed cycle. A wetted
/// exchanger gives all its heat to evaporation, which is the most water it can use.
class IndirectCooler {
 public:
  /// \param room_flow design air flow of the room
  IndirectCooler(const IndirectSpec& spec, VolumeFlow room_flow);

  /// Carries as much of the heat of the room as it can.
  /// \param flow_ratio of the room's air, over its design flow
  IndirectStep cool(const RoomAir& room, double flow_ratio, const Weather& outdoor) const;

 private:
  IndirectSpec spec_;
  VolumeFlow outdoor_flow_;
};

}  // namespace icekeel::facility
