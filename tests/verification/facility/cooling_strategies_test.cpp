// SPDX-License-Identifier: Apache-2.0
// A year of every strategy in five climates: what everybody knows of them holds.
#include <gtest/gtest.h>

#include <map>

#include "simulator/facility/weather.h"
#include "tests/verification/facility/sample_plants.h"

namespace icekeel::facility {
namespace {

struct Year {
  Energy cooling;
  Duration free, missed;
  Mass water;
  double residual = 0;  // largest, relative to the load
};

Year year_of(const CoolingPlant& plant, const WeatherYear& weather, HeatLoad load) {
  Year year;
  for (const Weather& hour : weather.hours()) {
    const PlantStep step = plant.step(load, hour, Power{});
    year.cooling += step.cooling_power() * units::hour;
    year.water += step.water.total() * units::hour;
    if (step.mode == CoolingMode::free) year.free += units::hour;
    if (step.set_point_missed) year.missed += units::hour;
    year.residual = std::max(year.residual, std::abs(heat_imbalance(step, load) / load.total()));
  }
  return year;
}

const std::vector<std::string> cities{"stockholm", "paris", "phoenix", "singapore", "mumbai"};
const std::vector<std::string> strategies{"crac-dx",        "air-cooled-chiller",   "chilled-water",
                                          "air-economizer", "indirect-evaporative", "rear-door",
                                          "warm-water",     "warm-water-adiabatic", "immersion"};

// Strategy, then city. Cold plates take 90 % of the heat, tanks all of it but losses in the room;
// the same total goes to the air of the other plants.
std::map<std::string, std::map<std::string, Year>> table_of_years() {
  const Power it = 10.0 * units::megawatt, room = 0.4 * units::megawatt;
  std::map<std::string, std::map<std::string, Year>> table;
  for (const auto& city : cities) {
    const auto climate = test::entry<ClimateSpec>("climates/" + city);
    const WeatherYear weather = expand(climate, random_stream(42, "weather"));
    for (const auto& name : strategies) {
      HeatLoad load{{}, it + room, room};
      if (name.starts_with("warm-water")) load = {0.9 * it, 0.1 * it + room, room};
      if (name == "immersion") load = {it, room, room};
      const CoolingPlant plant(test::entry<CoolingSpec>("plants/" + name), nullptr, load);
      table[name][city] = year_of(plant, weather, load);
    }
  }
  return table;
}

class CoolingStrategies : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { table_ = table_of_years(); }
  static std::map<std::string, std::map<std::string, Year>> table_;
};
std::map<std::string, std::map<std::string, Year>> CoolingStrategies::table_;

TEST_F(CoolingStrategies, CloseTheirHeatBalanceInEveryHour) {
  for (const auto& [name, row] : table_)
    for (const auto& [city, year] : row) {
      EXPECT_LT(year.residual, 1e-9) << name << " in " << city;
      RecordProperty(name + " " + city + " MWh",
                     std::to_string(year.cooling.in(units::megawatt_hour)));
    }
}

TEST_F(CoolingStrategies, CoolFreelyMoreOftenInStockholmThanInSingapore) {
  for (const char* name :
       {"chilled-water", "rear-door", "air-economizer", "indirect-evaporative", "warm-water"}) {
    EXPECT_GT(table_[name]["stockholm"].free, table_[name]["singapore"].free) << name;
    EXPECT_LT(table_[name]["stockholm"].cooling, table_[name]["singapore"].cooling) << name;
  }
}

// Dry coolers alone miss 32 degC for a third of the year in the hot cities; with pads hardly ever,
// so that the comparison is one of plants that do their work.
TEST_F(CoolingStrategies, NeedLessWithWarmWaterThanWithChilledWater) {
  for (const auto& city : cities) {
    EXPECT_LT(table_["warm-water-adiabatic"][city].cooling, table_["chilled-water"][city].cooling);
    EXPECT_LT(table_["warm-water-adiabatic"][city].missed, 0.03 * (365.0 * units::day)) << city;
    EXPECT_EQ(table_["chilled-water"][city].missed, Duration{}) << city;
    EXPECT_LT(table_["warm-water"][city].cooling, table_["chilled-water"][city].cooling) << city;
    EXPECT_LT(table_["immersion"][city].cooling, table_["chilled-water"][city].cooling) << city;
  }
}

TEST_F(CoolingStrategies, NeverNeedMoreThanTheirRoomUnitsAlone) {
  for (const auto& city : cities)
    for (const char* name : {"air-economizer", "indirect-evaporative"})
      EXPECT_LE(table_[name][city].cooling, table_["crac-dx"][city].cooling) << name << city;
}

TEST_F(CoolingStrategies, UseWaterOnlyWhereItEvaporates) {
  for (const auto& city : cities) {
    for (const char* name : {"crac-dx", "air-cooled-chiller", "warm-water", "immersion"})
      EXPECT_EQ(table_[name][city].water, Mass{}) << name << " in " << city;
    EXPECT_GT(table_["chilled-water"][city].water, Mass{}) << city;
  }
  EXPECT_GT(table_["air-economizer"]["phoenix"].water, Mass{});
}

}  // namespace
}  // namespace icekeel::facility
