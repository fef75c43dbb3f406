// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// How much room a site has: headroom of what is built, racks that still fit, what binds first.

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "simulator/scenario/scenario_spec.h"

namespace icekeel::analysis {

/// The site with every size that was derived from its load written down: modules and ratings of
/// the chain, blocks of the plant. More load does not make it larger.
scenario::SiteSpec as_built(scenario::SiteSpec site);

/// Every node may draw this share of its power.
scenario::SiteSpec capped(scenario::SiteSpec site, double share);

/// That many more racks of a kind in the first hall.
scenario::SiteSpec with_racks(scenario::SiteSpec site, const platforms::RackSpec& rack,
                              std::int64_t more);

/// What the site cannot carry, in words; empty if it can carry everything at its nameplate.
std::vector<std::string> exceeded_limits(const scenario::SiteSpec& site);

/// Something that is built once for all racks.
struct CapacityRow {
  std::string name;
  std::string unit;       ///< "kW", "1"
  double built = 0;       ///< what it can carry, without spare modules
  double used = 0;        ///< at nameplate, in the worst state that it is built for
  double used_after = 0;  ///< with the racks that fit
};

/// One kind of rack of the site.
struct RackRow {
  std::string name;
  std::int64_t count = 0;
  double limit_kW = 0;     ///< what its feeds deliver
  double used_kW = 0;      ///< its nodes at most
  double floor_load = 0;   ///< [kg/m2]
  double floor_limit = 0;  ///< [kg/m2]
};

struct Capacity {
  std::string site;
  std::string rack;  ///< kind that is added
  std::int64_t more = 0;
  bool without_end = false;          ///< no limit was met
  std::vector<std::string> binding;  ///< what one more exceeds; with none, what is exceeded already
  double cap = 1;
  double speed_at_cap = 1;  ///< of a node of that kind at full activity
  std::vector<CapacityRow> rows;
  std::vector<RackRow> racks;
};

Capacity capacity(const scenario::SiteSpec& site, const platforms::RackSpec& rack, double cap);

std::string to_text(const Capacity& capacity);
nlohmann::ordered_json to_json(const Capacity& capacity);

}  // namespace icekeel::analysis
