// SPDX-License-Identifier: Apache-2.0
// Batteries and arrays behind the meter: limits, closed forms and the balance of every step.
#include "simulator/facility/on_site_energy.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>

#include "simulator/base/units.h"
#include "tests/support/values.h"
#include "tests/unit/facility/catalogue.h"

namespace icekeel::facility {
namespace {

using units::hour;
using units::kilowatt;
using units::megawatt;
using units::megawatt_hour;

BatterySpec battery(BatteryUse use = BatteryUse::self_consumption) {
  BatterySpec spec;
  spec.capacity = 4.0 * megawatt_hour;
  spec.power = 1.0 * megawatt;
  spec.round_trip = 0.81;
  spec.least_charge = 0.1;
  spec.most_charge = 0.9;
  spec.use = use;
  return spec;
}

TEST(LeakyStore, DecaysLikeItsClosedFormHoweverItIsCut) {
  const Frequency rate = 0.2 / units::day;
  LeakyStore whole(10.0 * megawatt_hour, rate), parts(10.0 * megawatt_hour, rate);
  const Energy lost = whole.pass(0.1 * megawatt, 48.0 * hour);
  Energy sum;
  for (int i = 0; i < 480; ++i) sum += parts.pass(0.1 * megawatt, 0.1 * hour);
  const double decay = std::exp(-0.4);
  const Energy closed = decay * (10.0 * megawatt_hour) + (1 - decay) * (0.1 * megawatt / rate);
  EXPECT_NEAR(whole.energy() / closed, 1.0, 1e-12);
  EXPECT_NEAR(parts.energy() / closed, 1.0, 1e-12);
  EXPECT_NEAR(sum / lost, 1.0, 1e-10);
}

TEST(Battery, GivesBackTheRoundTripOfWhatItTook) {
  BatterySpec spec = battery();
  spec.first_charge = 0.1;
  Battery store(spec);
  const auto in = store.pass(1.0 * megawatt, 1.0 * hour);
  EXPECT_NEAR(in.charge.in(megawatt), 1.0, 1e-12);
  const auto out = store.pass(-1.0 * megawatt, 1.0 * hour);
  EXPECT_NEAR(out.discharge.in(megawatt), 0.81, 1e-9);
  EXPECT_NEAR(store.energy().in(megawatt_hour), 0.4, 1e-9);
}

RC_GTEST_PROP(Battery, KeepsItsLimitsAndItsBooksWhateverIsAsked, ()) {
  BatterySpec spec = battery();
  spec.self_discharge = any_between(0, 0.5);
  spec.round_trip = any_between(0.2, 1.0);
  Battery store(spec);
  for (int i = 0; i < 40; ++i) {
    const Duration length = any_between(1, 7200) * Duration::si(1.0);
    const Energy before = store.energy();
    const auto step = store.pass(any_between(-2, 2) * megawatt, length);
    RC_ASSERT(step.charge == Power{} || step.discharge == Power{});
    RC_ASSERT(step.charge <= spec.power && step.discharge <= spec.power);
    RC_ASSERT(store.energy() <= (0.9 + 1e-12) * spec.capacity);
    // Below its least charge only by its own decay, never by discharging.
    RC_ASSERT(store.energy() >= (0.1 - 1e-12) * spec.capacity || step.discharge == Power{});
    const Power gap = step.charge - step.discharge - step.conversion_loss - step.self_discharge -
                      (store.energy() - before) / length;
    RC_ASSERT(std::abs(gap.si()) <= 1e-9 * spec.power.si());
    RC_ASSERT(step.conversion_loss >= Power{} && step.self_discharge >= Power{});
  }
}

HourlySeries two_prices() {
  std::vector<double> values;
  for (int h = 0; h < 8760; ++h) values.push_back(h % 24 < 6 ? -20.0 : h % 24 >= 18 ? 200.0 : 80.0);
  return HourlySeries(values);
}

RC_GTEST_PROP(OnSite, BalancesAtEveryStepForEveryUse, ()) {
  const auto use = static_cast<BatteryUse>(*rc::gen::inRange(0, 4));
  OnSiteSpec spec;
  spec.battery = battery(use);
  spec.battery->limit = 1.5 * megawatt;
  spec.solar.push_back(test::entry<SolarArraySpec>("solar/standard", {"peak=3 MW"}));
  SolarYear year{{}, {}, 45.0, 0.0};
  year.hours.assign(8760, {700, 150, Temperature::from_celsius(20), {}});
  GridSpec grid;
  if (*rc::gen::arbitrary<bool>()) grid.export_limit = any_between(0, 1) * megawatt;
  GridSeries series{two_prices(), two_prices(), {}};
  OnSiteEnergy site(spec, {SolarOutput(spec.solar[0], year)}, grid, series, Timestamp{});
  Duration at;
  for (int i = 0; i < 200; ++i) {
    const Power draw = any_between(0, 2) * megawatt;
    const Duration to = at + any_between(1, 3600) * Duration::si(1.0);
    const auto step = site.pass(draw, at, to);
    if (draw > Power{}) {
      const Power gap = draw + step.battery.charge + step.exported - step.import - step.solar -
                        step.battery.discharge;
      RC_ASSERT(std::abs(gap.si()) <= 1e-9 * draw.si() + 1e-6);
      RC_ASSERT(step.import == Power{} || step.exported == Power{});
      RC_ASSERT(!grid.export_limit || step.exported <= *grid.export_limit);
      RC_ASSERT(step.exported <= step.solar * (1 + 1e-12));
    } else {
      RC_ASSERT(step.solar == Power{} && step.import == Power{});
    }
    RC_ASSERT(step.curtailed >= Power{} && step.solar >= Power{} && step.import >= Power{});
    at = to;
  }
}

TEST(OnSite, ShavesAPeakToItsLimitAsLongAsItLasts) {
  OnSiteSpec spec;
  spec.battery = battery(BatteryUse::peak_shaving);
  spec.battery->limit = 1.2 * megawatt;
  OnSiteEnergy site(spec, {}, {}, {}, Timestamp{});
  // 0.4 of 4 MWh above the least charge, times 0.9 one way: 1.44 MWh for 0.8 MW: 1.8 h.
  auto step = site.pass(2.0 * megawatt, {}, 1.5 * hour);
  EXPECT_NEAR(step.import.in(megawatt), 1.2, 1e-9);
  step = site.pass(2.0 * megawatt, 1.5 * hour, 2.5 * hour);
  EXPECT_NEAR(step.import.in(megawatt), 2.0 - 0.3 * 0.8, 1e-9);
  // Charging again never draws more than the limit.
  step = site.pass(1.0 * megawatt, 2.5 * hour, 3.5 * hour);
  EXPECT_NEAR(step.import.in(megawatt), 1.2, 1e-9);
}

TEST(DayPlan, TakesTheCheapestHoursAndTheDearestIfTheyPayForTheRoundTrip) {
  std::vector<double> day(24, 80.0);
  day[2] = 10.0;
  day[3] = 20.0;
  day[19] = 150.0;
  day[20] = 140.0;
  const auto plan = plan_day(day, 2.0, 1.5, 0.81);
  EXPECT_TRUE(plan.worth_it);
  EXPECT_EQ(plan.charge_up_to, 20.0);
  EXPECT_EQ(plan.discharge_from, 140.0);
  const std::vector<double> flat(24, 80.0);
  EXPECT_FALSE(plan_day(flat, 2.0, 2.0, 0.81).worth_it);
  // Paid to take: worth it whatever is lost, as long as what is given back costs nothing.
  const std::vector<double> below(24, -10.0);
  EXPECT_TRUE(plan_day(below, 2.0, 2.0, 0.5).worth_it);
}

TEST(OnSite, EarnsByPricesWithNegativeOnes) {
  OnSiteSpec spec;
  spec.battery = battery(BatteryUse::price);
  GridSeries series{{}, two_prices(), {}};
  OnSiteEnergy site(spec, {}, {}, series, Timestamp{});
  double with = 0, without = 0;
  for (int h = 0; h < 48; ++h) {
    const auto step = site.pass(1.0 * megawatt, h * hour, (h + 1) * hour);
    with += step.import.in(megawatt)*two_prices().values()[static_cast<std::size_t>(h)];
    without += two_prices().values()[static_cast<std::size_t>(h)];
  }
  EXPECT_LT(with, without);
}

TEST(BatterySpec, AsksForChargesInOrderAndForItsLimit) {
  BatterySpec spec = battery();
  spec.least_charge = 0.95;
  EXPECT_EQ(check(spec).size(), 1u);
  spec = battery(BatteryUse::peak_shaving);
  EXPECT_EQ(check(spec).size(), 1u);
  spec = battery();
  spec.first_charge = 1.0;
  EXPECT_EQ(check(spec).front().path, "first_charge");
  OnSiteSpec site;
  site.battery = battery(BatteryUse::price);
  ASSERT_EQ(check(site, GridSpec{}).size(), 1u);
  EXPECT_EQ(check(site, GridSpec{}).front().path, "battery.use");
}

}  // namespace
}  // namespace icekeel::facility
