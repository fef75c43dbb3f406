// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// A tank of hot water between the plant and the district network.

#include <optional>
#include <string_view>
#include <vector>

#include "simulator/config/fields.h"
#include "simulator/config/finding.h"
#include "simulator/facility/leaky_store.h"

namespace icekeel::facility {

/// Hot water above cold water, told apart by a layer that moves.
struct HeatTankSpec {
  static constexpr std::string_view catalogue_kind = "heat-tanks";

  Volume volume;
  Temperature hot;   ///< what is stored: the network's supply
  Temperature cold;  ///< what comes back from the network
  Temperature surroundings;
  HeatCapacityRate loss;      ///< of the whole surface
  std::optional<Power> most;  ///< heat taken or given; no limit if not given
  double first_charge = 0;    ///< share that is hot when the simulation starts
};

void describe(config::Fields& f, HeatTankSpec& tank);
/// Temperatures in order.
std::vector<config::Finding> check(const HeatTankSpec& tank);

/// Heat it holds above the cold water when all of it is hot.
Energy capacity(const HeatTankSpec& tank);

/// Mean powers over a step; one of charge and discharge is zero.
struct TankStep {
  Power charge;
  Power discharge;
  Power loss;
  Power stored;
};

/// Two zones: a share x of the water is hot, the rest cold.
///
///     E = x C (Thot - Tcold),   E' = q - loss (Thot - Tsurroundings) x
///
/// Only the hot zone loses heat: the cold one is near its surroundings. Solved exactly.
class HeatTank {
 public:
  explicit HeatTank(const HeatTankSpec& spec);

  /// Heat it can take over a step, and give.
  Power room(Duration length) const;
  Power ready(Duration length) const;

  /// Takes what is made beyond the demand; gives what is lacking. Both as far as it can.
  /// \param made no more than demand and room together
  TankStep pass(Power made, Power demand, Duration length);

  Energy energy() const { return store_.energy(); }

 private:
  HeatTankSpec spec_;
  LeakyStore store_;
};

}  // namespace icekeel::facility
