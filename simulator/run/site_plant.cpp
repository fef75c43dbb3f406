// SPDX-License-Identifier: Apache-2.0
#include "simulator/run/site_plant.h"

#include <algorithm>
#include <cmath>

#include "simulator/base/units.h"
#include "simulator/scenario/design_load.h"

namespace icekeel::run {
namespace {

std::optional<facility::CoolantLoop> coolant_of(const scenario::SiteSpec& site,
                                                const facility::CoolingPlant& plant) {
  const HeatCapacity capacity = scenario::coolant_capacity(site);
  if (capacity <= HeatCapacity{}) return std::nullopt;
  const auto& cdu = *plant.spec().cdu;
  return facility::CoolantLoop(capacity, *cdu.design_heat / cdu.coolant_range);
}

facility::OnSiteEnergy on_site_of(const scenario::Site& site, Timestamp start) {
  return {site.spec.on_site.value_or(facility::OnSiteSpec{}), site.solar, site.spec.grid, site.grid,
          start};
}

// The least that a UPS evens out; none without one.
Duration smoothing_of(const power::PartGraph& graph) {
  std::optional<Duration> least;
  for (const auto& part : graph.parts) {
    if (part.kind != power::StageKind::ups) continue;
    const Duration own = part.spec->input ? part.spec->input->smoothing : Duration{};
    least = std::min(least.value_or(own), own);
  }
  return least.value_or(Duration{});
}

}  // namespace

void SitePlant::read_chain(const power::ChainStep& chain, SiteStep& step) {
  for (const auto& stage : chain.stages) step.electrical_loss += stage.loss;
  step.lighting = chain.lighting;
  step.grid = chain.total + chain.generators;
  step.feeds = chain.grid;
}

SitePlant::SitePlant(const scenario::Site& site, Timestamp start)
    : site_(site),
      start_(start),
      plant_(scenario::plant_of(site.spec)),
      chain_(site.spec.power, scenario::design_load(site.spec, plant_)),
      dynamics_(chain_),
      coolant_(coolant_of(site.spec, plant_)),
      room_(scenario::room_of(site.spec, plant_)),
      last_coolant_(plant_.spec().supply.value_or(plant_.spec().air_handler->supply_air)),
      last_inlet_(plant_.spec().air_handler->supply_air),
      on_site_(on_site_of(site, start)),
      grid_account_(site.spec.grid, site.grid, start),
      watch_(smoothing_of(chain_.graph())) {
  if (site.spec.cooling.unit) unit_.emplace(plant_.spec());
  for (const auto& stage : chain_.stages()) loss_terms_.push_back("loss " + stage.name);
  if (site.spec.heat_reuse && site.spec.heat_reuse->tank) {
    tank_.emplace(*site.spec.heat_reuse->tank);
    tank_books_.add_in("held at first", tank_->energy());
    tank_books_.add_out("held", tank_->energy());
  }
  if (!site.spec.on_site || !site.spec.on_site->battery) return;
  const auto& battery = *site.spec.on_site->battery;
  battery_.add_in("held at first", battery.first_charge * battery.capacity);
  battery_.add_out("held", battery.first_charge * battery.capacity);
}

// What all racks share, such as switches, hangs on the cord groups that are alive.
power::ChainLoad SitePlant::chain_load(const ItLoad& load, const facility::PlantStep& plant) const {
  const Power critical = scenario::critical_power(plant);
  power::ChainLoad chain{
      {}, plant.cooling_power() - critical + plant.heat_pump, critical, {}, load.groups};
  if (load.groups.empty()) {
    chain.it = load.power;
    return chain;
  }
  Power shared = load.power;
  for (const Power group : load.groups) shared += -1.0 * group;
  std::vector<std::size_t> live;
  const auto alive = chain_.alive(state());
  for (const auto& point : chain_.graph().loads)
    if (point.kind == power::LoadKind::racks &&
        std::any_of(point.cords.begin(), point.cords.end(),
                    [&](std::size_t cord) { return alive[cord] != 0; }))
      live.push_back(point.group);
  for (const std::size_t group : live)
    chain.groups[group] += shared / static_cast<double>(live.size());
  return chain;
}

// The room's air takes the losses of the chain, the chain carries the plant, and the plant works
// for the room: a few rounds settle it, as each feeds back less than a hundredth.
SitePlant::Solved SitePlant::solve(const ItLoad& load, PlantHeat heat, Duration at) const {
  Solved now;
  now.heat = heat;
  auto& step = now.step;
  const double second = second_of_year(start_, at);
  step.it = load.power;
  step.weather = site_.weather.at(second);
  if (site_.spec.heat_reuse)
    step.heat_demand =
        facility::heat_demand(site_.spec.heat_reuse->demand, site_.weather.day_mean(second));
  step.feeds.resize(power::utility_names(site_.spec.power).size());
  if (!cooling()) return without_plant(now, load);
  constexpr int most_rounds = 20;
  constexpr double settled = 1e-10;  // of the heat
  // The plant of last time tells the losses but for what it has changed since.
  const auto first = chain_.step(chain_load(load, last_plant_), state());
  Power room_loss = first.losses_in_room + first.lighting;
  search_.restart();
  for (int round = 0; round < most_rounds; ++round) {
    const facility::HeatLoad all{
        heat.liquid, load.power - load.liquid_heat + heat.more_air + room_loss, room_loss};
    step.plant =
        unit_ ? unit_->held(all) : plant_.step(all, step.weather, step.heat_demand + tank_room_);
    now.chain = chain_.step(chain_load(load, step.plant), state());
    const Power next = now.chain.losses_in_room + now.chain.lighting;
    if (std::abs((next - room_loss).si()) <= settled * all.total().si()) break;
    room_loss = Power::si(search_.next(room_loss.si(), next.si()));
  }
  last_plant_ = step.plant;
  step.heat_delivered = step.plant.heat_reused_gross;
  read_chain(now.chain, step);
  return now;
}

power::ChainStep SitePlant::chain_step(const ItLoad& load, Duration at) const {
  return solve(load, at).chain;
}

SiteStep SitePlant::step(const ItLoad& load, Duration at) const {
  return solve(load, at).step;
}

SiteStep SitePlant::settle(const ItLoad& load, Duration from, Duration to) {
  if (tank_) tank_room_ = tank_->room(to - from);
  auto solved = cooling() ? cooled(load, from, to) : uncooled(load, from, to);
  if (unit_ && cooling()) pass_unit(solved, load, to - from);
  auto& [step, chain, heat] = solved;
  pass_tank(step, to - from);
  step.on_site = on_site_.pass(chain.total, from, to);
  step.electrical_loss += step.on_site.loss();
  book(step, chain, to - from);
  liquid_ += load.liquid_heat * (to - from);
  last_liquid_ = load.liquid_heat;
  last_coolant_ = step.plant.coolant_supply;
  last_inlet_ = step.plant.rack_air_inlet;
  compute_ += load.compute * (to - from);
  grid_account_.draw(step.on_site.import, from, to);  // generators have books of their own
  grid_account_.give(step.on_site.exported, to - from);
  dynamics_.pass(chain, to - from);
  return step;
}

// The unit is told the heat with the losses that its power of before makes, and goes on once. The
// losses that its new power makes differ by little: it is told the difference next time.
void SitePlant::pass_unit(Solved& solved, const ItLoad& load, Duration length) {
  auto& [step, chain, heat] = solved;
  const auto room_loss = [&] { return chain.losses_in_room + chain.lighting; };
  const Power told = room_loss();
  const Power kept = load.liquid_heat - heat.liquid - heat.more_air;
  const facility::HeatLoad all{heat.liquid, load.power - load.liquid_heat + heat.more_air + told,
                               told};
  const facility::PlantStep before = step.plant;
  step.plant = unit_->pass(all, step.weather, step.heat_demand + tank_room_, length);
  if (coolant_ && coolant_->away()) {
    step.plant.coolant_supply = before.coolant_supply;
    step.plant.coolant_return = before.coolant_return;
  }
  if (room_.away()) step.plant.rack_air_inlet = before.rack_air_inlet;
  step.plant.set_point_missed = step.plant.set_point_missed || (before.set_point_missed && warms());
  chain = chain_.step(chain_load(load, step.plant), state());
  const Power untold = room_loss() - told;
  unit_->owe(untold, length);
  step.plant.heat_stored += kept + untold;
  last_plant_ = step.plant;
  step.heat_delivered = step.plant.heat_reused_gross;
  step.electrical_loss = {};
  read_chain(chain, step);
}

// What the plant makes goes to the network first; the tank takes the rest and gives what is
// lacking.
void SitePlant::pass_tank(SiteStep& step, Duration length) {
  const auto& plant = step.plant;
  if (tank_) step.tank = tank_->pass(plant.heat_reused_gross, step.heat_demand, length);
  step.heat_delivered = plant.heat_reused_gross - step.tank.charge + step.tank.discharge;
  if (!site_.spec.heat_reuse) return;
  reuse_books_.add_in("taken", plant.heat_taken * length);
  reuse_books_.add_in("heat pump", plant.heat_pump * length);
  reuse_books_.add_out("delivered", step.heat_delivered * length);
  if (!tank_) return;
  reuse_books_.add_in("from tank", step.tank.discharge * length);
  reuse_books_.add_out("into tank", step.tank.charge * length);
  tank_books_.add_in("charged", step.tank.charge * length);
  tank_books_.add_out("discharged", step.tank.discharge * length);
  tank_books_.add_out("lost", step.tank.loss * length);
  tank_books_.add_out("held", step.tank.stored * length);
}

Energy SitePlant::facility_energy() const {
  const auto& books = electricity_;
  return books.of("grid") + books.of("generators") + books.of("solar") - books.of("exported") +
         books.of("site battery") - books.of("into site battery") + battery_loss();
}

Energy SitePlant::battery_loss() const {
  return battery_.of("conversion loss") + battery_.of("self-discharge");
}

void SitePlant::book_on_site(const facility::OnSiteStep& step, Duration length) {
  electricity_.add_in("grid", step.import * length);
  if (!on_site_.any()) return;
  electricity_.add_in("solar", step.solar * length);
  electricity_.add_out("exported", step.exported * length);
  curtailed_ += step.curtailed * length;
  const auto& battery = step.battery;
  electricity_.add_in("site battery", battery.discharge * length);
  electricity_.add_out("into site battery", battery.charge * length);
  battery_.add_in("charged", battery.charge * length);
  battery_.add_out("discharged", battery.discharge * length);
  battery_.add_out("conversion loss", battery.conversion_loss * length);
  battery_.add_out("self-discharge", battery.self_discharge * length);
  battery_.add_out("held", battery.stored * length);
}

void SitePlant::book(const SiteStep& step, const power::ChainStep& chain, Duration length) {
  const auto& plant = step.plant;
  book_on_site(step.on_site, length);
  if (chain.generators > Power{}) electricity_.add_in("generators", chain.generators * length);
  if (chain.batteries > Power{}) electricity_.add_in("batteries", chain.batteries * length);
  if (chain.charging > Power{}) electricity_.add_out("into batteries", chain.charging * length);
  electricity_.add_out("it", step.it * length);
  for (std::size_t i = 0; i < chain.stages.size(); ++i)
    electricity_.add_out(loss_terms_[i], chain.stages[i].loss * length);
  electricity_.add_out("lighting", step.lighting * length);
  electricity_.add_out("air fans", plant.air_fans * length);
  electricity_.add_out("pumps", plant.pumps * length);
  electricity_.add_out("cdu pumps", plant.cdu_pumps * length);
  electricity_.add_out("outdoor fans", plant.outdoor_fans * length);
  electricity_.add_out("chiller", plant.chiller * length);
  electricity_.add_out("adiabatic", plant.adiabatic * length);
  electricity_.add_out("heat pump", plant.heat_pump * length);

  heat_.add_in("it", step.it * length);
  heat_.add_in("losses in room", chain.losses_in_room * length);
  heat_.add_in("lighting", step.lighting * length);
  heat_.add_in("air fans", plant.air_fans * length);
  heat_.add_in("pumps", plant.pumps * length);
  heat_.add_in("cdu pumps", plant.cdu_pumps * length);
  heat_.add_in("chiller", plant.chiller * length);
  heat_.add_out("rejected", plant.heat_rejected * length);
  heat_.add_out("taken for reuse", plant.heat_taken * length);
  heat_.add_out("stored", plant.heat_stored * length);

  peak_ = std::max(peak_, step.grid);
  delivered_ += step.heat_delivered * length;
  adsorbed_ += plant.adsorbed * length;
  water_ += plant.water.total() * length;
  if (plant.set_point_missed) missed_ += length;
  if (plant.air_class_left) air_class_left_ += length;
  if (plant.liquid_class_left) liquid_class_left_ += length;
  out_of_range_ += plant.out_of_range;
  const auto overload = [](const power::StageStep& stage) { return stage.load > 1.0 + 1e-9; };
  if (std::any_of(chain.stages.begin(), chain.stages.end(), overload)) overloaded_ += length;
}

}  // namespace icekeel::run
