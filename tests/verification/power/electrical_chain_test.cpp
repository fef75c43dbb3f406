// SPDX-License-Identifier: Apache-2.0
// The electrical chain: energy balance stage by stage, published efficiencies, lost feeds.
#include "simulator/power/electrical_chain.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <rapidcheck/gtest.h>

#include "platforms/node.h"
#include "simulator/base/units.h"
#include "tests/unit/platforms/catalogue_entry.h"

namespace icekeel::power {
namespace {

constexpr Power megawatt = units::megawatt;
const FeedState both("11"), only_a("01"), only_b("10"), none("00");

ElectricalChain chain(const std::string& name) {
  const DesignLoad design{
      .it = 2.0 * megawatt, .mechanical = 0.5 * megawatt, .critical_mechanical = 0.1 * megawatt};
  return {catalogue_entry<ElectricalSpec>(name), design};
}

ChainLoad load(double share) {
  return {.it = share * 2.0 * megawatt,
          .mechanical = share * 0.5 * megawatt,
          .critical_mechanical = share * 0.1 * megawatt,
          .other = share * 0.02 * megawatt};
}

double stage_load(const ElectricalChain& c, const ChainStep& step, const std::string& name) {
  for (std::size_t i = 0; i < c.stages().size(); ++i)
    if (c.stages()[i].name == name) return step.stages[i].load;
  ADD_FAILURE() << "no stage " << name;
  return 0;
}

// A UPS alone, so that the load of its module is the load of the chain.
double ups_efficiency(const std::string& name, double share) {
  ElectricalSpec spec;
  spec.topology = Redundancy::n;
  spec.feeds = {"A"};
  spec.stages = {catalogue_entry<StageSpec>(name)};
  spec.mechanical_after = spec.critical_mechanical_after = "ups";
  const ElectricalChain ups(spec, {.it = megawatt, .mechanical = {}, .critical_mechanical = {}});
  const auto step = ups.step(
      {.it = share * megawatt, .mechanical = {}, .critical_mechanical = {}, .other = {}}, only_a);
  return share * megawatt / step.total;
}

TEST(ElectricalChain, HasThePublishedEfficienciesOfAModernUps) {
  EXPECT_NEAR(ups_efficiency("ups-double-conversion", 0.25), 0.960, 0.0005);
  EXPECT_NEAR(ups_efficiency("ups-double-conversion", 0.50), 0.968, 0.0005);
  EXPECT_NEAR(ups_efficiency("ups-double-conversion", 0.75), 0.967, 0.0005);
  EXPECT_NEAR(ups_efficiency("ups-double-conversion", 1.00), 0.963, 0.0005);
}

TEST(ElectricalChain, HasTheUsualEfficienciesOfEcoModeAndOfOldUps) {
  EXPECT_NEAR(ups_efficiency("ups-eco", 0.25), 0.985, 0.001);
  EXPECT_NEAR(ups_efficiency("ups-eco", 0.50), 0.990, 0.001);
  EXPECT_NEAR(ups_efficiency("ups-eco", 1.00), 0.991, 0.001);
  EXPECT_NEAR(ups_efficiency("ups-legacy", 0.25), 0.86, 0.01);
  EXPECT_NEAR(ups_efficiency("ups-legacy", 0.50), 0.91, 0.01);
  EXPECT_NEAR(ups_efficiency("ups-legacy", 1.00), 0.93, 0.01);
}

TEST(ElectricalChain, IsMostEfficientAtTheRootOfNoLoadOverQuadraticLoss) {
  const double best = std::sqrt(0.0075 / 0.0258);
  const double at_best = ups_efficiency("ups-double-conversion", best);
  EXPECT_GT(at_best, ups_efficiency("ups-double-conversion", best - 0.05));
  EXPECT_GT(at_best, ups_efficiency("ups-double-conversion", best + 0.05));
}

RC_GTEST_PROP(ElectricalChain, BalancesInEveryStageAndAsAWhole, ()) {
  static const std::vector<ElectricalChain> chains{chain("2n"), chain("2n-plus-1"),
                                                   chain("2n-eco")};
  const auto& c = chains[*rc::gen::inRange<std::size_t>(0, chains.size())];
  const ChainLoad l = load(0.01 * *rc::gen::inRange(0, 151));
  const FeedState on = *rc::gen::element(both, only_a, only_b, none);
  const ChainStep step = c.step(l, on);

  Power losses, grid;
  for (const auto& stage : step.stages) {
    RC_ASSERT(stage.loss >= Power{});
    RC_ASSERT(std::abs((stage.input - stage.output - stage.loss).si()) <= 1e-12 * stage.input.si());
    losses += stage.loss;
  }
  for (const Power feed : step.grid) grid += feed;
  const Power all = l.it + l.mechanical + l.critical_mechanical + l.other + c.lighting();
  const double scale = 1e-12 * (step.total + all).si();
  RC_ASSERT(std::abs((grid - step.total).si()) <= scale);
  RC_ASSERT(std::abs((losses - step.losses_in_room - step.losses_outside).si()) <= scale);
  RC_ASSERT(std::abs((step.total + step.batteries + step.unserved - all - losses).si()) <= scale);
}

RC_GTEST_PROP(ElectricalChain, TakesMoreFromTheGridForMoreLoad, ()) {
  static const ElectricalChain c = chain("2n");
  const double share = 0.01 * *rc::gen::inRange(0, 150);
  const FeedState on = *rc::gen::element(both, only_a, only_b);
  ChainLoad more = load(share);
  const Power added = 1.0 * units::kilowatt;
  Power ChainLoad::* part = *rc::gen::element(&ChainLoad::it, &ChainLoad::mechanical,
                                              &ChainLoad::critical_mechanical, &ChainLoad::other);
  more.*part += added;
  // Above the rating, the battery of the UPS gives what its modules cannot.
  const auto taken = [&](const ChainLoad& l) {
    const auto step = c.step(l, on);
    return step.total + step.batteries;
  };
  RC_ASSERT(taken(more) - taken(load(share)) >= (1 - 1e-9) * added);
}

TEST(ElectricalChain, WithTwoFeedsLoadsEachPathToHalf) {
  const auto c = chain("2n");
  const auto step = c.step(load(1.0), both);
  EXPECT_NEAR(stage_load(c, step, "A/pdu"), 0.5, 1e-12);
  EXPECT_NEAR(stage_load(c, step, "B/pdu"), 0.5, 1e-12);
  EXPECT_EQ(step.grid[0], step.grid[1]);
}

TEST(ElectricalChain, WithAFeedLostDoublesTheLoadOfTheOther) {
  const auto c = chain("2n");
  const auto before = c.step(load(0.8), both), after = c.step(load(0.8), only_b);
  EXPECT_NEAR(stage_load(c, after, "B/pdu") / stage_load(c, before, "B/pdu"), 2.0, 1e-12);
  // Above, the losses of the stage below do not double; they are at most 2 % of its load.
  EXPECT_NEAR(stage_load(c, after, "B/ups") / stage_load(c, before, "B/ups"), 2.0, 0.04);
  EXPECT_EQ(stage_load(c, after, "A/ups"), 0.0);
  EXPECT_EQ(after.grid[0], Power{});
  EXPECT_EQ(after.unserved, Power{});
  EXPECT_TRUE(c.overloads(after).empty());
}

TEST(ElectricalChain, CarriesTheDesignLoadOnOneFeedExactlyAtItsRating) {
  const auto c = chain("2n");
  ChainLoad design = load(1.0);
  design.other = {};
  const auto step = c.step(design, only_a);
  EXPECT_NEAR(stage_load(c, step, "A/ups"), 1.0, 1e-12);
  EXPECT_TRUE(c.overloads(step).empty());
}

TEST(ElectricalChain, ReportsWhatIsOverloaded) {
  const auto c = chain("2n");
  const auto found = c.overloads(c.step(load(1.2), only_a));
  ASSERT_EQ(found.size(), 3u);
  EXPECT_EQ(found[2].path, "stages[2]");
  EXPECT_EQ(found[2].message, "A/pdu carries 2400 kW, 120 % of its rating of 2000 kW");
}

TEST(ElectricalChain, WithASpareModuleRunsEachAtLess) {
  const auto n = chain("n"), spare = chain("n-plus-1");
  const double at_n = stage_load(n, n.step(load(1.0), only_a), "A/ups");
  const double at_spare = stage_load(spare, spare.step(load(1.0), only_a), "A/ups");
  EXPECT_NEAR(at_spare / at_n, 4.0 / 5.0, 1e-12);
}

TEST(ElectricalChain, OfTopologyNLeavesTheShareOfALostFeedUnserved) {
  auto spec = catalogue_entry<ElectricalSpec>("n");
  spec.feeds = {"A", "B"};
  const ElectricalChain c(spec,
                          {.it = 2.0 * megawatt, .mechanical = {}, .critical_mechanical = {}});
  const auto before = c.step(
      {.it = 2.0 * megawatt, .mechanical = {}, .critical_mechanical = {}, .other = {}}, both);
  const auto after = c.step(
      {.it = 2.0 * megawatt, .mechanical = {}, .critical_mechanical = {}, .other = {}}, only_b);
  EXPECT_DOUBLE_EQ(after.unserved_it.in(megawatt), 1.0);
  EXPECT_EQ(stage_load(c, before, "B/ups"), stage_load(c, after, "B/ups"));
}

TEST(ElectricalChain, LosesPowerWithoutLoad) {
  const auto c = chain("2n");
  EXPECT_GT(c.step({}, both).losses_in_room, Power{});
  EXPECT_EQ(c.step({}, none).total, Power{});
}

TEST(ElectricalChain, PutsTransformerLossesOutside) {
  const auto c = chain("2n");
  const auto step = c.step(load(0.7), both);
  EXPECT_NEAR(step.losses_outside.si(), step.stages[0].loss.si() + step.stages[3].loss.si(), 1e-9);
}

TEST(ElectricalChain, LetsTheCoolingPlantPassTheUps) {
  const auto c = chain("2n");
  ChainLoad more = load(0.5);
  more.mechanical += 0.2 * megawatt;
  const auto before = c.step(load(0.5), both), after = c.step(more, both);
  EXPECT_EQ(stage_load(c, before, "A/ups"), stage_load(c, after, "A/ups"));
  EXPECT_GT(stage_load(c, after, "A/transformer"), stage_load(c, before, "A/transformer"));
}

TEST(ElectricalChain, ReachesEveryLoadWhileAFeedIsOn) {
  const auto c = chain("2n");
  for (const char* name : {"racks", "mechanical", "critical mechanical", "other"}) {
    EXPECT_TRUE(c.reaches(name, both)) << name;
    EXPECT_TRUE(c.reaches(name, only_b)) << name;
    EXPECT_FALSE(c.reaches(name, none)) << name;
  }
}

TEST(ElectricalChain, LeavesADgxThreeOfItsSixSuppliesWithAFeedLost) {
  const auto supplies = catalogue_entry<platforms::NodeSpec>("dgx-h100").supplies;
  const auto c = chain("2n");
  EXPECT_EQ(c.supplies_on(supplies, both), 6);
  EXPECT_EQ(c.supplies_on(supplies, only_a), 3);
  EXPECT_EQ(c.supplies_on(supplies, none), 0);
}

TEST(ElectricalChain, OfTopologyNGivesANodeAllOrNoneOfItsSupplies) {
  auto spec = catalogue_entry<ElectricalSpec>("n");
  spec.feeds = {"A", "B"};
  const ElectricalChain c(spec, {.it = megawatt, .mechanical = {}, .critical_mechanical = {}});
  const auto supplies = catalogue_entry<platforms::NodeSpec>("dgx-h100").supplies;
  EXPECT_EQ(c.supplies_on(supplies, only_a, 0), 6);
  EXPECT_EQ(c.supplies_on(supplies, only_a, 1), 0);
}

}  // namespace
}  // namespace icekeel::power
