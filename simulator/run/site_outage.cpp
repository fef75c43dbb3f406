// SPDX-License-Identifier: Apache-2.0
// What the water and the air of a site do while nobody cools them, and on their way back.
#include <algorithm>

#include "simulator/run/site_plant.h"

namespace icekeel::run {
namespace {

std::optional<Duration> sooner(std::optional<Duration> a, std::optional<Duration> b) {
  if (!a || !b) return a ? a : b;
  return std::min(*a, *b);
}

// When a mass that warms has to be looked at: as it reaches one of these temperatures, and every
// second between the first and the last.
template <class Mass>
std::optional<Duration> next_limit(const std::vector<Temperature>& limits, Temperature now,
                                   const Mass& mass, Power heat) {
  std::optional<Duration> next;
  for (const Temperature limit : limits) next = sooner(next, mass.until(limit, heat));
  const bool between = next && std::any_of(limits.begin(), limits.end(),
                                           [&](Temperature limit) { return limit <= now; });
  return between ? std::min(*next, Duration::si(1.0)) : next;
}

}  // namespace

bool SitePlant::cooling() const {
  return cooling_works_ && chain_.reaches(power::LoadKind::mechanical, state());
}

bool SitePlant::cdu_pumps_run() const {
  return cdu_pumps_work_ && chain_.reaches(power::LoadKind::critical_mechanical, state());
}

bool SitePlant::warms() const {
  return !cooling() || (coolant_ && (!cdu_pumps_run() || coolant_->away()));
}

std::optional<Duration> SitePlant::next_look(const Limits& limits, const ItLoad& load) const {
  std::optional<Duration> next;
  if (coolant_ && cooling() && cdu_pumps_run()) {
    if (coolant_->away()) next = 0.25 * coolant_->time_constant();
  } else if (coolant_) {
    auto loop = *coolant_;
    loop.leave(last_coolant_);
    // Steps pause for transfers: the larger is the better guess, a look too early does no harm.
    next = next_limit(limits.coolant, loop.temperature(), loop,
                      std::max(load.liquid_heat, last_liquid_));
  }
  if (!cooling()) {
    auto room = room_;
    room.leave(last_inlet_);
    const auto chain = chain_.step(chain_load(load, last_plant_), state());
    const Power air = std::max(load.power - load.liquid_heat + chain.losses_in_room +
                                   chain.lighting + last_plant_.air_fans,
                               last_air_);
    next = sooner(next, next_limit(limits.air, room.air(), room, air));
  }
  return next ? std::optional(std::max(*next, Duration::si(0.001))) : std::nullopt;
}

// The plant has no power, or stands still. Pumps and fans behind the UPS go on while they have
// power; what nobody takes away stays in water, air, racks and building.
SitePlant::Solved SitePlant::without_plant(Solved now, const ItLoad& load) const {
  auto& plant = now.step.plant;
  plant.rack_air_inlet = last_inlet_;
  plant.coolant_supply = plant.coolant_return = last_coolant_;
  if (chain_.reaches(power::LoadKind::critical_mechanical, state())) {
    plant.air_fans = last_plant_.air_fans;
    if (cdu_pumps_work_) plant.cdu_pumps = last_plant_.cdu_pumps;
  }
  now.chain = chain_.step(chain_load(load, plant), state());
  plant.heat_stored =
      load.power + now.chain.losses_in_room + now.chain.lighting + plant.air_fans + plant.cdu_pumps;
  plant.set_point_missed = true;
  read_chain(now.chain, now.step);
  return now;
}

SitePlant::Solved SitePlant::uncooled(const ItLoad& load, Duration from, Duration to) {
  const Duration length = to - from;
  Solved now = solve(load, from + 0.5 * length);
  auto& plant = now.step.plant;
  last_air_ = plant.heat_stored - load.liquid_heat;
  room_.leave(last_inlet_);
  room_.warm(last_air_, length);
  plant.rack_air_inlet = room_.air();
  if (!coolant_) return now;
  coolant_->leave(last_coolant_);
  coolant_->warm(load.liquid_heat, length);
  plant.coolant_supply = plant.coolant_return = coolant_->temperature();
  return now;
}

// With the plant at work: coolant whose pumps stand still keeps its heat, and what water and room
// still hold goes to the plant on top of the load.
SitePlant::Solved SitePlant::cooled(const ItLoad& load, Duration from, Duration to) {
  const Duration length = to - from, middle = from + 0.5 * length;
  Solved now = solve(load, middle);
  const bool pumped = cdu_pumps_run();
  const bool coolant_away = coolant_ && (!pumped || coolant_->away());
  if (!coolant_away && !room_.away()) return now;
  const Temperature steady_inlet = now.step.plant.rack_air_inlet;
  Temperature coolant = now.step.plant.coolant_supply, inlet = steady_inlet;
  PlantHeat heat{load.liquid_heat, {}};
  if (coolant_away && pumped) {
    heat.liquid = std::max(heat.liquid + coolant_->cool(coolant, length), Power{});
  } else if (coolant_away) {
    coolant_->leave(last_coolant_);
    coolant_->warm(load.liquid_heat, length);
    heat.liquid = {};
  }
  if (room_.away())
    heat.more_air = std::max(room_.cool(inlet, length), load.liquid_heat - load.power);
  if (coolant_ && coolant_->away()) coolant = coolant_->temperature();
  if (room_.away()) inlet = room_.air();
  now = solve(load, heat, middle);
  auto& plant = now.step.plant;
  plant.heat_stored += load.liquid_heat - heat.liquid - heat.more_air;
  plant.coolant_supply = coolant;
  if (!pumped) plant.coolant_return = coolant;
  plant.rack_air_inlet = inlet;
  const auto tolerance = plant_.spec().tolerance;
  plant.set_point_missed = plant.set_point_missed || (coolant_ && coolant_->away()) ||
                           inlet - steady_inlet > tolerance || steady_inlet - inlet > tolerance;
  return now;
}

}  // namespace icekeel::run
