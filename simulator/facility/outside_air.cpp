// SPDX-License-Identifier: Apache-2.0
#include "simulator/facility/outside_air.h"

#include <algorithm>

#include "simulator/facility/fluids.h"
#include "simulator/facility/psychrometrics.h"

namespace icekeel::facility {
namespace {

double saturated_at(Temperature dew_point, const Weather& outdoor) {
  return humidity_ratio(dew_point, 1.0, outdoor.pressure);
}

// Water that the pads add to a mass of outdoor air that is too dry.
double humidification(const OutsideAirSpec& spec, double ratio, const Weather& outdoor) {
  if (!spec.adiabatic || !spec.least_dew_point) return 0.0;
  return std::max(saturated_at(*spec.least_dew_point, outdoor) - ratio, 0.0);
}

TemperatureDifference cooled_by_pads(const OutsideAirSpec& spec, TemperatureDifference wanted,
                                     TemperatureDifference by_humidity, const Weather& outdoor) {
  const auto& pads = spec.adiabatic;
  if (!pads || outdoor.dry_bulb <= pads->above) return {};
  const auto most = pads->effectiveness * (outdoor.dry_bulb - outdoor.wet_bulb);
  return std::max(std::min({wanted, most, by_humidity}), TemperatureDifference{});
}

}  // namespace

OutsideAirStep outside_air(const OutsideAirSpec& spec, const RoomAir& room,
                           const Weather& outdoor) {
  OutsideAirStep step;
  const Temperature air = outdoor.dry_bulb;
  const double ratio = humidity_ratio(air, outdoor.relative_humidity, outdoor.pressure);
  const double most_ratio = saturated_at(spec.most_dew_point, outdoor);
  if (air > spec.most_dry_bulb || ratio > most_ratio) return step;

  const auto latent = latent_heat(std::max(outdoor.wet_bulb, Temperature::from_celsius(0.0)));
  const TemperatureDifference per_ratio = latent / air_specific_heat;
  double added = 0.0;
  step.share = 1.0;
  if (air <= room.wanted) {
    added = humidification(spec, ratio, outdoor);
    step.share = (room.back - room.wanted) / (room.back - air + added * per_ratio);
  } else {
    added = cooled_by_pads(spec, air - room.wanted, (most_ratio - ratio) * per_ratio, outdoor) /
            per_ratio;
  }
  step.humidity_ratio = ratio + added;
  const HeatCapacityRate rate = step.share * room.rate;
  const MassFlow evaporated = added * (rate / air_specific_heat);
  step.heat = rate * (room.back - air) + evaporated * latent;
  step.open = step.heat > Power{};
  if (evaporated <= MassFlow{}) return step;
  const MassFlow circulating = spec.adiabatic->circulation * evaporated;
  step.water = water_use(spec.adiabatic->water, evaporated, circulating);
  step.pads = pump_power(spec.adiabatic->pump, circulating, 1.0);
  return step;
}

std::vector<config::Finding> check(const OutsideAirSpec& outside) {
  if (outside.least_dew_point && *outside.least_dew_point >= outside.most_dew_point)
    return {{"least_dew_point", "the least dew point is not below the highest",
             "give a least dew point below 'most_dew_point'"}};
  if (outside.least_dew_point && !outside.adiabatic)
    return {{"least_dew_point", "nothing can humidify the air up to the least dew point",
             "give 'adiabatic', or leave 'least_dew_point' out"}};
  return {};
}

void describe(config::Fields& f, OutsideAirSpec& outside) {
  f.required("most_dry_bulb", outside.most_dry_bulb,
             "Outdoor temperature above which the dampers close.");
  f.required("most_dew_point", outside.most_dew_point,
             "Outdoor dew point above which the dampers close, and highest one behind the pads.");
  f.optional("least_dew_point", outside.least_dew_point,
             "Dew point up to which the pads humidify outdoor air that is too dry.");
  f.required("filters", outside.filters,
             "Pressure drop of filters, dampers and pads while the dampers are open, at the design "
             "flow.");
  f.optional("adiabatic", outside.adiabatic, "Wetted pads in the mixed air.");
}

}  // namespace icekeel::facility
