// SPDX-License-Identifier: Apache-2.0
#include "simulator/run/site_plant.h"

#include <algorithm>
#include <cmath>

#include "platforms/fat_tree.h"
#include "simulator/base/units.h"
#include "simulator/run/machine.h"

namespace icekeel::run {
namespace {

// A hot and humid hour, to size the electrical chain for the plant at its worst.
// The chain's ratings only; nothing is simulated in it.
constexpr facility::Weather design_weather{
    Temperature::from_celsius(35.0), Temperature::from_celsius(24.0), 0.4, Pressure::si(101325.0)};

struct DesignLoad {
  Power it;
  facility::HeatLoad heat;
};

// Everything at its nameplate.
DesignLoad design_load(const scenario::Site& with_nodes) {
  const scenario::SiteSpec& site = with_nodes.spec;
  DesignLoad design;
  design.it = switch_power(with_nodes);
  for (const auto& hall : site.halls) {
    design.it += platforms::most_power(hall);
    for (const auto& group : hall.racks) {
      const Power racks = static_cast<double>(group.count) *
                          std::min(group.power_limit, platforms::most_power(group));
      design.heat.liquid += platforms::liquid_share(group) * racks;
    }
  }
  if (site.storage) design.it += site.storage->most;
  // The room's air also takes the losses of the chain and the lighting.
  const power::ElectricalChain chain(site.power, {design.it, {}, {}});
  const auto losses = chain.step({design.it, {}, {}, {}}, power::all_feeds(chain.feeds()));
  design.heat.room = losses.losses_in_room + losses.lighting;
  design.heat.air = design.it - design.heat.liquid + design.heat.room;
  return design;
}

const facility::ReuseSpec* reuse_of(const scenario::SiteSpec& site) {
  return site.heat_reuse ? &*site.heat_reuse : nullptr;
}

Power critical(const facility::PlantStep& plant) {
  return plant.cdu_pumps + plant.air_fans;
}

power::ElectricalChain chain_for(const scenario::Site& with_nodes,
                                 const facility::CoolingPlant& plant) {
  const scenario::SiteSpec& site = with_nodes.spec;
  const auto design = design_load(with_nodes);
  const auto hot = plant.step(design.heat, design_weather, {});
  const auto warm =
      plant.step(design.heat, design_weather, site.heat_reuse ? design.heat.total() : Power{});
  const Power all = std::max(hot.cooling_power(), warm.cooling_power()) + warm.heat_pump;
  return {site.power, {design.it, all - critical(hot), critical(hot)}};
}

}  // namespace

SitePlant::SitePlant(const scenario::Site& site, Timestamp start)
    : site_(site),
      start_(start),
      plant_(site.spec.cooling, reuse_of(site.spec), design_load(site).heat),
      chain_(chain_for(site, plant_)),
      feeds_(power::all_feeds(chain_.feeds())) {}

power::ChainLoad SitePlant::chain_load(ItLoad load, const facility::PlantStep& plant) const {
  // Where racks hang on one feed each, the machine's meter has lost the racks of a lost feed
  // already, and the plant's remaining feeds carry it; the chain expects the load of all feeds.
  const bool split = !power::carries_all_alone(site_.spec.power.topology);
  const double all_over_on =
      split ? static_cast<double>(chain_.feeds()) / static_cast<double>(feeds_.count()) : 1.0;
  const Power mechanical = plant.cooling_power() - critical(plant) + plant.heat_pump;
  return {all_over_on * load.power, all_over_on * mechanical, all_over_on * critical(plant), {}};
}

// The room's air takes the losses of the chain, the chain carries the plant, and the plant works
// for the room: a few rounds settle it, as each feeds back less than a hundredth.
SitePlant::Solved SitePlant::solve(ItLoad load, Duration at) const {
  Solved now;
  auto& step = now.step;
  const double second = second_of_year(start_, at);
  step.it = load.power;
  step.weather = site_.weather.at(second);
  if (site_.spec.heat_reuse)
    step.heat_demand =
        facility::heat_demand(site_.spec.heat_reuse->demand, site_.weather.day_mean(second));
  step.feeds.resize(chain_.feeds());
  if (feeds_.none()) {
    step.plant.rack_air_inlet = step.plant.coolant_supply = step.weather.dry_bulb;
    return now;
  }
  constexpr int most_rounds = 20;
  constexpr double settled = 1e-12;
  Power room_loss = last_room_loss_;
  for (int round = 0; round < most_rounds; ++round) {
    const facility::HeatLoad heat{load.liquid_heat, load.power - load.liquid_heat + room_loss,
                                  room_loss};
    step.plant = plant_.step(heat, step.weather, step.heat_demand);
    now.chain = chain_.step(chain_load(load, step.plant), feeds_);
    const Power next = now.chain.losses_in_room + now.chain.lighting;
    const bool done = std::abs((next - room_loss).si()) <= settled * next.si();
    room_loss = next;
    if (done) break;
  }
  last_room_loss_ = room_loss;
  for (const auto& stage : now.chain.stages) step.electrical_loss += stage.loss;
  step.lighting = now.chain.lighting;
  step.grid = now.chain.total;
  step.feeds = now.chain.grid;
  return now;
}

SiteStep SitePlant::step(ItLoad load, Duration at) const {
  return solve(load, at).step;
}

SiteStep SitePlant::settle(ItLoad load, Duration from, Duration to) {
  auto [step, chain] = solve(load, from + 0.5 * (to - from));
  book(step, chain, to - from);
  liquid_ += load.liquid_heat * (to - from);
  compute_ += load.compute * (to - from);
  return step;
}

void SitePlant::book(const SiteStep& step, const power::ChainStep& chain, Duration length) {
  const auto& plant = step.plant;
  electricity_.add_in("grid", step.grid * length);
  electricity_.add_out("it", step.it * length);
  for (std::size_t i = 0; i < chain.stages.size(); ++i)
    electricity_.add_out("loss " + chain_.stages()[i].name, chain.stages[i].loss * length);
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
  delivered_ += plant.heat_reused_gross * length;
  water_ += plant.water.total() * length;
  if (plant.set_point_missed) missed_ += length;
  if (plant.air_class_left) air_class_left_ += length;
  if (plant.liquid_class_left) liquid_class_left_ += length;
  out_of_range_ += plant.out_of_range;
  const auto overload = [](const power::StageStep& stage) { return stage.load > 1.0 + 1e-9; };
  if (std::any_of(chain.stages.begin(), chain.stages.end(), overload)) overloaded_ += length;
}

}  // namespace icekeel::run
