// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Cooling strategies of the catalogue, and what has to change in a scenario to try one.

#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/config/catalogue.h"
#include "simulator/config/diagnostics.h"
#include "simulator/config/fields.h"
#include "simulator/config/node.h"

namespace icekeel::analysis {

/// The variant of a rack that a plant cools.
enum class RackVariant { air, liquid, immersion };

/// A plant and the racks that go with it.
struct StrategySpec {
  static constexpr std::string_view catalogue_kind = "strategies";
  std::string name;   ///< of the entry
  std::string plant;  ///< entry of the plants
  RackVariant racks = RackVariant::air;
  std::int64_t order = 0;
  bool standard = true;  ///< compared unless others are asked for
};

void describe(config::Fields& f, StrategySpec& strategy);

/// The strategies of these names in their order, all standard ones if none is named. A name that
/// the catalogue does not have is reported.
std::vector<StrategySpec> strategies(const std::vector<std::string>& names,
                                     const config::Catalogue& catalogue,
                                     config::Diagnostics& diagnostics);

/// Settings (`--set`) that put the strategy into every site of the scenario. Racks have to start
/// from a catalogue entry ("like: racks/dgx-h100-4"); the variants of an entry NAME are NAME,
/// NAME-liquid and NAME-immersion. Heat reuse is taken away where the plant has no water for it.
/// \return nothing, and a report, if a variant is missing
std::optional<std::vector<std::string>> settings_for(const StrategySpec& strategy,
                                                     const config::Node& scenario,
                                                     const config::Catalogue& catalogue,
                                                     config::Diagnostics& diagnostics);

/// Settings that put every site into this climate of the catalogue.
std::vector<std::string> climate_settings(const std::string& climate, const config::Node& scenario);

}  // namespace icekeel::analysis

template <>
struct icekeel::config::Choices<icekeel::analysis::RackVariant> {
  static constexpr std::array<std::string_view, 3> names{"air", "liquid", "immersion"};
};
