// SPDX-License-Identifier: Apache-2.0
// What things embody and how it is shared out: closed forms, limits, published values.
#include <gtest/gtest.h>

#include "simulator/base/units.h"
#include "simulator/config/document.h"
#include "simulator/config/reader.h"
#include "simulator/lifecycle/bottom_up.h"
#include "simulator/lifecycle/embodied.h"
#include "tests/unit/scenario/samples.h"

namespace icekeel::lifecycle {
namespace {

constexpr Duration year = 365.25 * units::day;

template <class Spec>
Spec entry(const std::string& name) {
  config::Diagnostics diagnostics;
  const auto catalogue = scenario::test::catalogue();
  auto root = config::load_document(*catalogue.find(Spec::catalogue_kind, name), diagnostics);
  Spec spec;
  config::Reader(std::move(*root), name, catalogue, diagnostics).read(spec);
  EXPECT_FALSE(diagnostics.failed()) << diagnostics.text("");
  return spec;
}

platforms::EmbodiedCarbon exactly(double kilograms) {
  const auto mass = kilograms * units::kilogram;
  return {mass, mass, mass};
}

// Eight chips of 150 kg in a host of 2,500 kg, for six years.
platforms::NodeSpec server() {
  platforms::NodeSpec node;
  node.chips = 8;
  node.chip.embodied = exactly(150);
  node.embodied = exactly(2500);
  node.mass = 100.0 * units::kilogram;
  return node;
}

LifeCycleSpec six_years(Rule rule) {
  LifeCycleSpec cycle;
  cycle.rule = rule;
  cycle.utilisation = 0.85;
  cycle.nodes.lifetime = 6.0 * year;
  return cycle;
}

TEST(LifeCycle, ReproducesTheEquipmentOfBloomFromServersChipsAndHours) {
  const auto cycle = six_years(Rule::use_time);
  const Duration wall = 1082990.0 * units::hour / 384.0;
  const auto node = embodied(server(), cycle);
  ASSERT_TRUE(node);
  const auto carbon = 48.0 * share_of_job(cycle, wall) * node->total();
  EXPECT_NEAR(carbon.mid.in(units::tonne), 11.2, 0.05);
}

TEST(LifeCycle, GivesAllOfAThingToItsWholeLifeAndHalfWhenItIsUsedOnAsLong) {
  LifeSpec life;
  life.lifetime = 5.0 * year;
  EXPECT_DOUBLE_EQ(share_of_life(life, 5.0 * year), 1.0);
  EXPECT_DOUBLE_EQ(share_of_life(life, Duration{}), 0.0);
  life.second_life = 5.0 * year;
  EXPECT_DOUBLE_EQ(share_of_life(life, 5.0 * year), 0.5);
  life.repair_per_year = 0.02;
  EXPECT_DOUBLE_EQ(share_of_life(life, 5.0 * year), 0.6);
}

TEST(LifeCycle, ByUseTimeIsByTimeOverTheUtilisation) {
  const auto time = share_of_job(six_years(Rule::time), 10.0 * units::day);
  EXPECT_DOUBLE_EQ(0.85 * share_of_job(six_years(Rule::use_time), 10.0 * units::day), time);
  EXPECT_DOUBLE_EQ(share_of_job(six_years(Rule::building), 10.0 * units::day), time);
}

TEST(LifeCycle, CountsOfAHostWhatItsChipsAreOfAll) {
  auto cycle = six_years(Rule::share);
  cycle.end_of_life = Range<double>{0.0, 1.0, 2.0};
  const auto node = *embodied(server(), cycle);
  EXPECT_NEAR(node.total().mid.si(), 1200 + 2500 + 100, 1e-9);
  EXPECT_NEAR(node.total(0.25).mid.si(), 1200 + 0.25 * 2600, 1e-9);
  EXPECT_NEAR(node.total().width().si(), 200, 1e-9);
}

TEST(LifeCycle, KnowsNothingOfANodeWhoseMakingIsNotGiven) {
  auto node = server();
  node.chip.embodied.reset();
  EXPECT_FALSE(embodied(node, six_years(Rule::time)));
}

TEST(LifeCycle, NamesTheLargestPartAndTheOneThatIsLeastKnown) {
  const auto range = [](double low, double mid, double high) {
    return MassRange{Mass::si(low), Mass::si(mid), Mass::si(high)};
  };
  const std::vector<Contribution> parts{{"chips", Phase::manufacture, range(1, 5, 20)},
                                        {"electricity", Phase::use, range(29, 30, 31)},
                                        {"nodes", Phase::end_of_life, range(0, 1, 1)}};
  EXPECT_EQ(largest(parts)->part, "electricity");
  EXPECT_EQ(least_known(parts)->part, "chips");
  EXPECT_EQ(total(parts), range(30, 36, 52));
  EXPECT_EQ(by_phase(parts)[static_cast<std::size_t>(Phase::use)], range(29, 30, 31));
  EXPECT_EQ(largest({}), nullptr);
}

TEST(LifeCycle, RefusesRangesThatFall) {
  auto cycle = six_years(Rule::time);
  cycle.frames = Range<double>{3.0, 2.0, 4.0};
  const auto found = check(cycle);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].path, "frames");
}

