// SPDX-License-Identifier: Apache-2.0
// Plans over years: nodes are conserved, sums add up, demand answers as its closed forms say.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>

#include "analysis/money/demand_response.h"
#include "analysis/money/plan.h"
#include "simulator/base/units.h"

namespace icekeel::analysis {
namespace {

OwnershipSpec standard_prices() {
  config::Diagnostics diagnostics;
  const auto spec = read_ownership("standard", {}, config::Catalogue::installed(), diagnostics);
  EXPECT_TRUE(spec) << diagnostics.text();
  return spec.value_or(OwnershipSpec{});
}

Phase phase_of(const char* name, double nodes, int first, int life) {
  Phase phase;
  phase.spec.name = name;
  phase.node.name = "node";
  phase.node.chips = 8;
  phase.node.power_max = 10.0 * units::kilowatt;
  phase.works = 8.0 * units::kilowatt;
  phase.waits = 2.0 * units::kilowatt;
  phase.busy = 0.5;
  phase.pue = 1.2;
  phase.first = first;
  phase.life = life;
  phase.nodes = nodes;
  return phase;
}

Plan plan_with(std::vector<Phase> phases) {
  Plan plan;
  plan.spec.from = 2026;
  plan.spec.to = 2040;
  plan.spec.price = 0.1 * units::per_kilowatt_hour;
  plan.ownership = standard_prices();
  plan.grid.carbon = 50.0 * units::gram_per_kilowatt_hour;
  plan.phases = std::move(phases);
  return plan;
}

Phase growing() {
  auto phase = phase_of("growing", 1000.0, 2026, 4);
  phase.spec.renew = true;
  phase.spec.growth = 0.12;
  phase.spec.gain = 0.2;
  return phase;
}

std::vector<PlanYear> years(const Plan& plan) {
  const auto found = years_of(plan);
  EXPECT_TRUE(found);
  return found.value_or(std::vector<PlanYear>{});
}

TEST(Demand, DoesNotMoveWithoutElasticity) {
  EXPECT_EQ(answered_demand(0.0, 3.0, [](double u) { return 1.0 + 1.0 / u; }), 1.0);
}

TEST(Demand, AtAConstantCostIsAPowerOfIt) {
  for (const double elasticity : {-0.3, -1.0, -1.7})
    EXPECT_NEAR(*answered_demand(elasticity, 2.0, [](double) { return 1.5; }),
                std::pow(0.75, elasticity), 1e-9);
}

// u = ((a + b / u) / c0)^-1 has the solution (c0 - b) / a: what is spent stays c0.
TEST(Demand, KeepsSpendingAtAnElasticityOfMinusOne) {
  const auto cost = [](double u) { return 0.6 + 0.3 / u; };
  const double demand = *answered_demand(-1.0, 1.0, cost);
  EXPECT_NEAR(demand, 0.7 / 0.6, 1e-9);
  EXPECT_NEAR(demand * cost(demand), 1.0, 1e-9);
}

TEST(Demand, FallsWhenCostRises) {
  EXPECT_LT(*answered_demand(-0.5, 1.0, [](double) { return 2.0; }), 1.0);
}

TEST(Demand, ThatLowersItsOwnCostWithoutEndHasNoAnswer) {
  EXPECT_FALSE(answered_demand(-1.0, 1.0, [](double u) { return 0.9 / u; }));
}

TEST(Years, ConserveNodes) {
  double before = 0.0;
  for (const auto& one : years(plan_with({growing()}))) {
    const auto& state = one.phases[0];
    EXPECT_NEAR(state.nodes, before + state.bought - state.retired, 1e-9 * state.nodes);
    EXPECT_LE(state.busy, 0.5);
    before = state.nodes;
  }
}

TEST(Years, DoTheWorkThatGrows) {
  // The energy of busy nodes over that of waiting ones tells the work that is done.
  const auto found = years(plan_with({growing()}));
  for (std::size_t i = 0; i < found.size(); ++i) {
    const auto& state = found[i].phases[0];
    const double mean = state.it.in(units::kilowatt) / state.nodes;
    EXPECT_NEAR(mean, 2.0 + 6.0 * state.busy, 1e-9);
  }
  auto same = growing();
  same.spec.gain = 0.0;
  const auto plain = years(plan_with({same}));
  EXPECT_NEAR(plain.back().phases[0].nodes, 1000.0 * std::pow(1.12, 14), 1e-6);
}

TEST(Years, EndAPhaseThatIsNotRenewedAndBeginTheNext) {
  auto first = phase_of("first", 100.0, 2026, 4), second = phase_of("second", 50.0, 2030, 5);
  const auto found = years(plan_with({first, second}));
  EXPECT_EQ(found[3].phases[0].nodes, 100.0);
  EXPECT_EQ(found[3].phases[1].nodes, 0.0);
  EXPECT_EQ(found[4].phases[0].nodes, 0.0);
  EXPECT_EQ(found[4].phases[0].retired, 100.0);
  EXPECT_EQ(found[4].phases[1].nodes, 50.0);
  EXPECT_EQ(found[9].all().nodes, 0.0);
  EXPECT_EQ(found[9].all().energy, Energy{});
}

TEST(Years, RenewNodesOfAllAgesAsManyEachYear) {
  auto phase = phase_of("aged", 600.0, 2026, 6);
  phase.spec.renew = phase.spec.aged = true;
  for (const auto& one : years(plan_with({phase}))) {
    EXPECT_NEAR(one.phases[0].nodes, 600.0, 1e-9);
    EXPECT_NEAR(one.phases[0].bought, 100.0, 1e-9);
  }
}

TEST(Years, TakeEnergyCarbonAndMoneyInProportionToNodes) {
  auto twice = growing();
  twice.nodes *= 2.0;
  const auto one = years(plan_with({growing()})), two = years(plan_with({twice}));
  for (std::size_t i = 0; i < one.size(); ++i) {
    const auto a = one[i].all(), b = two[i].all();
    EXPECT_NEAR(b.energy / a.energy, 2.0, 1e-9);
    EXPECT_NEAR(b.operational.mid / a.operational.mid, 2.0, 1e-9);
    EXPECT_NEAR(b.purchases.mid / a.purchases.mid, 2.0, 1e-9);
    // What a site costs whatever its size is paid once.
    EXPECT_NEAR((2.0 * a.cost.mid - b.cost.mid).si(), 50'000.0, 1e-3);
    EXPECT_NEAR(a.energy / (1.2 * (a.it * year)), 1.0, 1e-12);
  }
}

TEST(Years, AddPhasesUp) {
  const auto found = years(plan_with({growing(), phase_of("other", 10.0, 2028, 3)}));
  for (const auto& one : found) {
    const auto all = one.all();
    EXPECT_NEAR((all.energy - one.phases[0].energy - one.phases[1].energy).si(), 0.0, 1.0);
    EXPECT_NEAR((all.cost.mid - one.phases[0].cost.mid - one.phases[1].cost.mid).si(), 0.0, 1e-3);
  }
}

TEST(Years, WithAnElasticityOfZeroAreThoseWithoutDemand) {
  auto plan = plan_with({growing()});
  const auto without = years(plan);
  plan.spec.demand = DemandSpec{0.0};
  const auto with = years(plan);
  for (std::size_t i = 0; i < with.size(); ++i) {
    EXPECT_EQ(with[i].phases[0].nodes, without[i].phases[0].nodes);
    EXPECT_EQ(with[i].phases[0].energy, without[i].phases[0].energy);
  }
}

// At minus one what is spent on a unit of the work planned stays that of the first year.
TEST(Years, WithAnElasticityOfMinusOneKeepSpending) {
  auto plan = plan_with({growing()});
  plan.spec.demand = DemandSpec{-1.0};
  const auto found = years(plan);
  const auto without = years(plan_with({growing()}));
  for (std::size_t i = 0; i < found.size(); ++i)
    EXPECT_NEAR(found[i].phases[0].cost.mid / found[0].phases[0].cost.mid,
                std::pow(1.12, static_cast<double>(i)), 1e-7)
        << found[i].year;
  // Nodes that do more for the same money: more work than planned, more energy than expected.
  EXPECT_GT(found.back().phases[0].demand, 1.5);
  EXPECT_GT(found.back().all().energy, without.back().all().energy);
}

TEST(CarbonOfAYear, LiesOnALineBetweenYearsThatAreKnown) {
  facility::GridSpec grid;
  grid.carbon = CarbonIntensity::si(9.0);
  EXPECT_EQ(carbon_in(grid, {}, 2030).mid.si(), 9.0);
  grid.years = {{2020, CarbonIntensity::si(4.0)}, {2020, CarbonIntensity::si(5.0)}};
  const std::vector<facility::YearSpec> more{{2030, CarbonIntensity::si(2.0)}};
  EXPECT_EQ(carbon_in(grid, more, 2010).mid.si(), 4.0);
  EXPECT_EQ(carbon_in(grid, more, 2020).high.si(), 5.0);
  EXPECT_NEAR(carbon_in(grid, more, 2025).mid.si(), 3.0, 1e-12);
  EXPECT_NEAR(carbon_in(grid, more, 2025).high.si(), 3.5, 1e-12);
  EXPECT_EQ(carbon_in(grid, more, 2050).mid.si(), 2.0);
}

}  // namespace
}  // namespace icekeel::analysis
