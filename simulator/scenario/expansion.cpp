// SPDX-License-Identifier: Apache-2.0
#include "simulator/scenario/expansion.h"

#include <fmt/format.h>

#include <algorithm>

namespace icekeel::scenario {
namespace {

// The partition of that kind of node, made if it is the first of its kind.
std::size_t partition_for(Expansion& site, const platforms::NodeSpec& node) {
  const auto same = [&](const Partition& p) { return p.node_name == node.name; };
  const auto found = std::find_if(site.partitions.begin(), site.partitions.end(), same);
  if (found != site.partitions.end())
    return static_cast<std::size_t>(found - site.partitions.begin());
  site.partitions.push_back({node.name, node, {}});
  return site.partitions.size() - 1;
}

// The zone of a group's racks on that feed, made if it is the first.
std::size_t zone_for(Expansion& site, const Zone& wanted) {
  const auto same = [&](const Zone& z) {
    return z.hall == wanted.hall && z.group == wanted.group && z.home_feed == wanted.home_feed;
  };
  const auto found = std::find_if(site.zones.begin(), site.zones.end(), same);
  if (found != site.zones.end()) return static_cast<std::size_t>(found - site.zones.begin());
  site.zones.push_back(wanted);
  return site.zones.size() - 1;
}

}  // namespace

const platforms::RackGroup& group_of(const SiteSpec& site, const Zone& zone) {
  return site.halls[zone.hall].racks[zone.group];
}

Expansion expand(const SiteSpec& site) {
  Expansion all;
  // Where not all racks hang on all feeds, they take the groups of feeds in turn.
  const std::size_t home_feeds = power::cord_groups(site.power).size();
  for (std::size_t h = 0; h < site.halls.size(); ++h) {
    const auto& hall = site.halls[h];
    for (const auto& place : platforms::rack_positions(hall)) {
      const auto& group = hall.racks[place.group];
      const auto nodes = static_cast<std::size_t>(group.nodes);
      const std::size_t partition = partition_for(all, group.node);
      const std::size_t zone =
          zone_for(all, {h, place.group, all.racks.size() % home_feeds, partition, 0});
      const std::size_t rack = all.racks.size();
      all.racks.push_back(
          {fmt::format("{}/r{:02}-{:02}", hall.name, place.row + 1, place.position + 1), zone,
           all.nodes(), nodes, static_cast<std::size_t>(place.row)});
      all.zones[zone].nodes += nodes;
      all.chips += nodes * static_cast<std::size_t>(group.node.chips);
      for (std::size_t i = 0; i < nodes; ++i) {
        all.partitions[partition].nodes.push_back(all.nodes());
        all.rack_of_node.push_back(rack);
      }
    }
  }
  return all;
}

const platforms::NicSpec& adapters_of_fabric(const Expansion& expansion) {
  const auto strongest = std::ranges::max_element(expansion.partitions, {}, [](const Partition& p) {
    return platforms::injection_rate(p.node);
  });
  return strongest->node.nics;
}

}  // namespace icekeel::scenario