// BoaviztAPI 2.4.1 gives 575 kg for an H100 SXM and 273 kg for an A100 SXM with 40 GB; inputs from
// its gpu_specs.csv.
CardSpec sxm(double casing, double sink, double whole, double board_cm2, double die_mm2,
             double gb) {
  return {casing * units::kilogram,   sink * units::kilogram,   whole * units::kilogram,
          Area::si(board_cm2 * 1e-4), Area::si(die_mm2 * 1e-6), gb * units::gigabyte,
          19000e3 * units::metre,     1000e3 * units::metre,    Length{}};
}

TEST(BottomUp, GivesTheGraphicsCardsOfBoaviztapi) {
  const auto factors = entry<CardFactors>("boaviztapi");
  EXPECT_NEAR(card(factors, sxm(0.78923, 0.90077, 1.69, 296.37, 2810.4, 80)).si(), 575.0, 0.5);
  EXPECT_NEAR(card(factors, sxm(0.09, 1.25, 1.56, 105, 1798, 40)).si(), 273.0, 0.5);
  EXPECT_NEAR(card_memory(factors, 80.0 * units::gigabyte).si(), 431.0, 0.5);
  EXPECT_NEAR(card_memory(factors, 40.0 * units::gigabyte).si(), 182.0, 0.5);
}

// ACT's own test of the process of 10 nm, and the 25 kg that it gives for the die of an H100.
TEST(BottomUp, GivesTheLogicOfAct) {
  auto fab = entry<FabSpec>("act-10nm");
  fab.yield = 0.943543;
  fab.carbon = 583.0 * units::gram_per_kilowatt_hour;
  const double area = 1.45;  // [cm2]
  const double expected = (1.475 * 0.583 + 0.240 + 0.500) * area / 0.943543 + 0.150;
  EXPECT_NEAR(logic(fab, Area::si(area * 1e-4), 1).si(), expected, 1e-9);
  EXPECT_NEAR(logic(entry<FabSpec>("act-5nm"), Area::si(8.14e-4), 0).si(), 25.0, 0.5);
}

TEST(BottomUp, GivesTheMemoryOfAct) {
  const auto carbon = 230.0 * units::gram / units::gigabyte;
  const auto made = memory(carbon, 10.0 * units::gigabyte, 0.9, 2, 150.0 * units::gram);
  EXPECT_NEAR(made.si(), 2.3 / 0.9 + 0.3, 1e-12);
}

TEST(BottomUp, FinerProcessesEmbodyMoreForAnArea) {
  SurfaceDensity last;
  for (const char* name : {"28nm", "14nm", "10nm", "7nm", "5nm", "3nm"}) {
    const auto next = carbon_per_area(entry<FabSpec>(std::string("act-") + name));
    EXPECT_GT(next, last) << name;
    last = next;
  }
}

}  // namespace
}  // namespace icekeel::lifecycle
