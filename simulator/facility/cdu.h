// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Coolant distribution units: pumps and plate exchangers between cold plates and facility water.

#include <optional>

#include "simulator/base/quantity.h"
#include "simulator/config/fields.h"
#include "simulator/facility/fan_pump.h"
#include "simulator/facility/heat_exchanger.h"

namespace icekeel::facility {

struct CduSpec {
  std::optional<Power> design_heat;     ///< else derived from the design load
  TemperatureDifference coolant_range;  ///< of the coolant through the cold plates, at design
  TemperatureDifference approach;       ///< coolant supply above facility water supply, at design
  PumpSpec pump;
  double coolant_volume = 1;  ///< flow over that of water, for the same heat and range
};

void describe(config::Fields& f, CduSpec& cdu);

struct CduStep {
  Power pumps;
  Power heat;  ///< to the facility water: load plus pumps
  Temperature coolant_supply, coolant_return;
};

/// All CDUs of a plant as one. All pump power ends in the coolant. The tanks of an
/// immersion plant are CDUs whose coolant is a dielectric liquid.
class Cdu {
 public:
  /// \param spec with its design heat   \param water_range of the facility water at design
  Cdu(const CduSpec& spec, TemperatureDifference water_range);

  Power pumps(Power heat) const;

  /// \param heat from the cold plates
  /// \param water facility water: inlet and capacity rate
  CduStep cool(Power heat, Stream water) const;

 private:
  double flow_ratio(Power heat) const;

  CduSpec spec_;
  HeatCapacityRate coolant_rate_;
  HeatCapacityRate water_rate_;
  CoilConductance plates_;
};

}  // namespace icekeel::facility
