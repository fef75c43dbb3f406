// SPDX-License-Identifier: Apache-2.0
#include "simulator/run/machine.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "simulator/base/expect.h"
#include "simulator/base/units.h"
#include "simulator/facility/fluids.h"

namespace icekeel::run {
namespace {

constexpr auto noticeable = TemperatureDifference::si(0.01);

double flexible_liquid_share(const scenario::Site& site) {
  return site.spec.flexible ? site.spec.flexible->liquid_share : 0.0;
}

bool differs(Temperature a, Temperature b) {
  return a - b > noticeable || b - a > noticeable;
}

}  // namespace

Energy Occupation::energy(Duration now) const {
  Energy sum;
  for (const auto& zone : zones) sum += static_cast<double>(zone.nodes) * zone.draw.energy(now);
  return sum;
}

bool Occupation::holds(std::size_t node) const {
  return std::find(nodes.begin(), nodes.end(), node) != nodes.end();
}

Machine::Machine(const scenario::Site& site, scheduler::Placement placement, engine::Kernel& kernel,
                 std::function<void(Duration)> before_change, bool counts_links)
    : site_(site),
      kernel_(kernel),
      before_change_(std::move(before_change)),
      fabric_(site.spec.fabric, scenario::adapters_of_fabric(site.expansion),
              site.expansion.nodes()),
      traffic_(counts_links ? fabric_.links().size() : 0),
      follows_traffic_(counts_links || fabric_.switches_follow_traffic()) {
  add_links();
  add_zones();
  if (site.spec.recirculation) {
    std::vector<facility::RackPlace> places;
    for (const auto& rack : site.expansion.racks)
      places.push_back({site.expansion.zones[rack.zone].hall, rack.row});
    recirculation_.emplace(*site.spec.recirculation, std::move(places));
  }
  warmer_.resize(site.expansion.racks.size());
  hottest_of_zone_.resize(zones_.size());
  place_in_pool_.resize(site.expansion.nodes());
  failed_.resize(site.expansion.nodes());
  for (const auto& partition : site.expansion.partitions) {
    std::vector<std::size_t> leaf_of, group_of;
    for (const std::size_t node : partition.nodes) {
      place_in_pool_[node] = leaf_of.size();
      leaf_of.push_back(fabric_.leaf_of(node));
      if (placement != scheduler::Placement::leaves) group_of.push_back(fabric_.group_of(node));
    }
    pools_.emplace_back(leaf_of, group_of);
  }
  hold_shared();
}

// Switches and storage: what draws power beside the nodes, as long as any feed is on.
void Machine::hold_shared() {
  const Duration now = kernel_.now();
  const double load =
      fabric_.switches_follow_traffic() ? fabric_.switch_load(traffic_.switched()) : 0.0;
  switches_.hold(now, powered_ ? fabric_.switch_power(load) : Power{});
  flexible_.hold(now, powered_ ? flexible_power_ : Power{});
  if (site_.spec.storage)
    storage_.hold(
        now, powered_ ? platforms::storage_power(*site_.spec.storage, store_ ? store_->busy() : 0.0)
                      : Power{});
}

void Machine::add_links() {
  for (const auto& link : fabric_.links())
    links_.push_back(kernel_.add_link(site_.spec.name + "/" + link.name, link.capacity));
  for (std::size_t node = 0; node < site_.expansion.nodes(); ++node)
    sender_links_.push_back(kernel_.add_link(site_.spec.name + "/sender " + std::to_string(node),
                                             fabric_.injection_rate()));
  if (site_.spec.storage)
    store_.emplace(*site_.spec.storage, kernel_, [this](double) {
      before_change_(kernel_.now());
      hold_shared();
    });
}

void Machine::add_zones() {
  const auto& expansion = site_.expansion;
  for (const auto& zone : expansion.zones) {
    const auto& group = scenario::group_of(site_.spec, zone);
    power::Surroundings around{group.coolant, group.node.air.reference, group.node.supplies.count};
    if (group.coolant == platforms::Coolant::liquid && group.node.liquid)
      around.inlet = group.node.liquid->inlet.reference;
    zones_.push_back({power::NodePowerModel(group.node),
                      around,
                      platforms::liquid_share(group),
                      static_cast<double>(zone.nodes),
                      std::make_unique<Draw>(),
                      {}});
    auto& state = zones_.back();
    state.idle_draw->hold({}, idle_power(state));
    state.meter.set_count(*state.idle_draw, state.idle, {});
    state.unallocated.set_count(*state.idle_draw, state.idle, {});
  }
  for (const auto& rack : expansion.racks) {
    racks_.push_back({rack.zone, static_cast<double>(rack.nodes), {}});
    racks_.back().meter.set_count(*zones_[rack.zone].idle_draw, static_cast<double>(rack.nodes),
                                  {});
  }
}

std::size_t Machine::zone_of(std::size_t node) const {
  return site_.expansion.racks[site_.expansion.rack_of_node[node]].zone;
}

Power Machine::idle_power(const ZoneState& zone) const {
  if (zone.around.supplies_on == 0) return {};
  if (zone.model.throttle({}, zone.around) <= 0.0)
    return zone.model.standby(zone.around.supplies_on).total;
  return zone.model.idle(zone.around).total;
}

void Machine::refresh_idle(ZoneState& zone) {
  zone.idle_draw->hold(kernel_.now(), idle_power(zone));
  if (zone.full_draw) refresh_batch(zone);
}

std::optional<std::unique_ptr<Occupation>> Machine::take(std::size_t partition, std::size_t nodes) {
  auto places = pools_[partition].take(nodes);
  if (!places) return std::nullopt;
  auto occupation = std::make_unique<Occupation>();
  std::map<std::size_t, std::size_t> nodes_of_zone;
  for (const std::size_t place : *places) {
    occupation->nodes.push_back(site_.expansion.partitions[partition].nodes[place]);
    ++nodes_of_zone[zone_of(occupation->nodes.back())];
  }
  for (const auto& [zone, count] : nodes_of_zone) occupation->zones.push_back({zone, count, {}});
  before_change_(kernel_.now());
  for (auto& zone : occupation->zones) zone.draw.hold(kernel_.now(), idle_power(zones_[zone.zone]));
  count_busy(*occupation, true);
  return occupation;
}

void Machine::give_back(std::unique_ptr<Occupation> occupation, std::size_t partition) {
  before_change_(kernel_.now());
  count_busy(*occupation, false);
  std::vector<std::size_t> places;
  for (const std::size_t node : occupation->nodes) places.push_back(place_in_pool_[node]);
  pools_[partition].give_back(places);
}

// Moves the nodes of a job between the idle draw and the job's own, on the meters of their zones
// and racks.
void Machine::count_busy(Occupation& occupation, bool busy) {
  const Duration now = kernel_.now();
  for (auto& own : occupation.zones) {
    auto& zone = zones_[own.zone];
    const auto nodes = static_cast<double>(own.nodes);
    zone.idle += busy ? -nodes : nodes;
    zone.meter.set_count(*zone.idle_draw, zone.idle, now);
    zone.unallocated.add_count(*zone.idle_draw, busy ? -nodes : nodes, now);
    zone.meter.set_count(own.draw, busy ? nodes : 0.0, now);
  }
  std::map<std::size_t, std::size_t> nodes_of_rack;
  for (const std::size_t node : occupation.nodes)
    ++nodes_of_rack[site_.expansion.rack_of_node[node]];
  for (const auto& [index, count] : nodes_of_rack) {
    auto& rack = racks_[index];
    rack.idle += busy ? -static_cast<double>(count) : static_cast<double>(count);
    rack.meter.set_count(*zones_[rack.zone].idle_draw, rack.idle, now);
    const auto own =
        std::find_if(occupation.zones.begin(), occupation.zones.end(),
                     [&](const Occupation::PerZone& zone) { return zone.zone == rack.zone; });
    rack.meter.set_count(own->draw, busy ? static_cast<double>(count) : 0.0, now);
  }
}

std::size_t Machine::busy_nodes() const {
  std::size_t busy = 0;
  for (const auto& pool : pools_) busy += pool.busy();
  return busy;
}

void Machine::hold(Occupation::PerZone& zone, Power per_node) {
  before_change_(kernel_.now());
  zone.draw.hold(kernel_.now(), per_node);
}

void Machine::repeat(Occupation::PerZone& zone, std::shared_ptr<const Pattern> pattern,
                     Duration into) {
  before_change_(kernel_.now());
  zone.draw.repeat(kernel_.now(), std::move(pattern), into);
}

std::vector<Temperature> Machine::coolant_limits() const {
  std::vector<Temperature> limits;
  for (const auto& zone : site_.expansion.zones) {
    const auto& group = scenario::group_of(site_.spec, zone);
    if (platforms::liquid_share(group) <= 0.0) continue;
    limits.push_back(group.node.liquid->inlet.most);
    limits.push_back(group.node.liquid->inlet.shutdown);
  }
  return limits;
}

std::vector<Temperature> Machine::air_limits() const {
  std::vector<Temperature> limits;
  for (const auto& zone : site_.expansion.zones) {
    const auto& group = scenario::group_of(site_.spec, zone);
    if (group.coolant != platforms::Coolant::air) continue;
    limits.push_back(group.node.air.most);
    limits.push_back(group.node.air.shutdown);
  }
  return limits;
}

// What each rack does to the air: its flow follows its heat, as that of its nodes does.
std::vector<facility::RackAir> Machine::rack_air() const {
  std::vector<facility::RackAir> air;
  for (std::size_t r = 0; r < racks_.size(); ++r) {
    const auto& zone = zones_[racks_[r].zone];
    const auto& fans =
        scenario::group_of(site_.spec, site_.expansion.zones[racks_[r].zone]).node.fans;
    const double nodes = static_cast<double>(site_.expansion.racks[r].nodes);
    const Power heat = (1.0 - zone.liquid_share) * racks_[r].meter.mean_power();
    const double flow =
        std::clamp(heat / (nodes * (fans.heat + fans.power)), fans.least, fans.most);
    air.push_back({heat, flow * nodes * fans.flow * facility::indoor_air_density *
                             facility::air_specific_heat});
  }
  return air;
}

void Machine::mix_air(Temperature supply) {
  supply_air_ = supply;
  if (!recirculation_) return;
  const auto air = rack_air();
  warmer_ = recirculation_->inlets(air);
  std::fill(hottest_of_zone_.begin(), hottest_of_zone_.end(), TemperatureDifference{});
  for (std::size_t r = 0; r < racks_.size(); ++r) {
    auto& hottest = hottest_of_zone_[racks_[r].zone];
    hottest = std::max(hottest, warmer_[r]);
    if (zones_[racks_[r].zone].around.coolant == platforms::Coolant::air)
      hottest_ = std::max(hottest_.value_or(supply), supply + warmer_[r]);
  }
  heat_index_sum_ += facility::supply_heat_index(air, warmer_);
  ++heat_index_count_;
}

std::optional<Machine::Recirculated> Machine::recirculated() const {
  if (!hottest_ || heat_index_count_ <= 0.0) return std::nullopt;
  return Recirculated{*hottest_, heat_index_sum_ / heat_index_count_};
}

bool Machine::set_inlets(Temperature air, Temperature coolant) {
  mix_air(air);
  bool changed = false;
  for (std::size_t z = 0; z < zones_.size(); ++z) {
    auto& zone = zones_[z];
    const Temperature inlet =
        zone.around.coolant == platforms::Coolant::liquid ? coolant : air + hottest_of_zone_[z];
    if (!differs(inlet, zone.around.inlet)) continue;
    if (!changed) before_change_(kernel_.now());
    changed = true;
    zone.around.inlet = inlet;
    auto& tripped = zone.around.tripped;
    tripped = zone.model.trips(zone.around) || (tripped && !zone.model.is_cool(zone.around));
    refresh_idle(zone);
  }
  if (changed) refresh_down();
  return changed;
}

void Machine::set_flexible(Power power) {
  before_change_(kernel_.now());
  flexible_power_ = power;
  hold_shared();
}

bool Machine::set_supplies(const power::ElectricalChain& chain, const power::ChainState& state) {
  const bool powered = chain.reaches(power::LoadKind::racks, state);
  bool changed = powered_ != powered;
  if (changed) {
    before_change_(kernel_.now());
    powered_ = powered;
    hold_shared();
  }
  for (std::size_t i = 0; i < zones_.size(); ++i) {
    auto& zone = zones_[i];
    const auto& place = site_.expansion.zones[i];
    const auto& supplies = scenario::group_of(site_.spec, place).node.supplies;
    const auto on = zone.shed ? 0 : chain.supplies_on(supplies, state, place.home_feed);
    if (on == zone.around.supplies_on) continue;
    if (!changed) before_change_(kernel_.now());
    changed = true;
    zone.around.supplies_on = on;
    refresh_idle(zone);
  }
  if (changed) refresh_down();
  return changed;
}

// Nodes of zones that cannot work are not given to jobs.
void Machine::refresh_down() {
  std::vector<char> changed(zones_.size());
  for (std::size_t z = 0; z < zones_.size(); ++z) {
    const bool down = zones_[z].model.throttle({}, zones_[z].around) <= 0.0;
    changed[z] = down != zones_[z].down;
    zones_[z].down = down;
  }
  if (std::find(changed.begin(), changed.end(), 1) == changed.end()) return;
  for (std::size_t node = 0; node < site_.expansion.nodes(); ++node) {
    const std::size_t zone = zone_of(node);
    if (changed[zone])
      pools_[site_.expansion.zones[zone].partition].set_down(place_in_pool_[node],
                                                             zones_[zone].down || failed_[node]);
  }
}

void Machine::set_failed(std::size_t node, bool failed) {
  const auto& zone = zones_[zone_of(node)];
  failed_[node] = failed;
  pools_[site_.expansion.zones[zone_of(node)].partition].set_down(place_in_pool_[node],
                                                                  zone.down || failed);
}

std::optional<std::size_t> Machine::shed(const std::set<std::size_t>& groups) {
  for (std::size_t z = zones_.size(); z-- > 0;) {
    if (zones_[z].around.supplies_on == 0 || zones_[z].shed) continue;
    if (!groups.contains(site_.expansion.zones[z].home_feed)) continue;
    zones_[z].shed = true;
    return z;
  }
  return std::nullopt;
}

bool Machine::unshed() {
  bool any = false;
  for (auto& zone : zones_) any = std::exchange(zone.shed, false) || any;
  return any;
}

Energy Machine::it_energy(Duration now) const {
  return switches_.energy(now) + storage_.energy(now) + flexible_.energy(now) + node_energy(now);
}

Energy Machine::node_energy(Duration now) const {
  Energy sum;
  for (const auto& zone : zones_) sum += zone.meter.energy(now);
  return sum;
}

Energy Machine::unallocated_energy(Duration now) const {
  Energy sum;
  for (const auto& zone : zones_) sum += zone.unallocated.energy(now);
  return sum;
}

Power Machine::it_power() const {
  Power sum = switches_.mean_power() + storage_.mean_power() + flexible_.mean_power();
  for (const auto& zone : zones_) sum += zone.meter.mean_power();
  return sum;
}

std::vector<Energy> Machine::group_energy(Duration now) const {
  std::vector<Energy> sums(power::cord_groups(site_.spec.power).size());
  for (std::size_t z = 0; z < zones_.size(); ++z)
    sums[site_.expansion.zones[z].home_feed] += zones_[z].meter.energy(now);
  return sums;
}

std::vector<Power> Machine::group_power() const {
  std::vector<Power> sums(power::cord_groups(site_.spec.power).size());
  for (std::size_t z = 0; z < zones_.size(); ++z)
    sums[site_.expansion.zones[z].home_feed] += zones_[z].meter.mean_power();
  return sums;
}

Power Machine::liquid_power() const {
  Power sum = flexible_liquid_share(site_) * flexible_.mean_power();
  for (const auto& zone : zones_) sum += zone.liquid_share * zone.meter.mean_power();
  return sum;
}

Energy Machine::liquid_heat(Duration now) const {
  Energy sum = flexible_liquid_share(site_) * flexible_.energy(now);
  for (const auto& zone : zones_)
    if (zone.liquid_share > 0.0) sum += zone.liquid_share * zone.meter.energy(now);
  return sum;
}

Power Machine::compute_power() const {
  Power sum = switches_.mean_power() + storage_.mean_power() + flexible_.mean_power();
  for (const auto& zone : zones_)
    zone.meter.each([&](const Draw& draw, double nodes) {
      if (&draw == zone.held_draw.get()) return;
      sum += nodes * zone.model.compute(draw.mean_power(), zone.around);
    });
  for (const auto& zone : zones_)
    if (zone.held_nodes > 0)
      sum += zone.held_nodes *
             zone.model.compute(zone.held_draw->mean_power() / zone.held_nodes, zone.around);
  return sum;
}

Temperature Machine::rack_inlet(std::size_t rack) const {
  const auto& around = zones_[racks_[rack].zone].around;
  const bool own = recirculation_ && around.coolant == platforms::Coolant::air;
  return own ? supply_air_ + warmer_[rack] : around.inlet;
}

}  // namespace icekeel::run
