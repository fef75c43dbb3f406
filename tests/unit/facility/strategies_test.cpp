// SPDX-License-Identifier: Apache-2.0
// The blocks of the cooling strategies: outdoor air, indirect exchangers, air-cooled chillers,
// doors, recirculation and ASHRAE's classes.
#include <gtest/gtest.h>

#include "simulator/base/expect.h"
#include "simulator/base/units.h"
#include "simulator/config/resolved_yaml.h"
#include "simulator/config/yaml_parser.h"
#include "simulator/facility/cooling_plant.h"
#include "simulator/facility/fluids.h"
#include "simulator/facility/psychrometrics.h"
#include "tests/support/values.h"
#include "tests/unit/facility/catalogue.h"

namespace icekeel::facility {
namespace {

const RoomAir room{100.0 * units::kilowatt / (1.0 * units::kelvin), celsius(36), celsius(23)};

Weather outdoors(double t, double relative_humidity) {
  const auto pressure = 101.325 * units::kilopascal;
  return {celsius(t), wet_bulb(celsius(t), relative_humidity, pressure), relative_humidity,
          pressure};
}

CoolingSpec plant_of(const std::string& name, const std::vector<std::string>& settings = {}) {
  return test::entry<CoolingSpec>("plants/" + name, settings);
}

OutsideAirSpec outside(const std::vector<std::string>& settings = {}) {
  return plant_of("air-economizer", settings).outside_air.value();
}

TEST(OutsideAir, MixesColdAirUpToWhatIsWanted) {
  const auto step = outside_air(outside(), room, outdoors(10, 0.6));
  EXPECT_TRUE(step.open);
  EXPECT_NEAR(step.share, 13.0 / 26.0, 1e-12);
  EXPECT_NEAR(step.heat.in(units::kilowatt), 1300.0, 1e-6);
  EXPECT_EQ(step.water.total(), MassFlow{});
}

TEST(OutsideAir, HumidifiesAirThatIsTooDry) {
  const auto spec = outside();
  const auto step = outside_air(spec, room, outdoors(-15, 0.7));
  EXPECT_GT(step.water.evaporation, MassFlow{});
  EXPECT_LT(step.share, 13.0 / 51.0);  // evaporation cools as well
  EXPECT_NEAR(step.heat.in(units::kilowatt), 1300.0, 1e-6);
  EXPECT_NEAR(step.humidity_ratio, humidity_ratio(celsius(-9), 1.0, outdoors(0, 0.5).pressure),
              1e-12);
}

TEST(OutsideAir, CoolsDryHeatByPadsAsFarAsTheyReach) {
  const auto hot = outdoors(38, 0.1);
  const RoomAir cold_room{room.rate, room.back, celsius(18)};
  const auto step = outside_air(outside(), cold_room, hot);
  const auto cooled = 0.8 * (hot.dry_bulb - hot.wet_bulb);
  EXPECT_NEAR(step.heat / (room.rate * (room.back - (hot.dry_bulb - cooled))), 1.0, 1e-9);
  EXPECT_GT(step.pads, Power{});
}

TEST(OutsideAir, StopsThePadsAtTheHighestDewPoint) {
  const auto humid = outdoors(30, 0.4);
  const auto step = outside_air(outside(), room, humid);
  EXPECT_NEAR(step.humidity_ratio, humidity_ratio(celsius(17), 1.0, humid.pressure), 1e-12);
}

TEST(OutsideAir, ClosesItsDampersInHotAndInHumidAir) {
  EXPECT_FALSE(outside_air(outside(), room, outdoors(41, 0.1)).open);
  EXPECT_FALSE(outside_air(outside(), room, outdoors(26, 0.9)).open);
  EXPECT_TRUE(outside_air(outside(), room, outdoors(26, 0.5)).open);
}

TEST(OutsideAir, FindsDewPointsOutOfOrder) {
  const auto spec = plant_of("air-economizer", {"outside_air.least_dew_point=18 degC"});
  ASSERT_EQ(check(spec).size(), 1u);
  EXPECT_EQ(check(spec)[0].path, "outside_air.least_dew_point");
}

TEST(IndirectCooler, CoolsByItsEffectivenessDryAndWet) {
  const auto spec = plant_of("indirect-evaporative").indirect.value();
  const IndirectCooler cooler(spec, VolumeFlow::si(100.0));
  const RoomAir hot_room{room.rate, celsius(36), celsius(10)};
  const auto dry = cooler.cool(hot_room, 1.0, outdoors(10, 0.5));
  EXPECT_NEAR(dry.heat / (0.6 * room.rate * (26.0 * units::kelvin)), 1.0, 1e-12);
  EXPECT_EQ(dry.water.total(), MassFlow{});
  const auto warm = outdoors(30, 0.4);
  const auto wet = cooler.cool(hot_room, 1.0, warm);
  EXPECT_NEAR(wet.heat / (0.75 * room.rate * (celsius(36) - warm.wet_bulb)), 1.0, 1e-12);
  EXPECT_NEAR(wet.water.evaporation * latent_heat(warm.wet_bulb) / wet.heat, 1.0, 1e-12);
}

TEST(IndirectCooler, SlowsItsFansInColdAirAndStopsInHotHumidAir) {
  const IndirectCooler cooler(plant_of("indirect-evaporative").indirect.value(),
                              VolumeFlow::si(100.0));
  const auto full = cooler.cool(room, 1.0, outdoors(25, 0.9));
  const auto cold = cooler.cool(room, 1.0, outdoors(-10, 0.9));
  EXPECT_LT(cold.fans, 0.2 * full.fans);
  EXPECT_NEAR(cold.heat / (room.rate * (room.back - room.wanted)), 1.0, 1e-12);
  EXPECT_EQ(cooler.cool(room, 1.0, outdoors(40, 1.0)).heat, Power{});
}

TEST(AirCooledChiller, ReproducesItsRecord) {
  const auto spec = sized(plant_of("air-cooled-chiller-york", {"chiller.capacity=100.6 kW"}), {});
  const AirCooledChiller chiller(*spec.chiller, *spec.condenser_air);
  const auto step = chiller.run(50.0 * units::kilowatt, celsius(7), outdoors(30, 0.5));
  const double eir =
      0.18070 + 0.027153 * 7 - 0.00045536 * 49 + 0.018818 * 30 + 0.00026233 * 900 - 0.0012881 * 210;
  EXPECT_NEAR(step.compressor.in(units::kilowatt), 50.0 * eir / 3.1, 1e-9);
  EXPECT_NEAR((step.rejected - step.compressor).in(units::kilowatt), 50.0, 1e-9);
  EXPECT_EQ(chiller.run(50.0 * units::kilowatt, celsius(7), outdoors(10, 0.5)).out_of_range, 1);
}

TEST(AirCooledChiller, LetsTheWaterGetWarmerAboveItsCapacity) {
  const auto spec = sized(plant_of("air-cooled-chiller", {"chiller.capacity=1 MW"}), {});
  const AirCooledChiller chiller(*spec.chiller, *spec.condenser_air);
  const auto step = chiller.run(1.3 * units::megawatt, celsius(18), outdoors(30, 0.5));
  EXPECT_NEAR(step.above.si(), 0.3 / 0.03, 1e-9);
  EXPECT_EQ(chiller.run(1.0 * units::megawatt, celsius(18), outdoors(45, 0.5)).above.si(), 0.0);
}

TEST(Recirculation, WarmsTheInletByItsShareOfTheAirRise) {
  const HeatLoad design{{}, 1.0 * units::megawatt};
  for (const auto& [containment, share] :
       {std::pair{"none", 0.2}, std::pair{"cold-aisle", 0.03}, std::pair{"hot-aisle", 0.0}}) {
    const CoolingPlant plant(
        plant_of("crac-dx", {std::string("air_handler.containment=") + containment}), nullptr,
        design);
    const auto step = plant.step(design, outdoors(20, 0.5), Power{});
    const auto rise = step.coolant_return - step.coolant_supply;
    EXPECT_NEAR((step.rack_air_inlet - step.coolant_supply).si(), share * rise.si(), 1e-9);
  }
}

TEST(Doors, LeaveTheRoomItsLossesAndTheRestOfTheRacks) {
  const DoorSpec doors{0.8, 0.01};
  const HeatLoad load{Power{}, 1.1 * units::megawatt, 0.1 * units::megawatt};
  const auto step = behind_doors(doors, load);
  EXPECT_NEAR(step.load.air.in(units::kilowatt), 300.0, 1e-9);
  EXPECT_NEAR(step.fans.in(units::kilowatt), 8.0, 1e-9);
  EXPECT_NEAR((step.load.total() - load.total() - step.fans).si(), 0.0, 1e-6);
}

TEST(AshraeClasses, HaveTheirPublishedTemperatures) {
  EXPECT_EQ(envelope(AirClass::a1).warmest, celsius(32));
  EXPECT_EQ(envelope(AirClass::a4).warmest, celsius(45));
  EXPECT_EQ(envelope(AirClass::h1).warmest, celsius(25));
  EXPECT_EQ(envelope(AirClass::recommended).coldest, celsius(18));
  EXPECT_EQ(warmest_supply(LiquidClass::w17), celsius(17));
  EXPECT_EQ(warmest_supply(LiquidClass::w45), celsius(45));
  EXPECT_FALSE(warmest_supply(LiquidClass::w_plus));
}

TEST(AshraeClasses, AreLeftWhenAPlantIsTooWarm) {
  const HeatLoad design{1.0 * units::megawatt, 0.1 * units::megawatt};
  const auto outside = [&](const char* setting, HeatLoad load) {
    const CoolingPlant plant(plant_of("warm-water", {setting}), nullptr, design);
    return plant.step(load, outdoors(44, 0.3), Power{});
  };
  EXPECT_TRUE(outside("liquid_class=W32", design).liquid_class_left);
  EXPECT_FALSE(outside("liquid_class=W+", design).liquid_class_left);
  EXPECT_FALSE(outside("air_class=A1", design).air_class_left);
  EXPECT_TRUE(outside("air_class=H1", {design.liquid, 1.5 * design.air}).air_class_left);
  const CoolingPlant cool(plant_of("warm-water", {"liquid_class=W32"}), nullptr, design);
  EXPECT_FALSE(cool.step(design, outdoors(20, 0.5), Power{}).liquid_class_left);
}

TEST(AshraeClasses, CountHumidityWhereOutdoorAirBringsIt) {
  const HeatLoad design{{}, 1.0 * units::megawatt};
  const CoolingPlant plant(
      plant_of("air-economizer", {"air_class=A1", "outside_air.least_dew_point=-30 degC"}), nullptr,
      design);
  EXPECT_FALSE(plant.step(design, outdoors(10, 0.6), Power{}).air_class_left);
  EXPECT_TRUE(plant.step(design, outdoors(-20, 0.7), Power{}).air_class_left);
}

TEST(Abilities, RefuseHeatThatHasNoPlace) {
  const HeatLoad air{{}, 1.0 * units::megawatt};
  const HeatLoad both{1.0 * units::megawatt, 1.0 * units::megawatt};
  const CoolingPlant dx(plant_of("crac-dx"), nullptr, both);
  EXPECT_THROW(dx.step(both, outdoors(20, 0.5), Power{}), ContractViolation);
  const CoolingPlant dry(plant_of("warm-water"), nullptr, air);
  EXPECT_NO_THROW(dry.step(air, outdoors(20, 0.5), Power{}));
  EXPECT_THROW(dry.step(both, outdoors(20, 0.5), Power{}), ContractViolation);
  const ReuseSpec reuse;
  EXPECT_THROW(CoolingPlant(plant_of("crac-dx"), &reuse, air), ContractViolation);
}

TEST(CoolingSpec, SaysOnceThatAnEntryHasWhatIsMissing) {
  config::Diagnostics diagnostics;
  const auto source =
      diagnostics.add_source(config::Source::of("here", "plant: warm-water\nsupply: 32 degC\n"));
  const auto root = config::parse_yaml("plant: warm-water\nsupply: 32 degC\n", source, diagnostics);
  CoolingSpec spec;
  const auto shelves = test::catalogue();
  config::Reader(*root, "plant", shelves, diagnostics).read(spec);
  EXPECT_FALSE(diagnostics.failed()) << diagnostics.text();
  const auto found = check(spec);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].message,
            "a plant of the kind 'warm-water' needs 'air_handler', 'chiller', 'facility_water', "
            "'cdu', 'dry_cooler', 'air_water'");
  EXPECT_EQ(found[0].remedy,
            "start from an entry, 'like: plants/warm-water', and write what differs beside it");
}

TEST(CoolingSpec, EveryKindOfPlantHasAnEntryOfItsName) {
  for (const auto name : config::Choices<PlantKind>::names) {
    const auto spec = plant_of(std::string(name));
    EXPECT_EQ(config::Choices<PlantKind>::names[static_cast<std::size_t>(spec.plant)], name);
  }
}

}  // namespace
}  // namespace icekeel::facility
