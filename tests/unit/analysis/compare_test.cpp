// SPDX-License-Identifier: Apache-2.0
// Results beside each other: differences, settings, and a ranking that only depends on the results.
#include "analysis/compare.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <random>
#include <set>

#include "tests/unit/result/sample.h"

namespace icekeel::analysis {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

// Runs named after their values, of a figure.
Comparison runs_of(const std::vector<int>& values, const std::string& figure = "pue") {
  Comparison comparison;
  comparison.figures = {{figure, "1", "", {}}};
  for (const int value : values) {
    const auto name = std::to_string(value);
    comparison.runs.push_back({name + ".h5", name, "complete", ""});
    comparison.figures[0].values.emplace_back(value);
  }
  return comparison;
}

// The files in the order of the ranking, each once.
std::vector<std::string> order_of(const Comparison& comparison) {
  const auto ranking = rank_by(comparison, "pue").value();
  std::vector<std::string> order;
  for (const auto& place : ranking.places) {
    const auto& file = comparison.runs[place.run].file;
    if (std::ranges::find(order, file) == order.end()) order.push_back(file);
  }
  return order;
}

RC_GTEST_PROP(Ranking, DependsOnTheSetOfResultsOnly, ()) {
  const auto values =
      *rc::gen::nonEmpty(rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 20)));
  auto shuffled = values;
  shuffled.push_back(values.front());  // named twice
  std::shuffle(shuffled.begin(), shuffled.end(), std::mt19937(*rc::gen::inRange(0, 1000)));
  const auto before = runs_of(values), after = runs_of(shuffled);
  RC_ASSERT(order_of(before) == order_of(after));
  const auto ranks = [](const Comparison& comparison) {
    std::set<std::pair<std::string, std::size_t>> of_files;
    const auto ranking = rank_by(comparison, "pue").value();
    for (const auto& place : ranking.places)
      of_files.emplace(comparison.runs[place.run].file, place.rank);
    return of_files;
  };
  RC_ASSERT(ranks(before) == ranks(after));
}

TEST(Ranking, PutsLessFirstUnlessMoreIsWanted) {
  EXPECT_EQ(rank_by(runs_of({3, 1, 2}), "pue")->places.front().value, 1);
  EXPECT_EQ(rank_by(runs_of({3, 1, 2}, "heat_reused_MWh"), "heat_reused_MWh")->places.front().value,
            3);
}

TEST(Ranking, LeavesOutWhoHasNoSuchFigure) {
  auto comparison = runs_of({3, 1});
  comparison.figures[0].values[1].reset();
  const auto ranking = rank_by(comparison, "pue").value();
  EXPECT_EQ(ranking.places.size(), 1U);
  EXPECT_THAT(ranking.without, ElementsAre(1U));
  EXPECT_FALSE(rank_by(comparison, "no_such_figure"));
}

TEST(ComparedFigure, SaysTheDifferenceToTheFirstWithItsSign) {
  const ComparedFigure figure{"carbon", "t", "", {-4.0, -5.0, std::nullopt}};
  EXPECT_EQ(figure.difference(1), -1.0);
  EXPECT_EQ(figure.relative(1), -0.25);
  EXPECT_FALSE(figure.difference(2));
  EXPECT_FALSE((ComparedFigure{"x", "1", "", {0.0, 1.0}}.relative(1)));
  EXPECT_EQ(signed_text(0.5), "+0.5000");
}

result::ResultFile file_of(const std::filesystem::path& path, const std::string& scenario,
                           double pue) {
  auto info = result::sample_info();
  info.title = "<b>" + path.stem().string();
  result::ResultWriter writer(path, info);
  writer.add_scalars("/summary", std::vector<result::Scalar>{{"pue", "1", "", pue}});
  writer.add_texts("/provenance", std::vector<result::Text>{{"resolved_scenario", scenario}});
  writer.finish("complete");
  return result::ResultFile::open(path);
}

TEST(Comparison, SaysOnceThatAWholePartIsMissing) {
  const result::TemporaryFolder folder;
  std::vector<result::ResultFile> files;
  files.push_back(file_of(folder / "a.h5", "name: a\n", 1));
  files.push_back(file_of(folder / "b.h5", "name: a\nfan: {a: 1, b: {c: 2, d: 3}}\n", 1));
  files.push_back(file_of(folder / "c.h5", "name: a\nfan: {a: 1, b: {c: 4, d: 3}}\n", 1));
  const auto comparison = compare(files);
  ASSERT_EQ(comparison.settings.size(), 2U);
  EXPECT_EQ(comparison.settings[0].path, "fan");
  EXPECT_THAT(comparison.settings[0].values,
              ElementsAre(std::nullopt, "(3 settings)", "(3 settings)"));
  EXPECT_EQ(comparison.settings[1].path, "fan.b.c");
}

TEST(Comparison, FindsWhatDiffersInTheScenarios) {
  const result::TemporaryFolder folder;
  std::vector<result::ResultFile> files;
  files.push_back(
      file_of(folder / "a.h5", "name: a\nsites:\n  - {supply: 20 degC, power: x}\n", 1.2));
  files.push_back(
      file_of(folder / "b.h5", "name: a\nsites:\n  - {supply: 32 degC, power: x, fan: y}\n", 1.1));
  auto comparison = compare(files);
  comparison.ranking = rank_by(comparison, "pue");
  ASSERT_EQ(comparison.settings.size(), 2U);
  EXPECT_EQ(comparison.settings[0].path, "sites[0].fan");
  EXPECT_FALSE(comparison.settings[0].values[0]);
  EXPECT_EQ(comparison.settings[1].path, "sites[0].supply");
  EXPECT_THAT(comparison.settings[1].values, ElementsAre("20 degC", "32 degC"));
  EXPECT_THAT(to_text(comparison), HasSubstr("-0.1000"));
  EXPECT_THAT(to_text(comparison), HasSubstr("-8.3 %"));
  const auto json = to_json(comparison);
  EXPECT_EQ(json["ranking"]["order"][0]["run"], 1);
  EXPECT_THAT(to_html(comparison), Not(HasSubstr("<b>a")));
}

}  // namespace
}  // namespace icekeel::analysis
