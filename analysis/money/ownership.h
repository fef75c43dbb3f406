// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// What it costs to own and to run a site for a year, by part.
///
///     capital    price times its yearly share (annuity.h)
///     upkeep     share of the price a year
///     operation  electricity and fuel as the run booked them, water, staff, insurance, less heat
///     GPU-hour   cost of a year / (accelerators * hours of a year), over their use if used
///     tokens     cost of a year / tokens of a year
///
/// Lows add to lows and highs to highs: the widest range that the parts allow.
///
/// See simulator/docs/methods/total-cost.md.
/// Verified by: tests/unit/analysis/ownership_test.cpp.

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/money/ownership_spec.h"
#include "platforms/node.h"
#include "simulator/scenario/scenario_spec.h"

namespace icekeel::analysis {

inline constexpr Duration year = Duration::si(365.25 * 86400.0);

/// Nodes of one kind.
struct OwnedNodes {
  std::string node, chip;
  double count = 0;
  double chips = 0;            ///< in each of them
  std::optional<Money> price;  ///< of one; without it, that of the price list
};

/// What is owned.
struct Owned {
  std::vector<OwnedNodes> nodes;
  Information storage;
  Power design;  ///< IT power that chain, cooling and building are built for
  double sites = 1;

  double accelerators() const;
};

/// What a year of it takes.
struct YearOfUse {
  Energy electricity;                ///< of the facility
  std::optional<Money> energy_cost;  ///< with fuel and demand charges; without, no price is known
  Money demand_charges;              ///< inside of it
  Volume water;                      ///< bought at the site
  Energy heat;                       ///< delivered
  std::optional<Money> heat_income;  ///< where the scenario has its price
  std::optional<double> used;        ///< share of the time of accelerators in which jobs hold them
  std::optional<double> tokens;      ///< that are made or learnt from
};

enum class CostKind { capital, operation };

struct CostPart {
  std::string part;  ///< "nodes", "electricity" ...
  CostKind kind = CostKind::capital;
  MoneyRange yearly;
  MoneyRange invested;     ///< price of capital, once
  MoneyRange net_present;  ///< over the horizon
};

struct OwnershipCost {
  std::string currency;
  std::vector<CostPart> parts;
  double accelerators = 0;
  YearOfUse use;
  bool priced_energy = false;

  MoneyRange yearly() const;
  MoneyRange invested() const;
  MoneyRange net_present() const;
  /// Of an hour of an accelerator, whether it is used or not; of one that is used.
  std::optional<Range<Rent>> accelerator_hour() const;
  std::optional<Range<Rent>> used_hour() const;
  std::optional<MoneyRange> million_tokens() const;
};

/// The part with the largest middle value, and the one that adds most to the width of the sum.
const CostPart& largest(std::span<const CostPart> parts);
const CostPart& least_known(std::span<const CostPart> parts);

/// \param exchange  what one unit of the entry's currency is in that of `use` and of the answer
OwnershipCost ownership_cost(const Owned& owned, const YearOfUse& use, const OwnershipSpec& spec,
                             double exchange);

/// What one unit of the entry's currency is in that one; nothing where it does not say.
std::optional<double> exchange_to(const OwnershipSpec& spec, const std::string& currency);

/// What the sites of a scenario own.
Owned owned_by(const scenario::SiteSpec& site);
Owned owned_by(const std::vector<scenario::SiteSpec>& sites);
OwnedNodes owned_nodes(const platforms::NodeSpec& node, double count);

}  // namespace icekeel::analysis
