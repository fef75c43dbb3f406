// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// How long things live, how they travel and end, and how what they embody is shared out.

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/base/quantity.h"
#include "simulator/config/fields.h"
#include "simulator/config/finding.h"
#include "simulator/lifecycle/range.h"

namespace icekeel::lifecycle {

/// Greenhouse gases for the power that a building or a plant is made for [kg/W].
using CarbonPerPower = decltype(Mass{} / Power{});
/// Of moving a mass over a distance: kg of CO2 equivalent for each kg and m.
using CarbonPerDistance = decltype(1.0 / Length{});

/// How what nodes embody is given to the jobs on them.
enum class Rule {
  time,      ///< the time that a job holds its nodes, over their life
  use_time,  ///< the same over the part of their life in which they work
  share,     ///< by time; of a host only the chips' share of those it has
  building   ///< by time, and of building and plant by energy
};

struct LifeSpec {
  Duration lifetime;
  Duration second_life;        ///< used on elsewhere after it
  double repair_per_year = 0;  ///< spare parts: share of what the thing embodies
};

/// A leg of the way from the factory.
struct LegSpec {
  std::string by;
  Length distance;
  CarbonPerDistance carbon;
};

/// A building, or its electrical chain and cooling, for the power of the IT.
struct InfrastructureSpec {
  Range<CarbonPerPower> carbon;
  LifeSpec life;
};

struct LifeCycleSpec {
  static constexpr std::string_view catalogue_kind = "life-cycles";

  Rule rule = Rule::time;
  double utilisation = 1;                    ///< of nodes over their life, for use_time
  LifeSpec nodes;                            ///< with chips and racks
  std::optional<Range<double>> frames;       ///< of making racks, for their mass
  std::vector<LegSpec> transport;            ///< of nodes
  std::optional<Range<double>> end_of_life;  ///< for the mass of nodes
  std::optional<InfrastructureSpec> building, plant;
};

void describe(config::Fields& f, Range<double>& range);
void describe(config::Fields& f, Range<CarbonPerPower>& range);
void describe(config::Fields& f, LifeSpec& life);
void describe(config::Fields& f, LegSpec& leg);
void describe(config::Fields& f, InfrastructureSpec& infrastructure);
void describe(config::Fields& f, LifeCycleSpec& cycle);

/// Ranges rise.
std::vector<config::Finding> check(const LifeCycleSpec& cycle);

}  // namespace icekeel::lifecycle

template <>
struct icekeel::config::Choices<icekeel::lifecycle::Rule> {
  static constexpr std::array<std::string_view, 4> names{"time", "use-time", "share", "building"};
};
