// SPDX-License-Identifier: Apache-2.0
// Whole plants: the heat balance closes for any input, power does not fall in warmer weather.
#include "simulator/facility/cooling_plant.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>

#include "simulator/base/units.h"
#include "tests/support/values.h"
#include "tests/verification/facility/sample_plants.h"

namespace icekeel::facility {
namespace {

HeatLoad any_load() {
  const double size = *rc::gen::element(0.0, 0.001, 1.0, 1.3);
  const Power air = any_between(0.0, size) * design.air;
  return {any_between(0.0, size) * design.liquid, air, any_between(0.0, 1.0) * air};
}

void expect_balanced(const PlantStep& step, HeatLoad load) {
  const double scale = (load.total() + step.pumps + step.air_fans).si() + 1e-9;
  RC_ASSERT(std::abs(heat_imbalance(step, load).si()) <= 1e-9 * scale);
  RC_ASSERT(step.mode == CoolingMode::free || step.chiller > Power{});
  for (const Power p :
       {step.air_fans, step.pumps, step.cdu_pumps, step.outdoor_fans, step.chiller, step.adiabatic,
        step.heat_pump, step.heat_rejected, step.heat_taken, step.heat_reused_gross}) {
    RC_ASSERT(std::isfinite(p.si()));
    RC_ASSERT(p >= Power{});
  }
  RC_ASSERT(step.water.total() >= MassFlow{});
  RC_ASSERT(step.water_supply.celsius() > -60.0);
  RC_ASSERT(step.water_supply.celsius() < 150.0);
}

RC_GTEST_PROP(CoolingPlant, ClosesItsHeatBalanceForAnyLoadAndWeather, ()) {
  static const std::vector<CoolingPlant> plants = [] {
    std::vector<CoolingPlant> made;
    for (const auto& name : all_plants())
      for (const Reuse reuse : {Reuse::none, Reuse::heat_pump, Reuse::direct})
        made.push_back(plant(name, reuse));
    return made;
  }();
  const auto& any = plants[*rc::gen::inRange<std::size_t>(0, plants.size())];
  const HeatLoad load = fit(any, any_load());
  const Power demand = any_between(0.0, 20.0) * units::megawatt;
  const PlantStep step =
      any.step(load, weather(any_between(-35, 48), any_between(0.05, 1.0)), demand);
  expect_balanced(step, load);
  RC_ASSERT(step.heat_reused_gross <= demand);
  if (any.spec().plant != PlantKind::rear_door)
    RC_ASSERT(step.heat_taken <= (1.0 + 1e-12) * load.liquid);
  RC_ASSERT(std::abs((step.heat_reused_gross - step.heat_taken - step.heat_pump).si()) <=
            1e-9 * step.heat_reused_gross.si());
}

// Warmer by tenths of a kelvin from one end of the climate to the other. Dry and wet bulb rise by
// the same steps: at a fixed humidity the wet bulb has a small step down at 0 degC, from ice to
// water on the bulb.
void expect_no_power_falls(const std::string& name, const std::vector<std::string>& settings,
                           HeatLoad load, TemperatureDifference dryness) {
  const CoolingPlant any(test::entry<CoolingSpec>("plants/" + name, settings), nullptr,
                         fit_design(name));
  Power before;
  for (double t = -30.0; t <= 45.0; t += 0.1) {
    const auto air = Temperature::from_celsius(t);
    const PlantStep step =
        any.step(fit(any, load), {air, air - dryness, 0.5, 101.325 * units::kilopascal}, Power{});
    if (step.set_point_missed) break;
    EXPECT_GE(step.cooling_power().si(), before.si() * (1.0 - 1e-9))
        << name << " at " << t << " degC, liquid " << load.liquid.in(units::megawatt);
    before = step.cooling_power();
  }
}

TEST(CoolingPlant, NeverNeedsLessPowerInWarmerAirWithoutTowers) {
  for (const double part : {0.05, 0.3, 0.7, 1.0}) {
    const HeatLoad load{part * design.liquid, part * design.air};
    for (const char* name : {"warm-water", "immersion", "crac-dx", "air-cooled-chiller"})
      expect_no_power_falls(name, {}, load, 5.0 * units::kelvin);
    // Pads and sprays off: they start above, and humidify below.
    expect_no_power_falls(
        "air-economizer",
        {"outside_air.adiabatic.above=80 degC", "outside_air.least_dew_point=-70 degC"}, load,
        5.0 * units::kelvin);
    expect_no_power_falls("indirect-evaporative", {"indirect.wet.above=80 degC"}, load,
                          5.0 * units::kelvin);
  }
}

TEST(CoolingPlant, NeverNeedsLessPowerAtHigherWetBulbWithTowers) {
  for (const double part : {0.05, 0.3, 0.7, 1.0})
    for (const double air_share : {0.1, 1.0}) {
      const Power total = part * design.total();
      for (const char* name : {"chilled-water", "rear-door", "warm-water-tower", "frontier-like"})
        expect_no_power_falls(name, {}, {(1.0 - air_share) * total, air_share * total},
                              TemperatureDifference{});
    }
}

TEST(CoolingPlant, NeedsMorePowerAboveTheFreeCoolingThreshold) {
  const std::vector<std::pair<std::string, double>> thresholds{{"crac-dx", 17.0},
                                                               {"air-cooled-chiller", 17.0},
                                                               {"chilled-water", 18.0},
                                                               {"rear-door", 18.0}};
  for (const auto& [name, from] : thresholds) {
    const CoolingPlant any = plant(name);
    Power before;
    for (double t = from; t < 26.0; t += 1.0) {
      const Power power = any.step(fit(any, design), weather(t, 1.0), Power{}).cooling_power();
      EXPECT_GT(power, before) << name << " at " << t;
      before = power;
    }
  }
}

TEST(CoolingPlant, NeverNeedsMorePowerWithAnEconomizerThanWithout) {
  auto spec = test::entry<CoolingSpec>("plants/chilled-water");
  const CoolingPlant with(spec, nullptr, design);
  spec.economizer.reset();
  const CoolingPlant without(spec, nullptr, design);
  for (const double part : {0.1, 0.5, 1.0})
    for (double t = -20.0; t <= 35.0; t += 0.5) {
      const HeatLoad load{part * design.liquid, part * design.air};
      const Power more = with.step(load, weather(t, 0.6), Power{}).cooling_power();
      const Power less = without.step(load, weather(t, 0.6), Power{}).cooling_power();
      EXPECT_LE(more.si(), less.si() * (1.0 + 1e-9)) << t << " degC, part " << part;
    }
}

RC_GTEST_PROP(CoolingPlant, NeverNeedsMorePowerWithOutdoorAirThanWithItsRoomUnitsAlone, ()) {
  static const CoolingPlant units = plant("crac-dx");
  static const CoolingPlant direct = plant("air-economizer");
  static const CoolingPlant indirect = plant("indirect-evaporative");
  const HeatLoad load = fit(units, any_load());
  const Weather outdoor = weather(any_between(-35, 48), any_between(0.05, 1.0));
  const Power alone = units.step(load, outdoor, Power{}).cooling_power();
  RC_ASSERT(direct.step(load, outdoor, Power{}).cooling_power() <= (1.0 + 1e-9) * alone);
  RC_ASSERT(indirect.step(load, outdoor, Power{}).cooling_power() <= (1.0 + 1e-9) * alone);
}

TEST(CoolingPlant, RunsFreePartialAndMechanicalFromWinterToSummer) {
  const CoolingPlant chilled = plant("chilled-water");
  EXPECT_EQ(chilled.step(design, weather(-5, 0.8), Power{}).mode, CoolingMode::free);
  EXPECT_EQ(chilled.step(design, weather(17, 0.8), Power{}).mode, CoolingMode::partial);
  EXPECT_EQ(chilled.step(design, weather(29, 0.9), Power{}).mode, CoolingMode::mechanical);
}

TEST(CoolingPlant, HoldsItsSetPointsAtTheDesignPoint) {
  for (const auto& name : all_plants()) {
    const CoolingPlant any = plant(name);
    const PlantStep step = any.step(fit(any, design), weather(27, 0.75), Power{});
    EXPECT_FALSE(step.set_point_missed) << name;
    if (name == "rear-door") continue;  // its racks take in a little of their exhaust
    const Temperature air = any.spec().air_handler->supply_air;
    const Temperature coldest = any.spec().supply.value_or(air);
    const Temperature warmest = any.spec().supply ? warmest_set_point(any.spec()) : air;
    EXPECT_GT(step.water_supply.celsius(), coldest.celsius() - 1e-9) << name;
    EXPECT_LT(step.water_supply.celsius(), warmest.celsius() + 1e-9) << name;
    EXPECT_NEAR(step.rack_air_inlet.celsius(), any.spec().air_handler->supply_air.celsius(), 1e-9)
        << name;
    if (any.spec().supply) {
      EXPECT_GT(step.coolant_supply, step.water_supply) << name;
    }
    EXPECT_GT(step.coolant_return, step.coolant_supply) << name;
  }
}

TEST(CoolingPlant, GoesOnWarmerAndSaysSoWhenItCannotHoldItsSetPoint) {
  for (const auto& name : all_plants()) {
    if (name == "frontier-like") continue;  // built for three times this load
    const CoolingPlant any = plant(name);
    const PlantStep step =
        any.step(fit(any, {1.3 * design.liquid, 1.3 * design.air}), weather(45, 0.6), Power{});
    EXPECT_TRUE(step.set_point_missed) << name;
    EXPECT_GT(step.water_supply, any.spec().supply.value_or(any.spec().air_handler->supply_air))
        << name;
    EXPECT_LT(step.water_supply.celsius(), 90.0) << name;
  }
}

TEST(CoolingPlant, RejectsExactlyTheHeatThatIsNotReused) {
  const CoolingPlant alone = plant("warm-water");
  const CoolingPlant reusing = plant("warm-water", Reuse::heat_pump);
  const Weather cold = weather(0, 0.8);
  const PlantStep without = alone.step(design, cold, Power{});
  const PlantStep none = reusing.step(design, cold, Power{});
  const PlantStep some = reusing.step(design, cold, 5.0 * units::megawatt);
  EXPECT_EQ(none.heat_reused_gross, Power{});
  EXPECT_EQ(none.heat_rejected, without.heat_rejected);
  EXPECT_NEAR(some.heat_reused_gross.in(units::megawatt), 5.0, 1e-9);
  EXPECT_NEAR((without.heat_rejected - some.heat_rejected) / some.heat_taken, 1.0, 1e-9);
  EXPECT_LE(some.outdoor_fans, without.outdoor_fans);
}

TEST(CoolingPlant, GivesTheHeatOfItsColdPlatesToANetworkWithoutLimit) {
  const CoolingPlant reusing = plant("warm-water", Reuse::heat_pump);
  const PlantStep step =
      reusing.step(design, weather(0, 0.8), heat_demand(heat_pump_reuse().demand, {}));
  const PlantStep without = plant("warm-water").step(design, weather(0, 0.8), Power{});
  EXPECT_NEAR(step.heat_taken / design.liquid, 1.0, 0.03);
  EXPECT_NEAR((step.heat_taken + step.heat_rejected) / without.heat_rejected, 1.0, 1e-9);
  EXPECT_EQ(step.chiller, without.chiller);  // no compressor runs to sell heat
  EXPECT_NEAR((step.heat_reused_gross - step.heat_taken - step.heat_pump).si(), 0.0, 1e-3);
}

TEST(CoolingPlant, WarmsATemperateNetworkWithoutAHeatPump) {
  const CoolingPlant reusing = plant("warm-water", Reuse::direct);
  const PlantStep step = reusing.step(design, weather(0, 0.8), 2.0 * units::megawatt);
  EXPECT_NEAR(step.heat_reused_gross.in(units::megawatt), 2.0, 1e-9);
  EXPECT_EQ(step.heat_pump, Power{});
}

TEST(CoolingPlant, UsesWaterOnlyWhereWaterEvaporates) {
  const Weather hot = weather(33, 0.3);
  EXPECT_EQ(plant("warm-water").step(design, hot, Power{}).water.total(), MassFlow{});
  const PlantStep wet = plant("warm-water-adiabatic").step(design, hot, Power{});
  EXPECT_GT(wet.water.evaporation, MassFlow{});
  EXPECT_GT(wet.adiabatic, Power{});
  const PlantStep tower = plant("chilled-water").step(design, hot, Power{});
  // Heat that leaves by evaporation alone takes 1.47 litres a kilowatt-hour; more where hot dry air
  // is cooled, less where cold air is warmed.
  const auto litres = [](const PlantStep& step) {
    return step.water.evaporation.si() / step.heat_rejected.si() * 3.6e6;
  };
  EXPECT_GT(litres(tower), 1.47);
  EXPECT_LT(litres(plant("chilled-water").step(design, weather(0, 0.8), Power{})), 0.8 * 1.47);
  EXPECT_GT(tower.water.blowdown, MassFlow{});
}

TEST(CoolingPlant, TheSameInputsGiveTheSameStep) {
  const CoolingPlant any = plant("chilled-water", Reuse::heat_pump);
  const PlantStep one = any.step(design, weather(18, 0.7), 1.0 * units::megawatt);
  any.step(design, weather(35, 0.2), 9.0 * units::megawatt);
  const PlantStep two = any.step(design, weather(18, 0.7), 1.0 * units::megawatt);
  EXPECT_EQ(one.cooling_power(), two.cooling_power());
  EXPECT_EQ(one.heat_rejected, two.heat_rejected);
}

TEST(CoolingPlant, AnIdlePlantNeedsNothing) {
  for (const auto& name : all_plants()) {
    const PlantStep step =
        plant(name, Reuse::heat_pump).step({}, weather(20, 0.5), 1.0 * units::megawatt);
    EXPECT_EQ(step.cooling_power(), Power{}) << name;
    EXPECT_EQ(step.heat_pump, Power{}) << name;
  }
}

}  // namespace
}  // namespace icekeel::facility
