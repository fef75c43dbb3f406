// SPDX-License-Identifier: Apache-2.0
// Batch jobs on the nodes of a machine. A node with the utilisation u counts as u of a node on
// which all is busy and 1 - u of an idle one, so all batch jobs of a zone take two draws, whatever
// their number.
#include <algorithm>

#include "simulator/run/machine.h"

namespace icekeel::run {
namespace {

// Kernels and cores all the time, arithmetic and memory at their peaks: the node's limits bind.
constexpr platforms::Activity full{
    .tensor = 1, .memory = 1, .link = 0, .network = 0, .cpu = 1, .busy = 1};

}  // namespace

void Machine::prepare_batch(std::size_t index) {
  auto& zone = zones_[index];
  if (zone.full_draw) return;
  zone.full_draw = std::make_unique<Draw>();
  zone.held_draw = std::make_unique<Draw>();
  const auto& node = scenario::group_of(site_.spec, site_.expansion.zones[index]).node;
  auto made_for = zone.around;
  made_for.inlet = made_for.coolant == platforms::Coolant::liquid && node.liquid
                       ? node.liquid->inlet.reference
                       : node.air.reference;
  made_for.supplies_on = node.supplies.count;
  zone.made_for_speed = zone.model.throttle(full, made_for);
  refresh_batch(zone);
}

void Machine::refresh_batch(ZoneState& zone) {
  const double speed = zone.around.supplies_on > 0 ? zone.model.throttle(full, zone.around) : 0.0;
  zone.pace = std::min(1.0, speed / zone.made_for_speed);
  zone.full_draw->hold(kernel_.now(),
                       speed > 0.0 ? zone.model.at(full, zone.around).total : idle_power(zone));
}

std::optional<BatchNodes> Machine::take(std::size_t partition, std::size_t nodes,
                                        const BatchLoad& load) {
  auto places = pools_[partition].take(nodes);
  if (!places) return std::nullopt;
  BatchNodes taken{partition, load, std::move(*places), {}};
  const auto& node_at = site_.expansion.partitions[partition].nodes;
  for (const std::size_t place : taken.places) {
    const std::size_t zone = zone_of(node_at[place]);
    const auto same = [zone](const auto& z) { return z.first == zone; };
    const auto found = std::find_if(taken.zones.begin(), taken.zones.end(), same);
    found == taken.zones.end() ? taken.zones.emplace_back(zone, 1).second : ++found->second;
  }
  before_change_(kernel_.now());
  for (const auto& [zone, unused] : taken.zones) prepare_batch(zone);
  count_batch(taken, 1.0);
  return taken;
}

void Machine::give_back(const BatchNodes& nodes) {
  before_change_(kernel_.now());
  count_batch(nodes, -1.0);
  pools_[nodes.partition].give_back(nodes.places);
}

// Moves nodes from the idle draw to the job's part of the full one, or to the held one.
void Machine::count_batch(const BatchNodes& nodes, double sign) {
  const Duration now = kernel_.now();
  const auto& load = nodes.load;
  const auto move = [&](LoadMeter& meter, const ZoneState& zone, double& idle, Draw& held,
                        double count) {
    const double away = count * (load.held ? 1.0 : load.utilisation);
    idle -= away;
    meter.add_count(*zone.idle_draw, -away, now);
    if (!load.held) return meter.add_count(*zone.full_draw, away, now);
    if (held.power(now) <= Power{}) meter.set_count(held, 1.0, now);
    held.hold(now, held.power(now) + count * *load.held);
  };
  for (const auto& [index, count] : nodes.zones) {
    auto& zone = zones_[index];
    if (load.held) zone.held_nodes += sign * static_cast<double>(count);
    move(zone.meter, zone, zone.idle, *zone.held_draw, sign * static_cast<double>(count));
  }
  const auto& node_at = site_.expansion.partitions[nodes.partition].nodes;
  for (std::size_t i = 0; i < nodes.places.size();) {
    const std::size_t begin = i,
                      rack_index = site_.expansion.rack_of_node[node_at[nodes.places[i]]];
    while (i < nodes.places.size() &&
           site_.expansion.rack_of_node[node_at[nodes.places[i]]] == rack_index)
      ++i;
    auto& rack = racks_[rack_index];
    if (!rack.held_draw) rack.held_draw = std::make_unique<Draw>();
    move(rack.meter, zones_[rack.zone], rack.idle, *rack.held_draw,
         sign * static_cast<double>(i - begin));
  }
}

Energy Machine::reading(const BatchNodes& nodes, Duration now) const {
  Energy sum;
  for (const auto& [index, count] : nodes.zones) {
    const auto& zone = zones_[index];
    const double u = nodes.load.utilisation;
    sum += static_cast<double>(count) * (nodes.load.held ? now * *nodes.load.held
                                                         : (1.0 - u) * zone.idle_draw->energy(now) +
                                                               u * zone.full_draw->energy(now));
  }
  return sum;
}

double Machine::pace(const BatchNodes& nodes) const {
  double slowest = 1.0;
  for (const auto& [zone, unused] : nodes.zones) slowest = std::min(slowest, zones_[zone].pace);
  return slowest;
}

Power Machine::added_power(std::size_t partition, const BatchLoad& load) const {
  for (std::size_t z = 0; z < zones_.size(); ++z) {
    if (site_.expansion.zones[z].partition != partition) continue;
    const Power idle = idle_power(zones_[z]);
    return load.held ? *load.held - idle
                     : load.utilisation * (zones_[z].model.at(full, zones_[z].around).total - idle);
  }
  return {};
}

}  // namespace icekeel::run
