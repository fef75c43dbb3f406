// SPDX-License-Identifier: Apache-2.0
#include "analysis/equivalences.h"

#include "simulator/base/units.h"
#include "simulator/config/document.h"
#include "simulator/config/reader.h"

namespace icekeel::analysis {

void describe(config::Fields& f, EquivalenceBasis& basis) {
  f.required("version", basis.version, "Changes with every number below.", {.least = 1});
  f.required("phone_charge", basis.phone_charge, "Charging a phone.", {.above_least = true});
  f.required("car_kilometre", basis.car_kilometre, "A kilometre of an electric car.",
             {.above_least = true});
  f.required("grill", basis.grill, "Power of a raclette grill.", {.above_least = true});
  f.required("bulb", basis.bulb, "Power of a bulb.", {.above_least = true});
}

std::optional<EquivalenceBasis> standard_equivalences(const config::Catalogue& catalogue) {
  const auto file = catalogue.find(EquivalenceBasis::catalogue_kind, "standard");
  if (!file) return std::nullopt;
  config::Diagnostics diagnostics;
  auto root = config::load_document(*file, diagnostics);
  if (!root) return std::nullopt;
  EquivalenceBasis basis;
  config::Reader(std::move(*root), "equivalences", catalogue, diagnostics).read(basis);
  return diagnostics.failed() ? std::nullopt : std::optional(basis);
}

Equivalences equivalences(Energy energy, const EquivalenceBasis& basis) {
  return {energy / basis.phone_charge, energy / basis.car_kilometre, energy / basis.grill,
          energy / basis.bulb};
}

nlohmann::ordered_json to_json(const Equivalences& same, const EquivalenceBasis& basis) {
  return {{"version", basis.version},
          {"phone_charges", same.phone_charges},
          {"electric_car_km", same.car_kilometres},
          {"raclette_grill_h", same.grill_time.in(units::hour)},
          {"led_bulb_h", same.bulb_time.in(units::hour)}};
}

}  // namespace icekeel::analysis
