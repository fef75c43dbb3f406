// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// A site expanded to its racks and nodes.

#include <cstddef>
#include <string>
#include <vector>

#include "simulator/scenario/scenario_spec.h"

namespace icekeel::scenario {

/// Equal nodes in equal surroundings: one group of racks of a hall, on the same feeds.
struct Zone {
  std::size_t hall = 0;
  std::size_t group = 0;
  std::size_t home_feed = 0;  ///< index of its cord group
  std::size_t partition = 0;
  std::size_t nodes = 0;
};

struct Rack {
  std::string name;  ///< "hall/r01-03": hall, row, position
  std::size_t zone = 0;
  std::size_t first_node = 0;  ///< nodes of a rack follow each other
  std::size_t nodes = 0;
  std::size_t row = 0;  ///< of its hall
};

/// All nodes of one kind on a site: what a job can be placed on.
struct Partition {
  std::string node_name;
  platforms::NodeSpec node;
  std::vector<std::size_t> nodes;  ///< on the site
};

struct Expansion {
  std::vector<Zone> zones;
  std::vector<Rack> racks;
  std::vector<Partition> partitions;
  std::vector<std::size_t> rack_of_node;
  std::size_t chips = 0;

  std::size_t nodes() const { return rack_of_node.size(); }
  const Zone& zone_of_node(std::size_t node) const { return zones[racks[rack_of_node[node]].zone]; }
};

const platforms::RackGroup& group_of(const SiteSpec& site, const Zone& zone);

Expansion expand(const SiteSpec& site);

/// The adapters that size the fabric: those of the node with the highest injection rate.
const platforms::NicSpec& adapters_of_fabric(const Expansion& expansion);

}  // namespace icekeel::scenario
