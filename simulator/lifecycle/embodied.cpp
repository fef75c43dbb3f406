// SPDX-License-Identifier: Apache-2.0
#include "simulator/lifecycle/embodied.h"

namespace icekeel::lifecycle {
namespace {

constexpr Duration year = Duration::si(31557600);

// What all halls hold.
struct Stock {
  MassRange chips, hosts, transport, end_of_life;
  Mass frames;
  Power power;
};

std::optional<Stock> stock(const std::vector<platforms::HallSpec>& halls,
                           const LifeCycleSpec& cycle) {
  Stock all;
  for (const auto& hall : halls) {
    all.power += platforms::most_power(hall);
    for (const auto& group : hall.racks) {
      const auto node = embodied(group.node, cycle);
      if (!node) return std::nullopt;
      const auto racks = static_cast<double>(group.count);
      const double nodes = racks * static_cast<double>(group.nodes);
      all.chips += nodes * node->chips;
      all.hosts += nodes * node->host;
      all.transport += nodes * node->transport;
      all.end_of_life += nodes * node->end_of_life;
      all.frames += racks * group.frame;
    }
  }
  return all;
}

}  // namespace

MassRange range_of(const platforms::EmbodiedCarbon& carbon) {
  return {carbon.low, carbon.mid, carbon.high};
}

double share_of_life(const LifeSpec& life, Duration time) {
  return time / (life.lifetime + life.second_life) + life.repair_per_year * (time / year);
}

double share_of_job(const LifeCycleSpec& cycle, Duration time) {
  const double share = share_of_life(cycle.nodes, time);
  return cycle.rule == Rule::use_time ? share / cycle.utilisation : share;
}

MassRange NodeEmbodied::total(double chips_share) const {
  return chips + chips_share * (host + transport + end_of_life);
}

std::optional<NodeEmbodied> embodied(const platforms::NodeSpec& node, const LifeCycleSpec& cycle) {
  if (!node.embodied || !node.chip.embodied) return std::nullopt;
  NodeEmbodied result;
  result.chips = static_cast<double>(node.chips) * range_of(*node.chip.embodied);
  result.host = range_of(*node.embodied);
  Mass moved;
  for (const auto& leg : cycle.transport) moved += leg.carbon * leg.distance * node.mass;
  result.transport = MassRange::exactly(moved);
  if (cycle.end_of_life) result.end_of_life = node.mass * *cycle.end_of_life;
  return result;
}

std::vector<Contribution> worn_around(Power power, const LifeCycleSpec& cycle, Duration time) {
  std::vector<Contribution> parts;
  const auto add = [&](const char* part, const std::optional<InfrastructureSpec>& spec) {
    if (!spec) return;
    const double share = share_of_life(spec->life, time);
    parts.push_back({part, Phase::manufacture, share * (power * spec->carbon)});
  };
  add("building", cycle.building);
  add("plant", cycle.plant);
  return parts;
}

std::optional<std::vector<Contribution>> worn(const std::vector<platforms::HallSpec>& halls,
                                              const LifeCycleSpec& cycle, Duration time) {
  const auto all = stock(halls, cycle);
  if (!all) return std::nullopt;
  const double nodes = share_of_life(cycle.nodes, time);
  std::vector<Contribution> parts{{"chips", Phase::manufacture, nodes * all->chips},
                                  {"nodes", Phase::manufacture, nodes * all->hosts}};
  if (cycle.frames)
    parts.push_back({"racks", Phase::manufacture, nodes * (all->frames * *cycle.frames)});
  if (!cycle.transport.empty())
    parts.push_back({"nodes", Phase::transport, nodes * all->transport});
  if (cycle.end_of_life) parts.push_back({"nodes", Phase::end_of_life, nodes * all->end_of_life});
  for (auto& part : worn_around(all->power, cycle, time)) parts.push_back(std::move(part));
  return parts;
}

}  // namespace icekeel::lifecycle
