// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>

#include "simulator/facility/plants.h"
#include "simulator/facility/root.h"

namespace icekeel::facility {
namespace {

CoilConductance economizer_conductance(const CoolingSpec& spec) {
  if (!spec.economizer) return {};
  return plate_conductance(*spec.economizer, spec.facility_water->range, spec.tower->design_range);
}

constexpr double settled = 1e-10;  // [K]
constexpr int most_rounds = 50;

}  // namespace

/// Facility water after reuse, at its supply set point, and the tower water that meets it.
struct ChilledWaterPlant::Return {
  Power heat;  // left to carry away
  Temperature temperature;
  HeatCapacityRate rate;
  double flow_ratio;
  double tower_flow;
  HeatCapacityRate tower_rate;
  Power tower_pump;
};

/// One way to carry the heat away.
struct ChilledWaterPlant::Option {
  CoolingMode mode = CoolingMode::free;
  TowerStep tower;
  ChillerStep chiller;
  TemperatureDifference above;  // of the facility water supply over its set point
  bool possible = true;

  Power power() const { return tower.fan_power + chiller.compressor; }
};

ChilledWaterPlant::ChilledWaterPlant(const CoolingSpec& cooling,
                                     const std::optional<HeatReuse>& reuse)
    : spec_(cooling),
      reuse_(reuse),
      indoor_(cooling, *cooling.supply, cooling.facility_water->range),
      chiller_(*cooling.chiller),
      tower_(*cooling.tower),
      economizer_(economizer_conductance(cooling)) {}

// Tower water follows the heat of the facility water, so that its flow depends on the load alone.
double ChilledWaterPlant::tower_flow(Power heat) const {
  return flow_for(heat / *spec_.facility_water->design_heat, spec_.tower->pump.least_flow);
}

ChilledWaterPlant::Option ChilledWaterPlant::free_cooling(const Return& water,
                                                          const Weather& outdoor) const {
  Option option;
  const HeatCapacityRate moved = inlet_conductance(
      FlowArrangement::counter, economizer_.at(water.tower_flow, water.flow_ratio), water.rate,
      water.tower_rate);
  option.possible = moved > HeatCapacityRate{};
  if (!option.possible) return option;
  const Temperature needed = water.temperature - water.heat / moved;
  option.tower = tower_.hold(water.heat + water.tower_pump, water.tower_flow, outdoor, needed);
  option.possible = option.tower.reached;
  return option;
}

// The chiller warms the tower water that cools it: repeated until the tower water settles.
ChilledWaterPlant::Option ChilledWaterPlant::with_chiller(const Return& water,
                                                          const Weather& outdoor,
                                                          HeatCapacityRate economizer) const {
  Option option;
  const bool alone = economizer <= HeatCapacityRate{};
  const auto precooled = [&](Temperature returning, Temperature tower) {
    return std::clamp(economizer * (returning - tower), Power{}, water.heat);
  };
  Temperature tower = spec_.tower->set_point;
  FixedPoint search;
  for (int round = 0; round < most_rounds; ++round) {
    const Power first = precooled(water.temperature, tower);
    const Temperature condenser = tower + first / water.tower_rate;
    const Power capacity = chiller_.capacity(*spec_.supply, condenser);
    // Warmer water raises the chiller's capacity and what the economizer takes off it.
    const auto relief =
        TemperatureDifference::si(1.0) * (spec_.chiller->capacity_per_kelvin +
                                          (economizer * TemperatureDifference::si(1.0)) / capacity);
    option.above = std::max((water.heat - first) / capacity - 1.0, 0.0) / (relief.si()) *
                   TemperatureDifference::si(1.0);
    const Power taken = precooled(water.temperature + option.above, tower);
    option.chiller =
        chiller_.run(water.heat - taken, *spec_.supply + option.above, condenser, water.tower_rate);
    option.mode = taken > Power{} ? CoolingMode::partial : CoolingMode::mechanical;
    const Power heat = water.heat + option.chiller.compressor + water.tower_pump;
    option.tower = alone ? tower_.hold(heat, water.tower_flow, outdoor, spec_.tower->set_point)
                         : tower_.full(heat, water.tower_flow, outdoor);
    const Temperature leaving = option.tower.leaving;
    if (std::abs((leaving - tower).si()) < settled) break;
    tower = Temperature::from_kelvin(search.next(tower.kelvin(), leaving.kelvin()));
  }
  return option;
}

ChilledWaterPlant::Option ChilledWaterPlant::best(const Return& water,
                                                  const Weather& outdoor) const {
  Option chosen = free_cooling(water, outdoor);
  const auto consider = [&](const Option& other) {
    const bool colder = other.above + spec_.tolerance < chosen.above;
    const bool as_cold = other.above <= chosen.above + spec_.tolerance;
    if (!chosen.possible || colder || (as_cold && other.power() < chosen.power())) chosen = other;
  };
  if (!chosen.possible && spec_.economizer) {
    consider(with_chiller(water, outdoor,
                          inlet_conductance(FlowArrangement::counter,
                                            economizer_.at(water.tower_flow, water.flow_ratio),
                                            water.rate, water.tower_rate)));
  }
  consider(with_chiller(water, outdoor, HeatCapacityRate{}));
  return chosen;
}

PlantStep ChilledWaterPlant::step(HeatLoad load, const Weather& outdoor, Power heat_demand) const {
  PlantStep step = idle_step(spec_);
  if (load.total() <= Power{}) return step;
  const IndoorSide::Water water = indoor_.warmed(load, step);

  ReuseStep reused;
  if (reuse_)
    reused = reuse_->take(load.liquid, water.heat,
                          {*spec_.supply + water.heat / water.rate, water.rate}, heat_demand);

  const Power rest = water.heat - reused.taken;
  Option option;
  Power tower_pump;
  if (rest > Power{}) {
    const double tower = tower_flow(rest);
    tower_pump = pump_power(spec_.tower->pump, tower_.design_flow(), tower);
    option = best({rest, *spec_.supply + rest / water.rate, water.rate, water.flow, tower,
                   tower_.capacity_rate(tower), tower_pump},
                  outdoor);
    step.water = tower_.mains_water(option.tower, tower, outdoor);
  }

  step.pumps = water.loop_pump + tower_pump;
  step.outdoor_fans = option.tower.fan_power;
  step.chiller = option.chiller.compressor;
  step.heat_pump = reused.heat_pump;
  step.heat_rejected = option.tower.rejected;
  step.heat_taken = reused.taken;
  step.heat_reused_gross = reused.delivered;
  step.mode = option.mode;
  step.out_of_range = option.tower.out_of_range + option.chiller.out_of_range;

  step.water_supply = *spec_.supply + option.above;
  const bool air_reached = indoor_.cooled(load, water, spec_.tolerance, step);
  step.set_point_missed = option.above > spec_.tolerance || !air_reached;
  return step;
}

}  // namespace icekeel::facility
