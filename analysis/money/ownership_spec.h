// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// What it takes to own a site, as the catalogue says it: prices, lives, price of capital, staff.

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/money/annuity.h"
#include "analysis/money/money_range.h"
#include "simulator/config/catalogue.h"
#include "simulator/config/diagnostics.h"
#include "simulator/config/finding.h"
#include "simulator/lifecycle/life_cycle_spec.h"

namespace icekeel::analysis {

/// How long something is kept, and what keeping it takes.
struct KeepSpec {
  Duration life;
  double maintenance = 0;  ///< of a year, as a share of its price
  double resale = 0;       ///< share of its price that it is sold for at the end of its life
};

/// A node, for each accelerator in it: the price of chips without their own says nothing.
struct NodePriceSpec {
  std::string chip;  ///< name as the chip has it
  MoneyRange price;
};

struct NodesCostSpec {
  std::vector<NodePriceSpec> prices;
  MoneyRange other;  ///< of a node of another chip, for each of its chips
  KeepSpec keep;
};

/// Switches, adapters outside of nodes and cables, as a share of the price of the nodes.
struct NetworkCostSpec {
  Range<double> of_nodes;
  KeepSpec keep;
};
struct StorageCostSpec {
  Range<PricePerData> price;
  KeepSpec keep;
};
/// For the power of the IT that it is built for.
struct PlantCostSpec {
  Range<PricePerPower> price;
  KeepSpec keep;
};
struct StaffSpec {
  Range<Rent> fixed;                ///< of a site, however small
  Range<RentPerPower> for_each_kW;  ///< of IT that it is built for
};

/// How nodes are used where no run says it.
struct UsualUseSpec {
  double busy = 1;  ///< share of the time
  double draw = 1;  ///< power of a busy node, as a share of the most it may draw
  double idle = 0;  ///< of one that waits
};

struct OwnershipSpec {
  static constexpr std::string_view catalogue_kind = "ownership";

  std::string currency = "EUR";
  std::map<std::string, double> exchange;  ///< of one unit of `currency`
  Depreciation depreciation = Depreciation::annuity;
  Range<double> capital;  ///< its price, a year
  Duration horizon;       ///< of the net present cost
  NodesCostSpec nodes;
  NetworkCostSpec network;
  StorageCostSpec storage;
  PlantCostSpec electrical, cooling, building;
  StaffSpec staff;
  Range<double> insurance;  ///< with taxes, of a year, as a share of what was invested
  Range<PricePerVolume> water;
  Range<EnergyPrice> heat;  ///< paid for it, where the scenario has no price
  UsualUseSpec use;
};

void describe(config::Fields& f, KeepSpec& keep);
void describe(config::Fields& f, NodePriceSpec& price);
void describe(config::Fields& f, NodesCostSpec& nodes);
void describe(config::Fields& f, NetworkCostSpec& network);
void describe(config::Fields& f, StorageCostSpec& storage);
void describe(config::Fields& f, PlantCostSpec& plant);
void describe(config::Fields& f, StaffSpec& staff);
void describe(config::Fields& f, UsualUseSpec& use);
void describe(config::Fields& f, OwnershipSpec& ownership);

/// Ranges rise; exchange rates are above zero.
std::vector<config::Finding> check(const OwnershipSpec& ownership);

/// An entry of the catalogue, or a file (YAML), with changes "path=value"; checked.
std::optional<OwnershipSpec> read_ownership(const std::string& named,
                                            const std::vector<std::string>& changes,
                                            const config::Catalogue& catalogue,
                                            config::Diagnostics& diagnostics);

}  // namespace icekeel::analysis
