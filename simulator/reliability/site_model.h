// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// What has to work for the loads of a site: its electrical chain, its cooling, its supplies.

#include <string>
#include <vector>

#include "platforms/supply.h"
#include "simulator/power/part_graph.h"
#include "simulator/reliability/failure_data.h"
#include "simulator/reliability/structure.h"

namespace icekeel::reliability {

struct NamedNode {
  std::string name;
  platforms::SupplySpec supplies;
};

/// What the model is made of.
struct SiteParts {
  power::PartGraph chain;
  std::string plant;  ///< kind of plant, as in ReliabilitySpec::cooling
  std::vector<NamedNode> nodes;
};

struct ModelLoad {
  std::string name;
  Place place;
};

struct SiteModel {
  Structure structure;
  std::vector<ModelLoad> loads;
  std::int64_t components = 0;
};

/// Kinds of components that the site has and the data lack.
std::vector<config::Finding> check_data(const SiteParts& site, const ReliabilitySpec& data);

/// Loads: racks (by cord group), cooling, racks with cooling, and for each kind of node one of
/// them, at any and at full speed. See simulator/docs/methods/availability.md.
/// \pre check_data finds nothing wrong
SiteModel site_model(const SiteParts& site, const ReliabilitySpec& data);

}  // namespace icekeel::reliability
