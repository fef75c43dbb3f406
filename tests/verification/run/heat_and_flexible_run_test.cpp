// SPDX-License-Identifier: Apache-2.0
// Heat for a network with a tank, cold from warm water, and a load that chooses its hours, in runs.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <fstream>

#include "tests/support/scratch.h"
#include "tests/verification/run/simulated_run.h"

namespace icekeel::run {
namespace {

const std::vector<std::string> warm{"sites[0].halls[0].racks.like=racks/dgx-a100-4-liquid",
                                    "sites[0].cooling={like: plants/warm-water}"};

std::vector<std::string> with(std::vector<std::string> settings,
                              const std::vector<std::string>& more) {
  settings.insert(settings.end(), more.begin(), more.end());
  return settings;
}

std::string reuse(const std::string& tank, const std::string& demand =
                                               "{base: 12 kW, "
                                               "per_degree: 1 kW/K}") {
  return "sites[0].heat_reuse={demand: " + demand +
         ", heat_price: 0.05 EUR/kWh, heat_pump: {supply: 70 degC, return: 45 degC}" + tank + "}";
}

const std::string tank =
    ", tank: {volume: 5 m3, hot: 70 degC, cold: 45 degC, surroundings: 11 degC, loss: 5 W/K}";

TEST(HeatRun, ATankClosesItsBooksAndNeverSendsMoreThanIsWanted) {
  const auto run = simulated(small_scenario(), with(warm, {reuse(tank)}));
  for (const char* name : {"electricity", "heat", "heat reuse", "heat tank"})
    EXPECT_NEAR(run.balance(name).residual(), 0.0, 1e-9) << name;
  const auto delivered = run.series("heat_delivered_power"),
             wanted = run.series("heat_demand_power");
  for (std::size_t i = 0; i < delivered.size(); ++i)
    EXPECT_LE(delivered[i], wanted[i] * (1 + 1e-9)) << i;
  EXPECT_GT(run.figure("heat_tank_loss_MWh"), 0.0);
  EXPECT_LE(run.balance("heat reuse").of("taken").si() / 3.6e9, run.figure("liquid_heat_MWh"));
  EXPECT_NEAR(run.figure("heat_income"), 50.0 * run.figure("heat_delivered_MWh"), 1e-9);
  EXPECT_NEAR(run.figure("net_energy_cost"), run.figure("energy_cost") - run.figure("heat_income"),
              1e-9);
}

TEST(HeatRun, PreheatingNeedsLessElectricityForTheSameHeat) {
  const auto network = [](const std::string& how) {
    return "sites[0].heat_reuse={demand: {base: 10 kW, per_degree: 0 W/K}, heat_pump: {supply: 60 "
           "degC, return: 25 degC}" +
           how + "}";
  };
  const auto plain = simulated(small_scenario(), with(warm, {network("")}));
  const auto graded = simulated(small_scenario(), with(warm, {network(", preheat: true")}));
  EXPECT_NEAR(graded.figure("heat_delivered_MWh") / plain.figure("heat_delivered_MWh"), 1.0, 1e-9);
  EXPECT_LT(graded.figure("heat_pump_energy_MWh"), plain.figure("heat_pump_energy_MWh"));
}

TEST(HeatRun, AnAdsorptionChillerTakesWorkFromTheCompressorAndKeepsTheBooks) {
  // Idle racks give water of 46 degC: the machine is told to be content with that.
  const std::vector<std::string> hot =
      with(warm,
           {"start=2026-07-01T00:00:00Z", "sites[0].cooling.supply=40 degC",
            "sites[0].cooling.facility_water.range=14 K", "sites[0].cooling.cdu.coolant_range=14 K",
            "sites[0].cooling.air_water.free_cooler=null"});
  const auto plain = simulated(small_scenario(), hot);
  const auto driven = simulated(small_scenario(),
                                with(hot, {"sites[0].cooling.adsorption={like: adsorption-chillers/"
                                           "silica-gel, capacity: 10 kW, least_drive: 40 degC}"}));
  ASSERT_GT(plain.balance("electricity").of("chiller").si(), 0.0);
  EXPECT_GT(driven.figure("adsorbed_MWh"), 0.0);
  EXPECT_LT(driven.balance("electricity").of("chiller"),
            plain.balance("electricity").of("chiller"));
  EXPECT_NEAR(driven.balance("heat").residual(), 0.0, 1e-9);
}

TEST(FlexibleRun, UsesItsEnergyADayAndNothingElseChanges) {
  const auto plain = simulated(small_scenario());
  const auto even =
      simulated(small_scenario(), {"sites[0].flexible={power: 20 kW, energy: 240 kWh}"});
  EXPECT_NEAR(even.figure("it_energy_MWh") - plain.figure("it_energy_MWh"), 0.240, 2e-3);
  EXPECT_NEAR(even.figure("flexible_energy_MWh"), 0.240, 1e-9);
  EXPECT_NEAR(even.figure("flexible_moved_MWh"), 0.0, 1e-9);
  EXPECT_NEAR(even.balance("electricity").residual(), 0.0, 1e-9);
}

// Prices as in a day of spring: cheap at noon, below zero once.
class FlexiblePrices : public ::testing::Test {
 protected:
  void SetUp() override {
    file_ = written("prices.csv", "");
    std::ofstream out(file_);
    out << "when,price\n";
    const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    for (int month = 0; month < 12; ++month)
      for (int day = 1; day <= days[month]; ++day)
        for (int hour = 0; hour < 24; ++hour) {
          char line[80];
          std::snprintf(line, sizeof line, "2023-%02d-%02d %02d:00:00,%d\n", month + 1, day, hour,
                        price(hour));
          out << line;
        }
  }
  static int price(int hour) { return hour == 13 ? -15 : hour >= 11 && hour < 16 ? 20 : 120; }
  std::string file_;
};

TEST_F(FlexiblePrices, RunsWhenItIsCheapAndSavesWhatItSays) {
  const std::vector<std::string> prices{
      "sites[0].grid.price=null",
      "sites[0].grid.hourly_price={csv: " + file_ + ", column: price, unit: EUR/MWh}"};
  const auto load = [](const std::string& follow) {
    return "sites[0].flexible={power: 50 kW, energy: 200 kWh, follow: " + follow + "}";
  };
  const auto even = simulated(small_scenario(), with(prices, {load("nothing")}));
  const auto cheap = simulated(small_scenario(), with(prices, {load("price")}));
  // 200 kWh at 50 kW: hour 13 and three hours at 20; evenly, 19 of 24 hours at 120.
  const double own = (50 * -15 + 150 * 20) / 1000.0;
  const double mean = (19 * 120 + 4 * 20 - 15) / 24.0 * 0.2;
  EXPECT_NEAR(cheap.figure("flexible_saved"), mean - own, 1e-6);
  EXPECT_NEAR(cheap.figure("flexible_energy_MWh"), even.figure("flexible_energy_MWh"), 1e-9);
  EXPECT_NEAR(cheap.figure("flexible_moved_MWh"), 0.2 * 20 / 24, 1e-9);
  // The whole site saves about that, and the cooling of it.
  const double saved = even.figure("energy_cost") - cheap.figure("energy_cost");
  EXPECT_GT(saved, 0.9 * (mean - own));
  EXPECT_LT(saved, 1.6 * (mean - own));
}

}  // namespace
}  // namespace icekeel::run
