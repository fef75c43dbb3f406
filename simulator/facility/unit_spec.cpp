// SPDX-License-Identifier: Apache-2.0
#include "simulator/facility/unit_spec.h"

#include <array>

namespace icekeel::facility {
namespace {

struct KnownUnit {
  std::string_view name;
  UnitQuantity quantity;
  Conversion to_si;
};
constexpr std::array known_units{KnownUnit{"W", UnitQuantity::power, {}},
                                 KnownUnit{"kW", UnitQuantity::power, {1e3, 0}},
                                 KnownUnit{"MW", UnitQuantity::power, {1e6, 0}},
                                 KnownUnit{"K", UnitQuantity::temperature, {}},
                                 KnownUnit{"degC", UnitQuantity::temperature, {1, 273.15}},
                                 KnownUnit{"kg/s", UnitQuantity::mass_flow, {}},
                                 KnownUnit{"Pa", UnitQuantity::pressure, {}},
                                 KnownUnit{"1", UnitQuantity::share, {}},
                                 KnownUnit{"%", UnitQuantity::share, {0.01, 0}}};

}  // namespace

std::optional<Conversion> conversion(std::string_view unit, UnitQuantity quantity) {
  if (unit.empty()) return Conversion{};
  for (const auto& known : known_units)
    if (known.name == unit && known.quantity == quantity) return known.to_si;
  return std::nullopt;
}

std::vector<UnitLink> links_of(const UnitSpec& unit) {
  using enum UnitQuantity;
  std::vector<UnitLink> links;
  const auto add = [&](std::string_view path, const std::optional<std::string>& variable,
                       UnitQuantity quantity) {
    if (variable) links.push_back({path, *variable, quantity, path.starts_with("inputs")});
  };
  const auto& in = unit.inputs;
  add("inputs.heat", in.heat, power);
  add("inputs.liquid_heat", in.liquid_heat, power);
  add("inputs.air_heat", in.air_heat, power);
  add("inputs.heat_demand", in.heat_demand, power);
  add("inputs.dry_bulb", in.dry_bulb, temperature);
  add("inputs.wet_bulb", in.wet_bulb, temperature);
  add("inputs.relative_humidity", in.relative_humidity, share);
  add("inputs.pressure", in.pressure, pressure);
  const auto& out = unit.outputs;
  add("outputs.power", out.power, power);
  add("outputs.supply_temperature", out.supply_temperature, temperature);
  add("outputs.return_temperature", out.return_temperature, temperature);
  add("outputs.air_temperature", out.air_temperature, temperature);
  add("outputs.heat_recovered", out.heat_recovered, power);
  add("outputs.heat_rejected", out.heat_rejected, power);
  add("outputs.heat_stored", out.heat_stored, power);
  add("outputs.water", out.water, mass_flow);
  return links;
}

void describe(config::Fields& f, UnitInputs& inputs) {
  f.optional("heat", inputs.heat, "Heat of the racks, the losses in the room and the lighting.");
  f.optional("liquid_heat", inputs.liquid_heat, "The part of it that goes to liquid.");
  f.optional("air_heat", inputs.air_heat, "The part of it that goes to the air.");
  f.optional("heat_demand", inputs.heat_demand, "What the district takes at most.");
  f.optional("dry_bulb", inputs.dry_bulb, "Outdoor dry bulb temperature.");
  f.optional("wet_bulb", inputs.wet_bulb, "Outdoor wet bulb temperature.");
  f.optional("relative_humidity", inputs.relative_humidity, "Of the outdoor air.");
  f.optional("pressure", inputs.pressure, "Of the outdoor air.");
}

void describe(config::Fields& f, UnitOutputs& outputs) {
  f.required("power", outputs.power, "Electricity of the plant; all of it becomes heat in it.");
  f.optional("supply_temperature", outputs.supply_temperature,
             "Coolant to the racks; without it, the set point of the plant.");
  f.optional("return_temperature", outputs.return_temperature, "Coolant from the racks.");
  f.optional("air_temperature", outputs.air_temperature,
             "Air to the racks; without it, the set point of the air handlers.");
  f.optional("heat_recovered", outputs.heat_recovered, "Heat given to the district.");
  f.optional("heat_rejected", outputs.heat_rejected,
             "Heat given to the outdoors. With it, the unit's heat has to balance; without it, "
             "all heat that is neither recovered nor stored.");
  f.optional("heat_stored", outputs.heat_stored,
             "Heat that the unit keeps; negative when it gives it back.");
  f.optional("water", outputs.water, "Water used.");
}

void describe(config::Fields& f, UnitSpec& unit) {
  f.required("fmu", unit.fmu, "FMI 2.0 unit for co-simulation (.fmu).");
  f.optional("step", unit.step, "Longest communication step.", {.above_least = true});
  f.optional("inputs", unit.inputs, "Variables of the unit that it reads, by their meaning.");
  f.required("outputs", unit.outputs, "Variables of the unit that it writes, by their meaning.");
  f.optional("start", unit.start, "Values of variables before the first step, in their own units.",
             {.least = -config::unlimited});
}

}  // namespace icekeel::facility
