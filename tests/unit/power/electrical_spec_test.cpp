// SPDX-License-Identifier: Apache-2.0
// Chains of the catalogue can be read and built; chains that make no sense are found.
#include "simulator/power/electrical_spec.h"

#include <gtest/gtest.h>

#include "simulator/base/units.h"
#include "simulator/power/electrical_chain.h"
#include "tests/unit/platforms/catalogue_entry.h"

namespace icekeel::power {
namespace {

TEST(ElectricalCatalogue, HasSoundChainsThatCarryTheirDesignLoad) {
  const auto names = config::Catalogue({catalogue_folder()}).names("electrical");
  ASSERT_FALSE(names.empty());
  const DesignLoad design{.it = 1.0 * units::megawatt,
                          .mechanical = 200.0 * units::kilowatt,
                          .critical_mechanical = 50.0 * units::kilowatt};
  for (const auto& name : names) {
    const auto spec = catalogue_entry<ElectricalSpec>(name);
    EXPECT_TRUE(check_electrical(spec).empty()) << name;
    const ElectricalChain chain(spec, design);
    const auto step = chain.step({design.it, design.mechanical, design.critical_mechanical, {}},
                                 all_feeds(spec.feeds.size()));
    EXPECT_TRUE(chain.overloads(step).empty()) << name;
    EXPECT_EQ(step.unserved, Power{}) << name;
  }
}

TEST(ElectricalCatalogue, HasStagesOfEveryKindOfUps) {
  for (const char* name : {"ups-double-conversion", "ups-eco", "ups-legacy"})
    EXPECT_EQ(catalogue_entry<StageSpec>(name).kind, StageKind::ups) << name;
}

TEST(ElectricalChecks, FindATapAtAStageThatIsNotThere) {
  auto spec = catalogue_entry<ElectricalSpec>("2n");
  spec.mechanical_after = "switchgear";
  const auto findings = check_electrical(spec);
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].path, "mechanical_after");
  EXPECT_EQ(findings[0].message, "there is no stage 'switchgear'");
  EXPECT_EQ(findings[0].remedy, "stages here: transformer, ups, pdu");
}

TEST(ElectricalChecks, FindADoubledTopologyWithOneFeed) {
  auto spec = catalogue_entry<ElectricalSpec>("2n");
  spec.feeds = {"A"};
  EXPECT_EQ(check_electrical(spec).at(0).path, "topology");
}

TEST(ElectricalChecks, FindNamesGivenTwice) {
  auto spec = catalogue_entry<ElectricalSpec>("2n");
  spec.feeds = {"A", "A"};
  spec.stages.push_back(spec.stages[1]);
  const auto findings = check_electrical(spec);
  ASSERT_EQ(findings.size(), 2u);
  EXPECT_EQ(findings[0].path, "feeds[1]");
  EXPECT_EQ(findings[1].path, "stages[3].name");
}

}  // namespace
}  // namespace icekeel::power
