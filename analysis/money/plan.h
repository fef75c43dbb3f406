// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// A plan year by year: nodes that are bought, kept and retired; energy, money and carbon of each
/// phase.
///
///     work     = that of the first year * (1 + growth)^(years since) * answer of the demand
///     node     = does (1 + gain)^(years since) of the work of one of the first year
///     bought   = what the nodes that are left cannot do
///     busy     = usual share of the time * work / what all nodes could do
///     power    = nodes * most power * (busy draw + (1 - busy) idle);  facility = PUE * power
///     cost     = ownership.h of what is owned in that year
///     carbon   = energy * grid of that year;  embodied: nodes when bought, building as it wears
///
/// See simulator/docs/methods/years.md.
/// Verified by: tests/unit/analysis/years_test.cpp.

#include <optional>
#include <string>
#include <vector>

#include "analysis/money/ownership.h"
#include "analysis/money/plan_spec.h"
#include "platforms/node.h"
#include "simulator/facility/grid.h"
#include "simulator/lifecycle/embodied.h"

namespace icekeel::analysis {

/// A phase with all that the catalogue says of it.
struct Phase {
  PhaseSpec spec;
  platforms::NodeSpec node;
  double pue = 1;
  double water_for_energy = 0;  ///< at the site [m3/J of IT]
  Power site;                   ///< mean IT of one place; zero: all are one
  int first = 0;                ///< year
  int life = 1;                 ///< of nodes [a]
  double busy = 1;
  Power waits, works;                            ///< of a node
  double nodes = 0;                              ///< of the first year
  std::optional<lifecycle::MassRange> embodied;  ///< of a node
};

struct Plan {
  PlanSpec spec;
  OwnershipSpec ownership;
  double exchange = 1;
  lifecycle::LifeCycleSpec cycle;
  facility::GridSpec grid;
  std::vector<Phase> phases;
};

struct PhaseYear {
  double nodes = 0, bought = 0, retired = 0, sites = 0;
  double busy = 0;
  double demand = 1;  ///< answer of it
  Power design, it;   ///< of IT: at most, in the mean
  Energy energy;      ///< of the facility
  Volume water;
  MoneyRange cost, purchases;
  lifecycle::MassRange operational, embodied;

  PhaseYear& operator+=(const PhaseYear& other);  ///< sums; busy and demand stay
};

struct PlanYear {
  int year = 0;
  std::vector<PhaseYear> phases;  ///< in the order of the plan
  PhaseYear all() const;
};

/// What the plan needs of the catalogue; paths of problems are settings of the plan.
std::optional<Plan> plan_of(const PlanSpec& spec, const config::Catalogue& catalogue,
                            config::Diagnostics& diagnostics,
                            std::vector<config::Finding>& problems);

/// Carbon of a year: between years that are listed on a straight line, before and after them as
/// the first and the last.
Range<CarbonIntensity> carbon_in(const facility::GridSpec& grid,
                                 const std::vector<facility::YearSpec>& more, int year);

/// Nothing where demand grows without end.
std::optional<std::vector<PlanYear>> years_of(const Plan& plan);

}  // namespace icekeel::analysis
