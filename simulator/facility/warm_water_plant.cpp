// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>

#include "simulator/facility/plants.h"

namespace icekeel::facility {
namespace {

constexpr double supply_settled = 1e-10;  // [K]
constexpr int most_guesses = 50;
// Of numbers only: water at the temperature that is wanted needs no chiller.
constexpr auto as_cold = TemperatureDifference::si(1e-6);

std::variant<DryCooler, TowerLoop> cooler_of(const CoolingSpec& cooling) {
  const TemperatureDifference range = cooling.facility_water->range;
  if (cooling.plant != PlantKind::warm_water_tower) return DryCooler(*cooling.dry_cooler, range);
  return TowerLoop(*cooling.economizer, *cooling.tower, cooling.floating, range);
}

}  // namespace

/// The room air, its water and its chiller.
struct WarmWaterPlant::AirSide {
  Power fans, pump;
  ChillerStep chiller;
  double flow = 0;
  Temperature water;     // to the coils
  Power heat;            // to the facility water
  DryCoolerStep cooler;  // of the room's water, if it runs
  AdsorptionStep adsorbed;
};

/// What carries the facility water's heat outdoors.
struct WarmWaterPlant::Rejection {
  Temperature leaving;  // facility water
  Power rejected, fans, pump, adiabatic;
  WaterUse water;
  int out_of_range = 0;
  TowerLoopStep loop{};
};

/// Everything at the facility water, once its supply temperature has supply_settled.
struct WarmWaterPlant::WaterSide {
  AirSide air;
  Power loop_pump;
  HeatCapacityRate rate;
  Power heat;  // of all that the facility water carries
  ReuseStep reused;
  Rejection outdoors;
  Temperature supply;
};

WarmWaterPlant::WarmWaterPlant(const CoolingSpec& cooling, const std::optional<HeatReuse>& reuse)
    : spec_(cooling),
      reuse_(reuse),
      indoor_(cooling, cooling.air_water->supply, cooling.air_water->loop.range),
      air_loop_(cooling.air_water->loop),
      chiller_(*cooling.chiller),
      cooler_(cooler_of(cooling)) {
  const auto& room = *cooling.air_water;
  if (room.free_cooler) free_cooler_.emplace(*room.free_cooler, room.loop.range);
}

// Lets the free cooler do the chiller's work, if it can and needs less for it. What it would do is
// the same in every round: `known` keeps it.
void WarmWaterPlant::cool_freely(AirSide& side, const Weather& outdoor,
                                 std::optional<DryCoolerStep>& known) const {
  if (side.chiller.compressor <= Power{}) return;
  const Power load = side.heat - side.chiller.compressor + side.adsorbed.cold;
  if (!known) known = free_cooler_->hold(load, side.flow, outdoor, spec_.air_water->supply);
  const Power free = known->fan_power + known->adiabatic_pump;
  if (!known->reached || free > side.chiller.compressor) return;
  side.cooler = *known;
  side.chiller = {};
  side.pump -= side.adsorbed.electricity;
  side.adsorbed = {};
  side.water = spec_.air_water->supply;
  side.heat = Power{};
}

WarmWaterPlant::Rejection WarmWaterPlant::reject_outdoors(Power heat, double flow,
                                                          const Weather& outdoor) const {
  const Temperature target = *spec_.supply;
  if (const auto* dry = std::get_if<DryCooler>(&cooler_)) {
    const DryCoolerStep step = dry->hold(heat, flow, outdoor, target);
    return {
        step.leaving, step.rejected, step.fan_power, {}, step.adiabatic_pump, step.water, 0, {}};
  }
  const TowerLoopStep step = std::get<TowerLoop>(cooler_).hold(heat, flow, outdoor, target);
  const TowerStep& tower = step.tower;
  return {step.leaving, tower.rejected, tower.fan_power, step.pump, {}, {}, tower.out_of_range,
          step};
}

// What the hottest water, that from the cold plates, can drive. A recooler of its own takes its
// heat and the cold outdoors.
AdsorptionStep WarmWaterPlant::adsorbed(HeatLoad load, Power wanted, Temperature facility_water,
                                        HeatCapacityRate plates, const Weather& outdoor) const {
  if (!spec_.adsorption || load.liquid <= Power{}) return {};
  const Power liquid = load.liquid + indoor_.cdu.pumps(load.liquid);
  return adsorb(*spec_.adsorption, wanted, liquid, facility_water + liquid / plates,
                outdoor.dry_bulb + spec_.adsorption->recooling_approach, spec_.air_water->supply);
}

WarmWaterPlant::AirSide WarmWaterPlant::cool_air(HeatLoad all, Temperature facility_water,
                                                 HeatCapacityRate water_rate,
                                                 const Weather& outdoor) const {
  AirSide side;
  const Power heat = all.air;
  const HeatCapacityRate rate = (all.air / all.total()) * water_rate;
  const Temperature wanted = spec_.air_water->supply;
  side.water = wanted;
  if (heat <= Power{}) return side;
  side.fans = indoor_.air.fans(heat);
  side.flow = air_loop_.flow_ratio(heat + side.fans);
  side.pump = air_loop_.pump(side.flow);
  const Power load = heat + side.fans + side.pump;
  side.heat = load;
  // Facility water that is cold enough goes to the coils itself, mixed up to what they need.
  if (facility_water - wanted <= as_cold) return side;
  side.adsorbed = adsorbed(all, load, facility_water, water_rate - rate, outdoor);
  side.pump += side.adsorbed.electricity;
  const Power rest = load - side.adsorbed.cold;
  side.heat = rest;
  if (rest <= Power{}) return side;
  const double excess = std::max(rest / chiller_.capacity(wanted, facility_water) - 1.0, 0.0);
  side.water = wanted + TemperatureDifference::si(excess / spec_.chiller->capacity_per_kelvin);
  side.chiller = chiller_.run(rest, side.water, facility_water, rate);
  side.heat += side.chiller.compressor;
  return side;
}

// Warmer supply makes the chiller work harder, which warms the supply: repeated until it settles.
// At the set point that is at once.
WarmWaterPlant::WaterSide WarmWaterPlant::reject(HeatLoad load, const Weather& outdoor,
                                                 Power heat_demand) const {
  WaterSide side;
  side.supply = *spec_.supply;
  const Power liquid = load.liquid + indoor_.cdu.pumps(load.liquid);
  const double flow = indoor_.loop.flow_ratio(load.total());
  side.loop_pump = indoor_.loop.pump(flow);
  side.rate = indoor_.loop.rate(flow);
  std::optional<DryCoolerStep> free;
  for (int round = 0; round < most_guesses; ++round) {
    side.air = cool_air(load, side.supply, side.rate, outdoor);
    if (free_cooler_) cool_freely(side.air, outdoor, free);
    side.heat = liquid - side.air.adsorbed.drive + side.air.heat + side.loop_pump;
    // Decided at the set point: warmer water would only give a little more.
    if (reuse_ && round == 0)
      side.reused = reuse_->take(load.liquid - side.air.adsorbed.drive, side.heat,
                                 {side.supply + side.heat / side.rate, side.rate}, heat_demand);
    side.outdoors = reject_outdoors(side.heat - side.reused.taken, flow, outdoor);
    // No line leads ahead: where the free cooler takes over, the water's temperature jumps.
    const double moved = std::abs((side.outdoors.leaving - side.supply).si());
    side.supply = side.outdoors.leaving;
    if (moved < supply_settled) break;
  }
  if (const auto* towers = std::get_if<TowerLoop>(&cooler_))
    side.outdoors.water = towers->mains_water(side.outdoors.loop, outdoor);
  return side;
}

PlantStep WarmWaterPlant::step(HeatLoad load, const Weather& outdoor, Power heat_demand) const {
  PlantStep step = idle_step(spec_);
  if (load.total() <= Power{}) return step;

  const WaterSide side = reject(load, outdoor, heat_demand);
  step.air_fans = side.air.fans;
  step.cdu_pumps = indoor_.cdu.pumps(load.liquid);
  step.pumps = side.loop_pump + side.air.pump + side.outdoors.pump;
  step.outdoor_fans = side.outdoors.fans + side.air.cooler.fan_power + side.air.adsorbed.fans;
  step.chiller = side.air.chiller.compressor;
  step.adiabatic = side.outdoors.adiabatic + side.air.cooler.adiabatic_pump;
  step.heat_pump = side.reused.heat_pump;
  step.adsorbed = side.air.adsorbed.cold;
  step.heat_rejected =
      side.outdoors.rejected + side.air.cooler.rejected + side.air.adsorbed.rejected();
  step.heat_taken = side.reused.taken;
  step.heat_reused_gross = side.reused.delivered;
  step.water = side.outdoors.water;
  step.water += side.air.cooler.water;
  step.out_of_range = side.air.chiller.out_of_range + side.outdoors.out_of_range;
  if (step.chiller > Power{})
    step.mode = load.liquid > Power{} ? CoolingMode::partial : CoolingMode::mechanical;

  step.water_supply = side.supply;
  step.water_return = side.supply + side.heat / side.rate;
  const auto air = indoor_.air.cool(load.air, {side.air.water, air_loop_.rate(side.air.flow)});
  const auto cdu =
      indoor_.cdu.cool(load.liquid, {side.supply, load.liquid / load.total() * side.rate});
  step.rack_air_inlet = air.rack_inlet;
  step.coolant_supply = cdu.coolant_supply;
  step.coolant_return = load.liquid > Power{} ? cdu.coolant_return : step.water_return;
  step.set_point_missed = side.supply - warmest_set_point(spec_) > spec_.tolerance ||
                          air.supply_air - spec_.air_handler->supply_air > spec_.tolerance;
  return step;
}

}  // namespace icekeel::facility
