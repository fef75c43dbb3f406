// SPDX-License-Identifier: Apache-2.0
// Racks that fit: the number that is stated can be simulated, one more breaks the limit that is
// named, and more room or less power never lowers it.
#include "analysis/capacity.h"

#include <gmock/gmock.h>

#include "simulator/scenario/checks.h"
#include "tests/unit/scenario/samples.h"

namespace icekeel::analysis {
namespace {

using ::testing::HasSubstr;

scenario::SiteSpec site(const std::vector<std::string>& settings = {}) {
  return scenario::test::scenario(settings).spec.sites.front();
}

const platforms::RackSpec& first_rack(const scenario::SiteSpec& site) {
  return site.halls.front().racks.front();
}

// Ratings for about ten racks, the middle one being the tightest.
const std::vector<std::string> stated{
    "sites[0].power={like: electrical/2n, stages: {'[0]': {module_rating: 400 kW, modules: 1}, "
    "'[1]': {module_rating: 35 kW, modules: 4}, '[2]': {module_rating: 300 kW, modules: 1}}}",
    "sites[0].cooling.sizing_margin=10"};

TEST(Capacity, StatesANumberThatFitsAndTheLimitThatOneMoreBreaks) {
  const auto built = site(stated);
  const auto answer = capacity(built, first_rack(built), 1.0);
  ASSERT_GT(answer.more, 0);
  // As simulated, with everything that was not stated following the load.
  EXPECT_TRUE(scenario::check_site(with_racks(built, first_rack(built), answer.more)).empty());
  const auto findings = scenario::check_site(with_racks(built, first_rack(built), answer.more + 1));
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].path, "power.stages[1]");
  EXPECT_THAT(findings[0].message, HasSubstr("/ups"));
  ASSERT_EQ(answer.binding.size(), 1u);
  EXPECT_THAT(answer.binding[0], HasSubstr("/ups"));
}

TEST(Capacity, NamesPositionsWhereTheyBindFirst) {
  auto settings = stated;
  settings.emplace_back("sites[0].halls[0].layout.positions=3");
  const auto built = site(settings);
  const auto answer = capacity(built, first_rack(built), 1.0);
  EXPECT_EQ(answer.more, 2);
  ASSERT_EQ(answer.binding.size(), 1u);
  EXPECT_EQ(answer.binding[0], "the hall has room for 3 racks and holds 4");
}

TEST(Capacity, OfAPlantIsWhatItsBlocksCarry) {
  auto settings = stated;
  settings.back() =
      "sites[0].cooling={like: plants/chilled-water, sizing_margin: 10, chiller: {capacity: 60 "
      "kW}}";
  const auto built = site(settings);
  const auto answer = capacity(built, first_rack(built), 1.0);
  ASSERT_FALSE(answer.binding.empty());
  EXPECT_THAT(answer.binding[0], HasSubstr("chillers would carry"));
}

TEST(Capacity, OfASiteThatIsBuiltForItsLoadIsNothing) {
  const auto built = site();
  const auto answer = capacity(built, first_rack(built), 1.0);
  EXPECT_EQ(answer.more, 0);
  for (const auto& row : answer.rows) EXPECT_GE(row.built, row.used * (1 - 1e-6)) << row.name;
}

TEST(Capacity, GrowsWithACapAndSoDoesTheTimeOfTheWork) {
  const auto built = site(stated);
  std::int64_t racks = 0;
  double speed = 1.0 + 1e-12;
  for (const double cap : {1.0, 0.9, 0.8, 0.7}) {
    const auto answer = capacity(built, first_rack(built), cap);
    EXPECT_GE(answer.more, racks) << cap;
    EXPECT_LE(answer.speed_at_cap, speed) << cap;
    racks = answer.more;
    speed = answer.speed_at_cap;
  }
  EXPECT_LT(speed, 1.0);
}

TEST(Capacity, GrowsWithTheRatings) {
  const auto small = site(stated);
  auto settings = stated;
  settings[0].replace(settings[0].find("35 kW"), 5, "45 kW");
  const auto large = site(settings);
  EXPECT_GT(capacity(large, first_rack(large), 1.0).more,
            capacity(small, first_rack(small), 1.0).more);
}

TEST(AsBuilt, ChangesNothingTheSecondTime) {
  const auto once = as_built(site()), twice = as_built(once);
  ASSERT_EQ(once.power.stages.size(), twice.power.stages.size());
  for (std::size_t i = 0; i < once.power.stages.size(); ++i)
    EXPECT_NEAR(*twice.power.stages[i].module_rating / *once.power.stages[i].module_rating, 1.0,
                1e-9);
  EXPECT_TRUE(exceeded_limits(once).empty());
}

}  // namespace
}  // namespace icekeel::analysis
