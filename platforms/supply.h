// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// The power supplies of a node: how many, what they can carry, how well they convert.

#include <cstdint>
#include <string>
#include <vector>

#include "simulator/base/quantity.h"
#include "simulator/config/fields.h"
#include "simulator/config/finding.h"

namespace icekeel::platforms {

/// One point of an efficiency curve.
struct EfficiencyPoint {
  double load = 0;        ///< output over rating
  double efficiency = 1;  ///< output over input
};

/// Equal supplies that share the load.
struct SupplySpec {
  std::int64_t count = 1;
  std::int64_t needed = 1;  ///< that carry the full load; the others are spare
  std::int64_t least = 1;   ///< below this the node is off; between, it runs slower
  Power rating;             ///< output of one
  std::vector<EfficiencyPoint> efficiency;
};

/// Supplies that still have input when `feeds_on` of the `feeds` the node is corded to are on. They
/// are spread over the feeds as evenly as they go; where they cannot be, the lost feeds are taken
/// to be those that carried more of them.
std::int64_t supplies_on(const SupplySpec& supplies, std::int64_t feeds, std::int64_t feeds_on);

std::vector<config::Finding> check_supplies(const SupplySpec& supplies);

void describe(config::Fields& f, EfficiencyPoint& point);
void describe(config::Fields& f, SupplySpec& supplies);

}  // namespace icekeel::platforms
