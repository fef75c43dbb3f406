// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Every shipped plant for a hall of ten megawatts, and loads and weather for it.

#include <string>
#include <vector>

#include "simulator/base/units.h"
#include "simulator/facility/cooling_plant.h"
#include "simulator/facility/psychrometrics.h"
#include "tests/unit/facility/catalogue.h"

namespace icekeel::facility {

inline const HeatLoad design{9.0 * units::megawatt, 1.0 * units::megawatt};

inline Weather weather(double celsius, double relative_humidity) {
  const auto air = Temperature::from_celsius(celsius);
  const auto pressure = 101.325 * units::kilopascal;
  return {air, wet_bulb(air, relative_humidity, pressure), relative_humidity, pressure};
}

inline ReuseSpec heat_pump_reuse() {
  ReuseSpec reuse;
  reuse.demand.unlimited = true;
  reuse.heat_pump.emplace().supply = Temperature::from_celsius(70);
  return reuse;
}

inline ReuseSpec direct_reuse() {
  ReuseSpec reuse;
  reuse.demand.unlimited = true;
  reuse.direct = DirectHeatSpec{Temperature::from_celsius(36), Temperature::from_celsius(30)};
  return reuse;
}

enum class Reuse { none, heat_pump, direct };

/// The same heat as this kind of plant gets it: all in air if it takes no liquid.
inline HeatLoad fit(PlantKind kind, HeatLoad load) {
  if (abilities(kind).liquid_racks) return load;
  return {{}, load.total(), load.room};
}
inline HeatLoad fit(const CoolingPlant& plant, HeatLoad load) {
  return fit(plant.spec().plant, load);
}
inline HeatLoad fit_design(const std::string& name) {
  return fit(test::entry<CoolingSpec>("plants/" + name).plant, design);
}

/// Without reuse, if the plant has no water to take heat from.
inline CoolingPlant plant(const std::string& name, Reuse reuse = Reuse::none) {
  const auto spec = test::entry<CoolingSpec>("plants/" + name);
  const ReuseSpec by_pump = heat_pump_reuse(), directly = direct_reuse();
  const ReuseSpec* chosen = reuse == Reuse::none        ? nullptr
                            : reuse == Reuse::heat_pump ? &by_pump
                                                        : &directly;
  return {spec, abilities(spec.plant).heat_reuse ? chosen : nullptr, fit(spec.plant, design)};
}

inline std::vector<std::string> all_plants() {
  return test::catalogue().names("plants");
}

}  // namespace icekeel::facility
