// SPDX-License-Identifier: Apache-2.0
#include "simulator/facility/heat_tank.h"

#include <algorithm>
#include <limits>

#include "simulator/facility/fluids.h"

namespace icekeel::facility {
namespace {

constexpr auto no_limit = Power::si(std::numeric_limits<double>::infinity());

Frequency decay(const HeatTankSpec& tank) {
  const Power full = tank.loss * (tank.hot - tank.surroundings);
  return std::max(full / capacity(tank), Frequency{});
}

}  // namespace

Energy capacity(const HeatTankSpec& tank) {
  return tank.volume * water_density * water_specific_heat * (tank.hot - tank.cold);
}

HeatTank::HeatTank(const HeatTankSpec& spec)
    : spec_(spec), store_(spec.first_charge * capacity(spec), decay(spec)) {}

Power HeatTank::room(Duration length) const {
  return std::clamp(store_.flow_to(capacity(spec_), length), Power{},
                    spec_.most.value_or(no_limit));
}

Power HeatTank::ready(Duration length) const {
  return std::clamp(-store_.flow_to({}, length), Power{}, spec_.most.value_or(no_limit));
}

TankStep HeatTank::pass(Power made, Power demand, Duration length) {
  TankStep step;
  step.charge = std::max(made - demand, Power{});
  step.discharge = std::min(std::max(demand - made, Power{}), ready(length));
  const Energy before = store_.energy();
  step.loss = store_.pass(step.charge - step.discharge, length) / length;
  step.stored = (store_.energy() - before) / length;
  return step;
}

std::vector<config::Finding> check(const HeatTankSpec& tank) {
  std::vector<config::Finding> found;
  if (tank.hot <= tank.cold)
    found.push_back({"hot", "the hot water is not warmer than the cold water",
                     "give the network's supply as 'hot' and its return as 'cold'"});
  if (tank.hot < tank.surroundings)
    found.push_back({"surroundings", "the surroundings are warmer than the hot water",
                     "give the mean temperature of what is around the tank"});
  return found;
}

void describe(config::Fields& f, HeatTankSpec& tank) {
  f.required("volume", tank.volume, "Water in the tank.", {.above_least = true});
  f.required("hot", tank.hot, "Temperature of the water it stores: the network's supply.");
  f.required("cold", tank.cold, "Temperature of the water in its place: the network's return.");
  f.required("surroundings", tank.surroundings, "Mean temperature around it.");
  f.required("loss", tank.loss, "Conductance of its whole insulation.");
  f.optional("most", tank.most, "Most heat it takes or gives; no limit if not given.");
  f.optional("first_charge", tank.first_charge, "Share that is hot when the simulation starts.",
             {.most = 1.0});
}

}  // namespace icekeel::facility
