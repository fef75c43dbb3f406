// SPDX-License-Identifier: Apache-2.0
// Hourly prices and carbon in a run: what the summary says is what its own power series gives.
#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>
#include <fstream>
#include <numeric>

#include "tests/support/scratch.h"
#include "tests/verification/run/simulated_run.h"

namespace icekeel::run {
namespace {

// Prices that follow the hour of the day, below zero at night; a file in a folder of its own.
class GridCost : public ::testing::Test {
 protected:
  void SetUp() override {
    file_ = written("grid.csv", "");
    std::ofstream out(file_);
    out << "when,price,carbon\n";
    const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    for (int month = 0; month < 12; ++month)
      for (int day = 1; day <= days[month]; ++day)
        for (int hour = 0; hour < 24; ++hour) {
          char line[80];
          std::snprintf(line, sizeof line, "2023-%02d-%02d %02d:00:00,%d,%d\n", month + 1, day,
                        hour, price_of(hour), carbon(hour));
          out << line;
        }
  }

  static int price_of(int hour) { return hour < 6 ? -20 : 10 * hour; }
  static int carbon(int hour) { return 50 + hour; }
  std::string series(const std::string& column, const std::string& unit) const {
    return "{csv: " + file_ + ", column: " + column + ", unit: " + unit + "}";
  }

  std::string file_;
};

TEST_F(GridCost, IsThatOfThePowerHourByHour) {
  const auto run =
      simulated(small_scenario(), {"sites[0].grid.price=null",
                                   "sites[0].grid.hourly_price=" + series("price", "EUR/MWh"),
                                   "sites[0].grid.hourly_carbon=" + series("carbon", "g/kWh")});
  const auto power = run.series("facility_power"), widths = run.widths();
  double cost = 0, kilograms = 0, at = 0;
  for (std::size_t i = 0; i < power.size(); ++i) {
    const double mwh = power[i] * widths[i] / 3.6e9;
    const int hour = static_cast<int>((at + 0.5 * widths[i]) / 3600.0) % 24;
    cost += mwh * price_of(hour);
    kilograms += mwh * carbon(hour);
    at += widths[i];
  }
  EXPECT_NEAR(run.figure("energy_cost") / cost, 1.0, 1e-6);
  EXPECT_NEAR(run.figure("carbon_operational_t") * 1000 / kilograms, 1.0, 1e-6);
}

TEST_F(GridCost, GrowsByTheDemandChargeOnThePeak) {
  const auto plain = simulated(small_scenario());
  const auto charged = simulated(small_scenario(), {"sites[0].grid.demand_charge=8 EUR/kW"});
  const double charge = 8.0 * 1000.0 * plain.figure("peak_facility_power_MW");
  EXPECT_NEAR(charged.figure("energy_cost") - plain.figure("energy_cost"), charge, 1e-6 * charge);
  EXPECT_NEAR(charged.figure("demand_cost"), charge, 1e-6 * charge);
}

}  // namespace
}  // namespace icekeel::run
