// SPDX-License-Identifier: Apache-2.0
#include "simulator/facility/cooling_plant.h"

#include <variant>

#include "simulator/base/expect.h"
#include "simulator/facility/fluids.h"
#include "simulator/facility/plants.h"
#include "simulator/facility/psychrometrics.h"

namespace icekeel::facility {
namespace {

using AnyPlant = std::variant<ChilledWaterPlant, WarmWaterPlant, CracDxPlant, AirCooledChillerPlant,
                              AirEconomizerPlant, IndirectEvaporativePlant, RearDoorPlant>;

AnyPlant plant_of(const CoolingSpec& spec, const std::optional<HeatReuse>& reuse) {
  switch (spec.plant) {
    case PlantKind::chilled_water:
      break;
    case PlantKind::warm_water:
    case PlantKind::immersion:
    case PlantKind::warm_water_tower:
      return WarmWaterPlant(spec, reuse);
    case PlantKind::crac_dx:
      return CracDxPlant(spec);
    case PlantKind::air_cooled_chiller:
      return AirCooledChillerPlant(spec, reuse);
    case PlantKind::air_economizer:
      return AirEconomizerPlant(spec);
    case PlantKind::indirect_evaporative:
      return IndirectEvaporativePlant(spec);
    case PlantKind::rear_door:
      return RearDoorPlant(spec, reuse);
  }
  return ChilledWaterPlant(spec, reuse);
}

std::optional<HeatReuse> reuse_of(const CoolingSpec& spec, const ReuseSpec* reuse) {
  if (reuse == nullptr) return std::nullopt;
  ReuseSpec complete = *reuse;
  if (!complete.exchanger_heat) complete.exchanger_heat = spec.facility_water->design_heat;
  return HeatReuse(complete, spec.facility_water->range);
}

// Of numbers only: water at its set point is inside a class that ends there.
constexpr auto class_tolerance = TemperatureDifference::si(1e-6);

bool leaves(const AirEnvelope& room, const PlantStep& step, Pressure pressure) {
  if (room.coldest - step.rack_air_inlet > class_tolerance ||
      step.rack_air_inlet - room.warmest > class_tolerance)
    return true;
  const auto saturated = [&](Temperature dew_point) {
    return humidity_ratio(dew_point, 1.0, pressure);
  };
  return step.supply_humidity && (*step.supply_humidity < saturated(room.driest) ||
                                  *step.supply_humidity > saturated(room.most_humid));
}

}  // namespace

WaterLoop::WaterLoop(const WaterLoopSpec& spec)
    : spec_(spec), rate_(*spec.design_heat / spec.range) {}

double WaterLoop::flow_ratio(Power heat) const {
  return flow_for(heat / *spec_.design_heat, spec_.pump.least_flow);
}

Power WaterLoop::pump(double flow_ratio) const {
  return pump_power(spec_.pump, water_flow(rate_), flow_ratio);
}

IndoorSide::IndoorSide(const CoolingSpec& cooling, Temperature coil_water,
                       TemperatureDifference coil_water_range)
    : loop(*cooling.facility_water),
      air(*cooling.air_handler, coil_water, coil_water_range),
      cdu(*cooling.cdu, cooling.facility_water->range),
      supply_air(cooling.air_handler->supply_air) {}

IndoorSide::Water IndoorSide::warmed(HeatLoad load, PlantStep& step) const {
  Water water;
  step.air_fans = air.fans(load.air);
  step.cdu_pumps = cdu.pumps(load.liquid);
  water.carried = {load.liquid + step.cdu_pumps, load.air + step.air_fans};
  water.flow = loop.flow_ratio(water.carried.total());
  water.rate = loop.rate(water.flow);
  water.loop_pump = loop.pump(water.flow);
  water.heat = water.carried.total() + water.loop_pump;
  return water;
}

bool IndoorSide::cooled(HeatLoad load, const Water& water, TemperatureDifference tolerance,
                        PlantStep& step) const {
  step.water_return = step.water_supply + water.heat / water.rate;
  const double liquid_share = water.carried.liquid / water.carried.total();
  const auto room = air.cool(load.air, {step.water_supply, (1.0 - liquid_share) * water.rate});
  const auto plates = cdu.cool(load.liquid, {step.water_supply, liquid_share * water.rate});
  step.rack_air_inlet = room.rack_inlet;
  step.coolant_supply = plates.coolant_supply;
  step.coolant_return = load.liquid > Power{} ? plates.coolant_return : step.water_return;
  return room.supply_air - supply_air <= tolerance;
}

PlantStep idle_step(const CoolingSpec& cooling) {
  PlantStep step;
  step.rack_air_inlet = cooling.air_handler->supply_air;
  const Temperature water = cooling.supply.value_or(step.rack_air_inlet);
  step.coolant_supply = step.coolant_return = water;
  step.water_supply = step.water_return = water;
  return step;
}

struct CoolingPlant::Parts {
  CoolingSpec spec;
  AnyPlant plant;
  bool liquid;  // whether there is a place for it
};

CoolingPlant::CoolingPlant(const CoolingSpec& cooling, const ReuseSpec* reuse, HeatLoad design) {
  ICEKEEL_EXPECT(check(cooling).empty());
  const Abilities able = abilities(cooling.plant);
  ICEKEEL_EXPECT(reuse == nullptr || (able.heat_reuse && check(*reuse).empty()));
  ICEKEEL_EXPECT(design.room <= design.air);
  const bool liquid =
      able.liquid_racks && (design.liquid > Power{} || cooling.cdu->design_heat.has_value());
  const CoolingSpec spec = sized(cooling, design);
  parts_ =
      std::make_unique<const Parts>(Parts{spec, plant_of(spec, reuse_of(spec, reuse)), liquid});
}

CoolingPlant::~CoolingPlant() = default;
CoolingPlant::CoolingPlant(CoolingPlant&&) noexcept = default;
CoolingPlant& CoolingPlant::operator=(CoolingPlant&&) noexcept = default;

PlantStep CoolingPlant::step(HeatLoad load, const Weather& outdoor, Power heat_demand) const {
  ICEKEEL_EXPECT(load.liquid >= Power{} && load.air >= Power{} && heat_demand >= Power{});
  ICEKEEL_EXPECT(parts_->liquid || load.liquid == Power{});
  PlantStep step = std::visit(
      [&](const auto& plant) { return plant.step(load, outdoor, heat_demand); }, parts_->plant);
  const CoolingSpec& cooling = parts_->spec;
  if (cooling.air_class)
    step.air_class_left = leaves(envelope(*cooling.air_class), step, outdoor.pressure);
  if (cooling.liquid_class && cooling.supply) {
    const auto warmest = warmest_supply(*cooling.liquid_class);
    step.liquid_class_left = warmest && step.water_supply - *warmest > class_tolerance;
  }
  return step;
}

const CoolingSpec& CoolingPlant::spec() const {
  return parts_->spec;
}

Power heat_imbalance(const PlantStep& step, HeatLoad load) {
  const Power in = load.total() + step.air_fans + step.cdu_pumps + step.pumps + step.chiller;
  return in - (step.heat_rejected + step.heat_taken + step.heat_stored);
}

}  // namespace icekeel::facility
