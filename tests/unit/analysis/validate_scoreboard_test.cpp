// SPDX-License-Identifier: Apache-2.0
// Scores, verdicts and the three forms of a scoreboard.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "analysis/validate_scoreboard.h"

namespace icekeel::analysis {
namespace {

using testing::HasSubstr;

ScoreRow row(const char* group, double published, double ours) {
  ScoreRow result;
  result.group = group;
  result.name = "run";
  result.quantity = "energy";
  result.unit = "MWh";
  result.source = "a paper";
  result.published = published;
  result.ours = ours;
  result.tolerance = 0.05;
  return result;
}

Scoreboard board() {
  Scoreboard result{.name = "training", .title = "Runs.", .ours_label = "predicted"};
  result.rows = {row("a", 100, 101), row("a", 100, 90), row("a", 100, 104), row("b", 10, 20)};
  result.rows[3].standing = Standing::calibration;
  return result;
}

TEST(Scoreboard, CountsOnlyWhatNothingWasFittedTo) {
  const auto scores = board().scores();
  ASSERT_EQ(scores.size(), 3u);
  EXPECT_EQ(scores[0].scored, 3u);
  EXPECT_NEAR(scores[0].median, 0.04, 1e-12);
  EXPECT_NEAR(scores[0].mean, 0.05, 1e-12);
  EXPECT_NEAR(scores[0].worst, -0.10, 1e-12);
  EXPECT_EQ(scores[1].rows, 1u);
  EXPECT_EQ(scores[1].scored, 0u);
  EXPECT_EQ(scores[2].name, "all");
  EXPECT_EQ(scores[2].scored, 3u);
}

TEST(Scoreboard, GivesAVerdictOnEachRow) {
  Scoreboard b = board();
  EXPECT_EQ(b.rows[0].verdict(), "agrees");
  EXPECT_EQ(b.rows[1].verdict(), "differs");
  EXPECT_EQ(b.rows[3].verdict(), "calibration");
  EXPECT_EQ(b.failures(), 1u);
  b.rows[1].source_wrong = true;
  EXPECT_EQ(b.rows[1].verdict(), "source wrong");
  EXPECT_EQ(b.failures(), 0u);
  b.rows[0].standing = Standing::circular;
  EXPECT_EQ(b.rows[0].verdict(), "circular");
  b.rows[2].tolerance = 0;
  EXPECT_EQ(b.rows[2].verdict(), "no tolerance");
}

TEST(Scoreboard, IsJsonWithNullForWhatIsNotThere) {
  const auto json = to_json(board());
  EXPECT_EQ(json["rows"].size(), 4u);
  EXPECT_DOUBLE_EQ(json["rows"][1]["error"].get<double>(), -0.1);
  EXPECT_EQ(json["rows"][1]["predicted"], 90.0);
  EXPECT_TRUE(json["rows"][0]["note"].is_null());
  EXPECT_EQ(json["rows"][3]["scored"], false);
  EXPECT_FALSE(json["scores"][1].contains("mean"));
}

TEST(Scoreboard, PrintsTextAndMarkdown) {
  Scoreboard b = board();
  b.rows[1].note = "the source prints the wrong unit";
  b.rows[2].assumed = "the layout";
  EXPECT_THAT(to_text(b), HasSubstr("-10.00 %  differs"));
  EXPECT_THAT(to_text(b), HasSubstr("- run: the source prints the wrong unit\n"));
  EXPECT_THAT(to_markdown(b), HasSubstr("`icekeel validate training --format markdown`"));
  EXPECT_THAT(to_markdown(b), HasSubstr("| run | energy |  |  | 100 MWh | 90 MWh | -10.00 % |"));
  EXPECT_THAT(to_markdown(b), HasSubstr("- a: assumed: the layout\n"));
}

}  // namespace
}  // namespace icekeel::analysis
