// SPDX-License-Identifier: Apache-2.0
// Scripted events find their site and feed.
#include "simulator/base/units.h"
#include "tests/unit/scenario/samples.h"

namespace icekeel::scenario {
namespace {

// A second site like the first one.
const std::string second_site =
    "sites=[{name: north, climate: climates/paris, grid: grids/france, halls: [{name: hall, racks: "
    "racks/dgx-a100-4}], fabric: fat-tree-hdr, storage: parallel-flash-1-pb, power: "
    "electrical/2n, cooling: plants/chilled-water}, {name: south, climate: climates/madrid, grid: "
    "grids/spain, halls: [{name: hall, racks: racks/dgx-a100-4}], fabric: fat-tree-hdr, storage: "
    "parallel-flash-1-pb, power: electrical/2n, cooling: plants/chilled-water}]";

TEST(Events, FindTheirFeed) {
  const auto losses = test::scenario({"events=[{at: 1 h, lose: feed B, for: 30 min}]"}).outages;
  ASSERT_EQ(losses.size(), 1u);
  EXPECT_EQ(losses[0].site, 0u);
  EXPECT_EQ(losses[0].feed, 1u);
  EXPECT_EQ(losses[0].at, units::hour);
  EXPECT_EQ(losses[0].lasting, 30.0 * units::minute);
}

TEST(Events, WithoutAnEndLastUntilTheEnd) {
  const auto losses = test::scenario({"events=[{at: 1 h, lose: feed A}]"}).outages;
  ASSERT_EQ(losses.size(), 1u);
  EXPECT_FALSE(losses[0].lasting);
}

TEST(Events, FindTheirSite) {
  const auto losses =
      test::scenario({second_site, "events=[{at: 1 h, lose: feed A, site: south}]"}).outages;
  ASSERT_EQ(losses.size(), 1u);
  EXPECT_EQ(losses[0].site, 1u);
}

TEST(Events, MustNameASiteWhereThereAreTwo) {
  EXPECT_NE(test::messages({second_site, "events=[{at: 1 h, lose: feed A}]"})
                .find("does not say at which site it happens"),
            std::string::npos);
}

TEST(Events, SuggestTheFeedThatWasMeant) {
  EXPECT_NE(test::messages({"events=[{at: 1 h, lose: fed B}]"}).find("did you mean 'feed B'?"),
            std::string::npos);
}

TEST(Events, FindPartsOfTheNetwork) {
  const auto losses = test::scenario({"events=[{at: 1 h, lose: adapter 3, modules: 2}]"}).outages;
  ASSERT_EQ(losses.size(), 1u);
  ASSERT_TRUE(losses[0].fabric);
  EXPECT_EQ(losses[0].fabric->part, platforms::FabricPart::adapter);
  EXPECT_EQ(losses[0].fabric->first, 3u);
  EXPECT_EQ(losses[0].fabric->count, 2u);
}

TEST(Events, CannotLosePartsThatTheNetworkDoesNotHave) {
  EXPECT_NE(test::messages({"events=[{at: 1 h, lose: adapter 99999}]"}).find("of 'adapter'"),
            std::string::npos);
  EXPECT_NE(test::messages({"events=[{at: 1 h, lose: cabel 0}]"}).find("did you mean 'cable 0'?"),
            std::string::npos);
}

}  // namespace
}  // namespace icekeel::scenario
