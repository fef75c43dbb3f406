// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// A cooling plant that an FMI unit simulates.

#include <optional>

#include "simulator/facility/cooling_plant.h"
#include "simulator/facility/unit_spec.h"
#include "simulator/fmi/unit.h"

namespace icekeel::run {

/// The unit goes on with the mean heat of each interval that has passed, once; what it says at the
/// end of the interval holds for it. Heat that it was told too little or too much, since its own
/// power changes the losses in the room, is told with the next interval.
class UnitPlant {
 public:
  /// \param cooling with a unit; temperatures that the unit does not say are its set points
  explicit UnitPlant(const facility::CoolingSpec& cooling);

  /// What the unit said last, as the answer to that heat.
  facility::PlantStep held(facility::HeatLoad load) const;
  /// Lets time pass.
  facility::PlantStep pass(facility::HeatLoad load, const facility::Weather& outdoor,
                           Power heat_demand, Duration length);
  /// Heat that came beside what the unit was told for the interval.
  void owe(Power heat, Duration length) { owed_ += heat * length; }

 private:
  struct Link {
    unsigned reference = 0;
    facility::Conversion to_si;
  };
  using MaybeLink = std::optional<Link>;
  MaybeLink link(const std::optional<std::string>& variable, facility::UnitQuantity quantity) const;
  void tell(const MaybeLink& link, double value);
  double asked(const Link& link) const;
  double asked_heat(const MaybeLink& link, const char* meaning) const;

  facility::CoolingSpec cooling_;
  fmi::Unit unit_;
  MaybeLink heat_, liquid_heat_, air_heat_, heat_demand_;
  MaybeLink dry_bulb_, wet_bulb_, humidity_, pressure_;
  MaybeLink power_, supply_, return_, air_, recovered_, rejected_, stored_, water_;
  Energy owed_;
};

}  // namespace icekeel::run
