// SPDX-License-Identifier: Apache-2.0
// Solar arrays, a battery and contracts in a run: its series and its books agree.
#include <gtest/gtest.h>

#include <cmath>

#include "tests/verification/run/simulated_run.h"

namespace icekeel::run {
namespace {

const std::string array = "{like: solar/standard, peak: 200 kW}";
const std::string battery =
    "{like: batteries/lithium-iron-phosphate, capacity: 200 kWh, power: 100 kW}";

std::string on_site(const std::string& own_battery = battery) {
  return "sites[0].on_site={solar: [" + array + "], battery: " + own_battery + "}";
}

// No losses in the battery: then what comes in is what the facility uses, in every row.
TEST(OnSiteRun, BalancesInEveryRow) {
  const auto run =
      simulated(small_scenario(), {on_site("{capacity: 200 kWh, power: 100 kW, round_trip: 1, "
                                           "self_discharge: 0}")});
  const auto facility = run.series("facility_power"), import = run.series("grid_import_power"),
             exported = run.series("grid_export_power"), solar = run.series("solar_power"),
             stored = run.series("battery_power");
  double most_sun = 0.0, most_charge = 0.0;
  for (std::size_t i = 0; i < facility.size(); ++i) {
    EXPECT_NEAR((import[i] + solar[i] - exported[i] + stored[i]) / facility[i], 1.0, 1e-9) << i;
    most_sun = std::max(most_sun, solar[i]);
    most_charge = std::max(most_charge, -stored[i]);
  }
  EXPECT_GT(most_sun, 10e3);
  EXPECT_GT(most_charge, 1e3);
}

TEST(OnSiteRun, ClosesItsBooks) {
  const auto run = simulated(small_scenario(), {on_site()});
  for (const char* name : {"electricity", "heat", "battery"})
    EXPECT_NEAR(run.balance(name).residual(), 0.0, 1e-9) << name;
  const auto books = run.balance("electricity");
  const double used = run.figure("facility_energy_MWh") * 3.6e9;
  const double came = (books.of("grid") + books.of("solar") - books.of("exported")).si();
  const auto stores = run.balance("battery");
  EXPECT_NEAR((came - (stores.of("held") - stores.of("held at first")).si()) / used, 1.0, 1e-9);
  EXPECT_GT(run.figure("battery_loss_MWh"), 0.0);
  EXPECT_NEAR(run.figure("self_sufficiency"),
              1.0 - run.figure("grid_import_MWh") / run.figure("facility_energy_MWh"), 1e-12);
}

// The machines, the plant and the losses of the chain do not know about the sun.
TEST(OnSiteRun, SunChangesWhatTheGridSeesAndNothingElse) {
  const auto plain = simulated(small_scenario());
  const auto sunny = simulated(small_scenario(), {"sites[0].on_site={solar: [" + array + "]}"});
  EXPECT_NEAR(sunny.figure("facility_energy_MWh") / plain.figure("facility_energy_MWh"), 1.0,
              1e-12);
  EXPECT_NEAR(sunny.figure("pue"), plain.figure("pue"), 1e-12);
  const double own = sunny.figure("solar_MWh") - sunny.figure("grid_export_MWh");
  EXPECT_NEAR(sunny.figure("grid_import_MWh") + own, plain.figure("facility_energy_MWh"), 1e-9);
  EXPECT_NEAR(sunny.figure("ref"), own / sunny.figure("facility_energy_MWh"), 1e-9);
  EXPECT_LT(sunny.figure("carbon_operational_t"), plain.figure("carbon_operational_t"));
}

TEST(OnSiteRun, ContractsCountByTheYearAndByTheHour) {
  const auto run = simulated(
      small_scenario(), {"sites[0].grid.contracts=[{name: a, yearly: 100 MWh, carbon: 0 g/kWh}]",
                         "sites[0].grid.market_based_carbon=600 g/kWh"});
  const double drawn = run.figure("facility_energy_MWh"), bought = 100.0 / 365.0;
  ASSERT_LT(bought, drawn);
  EXPECT_NEAR(run.figure("contracts_annual_share"), bought / drawn, 1e-9);
  EXPECT_NEAR(run.figure("carbon_market_based_t"), (drawn - bought) * 0.6, 1e-9);
  EXPECT_NEAR(run.figure("ref"), bought / drawn, 1e-9);
  EXPECT_LE(run.figure("contracts_hourly_share"), run.figure("contracts_annual_share") + 1e-12);
}

}  // namespace
}  // namespace icekeel::run
