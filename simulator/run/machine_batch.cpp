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

// The node on which jobs lie that share it; taken from the pool by the first.
std::optional<std::vector<std::size_t>> Machine::take_shared(std::size_t partition,
                                                             std::uint32_t host) {
  const auto [found, is_new] = shared_.try_emplace({partition, host});
  if (is_new) {
    const auto place = pools_[partition].take(1);
    if (!place) {
      shared_.erase(found);
      return std::nullopt;
    }
    found->second.place = place->front();
  }
  ++found->second.jobs;
  return std::vector{found->second.place};
}

std::optional<BatchNodes> Machine::take(std::size_t partition, const scheduler::Choice& choice,
                                        const BatchLoad& load) {
  const bool shares = choice.parts > 0;
  auto places = shares ? take_shared(partition, choice.host) : pools_[partition].take(choice.nodes);
  if (!places) return std::nullopt;
  BatchNodes taken{.partition = partition,
                   .load = load,
                   .share = shares ? choice.size() : 1.0,
                   .host = shares ? std::optional(choice.host) : std::nullopt,
                   .places = std::move(*places),
                   .zones = {},
                   .racks = {}};
  count_places(taken);
  before_change_(kernel_.now());
  for (const auto& [zone, unused] : taken.zones) prepare_batch(zone);
  count_batch(taken, 1.0);
  return taken;
}

void Machine::give_back(const BatchNodes& nodes) {
  before_change_(kernel_.now());
  count_batch(nodes, -1.0);
  if (nodes.host) {
    const auto shared = shared_.find({nodes.partition, *nodes.host});
    if (--shared->second.jobs > 0) return;
    shared_.erase(shared);
  }
  pools_[nodes.partition].give_back(nodes.places);
}

void Machine::change_load(BatchNodes& nodes, const BatchLoad& load) {
  before_change_(kernel_.now());
  count_batch(nodes, -1.0);
  nodes.load = load;
  count_batch(nodes, 1.0);
}

bool Machine::resize(BatchNodes& nodes, std::size_t count) {
  const std::size_t before = nodes.places.size();
  auto& pool = pools_[nodes.partition];
  std::vector<std::size_t> more;
  if (count > before) {
    auto taken = pool.take(count - before);
    if (!taken) return false;
    more = std::move(*taken);
  }
  before_change_(kernel_.now());
  count_batch(nodes, -1.0);
  if (count < before) {
    pool.give_back(std::span(nodes.places).subspan(count));
    nodes.places.resize(count);
  }
  nodes.places.insert(nodes.places.end(), more.begin(), more.end());
  count_places(nodes);
  for (const auto& [zone, unused] : nodes.zones) prepare_batch(zone);
  count_batch(nodes, 1.0);
  return true;
}

// Nodes by zone and by rack; those of a rack mostly follow each other.
void Machine::count_places(BatchNodes& nodes) const {
  const auto& expansion = site_.expansion;
  const auto count = [](BatchNodes::Counts& counts, std::size_t where) {
    auto found = counts.end();
    if (!counts.empty() && counts.back().first == where)
      found = counts.end() - 1;
    else
      found = std::find_if(counts.begin(), counts.end(),
                           [where](const auto& c) { return c.first == where; });
    found == counts.end() ? counts.emplace_back(where, 1).second : ++found->second;
  };
  nodes.zones.clear();
  nodes.racks.clear();
  for (const std::size_t place : nodes.places) {
    const std::size_t rack =
        expansion.rack_of_node[expansion.partitions[nodes.partition].nodes[place]];
    if (nodes.racks.empty() || nodes.racks.back().first != rack)
      nodes.racks.emplace_back(rack, 1);
    else
      ++nodes.racks.back().second;
    count(nodes.zones, expansion.racks[rack].zone);
  }
}

// Moves nodes from the idle draw to the job's part of the full one, or to the held one. Of a node
// that it shares, the job's own part.
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
    const double more = sign * nodes.share * static_cast<double>(count);
    if (load.held) zone.held_nodes += more;
    zone.unallocated.add_count(*zone.idle_draw, -more, now);
    move(zone.meter, zone, zone.idle, *zone.held_draw, more);
  }
  for (const auto& [index, count] : nodes.racks) {
    auto& rack = racks_[index];
    if (!rack.held_draw) rack.held_draw = std::make_unique<Draw>();
    move(rack.meter, zones_[rack.zone], rack.idle, *rack.held_draw,
         sign * nodes.share * static_cast<double>(count));
  }
}

Energy Machine::reading(const BatchNodes& nodes, Duration now) const {
  Energy sum;
  for (const auto& [index, count] : nodes.zones) {
    const auto& zone = zones_[index];
    const double u = nodes.load.utilisation;
    sum += nodes.share * static_cast<double>(count) *
           (nodes.load.held
                ? now * *nodes.load.held
                : (1.0 - u) * zone.idle_draw->energy(now) + u * zone.full_draw->energy(now));
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
