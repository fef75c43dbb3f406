// SPDX-License-Identifier: Apache-2.0
// Generators in a run: fuel, tank, tests, the step of load they take; and what the utility sees of
// the steps of a training job.
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>

#include "simulator/base/units.h"
#include "simulator/power/fuel_tank.h"
#include "simulator/scenario/design_load.h"
#include "simulator/scenario/scenario.h"
#include "tests/verification/run/simulated_run.h"

namespace icekeel::run {
namespace {

std::string six_hours_lost() {
  return small_scenario() + "events: [{at: 2 h, lose: A/utility, for: 6 h}]\n";
}

std::vector<std::string> on_n(std::vector<std::string> more = {}) {
  more.emplace_back("sites[0].power.like=n");
  return more;
}

/// The rating of the sets of feed A, and their fuel.
struct Sets {
  Power rating;
  power::FuelSpec fuel;
};

Sets sets_of(const std::string& text, const std::vector<std::string>& settings) {
  const auto chain = scenario::chain_of(site_of(text, settings));
  for (std::size_t part = 0; part < chain.graph().parts.size(); ++part)
    if (chain.graph().parts[part].set)
      return {chain.generator_rating(part), *chain.graph().parts[part].set->fuel};
  return {};
}

// The curve at the mean power; it is so flat that the mean of the curve differs by less than 0.1 %.
TEST(Fuel, IsBurntByThePartLoadCurveOverTheOutage) {
  const auto settings = on_n({"sites[0].power.backup.set.fuel.price=1.5 EUR/l"});
  const auto run = simulated(six_hours_lost(), settings);
  const auto sets = sets_of(six_hours_lost(), settings);
  const double begin = run.events("generators carry").at(0).first;
  const Energy given = run.balance("electricity").of("generators");
  const auto length = Duration::si(8 * hour - begin);
  const Volume expected = power::fuel_flow(sets.fuel, given / length, sets.rating) * length;
  const double burnt = run.figure("generator_fuel_m3");
  EXPECT_NEAR(burnt / expected.si(), 1.0, 1e-3);
  EXPECT_NEAR(run.figure("generator_energy_MWh"), given.in(units::megawatt_hour), 1e-9);
  EXPECT_NEAR(run.figure("carbon_direct_t"), 2.681 * burnt, 1e-9);
  EXPECT_NEAR(run.figure("fuel_cost"), 1500 * burnt, 1e-6);
  // The grid's carbon and price are of what the grid gave.
  const double grid = run.balance("electricity").of("grid").in(units::megawatt_hour);
  EXPECT_NEAR(run.figure("energy_cost"), 120.0 * grid + run.figure("fuel_cost"), 1e-6);
  const auto calm = simulated(small_scenario(), on_n());
  EXPECT_NEAR(run.figure("carbon_operational_t") / grid,
              calm.figure("carbon_operational_t") / calm.figure("facility_energy_MWh"), 1e-9);
  EXPECT_EQ(calm.figure("generator_fuel_m3"), 0.0);
}

// Two hours at the rating last longer at part load: until the fuel is burnt, by the curve.
TEST(Fuel, ThatRunsOutStopsTheGenerators) {
  const auto settings = on_n({"sites[0].power.backup.set.fuel.tank=1 h"});
  const auto run = simulated(six_hours_lost(), settings);
  const auto sets = sets_of(six_hours_lost(), settings);
  ASSERT_EQ(run.events("tank empty").size(), 1u);
  const double begin = run.events("generators carry").at(0).first;
  const double empty = run.events("tank empty")[0].first;
  const Power load =
      Power::si(mean(run, "facility_power", 2 * hour + 60, std::floor(empty / 60) * 60));
  const Volume tank = power::fuel_flow(sets.fuel, sets.rating, sets.rating) * units::hour;
  const Duration lasts = tank / power::fuel_flow(sets.fuel, load, sets.rating);
  EXPECT_NEAR((empty - begin) / lasts.si(), 1.0, 2e-3);
  EXPECT_GT(empty - begin, hour);
  EXPECT_EQ(run.events("battery empty").size(), 1u);
  EXPECT_NEAR(run.figure("generator_fuel_m3") / tank.si(), 1.0, 1e-6);
  EXPECT_LT(std::abs(run.figure("balance_residual")), 1e-9);
}

TEST(Fuel, ThatIsDeliveredInTimeKeepsThemRunning) {
  const auto run =
      simulated(six_hours_lost(), on_n({"sites[0].power.backup.set.fuel.tank=1 h",
                                        "sites[0].power.backup.set.fuel.delivery=45 min"}));
  EXPECT_EQ(run.events("fuel delivered").size(), 1u);
  const auto late =
      simulated(six_hours_lost(), on_n({"sites[0].power.backup.set.fuel.tank=30 min",
                                        "sites[0].power.backup.set.fuel.delivery=3 h"}));
  // They start again with the fuel, which does not last until the utility is back either.
  ASSERT_EQ(late.events("tank empty").size(), 2u);
  ASSERT_EQ(late.events("generators carry").size(), 2u);
  EXPECT_NEAR(late.events("generators carry")[1].first,
              late.events("fuel delivered").at(0).first + 12.0, 1e-6);
}

// A year's twelve tests of half an hour at 30 %.
TEST(Fuel, IsBurntOnTestToo) {
  const auto settings =
      on_n({"duration=365 d", "facility_step=1 h", "record.every=1 h",
            "sites[0].power.backup.set.tests={every: 30 d, lasting: 30 min, load: 30 %}"});
  const auto run = simulated(small_scenario(1), settings);
  const auto sets = sets_of(small_scenario(1), settings);
  const Volume each =
      power::fuel_flow(sets.fuel, 0.3 * sets.rating, sets.rating) * (0.5 * units::hour);
  EXPECT_NEAR(run.figure("generator_fuel_m3") / (12 * each.si()), 1.0, 1e-9);
  EXPECT_EQ(run.figure("generator_energy_MWh"), 0.0);
}

// With walk-in the plant's share comes at once; without it everything does.
TEST(GeneratorStep, IsSmallWhereTheUpsWalksIn) {
  const auto soft = simulated(six_hours_lost(), on_n());
  const auto hard =
      simulated(six_hours_lost(), on_n({"sites[0].power.stages={'[1]': {input: {walk_in: 0 s}}}"}));
  EXPECT_EQ(soft.events("generator step").size(), 1u);
  EXPECT_LT(soft.figure("generator_largest_step"), hard.figure("generator_largest_step"));
  const auto sets = sets_of(six_hours_lost(), on_n());
  const double begin = hard.events("generators carry").at(0).first;
  EXPECT_NEAR(hard.figure("generator_largest_step"),
              mean(hard, "facility_power", begin + 60, begin + 180) / sets.rating.si(), 0.05);
}

TEST(GeneratorStep, AboveTheClassIsNoted) {
  const auto run =
      simulated(six_hours_lost(), on_n({"sites[0].power.stages={'[1]': {input: {walk_in: 0 s}}}",
                                        "sites[0].power.backup.set.frequency_dip=1 %"}));
  EXPECT_EQ(run.events("generator step above its class").size(), 1u);
}

std::string small_job() {
  return small_training(128, 1000);
}

// The chain passes a change of the load on with its losses, and no more than that.
TEST(UtilitySwing, IsThatOfTheJobWithTheLossesOfTheChain) {
  const auto run = simulated(small_job());
  const double job = run.job("power_ramp");
  EXPECT_GT(job, 0.0);
  EXPECT_GT(run.figure("utility_ramp_MW_per_s") / job, 1.0);
  EXPECT_LT(run.figure("utility_ramp_MW_per_s") / job, 1.08);
  EXPECT_GE(run.figure("utility_swing_MW"), run.figure("utility_ramp_MW_per_s"));
}

TEST(UtilitySwing, IsSmoothedByTheUps) {
  const auto sharp = simulated(small_job()),
             smooth = simulated(small_job(),
                                {"sites[0].power.stages={'[1]': {input: {smoothing: 30 s}}}"});
  EXPECT_LT(smooth.figure("utility_ramp_MW_per_s"), 0.1 * sharp.figure("utility_ramp_MW_per_s"));
  EXPECT_GT(smooth.figure("utility_ramp_MW_per_s"), 0.0);
}

TEST(UtilitySwing, AboveTheLimitOfTheConnectionIsNoted) {
  const auto run = simulated(small_job(), {"sites[0].power.connection={largest_ramp: 1 kW/s}"});
  EXPECT_GE(run.events("ramp above the connection's limit").size(), 1u);
  const auto calm = simulated(small_job(), {"sites[0].power.connection={largest_ramp: 1 MW/s}"});
  EXPECT_TRUE(calm.events("ramp above the connection's limit").empty());
}

}  // namespace
}  // namespace icekeel::run
