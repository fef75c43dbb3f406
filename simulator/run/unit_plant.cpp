// SPDX-License-Identifier: Apache-2.0
#include "simulator/run/unit_plant.h"

#include <fmt/format.h>

#include <cmath>

namespace icekeel::run {
namespace {

constexpr double freezing_K = 273.15;

Temperature kelvin(double value) {
  return Temperature::from_celsius(value - freezing_K);
}
double kelvins(Temperature temperature) {
  return temperature.celsius() + freezing_K;
}

std::map<unsigned, double> start_values(const facility::UnitSpec& spec) {
  const auto description = fmi::describe(spec.fmu.resolved);
  std::map<unsigned, double> values;
  for (const auto& [name, value] : spec.start)
    if (const auto* variable = description.find(name)) values[variable->reference] = value;
  return values;
}

}  // namespace

UnitPlant::UnitPlant(const facility::CoolingSpec& cooling)
    : cooling_(cooling), unit_(cooling.unit->fmu.resolved, start_values(*cooling.unit)) {
  using enum facility::UnitQuantity;
  const auto& in = cooling.unit->inputs;
  heat_ = link(in.heat, power);
  liquid_heat_ = link(in.liquid_heat, power);
  air_heat_ = link(in.air_heat, power);
  heat_demand_ = link(in.heat_demand, power);
  dry_bulb_ = link(in.dry_bulb, temperature);
  wet_bulb_ = link(in.wet_bulb, temperature);
  humidity_ = link(in.relative_humidity, share);
  pressure_ = link(in.pressure, pressure);
  const auto& out = cooling.unit->outputs;
  power_ = link(out.power, power);
  supply_ = link(out.supply_temperature, temperature);
  return_ = link(out.return_temperature, temperature);
  air_ = link(out.air_temperature, temperature);
  recovered_ = link(out.heat_recovered, power);
  rejected_ = link(out.heat_rejected, power);
  stored_ = link(out.heat_stored, power);
  water_ = link(out.water, mass_flow);
}

UnitPlant::MaybeLink UnitPlant::link(const std::optional<std::string>& variable,
                                     facility::UnitQuantity quantity) const {
  if (!variable) return std::nullopt;
  const auto* known = unit_.description().find(*variable);
  if (known == nullptr) throw fmi::UnitFailed("the unit changed since it was checked");
  return Link{known->reference, conversion(known->unit, quantity).value_or(facility::Conversion{})};
}

void UnitPlant::tell(const MaybeLink& link, double value) {
  if (link) unit_.set(link->reference, (value - link->to_si.offset) / link->to_si.factor);
}

double UnitPlant::asked(const Link& link) const {
  return unit_.get(link.reference) * link.to_si.factor + link.to_si.offset;
}

double UnitPlant::asked_heat(const MaybeLink& link, const char* meaning) const {
  if (!link) return 0;
  const double value = asked(*link);
  if (value < 0)
    throw fmi::UnitFailed(fmt::format("the unit '{}' gave a {} of {:g} W after {:g} s",
                                      unit_.description().model, meaning, value, unit_.now().si()));
  return value;
}

facility::PlantStep UnitPlant::held(facility::HeatLoad load) const {
  facility::PlantStep step;
  const Temperature supply = cooling_.supply.value_or(cooling_.air_handler->supply_air);
  step.chiller = Power::si(asked_heat(power_, "power"));
  step.heat_taken = step.heat_reused_gross = Power::si(asked_heat(recovered_, "recovered heat"));
  step.heat_stored = Power::si(stored_ ? asked(*stored_) : 0.0);
  step.heat_rejected = rejected_ ? Power::si(asked(*rejected_))
                                 : load.total() + step.chiller - step.heat_taken - step.heat_stored;
  step.water.evaporation = MassFlow::si(asked_heat(water_, "use of water"));
  step.coolant_supply = supply_ ? kelvin(asked(*supply_)) : supply;
  step.coolant_return = return_ ? kelvin(asked(*return_)) : step.coolant_supply;
  step.water_supply = step.coolant_supply;
  step.water_return = step.coolant_return;
  step.rack_air_inlet = air_ ? kelvin(asked(*air_)) : cooling_.air_handler->supply_air;
  step.mode =
      step.chiller > Power{} ? facility::CoolingMode::mechanical : facility::CoolingMode::free;
  step.set_point_missed =
      step.coolant_supply - supply > cooling_.tolerance ||
      step.rack_air_inlet - cooling_.air_handler->supply_air > cooling_.tolerance;
  return step;
}

facility::PlantStep UnitPlant::pass(facility::HeatLoad load, const facility::Weather& outdoor,
                                    Power heat_demand, Duration length) {
  const Power more = owed_ / length;
  tell(heat_, (load.total() + more).si());
  tell(liquid_heat_, load.liquid.si());
  tell(air_heat_, (load.air + more).si());
  tell(heat_demand_, heat_demand.si());
  tell(dry_bulb_, kelvins(outdoor.dry_bulb));
  tell(wet_bulb_, kelvins(outdoor.wet_bulb));
  tell(humidity_, outdoor.relative_humidity);
  tell(pressure_, outdoor.pressure.si());
  const double steps = std::ceil(length / cooling_.unit->step - 1e-9);
  Energy power, recovered, rejected, stored;
  Mass water;
  facility::PlantStep now;
  for (double i = 0; i < steps; ++i) {
    const Duration part = length / steps;
    unit_.step(part);
    load.air += i == 0 ? more : Power{};
    now = held(load);
    power += now.chiller * part;
    recovered += now.heat_taken * part;
    rejected += now.heat_rejected * part;
    stored += now.heat_stored * part;
    water += now.water.evaporation * part;
  }
  now.chiller = power / length;
  now.heat_taken = now.heat_reused_gross = recovered / length;
  now.heat_rejected = rejected / length;
  now.heat_stored = stored / length - more;
  now.water.evaporation = water / length;
  owed_ = {};
  return now;
}

}  // namespace icekeel::run
