// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// An amount of energy in things of daily life.

#include "simulator/base/quantity.h"
#include "simulator/base/units.h"

namespace icekeel::analysis {

/// What the comparisons stand on. A change of any number is a new version, so that two reports can
/// only be compared if they say the same version.
struct EquivalenceBasis {
  int version = 1;
  /// estimate: the battery of a phone of 2024, 3,900 mAh at 3.85 V; the charger's loss left out
  Energy phone_charge = 15.0 * units::watt * units::hour;
  /// estimate: 15 kWh on 100 km, a compact electric car in mixed traffic
  Energy car_kilometre = 150.0 * units::watt * units::hour;
  /// estimate: the name plate of a raclette grill for eight
  Power grill = 1500.0 * units::watt;
  /// estimate: the name plate of an LED bulb as bright as a 60 W incandescent one
  Power bulb = 7.0 * units::watt;
};

struct Equivalences {
  double phone_charges = 0.0;
  double car_kilometres = 0.0;
  Duration grill_time;
  Duration bulb_time;
};

/// The same energy, delivered to each of these things.
Equivalences equivalences(Energy energy, const EquivalenceBasis& basis = {});

}  // namespace icekeel::analysis
