// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Heat given to a district network or a building, directly or through a heat pump.

#include <array>
#include <optional>
#include <string_view>
#include <vector>

#include "simulator/base/quantity.h"
#include "simulator/config/fields.h"
#include "simulator/config/finding.h"
#include "simulator/facility/heat_exchanger.h"
#include "simulator/facility/heat_pump.h"
#include "simulator/facility/heat_tank.h"

namespace icekeel::facility {

/// What the network takes: base load plus heating that follows the outdoor temperature.
struct DemandSpec {
  static constexpr std::string_view catalogue_kind = "demands";

  bool unlimited = false;       ///< takes whatever is offered; the rest is then ignored
  Power base;                   ///< all year, e.g. hot water
  HeatCapacityRate per_degree;  ///< heat for each kelvin below the threshold
  Temperature threshold = Temperature::from_celsius(16.0);
  std::optional<Power> most;                       ///< what the connection carries
  std::optional<CarbonIntensity> replaced_carbon;  ///< of the heat it would use otherwise
};

/// \param outdoor mean of the last day (`WeatherYear::day_mean`)
Power heat_demand(const DemandSpec& demand, Temperature outdoor);

/// Network water heated by the exchanger alone.
struct DirectHeatSpec {
  Temperature supply;  ///< the network needs at least this
  Temperature back;    ///< of the water coming back from the network
};

/// Whose heat is given away.
enum class HeatSource {
  cold_plates,    ///< of racks on liquid: at most what they give to it
  facility_water  ///< whatever the water carries, the room's share too
};

struct ReuseSpec {
  DemandSpec demand;
  HeatSource from = HeatSource::cold_plates;
  std::optional<HeatPumpSpec> heat_pump;
  std::optional<DirectHeatSpec> direct;
  bool preheat = false;  ///< network water goes through the exchanger before the heat pump
  std::optional<HeatTankSpec> tank;
  std::optional<Power> exchanger_heat;  ///< design heat; else that of the cooling water's loop
  TemperatureDifference exchanger_approach = TemperatureDifference::si(2.5);
  std::optional<EnergyPrice> heat_price;  ///< paid for heat delivered
};

void describe(config::Fields& f, DemandSpec& demand);
void describe(config::Fields& f, DirectHeatSpec& direct);
void describe(config::Fields& f, ReuseSpec& reuse);

/// Exactly one of heat pump and direct; direct supply above return.
std::vector<config::Finding> check(const ReuseSpec& reuse);

struct ReuseStep {
  Power taken;      ///< from the cooling water
  Power delivered;  ///< at the boundary: taken plus the heat pump's electricity
  Power heat_pump;  ///< electric
};

/// Takes heat from the cooling water's return, at most what is available and what is wanted.
class HeatReuse {
 public:
  /// \param spec with its exchanger heat   \param water_range of the cooling water at design
  HeatReuse(const ReuseSpec& spec, TemperatureDifference water_range);

  /// \param liquid heat of the racks on liquid
  /// \param carried heat in the water, above what the loop's supply keeps
  /// \param water return of the cooling water, before the exchanger
  ReuseStep take(Power liquid, Power carried, Stream water, Power demand) const;

 private:
  ReuseStep by_heat_pump(Power available, Stream water, Power demand) const;
  ReuseStep graded(Power available, Stream water, Power demand) const;
  ReuseStep directly(Power available, Stream water, Power demand) const;

  ReuseSpec spec_;
  HeatCapacityRate conductance_;
};

}  // namespace icekeel::facility

template <>
struct icekeel::config::Choices<icekeel::facility::HeatSource> {
  static constexpr std::array<std::string_view, 2> names{"cold-plates", "facility-water"};
};
