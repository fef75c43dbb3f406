// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// A whole cooling plant in steady state: heat and weather in, meters and temperatures out.

#include <memory>
#include <optional>

#include "simulator/base/quantity.h"
#include "simulator/facility/cooling_spec.h"
#include "simulator/facility/heat_reuse.h"
#include "simulator/facility/water_use.h"
#include "simulator/facility/weather.h"

namespace icekeel::facility {

enum class CoolingMode {
  free,       ///< no compressor runs
  partial,    ///< compressors carry a part of the heat
  mechanical  ///< compressors carry all of it
};

/// What a plant does: mean powers over a step, each at its own meter.
struct PlantStep {
  // Electricity.
  Power air_fans;
  Power pumps;  ///< facility water, the room air's water, tower water
  Power cdu_pumps;
  Power outdoor_fans;  ///< of towers or dry coolers
  Power chiller;
  Power adiabatic;  ///< pumps of wetted pads and sprays
  Power heat_pump;

  Power adsorbed;  ///< cold made by facility water; its pumps are in `pumps`

  // Heat.
  Power heat_rejected;      ///< to the outdoor air
  Power heat_taken;         ///< from the plant's water for reuse
  Power heat_reused_gross;  ///< delivered at the district boundary: taken plus heat pump
  Power heat_stored;        ///< in the plant's water; 0 in steady state

  WaterUse water;

  Temperature coolant_supply, coolant_return;  ///< cold plates (the facility water if no CDU runs)
  Temperature water_supply, water_return;      ///< facility water
  Temperature rack_air_inlet;

  std::optional<double> supply_humidity;  ///< ratio of the air to the racks, with outdoor air

  CoolingMode mode = CoolingMode::free;
  bool set_point_missed = false;
  bool air_class_left = false;     ///< rack inlets are outside the class of the plant
  bool liquid_class_left = false;  ///< facility water is warmer than its class
  int out_of_range = 0;            ///< inputs of correlations that had to be clamped in this step

  /// Electricity of cooling, without the heat pump.
  Power cooling_power() const {
    return air_fans + pumps + cdu_pumps + outdoor_fans + chiller + adiabatic;
  }
};

/// What goes in minus what comes out of the plant's air and water [W]: load, fans indoors, pumps
/// and compressors against heat rejected, taken and stored. Fans outdoors warm the outdoor air.
Power heat_imbalance(const PlantStep& step, HeatLoad load);

/// A plant without memory: the same inputs always give the same step.
class CoolingPlant {
 public:
  /// \param cooling a plant without findings; sizes that are missing are derived
  /// \param reuse nothing: all heat is rejected; for plants whose kind can reuse heat
  /// \param design liquid heat of 0: the plant has no CDUs and refuses liquid heat
  CoolingPlant(const CoolingSpec& cooling, const ReuseSpec* reuse, HeatLoad design);
  ~CoolingPlant();
  CoolingPlant(CoolingPlant&&) noexcept;
  CoolingPlant& operator=(CoolingPlant&&) noexcept;

  /// \param load without liquid heat, if the plant has no place for it
  /// \param heat_demand what the district takes at most
  PlantStep step(HeatLoad load, const Weather& outdoor, Power heat_demand) const;

  /// With every size.
  const CoolingSpec& spec() const;

 private:
  struct Parts;
  std::unique_ptr<const Parts> parts_;
};

}  // namespace icekeel::facility
