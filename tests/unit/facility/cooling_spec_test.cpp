// SPDX-License-Identifier: Apache-2.0
// Cooling specs: cross-checks and derived sizes.
#include "simulator/facility/cooling_spec.h"

#include <gtest/gtest.h>

#include "simulator/base/units.h"
#include "simulator/config/resolved_yaml.h"
#include "simulator/config/yaml_parser.h"
#include "tests/unit/facility/catalogue.h"

namespace icekeel::facility {
namespace {

const HeatLoad design{8.0 * units::megawatt, 2.0 * units::megawatt};

TEST(CoolingSpec, DerivesEverySizeFromTheDesignLoad) {
  const auto warm = sized(test::entry<CoolingSpec>("plants/warm-water"), design);
  EXPECT_NEAR(warm.cdu->design_heat->in(units::megawatt), 9.6, 1e-9);
  EXPECT_NEAR(warm.air_handler->design_heat->in(units::megawatt), 2.4, 1e-9);
  EXPECT_GT(*warm.chiller->capacity, *warm.air_handler->design_heat);
  EXPECT_GT(*warm.dry_cooler->design_heat, 1.2 * design.total());
  EXPECT_LT(*warm.dry_cooler->design_heat, 1.35 * design.total());

  const auto chilled = sized(test::entry<CoolingSpec>("plants/chilled-water"), design);
  EXPECT_GT(*chilled.tower->design_heat, *chilled.chiller->capacity);
}

TEST(CoolingSpec, KeepsSizesThatAreGiven) {
  const auto spec = sized(
      test::entry<CoolingSpec>("plants/warm-water", {"dry_cooler.design_heat=20 MW"}), design);
  EXPECT_NEAR(spec.dry_cooler->design_heat->in(units::megawatt), 20.0, 1e-9);
}

TEST(CoolingSpec, SizingTwiceChangesNothing) {
  const auto once = sized(test::entry<CoolingSpec>("plants/chilled-water"), design);
  const auto twice = sized(once, {2.0 * design.liquid, 2.0 * design.air});
  EXPECT_EQ(*once.tower->design_heat, *twice.tower->design_heat);
  EXPECT_EQ(*once.chiller->capacity, *twice.chiller->capacity);
}

TEST(CoolingSpec, ReadsBackWithEverySizeFromTheResolvedScenario) {
  for (const auto& name : test::catalogue().names("plants")) {
    const auto spec = sized(test::entry<CoolingSpec>("plants/" + name), design);
    const std::string text = config::ResolvedYaml("EUR").of(spec);
    config::Diagnostics diagnostics;
    const auto source = diagnostics.add_source(config::Source::of("resolved", text));
    const auto root = config::parse_yaml(text, source, diagnostics);
    ASSERT_TRUE(root) << name;
    CoolingSpec back;
    const auto shelves = test::catalogue();
    config::Reader(*root, "plant", shelves, diagnostics).read(back);
    ASSERT_FALSE(diagnostics.failed()) << name << diagnostics.text();
    EXPECT_EQ(config::ResolvedYaml("EUR").of(back), text) << name;
    EXPECT_EQ(back.chiller->capacity, spec.chiller->capacity) << name;
  }
}

TEST(CoolingSpec, MissesBlocksThatThePlantNeeds) {
  auto warm = test::entry<CoolingSpec>("plants/warm-water");
  warm.dry_cooler.reset();
  ASSERT_EQ(check(warm).size(), 1u);
  EXPECT_EQ(check(warm)[0].path, "dry_cooler");
  auto chilled = test::entry<CoolingSpec>("plants/chilled-water");
  chilled.tower.reset();
  ASSERT_EQ(check(chilled).size(), 1u);
  EXPECT_EQ(check(chilled)[0].path, "tower");
}

TEST(CoolingSpec, FindsWaterTooWarmForItsAir) {
  const auto spec = test::entry<CoolingSpec>("plants/chilled-water", {"supply=26 degC"});
  ASSERT_EQ(check(spec).size(), 1u);
  EXPECT_EQ(check(spec)[0].message, "water of 26 degC cannot cool 12 K of air to 24 degC");
}

TEST(CoolingSpec, FindsRangesThatNoExchangerCanDo) {
  const auto spec = test::entry<CoolingSpec>(
      "plants/warm-water", {"dry_cooler.design_air_rise=14 K", "facility_water.range=13 K",
                            "dry_cooler.design_approach=1 K"});
  ASSERT_EQ(check(spec).size(), 2u);
  EXPECT_EQ(check(spec)[0].path, "facility_water.range");
  EXPECT_EQ(check(spec)[1].path, "dry_cooler.design_air_rise");
}

}  // namespace
}  // namespace icekeel::facility
