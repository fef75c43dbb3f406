// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// An amount of energy in things of daily life.

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string_view>

#include "simulator/base/quantity.h"
#include "simulator/config/catalogue.h"
#include "simulator/config/fields.h"

namespace icekeel::analysis {

/// What the comparisons stand on. A change of any number is a new version, so that two reports can
/// only be compared if they say the same version.
struct EquivalenceBasis {
  static constexpr std::string_view catalogue_kind = "equivalences";
  std::int64_t version = 0;
  Energy phone_charge;   ///< of the battery
  Energy car_kilometre;  ///< of an electric car
  Power grill;
  Power bulb;
};

void describe(config::Fields& f, EquivalenceBasis& basis);

/// The entry "standard" of the catalogue; nothing if it has none that can be read.
std::optional<EquivalenceBasis> standard_equivalences(const config::Catalogue& catalogue);

struct Equivalences {
  double phone_charges = 0.0;
  double car_kilometres = 0.0;
  Duration grill_time;
  Duration bulb_time;
};

/// The same energy, delivered to each of these things.
Equivalences equivalences(Energy energy, const EquivalenceBasis& basis);

nlohmann::ordered_json to_json(const Equivalences& same, const EquivalenceBasis& basis);

}  // namespace icekeel::analysis
