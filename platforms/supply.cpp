// SPDX-License-Identifier: Apache-2.0
#include "platforms/supply.h"

#include <fmt/format.h>

#include <algorithm>

#include "simulator/base/expect.h"

namespace icekeel::platforms {

std::int64_t supplies_on(const SupplySpec& supplies, std::int64_t feeds, std::int64_t feeds_on) {
  ICEKEEL_EXPECT(feeds > 0 && feeds_on >= 0 && feeds_on <= feeds);
  const std::int64_t each = supplies.count / feeds;
  // Which feeds are left is not known here: the safe answer leaves out the better served ones.
  const std::int64_t extra = std::max<std::int64_t>(0, supplies.count % feeds - (feeds - feeds_on));
  return each * feeds_on + extra;
}

namespace {

void check_counts(const SupplySpec& supplies, std::vector<config::Finding>& findings) {
  if (supplies.needed > supplies.count)
    findings.push_back(
        {"needed",
         fmt::format("{} supplies are needed and there are {}", supplies.needed, supplies.count),
         "raise 'count'"});
  if (supplies.least > supplies.needed)
    findings.push_back({"least",
                        fmt::format("the node needs at least {} supplies to run and {} for full "
                                    "power",
                                    supplies.least, supplies.needed),
                        "lower 'least' or raise 'needed'"});
}

// A point where the supply would take in less for giving out more breaks the energy balance.
// Loss falling by at most a third of the rise of the load keeps the interpolated input rising.
void check_curve(const SupplySpec& supplies, std::vector<config::Finding>& findings) {
  for (std::size_t i = 1; i < supplies.efficiency.size(); ++i) {
    const auto& low = supplies.efficiency[i - 1];
    const auto& high = supplies.efficiency[i];
    const auto path = fmt::format("efficiency[{}]", i);
    if (high.load <= low.load) {
      findings.push_back({path + ".load",
                          fmt::format("load {:g} follows load {:g}", high.load, low.load),
                          "list the points from low to high load"});
      continue;
    }
    const auto loss = [](const EfficiencyPoint& p) { return p.load * (1 / p.efficiency - 1); };
    if (loss(high) - loss(low) < -(high.load - low.load) / 3)
      findings.push_back(
          {path + ".efficiency",
           fmt::format("efficiency rises from {:g} to {:g} so steeply that more output would need "
                       "less input",
                       low.efficiency, high.efficiency),
           "check the points of the curve"});
  }
}

}  // namespace

std::vector<config::Finding> check_supplies(const SupplySpec& supplies) {
  std::vector<config::Finding> findings;
  check_counts(supplies, findings);
  if (supplies.efficiency.empty())
    findings.push_back({"efficiency", "the efficiency curve has no point",
                        "give at least one point, as in {load: 50 %, efficiency: 96 %}"});
  check_curve(supplies, findings);
  return findings;
}

void describe(config::Fields& f, EfficiencyPoint& point) {
  f.required("load", point.load, "Output over the rating.", {.most = 2, .above_least = true});
  f.required("efficiency", point.efficiency, "Output over input.",
             {.most = 1, .above_least = true});
}

void describe(config::Fields& f, SupplySpec& supplies) {
  f.required("count", supplies.count, "Number of power supplies.", {.least = 1, .most = 64});
  f.required("needed", supplies.needed, "Supplies that carry the full load; the others are spare.",
             {.least = 1, .most = 64});
  f.required("least", supplies.least,
             "Supplies below which the node is off; with fewer than needed it runs slower.",
             {.least = 1, .most = 64});
  f.required("rating", supplies.rating, "Most output of one supply.", {.above_least = true});
  f.required("efficiency", supplies.efficiency, "Efficiency by load, from low to high load.");
}

}  // namespace icekeel::platforms
