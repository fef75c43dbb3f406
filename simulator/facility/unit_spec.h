// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// A cooling plant that is a model of someone else: an FMI 2.0 unit, and what its variables mean.

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/config/fields.h"
#include "simulator/config/finding.h"

namespace icekeel::facility {

/// Names of variables that the unit reads.
struct UnitInputs {
  std::optional<std::string> heat, liquid_heat, air_heat, heat_demand;
  std::optional<std::string> dry_bulb, wet_bulb, relative_humidity, pressure;
};

/// Names of variables that the unit writes.
struct UnitOutputs {
  std::string power;
  std::optional<std::string> supply_temperature, return_temperature, air_temperature;
  std::optional<std::string> heat_recovered, heat_rejected, heat_stored, water;
};

struct UnitSpec {
  config::InputPath fmu;
  Duration step = Duration::si(60);  ///< longest
  UnitInputs inputs;
  UnitOutputs outputs;
  std::map<std::string, double> start;  ///< of variables, in the units of the unit
};

void describe(config::Fields& f, UnitInputs& inputs);
void describe(config::Fields& f, UnitOutputs& outputs);
void describe(config::Fields& f, UnitSpec& unit);

/// What a variable of a unit has to be.
enum class UnitQuantity { power, temperature, mass_flow, pressure, share };

/// A variable that the spec names: where, as which quantity.
struct UnitLink {
  std::string_view path;  ///< "inputs.dry_bulb"
  std::string variable;
  UnitQuantity quantity = UnitQuantity::power;
  bool input = false;
};
std::vector<UnitLink> links_of(const UnitSpec& unit);

/// From the unit of a variable to SI: value * factor + offset. Nothing: it is no such quantity.
struct Conversion {
  double factor = 1, offset = 0;
};
std::optional<Conversion> conversion(std::string_view unit, UnitQuantity quantity);

}  // namespace icekeel::facility
