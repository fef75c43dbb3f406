// SPDX-License-Identifier: Apache-2.0
// Money: annuities and depreciation against their closed forms, a year by part, what a sum buys.
#include "analysis/money/ownership.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>

#include "analysis/money/plain_cost.h"
#include "analysis/money/run_cost.h"
#include "simulator/base/units.h"

namespace icekeel::analysis {
namespace {

OwnershipSpec standard() {
  config::Diagnostics diagnostics;
  const auto spec = read_ownership("standard", {}, config::Catalogue::installed(), diagnostics);
  EXPECT_TRUE(spec) << diagnostics.text();
  return spec.value_or(OwnershipSpec{});
}

Owned hundred_nodes() {
  Owned owned;
  owned.nodes.push_back({"dgx-h100", "NVIDIA H100 80 GB SXM", 100.0, 8.0, std::nullopt});
  owned.storage = Information::si(8e15);
  owned.design = 1.02 * units::megawatt;
  return owned;
}

YearOfUse busy_year() {
  YearOfUse use;
  use.electricity = 7000.0 * units::megawatt_hour;
  use.energy_cost = Money::si(700'000.0);
  use.demand_charges = Money::si(90'000.0);
  use.water = 9000.0 * units::cubic_metre;
  use.heat = 2000.0 * units::megawatt_hour;
  use.used = 0.8;
  return use;
}

MoneyRange yearly(const OwnershipCost& cost, std::string_view part) {
  for (const auto& one : cost.parts)
    if (one.part == part) return one.yearly;
  return {};
}

TEST(Annuity, RepaysOneWithTheInterestOfEachYear) {
  for (const double rate : {0.01, 0.08, 0.3}) {
    double debt = 1.0;
    for (int i = 0; i < 7; ++i) debt = debt * (1.0 + rate) - annuity_factor(rate, 7.0);
    EXPECT_NEAR(debt, 0.0, 1e-12) << rate;
  }
}

TEST(Annuity, WithoutInterestIsTheSameSumEveryYear) {
  EXPECT_EQ(annuity_factor(0.0, 8.0), 0.125);
  EXPECT_NEAR(annuity_factor(1e-9, 8.0), 0.125, 1e-9);
  EXPECT_NEAR(yearly_share(Depreciation::annuity, 0.0, 5.0, 0.1), 0.18, 1e-15);
  EXPECT_NEAR(yearly_share(Depreciation::straight_line, 0.0, 5.0, 0.1), 0.18, 1e-15);
}

TEST(Annuity, OfAVeryLongLifeIsTheInterest) {
  EXPECT_NEAR(annuity_factor(0.05, 1000.0), 0.05, 1e-12);
}

TEST(StraightLine, IsDepreciationAndInterestOnTheMeanValue) {
  EXPECT_NEAR(yearly_share(Depreciation::straight_line, 0.08, 5.0, 0.1), 0.9 / 5.0 + 0.08 * 0.55,
              1e-15);
}

TEST(Purchase, IsWorthItsPriceWhenNewAndItsResaleInTheEnd) {
  EXPECT_NEAR(worth_at(0.08, 5.0, 0.1, 0.0), 1.0, 1e-12);
  EXPECT_NEAR(worth_at(0.08, 5.0, 0.1, 5.0), 0.1, 1e-12);
}

RC_GTEST_PROP(Purchase, HasANetPresentCostThatItsAnnuityRepays, ()) {
  const double rate = *rc::gen::inRange(1, 300) * 1e-3, resale = *rc::gen::inRange(0, 100) * 1e-2;
  const double life = *rc::gen::inRange(10, 400) * 0.1, horizon = *rc::gen::inRange(10, 400) * 0.1;
  const double spread = yearly_share(Depreciation::annuity, rate, life, resale);
  RC_ASSERT(std::abs(net_present_purchases(rate, life, resale, horizon) *
                         annuity_factor(rate, horizon) / spread -
                     1.0) < 1e-9);
}

TEST(Purchase, OfOneLifeIsItsPriceLessWhatItsSaleIsWorthToday) {
  EXPECT_NEAR(net_present_purchases(0.08, 5.0, 0.1, 5.0), 1.0 - 0.1 / std::pow(1.08, 5.0), 1e-12);
}

TEST(CostOfAYear, IsTheSumOfItsPartsWithTheRunsOwnEnergyMoney) {
  const auto cost = ownership_cost(hundred_nodes(), busy_year(), standard(), 0.92);
  EXPECT_NEAR(yearly(cost, "electricity").mid.si(), 610'000.0, 1e-6);
  EXPECT_NEAR(yearly(cost, "demand charges").mid.si(), 90'000.0, 1e-6);
  EXPECT_EQ(yearly(cost, "electricity").low, yearly(cost, "electricity").high);
  Money sum;
  for (const auto& part : cost.parts) {
    sum += part.yearly.mid;
    EXPECT_LE(part.yearly.low, part.yearly.mid) << part.part;
    EXPECT_LE(part.yearly.mid, part.yearly.high) << part.part;
  }
  EXPECT_NEAR(cost.yearly().mid / sum, 1.0, 1e-12);
  EXPECT_NEAR(yearly(cost, "nodes").mid.si(),
              0.92 * 100.0 * 8.0 * 33750.0 * yearly_share(Depreciation::annuity, 0.08, 5.0, 0.05),
              1e-3);
  EXPECT_LT(yearly(cost, "heat sold").mid, Money{});
}

TEST(CostOfAYear, GivesHoursThatAddUpToIt) {
  const auto cost = ownership_cost(hundred_nodes(), busy_year(), standard(), 1.0);
  const auto hour = *cost.accelerator_hour(), used = *cost.used_hour();
  EXPECT_NEAR(hour.mid * (800.0 * year) / cost.yearly().mid, 1.0, 1e-12);
  EXPECT_NEAR(used.mid / hour.mid, 1.25, 1e-12);
}

TEST(CostOfAYear, WithoutAPriceOfElectricityDoesNotCountIt) {
  auto use = busy_year();
  use.energy_cost.reset();
  const auto cost = ownership_cost(hundred_nodes(), use, standard(), 1.0);
  EXPECT_FALSE(cost.priced_energy);
  EXPECT_EQ(yearly(cost, "electricity").mid, Money{});
}

TEST(CostOfAYear, TakesTheNodesOwnPriceBeforeThatOfTheList) {
  auto owned = hundred_nodes();
  owned.nodes[0].price = Money::si(100'000.0);
  const auto cost = ownership_cost(owned, {}, standard(), 0.5);
  EXPECT_EQ(cost.parts.front().invested, MoneyRange::exactly(Money::si(1e7)));
}

// Ten percent on one price move the answer by a tenth of what hangs on that price.
TEST(CostOfAYear, FollowsEachInputByItsShare) {
  const auto base = standard();
  const auto of = [](const OwnershipSpec& spec) {
    return ownership_cost(hundred_nodes(), busy_year(), spec, 1.0).yearly().mid.si();
  };
  const auto raised = [&](auto change) {
    auto spec = base;
    change(spec);
    return of(spec) - of(base);
  };
  const double water = raised([](auto& s) { s.water.mid *= 1.1; });
  EXPECT_NEAR(water, 0.1 * 9000.0 * 4.0, 1e-6);
  const double rate = yearly_share(Depreciation::annuity, 0.08, 20.0, 0.0);
  EXPECT_NEAR(raised([](auto& s) { s.cooling.price.mid *= 1.1; }),
              0.1 * 1020.0 * 3700.0 * (rate + 0.03 + 0.008), 1e-3);
  EXPECT_NEAR(raised([](auto& s) { s.staff.fixed.mid *= 1.1; }), 5000.0, 1e-3);
}

TEST(CostOfAYear, AtZeroInterestIsLinearDepreciationByEitherMethod) {
  auto spec = standard();
  spec.capital = {};
  const auto annuity = ownership_cost(hundred_nodes(), busy_year(), spec, 1.0);
  spec.depreciation = Depreciation::straight_line;
  const auto line = ownership_cost(hundred_nodes(), busy_year(), spec, 1.0);
  EXPECT_NEAR(annuity.yearly().mid / line.yearly().mid, 1.0, 1e-12);
}

TEST(CostOfAYear, TimesItsAnnuityIsTheNetPresentCost) {
  const auto cost = ownership_cost(hundred_nodes(), busy_year(), standard(), 1.0);
  EXPECT_NEAR(cost.net_present().mid * annuity_factor(0.08, 10.0) / cost.yearly().mid, 1.0, 1e-9);
}

Summary run_of(double days) {
  const auto figure = [](const char* name, double value) {
    return result::Scalar{name, "1", "", value};
  };
  Summary run;
  run.figures = {figure("simulated_s", days * 86400.0),
                 figure("facility_energy_MWh", days * 10.0),
                 figure("energy_cost", days * 1000.0 + 600.0),
                 figure("demand_cost", 600.0),
                 figure("water_m3", days * 2.0),
                 figure("gpu_hours", days * 24.0 * 40.0)};
  return run;
}

TEST(YearOfUse, ScalesFlowsByTimeAndDemandChargesByMonths) {
  const auto start = *parse_timestamp("2026-03-01T00:00:00Z");
  const auto use = year_of_use(run_of(31.0), start, 80.0);
  EXPECT_NEAR(use.electricity.in(units::megawatt_hour), 3652.5, 1e-6);
  EXPECT_NEAR(use.demand_charges.si(), 7200.0, 1e-9);
  EXPECT_NEAR(use.energy_cost->si(), 365'250.0 + 7200.0, 1e-6);
  EXPECT_NEAR(use.water.si(), 730.5, 1e-9);
  EXPECT_NEAR(*use.used, 0.5, 1e-12);
  // A day more touches a second month, which has paid its charge too.
  EXPECT_NEAR(year_of_use(run_of(32.0), start, 80.0).demand_charges.si(), 3600.0, 1e-9);
}

TEST(YearOfUse, OfAWholeYearIsTheRun) {
  const auto use = year_of_use(run_of(365.25), *parse_timestamp("2026-01-01T00:00:00Z"), 80.0);
  EXPECT_NEAR(use.electricity.in(units::megawatt_hour), 3652.5, 1e-6);
  EXPECT_FALSE(use.heat_income);
}

TEST(YearOfUse, WithoutAPriceHasNoCostOfEnergy) {
  auto run = run_of(31.0);
  std::erase_if(run.figures, [](const auto& f) { return f.name == "energy_cost"; });
  EXPECT_FALSE(year_of_use(run, *parse_timestamp("2026-03-01T00:00:00Z"), 80.0).energy_cost);
}

PlainCost plain(const PlainCase& asked) {
  const auto outcome = plain_cost(asked, standard(), config::Catalogue::installed());
  for (const auto& problem : outcome.problems) ADD_FAILURE() << problem.path << problem.message;
  return outcome.cost.value_or(PlainCost{});
}

TEST(Budget, BuysNodesWithAllThatBelongsToThem) {
  PlainCase asked{.node = "gb200-nvl72", .country = "usa", .budget = Money::si(40e9)};
  asked.currency = "USD";
  const auto found = plain(asked);
  // The sum is spent up to the price of one more node.
  const auto spent = found.cost.invested().mid;
  EXPECT_LE(spent.si(), 40e9);
  EXPECT_GT(spent.si(), 40e9 * (1.0 - 1.0 / found.bought.nodes.mid));
  EXPECT_LT(found.bought.nodes.low, found.bought.nodes.mid);
  EXPECT_LT(found.bought.nodes.mid, found.bought.nodes.high);
  EXPECT_NEAR(found.bought.energy.mid / (found.bought.facility.mid * year), 1.0, 1e-12);
  asked.budget = Money::si(80e9);
  EXPECT_NEAR(plain(asked).bought.nodes.mid / found.bought.nodes.mid, 2.0, 1e-3);
}

TEST(PlainNodes, CostLessForATokenTheMoreTheyAreBusy) {
  PlainCase asked{.node = "dgx-h100", .busy = 1.0, .model = "llama-2-70b", .weights = "fp8"};
  const auto always = plain(asked);
  asked.busy = 0.25;
  const auto rarely = plain(asked);
  // Without a price of electricity nothing depends on the use.
  EXPECT_NEAR(rarely.cost.million_tokens()->mid / always.cost.million_tokens()->mid, 4.0, 1e-9);
  EXPECT_LT(rarely.node_power, always.node_power);
}

TEST(PlainNodes, CostMoreInClosetsThanInAHall) {
  PlainCase asked{.node = "cpu-server", .nodes = 1000};
  asked.price = 0.15 * units::per_kilowatt_hour;
  asked.currency = "EUR";
  asked.place = "server-closet";
  const auto closets = plain(asked);
  asked.place = "hyperscale";
  const auto hall = plain(asked);
  EXPECT_GT(closets.owned.sites, 100.0);
  EXPECT_EQ(hall.owned.sites, 1.0);
  EXPECT_EQ(closets.cost.invested().mid, hall.cost.invested().mid);
  EXPECT_NEAR(yearly(closets.cost, "electricity").mid / yearly(hall.cost, "electricity").mid,
              *closets.asked.pue / *hall.asked.pue, 1e-9);
  EXPECT_GT(closets.cost.yearly().mid, hall.cost.yearly().mid);
}

}  // namespace
}  // namespace icekeel::analysis
