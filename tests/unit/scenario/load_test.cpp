// SPDX-License-Identifier: Apache-2.0
// A scenario as a whole: what a seed changes, what the resolved text says, which files are inputs.
#include <filesystem>

#include "tests/support/scratch.h"
#include "tests/unit/scenario/samples.h"

namespace icekeel::scenario {
namespace {

TEST(Load, OfTheResolvedTextGivesTheResolvedText) {
  const auto first = test::scenario();
  const auto file = written("resolved.yaml", first.resolved);
  config::Diagnostics diagnostics;
  const auto again = load(file, {}, test::catalogue(), diagnostics);
  ASSERT_TRUE(again) << diagnostics.text();
  EXPECT_EQ(again->resolved, first.resolved);
  EXPECT_EQ(again->text, first.resolved);
  std::filesystem::remove(file);
}

TEST(Load, TakesTheSeedOfTheCommandLine) {
  config::Diagnostics diagnostics;
  const auto loaded = load(test::rack_file(), {{}, 99}, test::catalogue(), diagnostics);
  ASSERT_TRUE(loaded);
  EXPECT_EQ(loaded->spec.seed, 99);
  EXPECT_NE(loaded->resolved.find("seed: 99"), std::string::npos);
}

TEST(Load, AnotherSeedIsAnotherYearOfWeather) {
  const auto temperature = [](const Scenario& scenario) {
    return scenario.sites.at(0).weather.at(0.0).dry_bulb;
  };
  EXPECT_EQ(temperature(test::scenario({"seed=1"})), temperature(test::scenario({"seed=1"})));
  EXPECT_NE(temperature(test::scenario({"seed=1"})), temperature(test::scenario({"seed=2"})));
}

TEST(Load, WantsOneEnd) {
  EXPECT_NE(test::messages({"duration=null"}).find("neither 'duration' nor 'until'"),
            std::string::npos);
  EXPECT_NE(test::messages({"until=jobs done"}).find("both a duration and an 'until'"),
            std::string::npos);
}

TEST(Load, ShowsWhatTheCatalogueSaysWhereTheUserNamesIt) {
  const auto text = test::messages({"workload={jobs: {like: jobs/llama-65b}}"});
  EXPECT_EQ(text.find("--set:1:17: error: job 'llama-65b' needs 256 nodes"), 0u) << text;
}

}  // namespace
}  // namespace icekeel::scenario
