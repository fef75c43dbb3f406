// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// What nodes cost without a scenario, and what a sum of money buys.
///
///     nodes    = sum / (price of a node with its network, chain, cooling and building)
///     power    = most power of a node * (busy draw + (1 - busy) idle)
///     energy   = nodes * power * PUE * year;  carbon = energy * that of the grid
///     tokens   = nodes * tokens a second of a busy node * busy * year
///
/// See simulator/docs/methods/total-cost.md.
/// Verified by: tests/unit/analysis/ownership_test.cpp.

#include <optional>
#include <string>
#include <vector>

#include "analysis/money/ownership.h"
#include "simulator/config/catalogue.h"
#include "simulator/config/finding.h"

namespace icekeel::analysis {

/// As the user asks.
struct PlainCase {
  std::string node = "dgx-h100";
  std::string country;  ///< empty: carbon is not told
  std::optional<std::int64_t> nodes;
  std::optional<Money> budget;
  std::optional<EnergyPrice> price;
  std::string currency;  ///< of both; empty: that of the entry
  std::optional<double> pue, busy;
  std::string place;  ///< of the catalogue: gives the PUE and how many such places there are
  std::string model, weights;  ///< that the nodes answer with; empty: none
  std::optional<std::int64_t> batch;
};

/// What a sum buys: low where prices are high.
struct Bought {
  Range<double> nodes, accelerators;
  Range<Power> design;    ///< of IT
  Range<Power> facility;  ///< mean
  Range<Energy> energy;   ///< of a year
  std::optional<Range<Mass>> carbon;
};

struct PlainCost {
  PlainCase asked;  ///< everything filled in
  OwnershipCost cost;
  Owned owned;
  Power node_power;  ///< mean
  Bought bought;     ///< where no budget is given, exactly what is owned
  std::vector<std::string> assumed;
};

struct PlainOutcome {
  std::optional<PlainCost> cost;
  std::vector<config::Finding> problems;  ///< paths are options without dashes
};

PlainOutcome plain_cost(const PlainCase& asked, const OwnershipSpec& spec,
                        const config::Catalogue& catalogue);

}  // namespace icekeel::analysis
