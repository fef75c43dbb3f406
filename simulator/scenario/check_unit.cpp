// SPDX-License-Identifier: Apache-2.0
#include "simulator/scenario/check_unit.h"

#include <fmt/format.h>

#include "simulator/base/text.h"
#include "simulator/fmi/package.h"

namespace icekeel::scenario {
namespace {

using facility::UnitLink;
using facility::UnitQuantity;

struct QuantityName {
  std::string_view name, units;
};

QuantityName name_of(UnitQuantity quantity) {
  switch (quantity) {
    case UnitQuantity::power:
      return {"a power", "W, kW or MW"};
    case UnitQuantity::temperature:
      return {"a temperature", "K or degC"};
    case UnitQuantity::mass_flow:
      return {"a mass flow", "kg/s"};
    case UnitQuantity::pressure:
      return {"a pressure", "Pa"};
    case UnitQuantity::share:
      break;
  }
  return {"a share", "1 or %"};
}

std::string remedy_for(const fmi::Description& description, const std::string& name,
                       std::string_view causality) {
  std::vector<std::string> all, fitting;
  for (const auto& variable : description.variables) {
    all.push_back(variable.name);
    if (variable.causality == causality && fitting.size() < 20) fitting.push_back(variable.name);
  }
  if (const auto meant = nearest(name, all)) return fmt::format("did you mean '{}'?", *meant);
  if (fitting.empty()) return fmt::format("the unit has no {}s", causality);
  return fmt::format("its {}s are {}", causality, joined(fitting, ", "));
}

std::optional<config::Finding> problem_of(const fmi::Description& description,
                                          const std::string& path, const std::string& name,
                                          std::string_view causality) {
  const auto* variable = description.find(name);
  if (variable == nullptr)
    return config::Finding{
        path, fmt::format("the unit '{}' has no variable '{}'", description.model, name),
        remedy_for(description, name, causality)};
  if (!variable->real)
    return config::Finding{path, fmt::format("the variable '{}' of the unit is no Real", name),
                           "name one that is"};
  if (causality == "input" && variable->causality != "input")
    return config::Finding{path,
                           fmt::format("the variable '{}' of the unit is no input but '{}'", name,
                                       variable->causality),
                           remedy_for(description, "", "input")};
  return std::nullopt;
}

}  // namespace

std::vector<config::Finding> check_unit(const facility::UnitSpec& unit) {
  std::vector<config::Finding> found;
  try {
    const auto description = fmi::describe(unit.fmu.resolved);
    for (const UnitLink& link : links_of(unit)) {
      const std::string path(link.path);
      if (auto problem =
              problem_of(description, path, link.variable, link.input ? "input" : "output")) {
        found.push_back(*problem);
        continue;
      }
      const auto& said = description.find(link.variable)->unit;
      const auto [name, units] = name_of(link.quantity);
      if (!conversion(said, link.quantity))
        found.push_back({path,
                         fmt::format("the variable '{}' of the unit is in '{}', which is not {} "
                                     "that is known",
                                     link.variable, said, name),
                         fmt::format("it can be in {}", units)});
    }
    for (const auto& [name, value] : unit.start)
      if (auto problem = problem_of(description, "start." + name, name, "parameter"))
        found.push_back(*problem);
  } catch (const fmi::UnusableUnit& problem) {
    found.push_back({"fmu", problem.what(), problem.remedy});
  }
  return found;
}

}  // namespace icekeel::scenario
