// SPDX-License-Identifier: Apache-2.0
// Fuel of generators: its curve, its tank and its books.
#include "simulator/power/fuel_tank.h"

#include <gtest/gtest.h>

#include "simulator/base/units.h"

namespace icekeel::power {
namespace {

constexpr double litre_per_kWh = 1e-3 / 3.6e6;
const Power rating = 2.0 * units::megawatt;

FuelSpec diesel() {
  FuelSpec fuel;
  fuel.no_load = Consumption::si(0.036 * litre_per_kWh);
  fuel.linear = Consumption::si(0.1682 * litre_per_kWh);
  fuel.quadratic = Consumption::si(0.0643 * litre_per_kWh);
  fuel.carbon = Density::si(2681);
  fuel.price = VolumePrice::si(1500);
  fuel.tank = 10.0 * units::hour;
  return fuel;
}

double litres_per_hour(double load) {
  return fuel_flow(diesel(), load * rating, rating).si() * 3.6e6;
}

// The chart of which the curve is a fit, for 2000 kW; the entry states 2.7 %.
TEST(Fuel, IsBurntAsTheChartSays) {
  EXPECT_NEAR(litres_per_hour(0.25) / 162.0, 1.0, 0.027);
  EXPECT_NEAR(litres_per_hour(0.50) / 273.3, 1.0, 0.027);
  EXPECT_NEAR(litres_per_hour(0.75) / 391.7, 1.0, 0.027);
  EXPECT_NEAR(litres_per_hour(1.00) / 537.1, 1.0, 0.027);
}

TEST(FuelTank, LastsItsHoursAtTheRatingAndLongerBelow) {
  const FuelTank tank(diesel(), rating);
  EXPECT_NEAR(tank.lasts(fuel_flow(diesel(), rating, rating))->in(units::hour), 10.0, 1e-9);
  EXPECT_GT(*tank.lasts(fuel_flow(diesel(), 0.5 * rating, rating)), 15.0 * units::hour);
  EXPECT_FALSE(tank.lasts({}));
}

TEST(FuelTank, IsEmptyAfterItsHoursAndFullAgain) {
  FuelTank tank(diesel(), rating);
  const auto flow = fuel_flow(diesel(), rating, rating);
  tank.burn(flow, 9.99 * units::hour);
  EXPECT_FALSE(tank.empty());
  tank.burn(flow, 0.01 * units::hour);
  EXPECT_TRUE(tank.empty());
  tank.fill();
  EXPECT_FALSE(tank.empty());
  EXPECT_NEAR(tank.burnt().si(), 10 * 3600 * flow.si(), 1e-9);
  EXPECT_NEAR(tank.carbon().si() / (2681 * tank.burnt().si()), 1.0, 1e-12);
  EXPECT_NEAR(tank.cost()->si() / (1500 * tank.burnt().si()), 1.0, 1e-12);
}

TEST(FuelTank, WithoutASizeLastsForEver) {
  auto fuel = diesel();
  fuel.tank.reset();
  FuelTank tank(fuel, rating);
  tank.burn(fuel_flow(fuel, rating, rating), 1000.0 * units::day);
  EXPECT_FALSE(tank.empty());
  EXPECT_FALSE(tank.lasts(fuel_flow(fuel, rating, rating)));
}

}  // namespace
}  // namespace icekeel::power
