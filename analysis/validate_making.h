// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// One thing, what it embodies by several published methods, and what our formulas give for each.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/validate_scoreboard.h"
#include "simulator/config/catalogue.h"
#include "simulator/config/diagnostics.h"
#include "simulator/config/fields.h"
#include "simulator/config/finding.h"
#include "simulator/lifecycle/bottom_up.h"

namespace icekeel::analysis {

/// A die with what lies in its package, by ACT or by a flat figure for its area.
struct DieWay {
  Area area;
  std::optional<lifecycle::FabSpec> fab;
  std::optional<SurfaceDensity> flat;
  Information memory;
  lifecycle::CarbonPerData memory_carbon;
};

/// A part of a whole that was declared.
struct DeclaredWay {
  Mass whole;
  std::int64_t parts = 1;
};

struct CardWay {
  lifecycle::CardFactors factors;
  lifecycle::CardSpec card;
};

/// Exactly one of the ways is given.
struct MakingWay {
  std::string method, source, scope, note;
  Mass published;
  bool ours = false;  ///< the published figure is the method's coefficients, put together by us
  std::optional<DieWay> die;
  std::optional<DeclaredWay> declared;
  std::optional<CardWay> card;
};

struct MakingSpec {
  static constexpr std::string_view catalogue_kind = "making";
  std::string thing;
  std::int64_t order = 0;
  std::vector<MakingWay> ways;
};

void describe(config::Fields& f, DieWay& way);
void describe(config::Fields& f, DeclaredWay& way);
void describe(config::Fields& f, CardWay& way);
void describe(config::Fields& f, MakingWay& way);
void describe(config::Fields& f, MakingSpec& making);

/// One way each.
std::vector<config::Finding> check(const MakingSpec& making);

Mass made_by(const MakingWay& way);

/// Everything the catalogue has, in order.
std::vector<MakingSpec> makings(const config::Catalogue& catalogue,
                                config::Diagnostics& diagnostics);

Scoreboard making_scoreboard(const std::vector<MakingSpec>& makings);

}  // namespace icekeel::analysis
