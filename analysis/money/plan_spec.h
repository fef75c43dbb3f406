// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// A plan over years as the user writes it: what is built when, how it grows, how demand answers.

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "analysis/money/money_range.h"
#include "simulator/config/catalogue.h"
#include "simulator/config/diagnostics.h"
#include "simulator/config/fields.h"
#include "simulator/config/finding.h"
#include "simulator/facility/grid.h"

namespace icekeel::analysis {

/// Nodes of one kind in places of one kind.
struct PhaseSpec {
  std::string name;
  std::string node;                    ///< of the catalogue
  std::optional<double> nodes;         ///< of the first year
  std::optional<Power> it_power;       ///< instead: their mean power
  std::optional<std::string> place;    ///< of the catalogue: gives PUE and water
  std::optional<std::string> climate;  ///< other than the place's
  std::optional<double> pue;           ///< instead of a place
  std::optional<std::int64_t> year;    ///< in which it is built
  std::optional<std::string> after;    ///< instead: the phase whose end it follows
  std::optional<Duration> life;        ///< of nodes; default: that of the ownership
  std::optional<double> busy;          ///< share of the time; default: that of the ownership
  bool aged = false;                   ///< nodes of the first year are of all ages
  bool renew = false;                  ///< nodes are bought again at the end of their life
  double growth = 0;                   ///< of the work, a year
  double gain = 0;                     ///< work of a node that is bought a year later
};

struct DemandSpec {
  double elasticity = 0;
};

struct PlanSpec {
  std::int64_t schema = 0;
  std::string name;
  std::string currency = "EUR";
  std::int64_t from = 0, to = 0;
  std::string ownership = "standard", life_cycle = "standard";
  std::vector<std::string> assume;  ///< changes of the ownership
  std::string grid;
  std::vector<facility::YearSpec> carbon;  ///< of years that the grid does not list
  std::optional<EnergyPrice> price;
  double price_growth = 0;
  std::optional<Energy> national_use;  ///< of all electricity, to compare with
  std::optional<DemandSpec> demand;
  std::vector<PhaseSpec> phases;
};

void describe(config::Fields& f, PhaseSpec& phase);
void describe(config::Fields& f, DemandSpec& demand);
void describe(config::Fields& f, PlanSpec& plan);

/// Rules across settings: years, names, no circle of phases.
std::vector<config::Finding> check(const PlanSpec& plan);

/// Reads and checks a plan with changes "path=value".
std::optional<PlanSpec> read_plan(const std::filesystem::path& file,
                                  const std::vector<std::string>& changes,
                                  const config::Catalogue& catalogue,
                                  config::Diagnostics& diagnostics);

}  // namespace icekeel::analysis
