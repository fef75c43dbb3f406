// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// What a node draws, part by part, and how fast its surroundings let it work.

#include <cstdint>

#include "platforms/activity.h"
#include "platforms/node.h"
#include "simulator/power/psu.h"

namespace icekeel::power {

/// Power of a node by part. The parts add up to the total.
struct NodePower {
  Power chips;
  Power cpus;
  Power fans;
  Power other;  ///< network, chip switches, memory, drives, board
  Power supply_loss;
  Power total;  ///< at the inlet of the supplies
};

/// What surrounds a node at an instant.
struct Surroundings {
  platforms::Coolant coolant = platforms::Coolant::air;
  Temperature inlet = Temperature::from_celsius(25);  ///< of that coolant
  std::int64_t supplies_on = 0;
  bool tripped = false;  ///< went off by its inlet, which is not below its highest again
};

/// Power of a node from the activity of its devices:
///
///     chip  = idle + busy b + tensor a_t + memory a_m + link a_l, at most TDP, times leakage
///     fans  = P_ref (V / V_ref)^3,  V follows the heat and the inlet temperature
///     total = input of the supplies for the sum
///
/// A node that its inlet temperature or its supplies slow down works at the share `throttle`
/// of full speed: the dynamic power of its chips falls with speed^exponent, that of the rest with
/// speed; slower than its lowest clock it is off. The total never exceeds `limit`. See
/// simulator/docs/methods/node-power.md.
class NodePowerModel {
 public:
  explicit NodePowerModel(const platforms::NodeSpec& node);

  NodePower at(const platforms::Activity& activity, const Surroundings& around) const;
  /// Nothing runs, everything is ready.
  NodePower idle(const Surroundings& around) const { return at({}, around); }
  /// The node is off, its management controller is not.
  NodePower standby(std::int64_t supplies_on) const;

  /// Most power at the inlet of the supplies: the node's own limit, what the supplies that are on
  /// can give, and with fewer than needed, no more for each than when the needed ones carry all.
  Power limit(std::int64_t supplies_on) const;

  /// Share of full speed in [0, 1] at which the activity can go on: 1 unless the inlet is too
  /// warm or the supplies cannot carry the power. 0: the node is off.
  double throttle(const platforms::Activity& activity, const Surroundings& around) const;

  /// Whether its inlet is at the shutdown temperature, and whether it is not above the highest one.
  bool trips(const Surroundings& around) const;
  bool is_cool(const Surroundings& around) const;

  /// What is left of a node's power for chips, processors, memory and network: without its fans
  /// and the loss of its supplies.
  Power compute(Power total, const Surroundings& around) const;

  /// Volume flow of air through the node.
  VolumeFlow air_flow(const platforms::Activity& activity, const Surroundings& around) const;

 private:
  // Power at full speed with unlimited supplies, after the leakage.
  struct Demand {
    Power chips_idle;
    Power chips_dynamic;
    Power others_idle;  // processors, network, chip switches, base
    Power cpus_idle;    // part of the above
    Power cpus_dynamic;
    Power others_dynamic;  // network, chip switches
  };
  Demand demand(const platforms::Activity& activity, const Surroundings& around) const;
  NodePower at_speed(const Demand& demand, double speed, const Surroundings& around) const;
  double speed(const Demand& demand, const Surroundings& around) const;
  double thermal_speed(const Surroundings& around) const;
  double leakage_factor(const Surroundings& around) const;
  double fan_flow(Power heat, const Surroundings& around) const;
  Power fan_power(Power heat, const Surroundings& around) const;
  const platforms::InletRange& inlet_range(const Surroundings& around) const;

  platforms::NodeSpec node_;
  PowerSupplies supplies_;
};

}  // namespace icekeel::power
