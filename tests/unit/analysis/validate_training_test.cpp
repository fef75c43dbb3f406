// SPDX-License-Identifier: Apache-2.0
// Predictions come from model, layout and hardware, and take what is free from the model itself.
#include <gtest/gtest.h>

#include <cmath>

#include "analysis/validate.h"

namespace icekeel::analysis {
namespace {

std::vector<PublishedSpec> training_cases() {
  const std::filesystem::path root = ICEKEEL_SOURCE_DIR;
  config::Diagnostics diagnostics;
  auto read = published_cases(
      config::Catalogue({root / "workloads/catalogue", root / "platforms/catalogue"}), diagnostics);
  EXPECT_FALSE(diagnostics.failed()) << diagnostics.text();
  return read;
}

const PublishedSpec& group(const std::vector<PublishedSpec>& all, const std::string& name) {
  for (const PublishedSpec& paper : all)
    if (paper.group == name) return paper;
  throw std::runtime_error("there is no group " + name);
}

TEST(TrainingScoreboard, PredictsEveryPublishedStep) {
  const Scoreboard board = training_scoreboard(training_cases());
  EXPECT_GE(board.rows.size(), 36u);
  for (const ScoreRow& row : board.rows) {
    EXPECT_GT(row.ours, 0) << row.name;
    EXPECT_TRUE(std::isfinite(row.error())) << row.name;
    EXPECT_FALSE(row.source.empty()) << row.name;
  }
}

// The groups whose layouts are published, or nearly so; tolerances as the catalogue states them.
TEST(TrainingScoreboard, MeansStayWithinWhatIsClaimed) {
  for (const GroupScore& score : training_scoreboard(training_cases()).scores()) {
    if (score.name == "Korthikanti 2022") {
      EXPECT_LT(score.mean, 0.035);
    } else if (score.name == "Narayanan 2021, table 1") {
      EXPECT_LT(score.mean, 0.05);
    } else if (score.name == "Narayanan 2021, PTD-P") {
      EXPECT_LT(score.mean, 0.10);
    } else if (score.name == "Stable Diffusion v2 on H100") {
      EXPECT_LT(score.mean, 0.15);
    }
  }
}

TEST(TrainingScoreboard, DoesNotScoreWhatWasFitted) {
  const Scoreboard board = training_scoreboard(training_cases());
  const GroupScore links = board.scores().front();
  EXPECT_EQ(links.name, "All-reduce in a node");
  EXPECT_EQ(links.rows, 8u);
  EXPECT_EQ(links.scored, 2u);
  EXPECT_EQ(board.rows.front().verdict(), "calibration");
  EXPECT_NEAR(board.rows.front().error(), 0.0, 0.10);  // 93 us for 1 MiB
}

TEST(TrainingScoreboard, FollowsTheHardwareAndTheLayout) {
  const auto all = training_cases();
  PublishedSpec paper = group(all, "Korthikanti 2022");
  const PredictionSpec row = paper.predictions.front();
  const double before = prediction_row(paper, row).ours;
  PredictionSpec other = row;
  other.layout.recompute = workloads::Recompute::none;
  EXPECT_LT(prediction_row(paper, other).ours, 0.9 * before);
  paper.node->chip.peak.fp16 *= 0.5;
  EXPECT_GT(prediction_row(paper, row).ours, 1.3 * before);
}

TEST(TrainingScoreboard, TakesTheFastestOfWhatIsFree) {
  const auto all = training_cases();
  const PublishedSpec& paper = group(all, "Narayanan 2021, table 1");
  const PredictionSpec& free = paper.predictions[6];
  ASSERT_FALSE(free.free.empty());
  const double best = prediction_row(paper, free).ours;
  PredictionSpec fixed = free;
  fixed.free.clear();
  EXPECT_LT(best, prediction_row(paper, fixed).ours);
}

TEST(TrainingScoreboard, SaysThatNothingFits) {
  const auto all = training_cases();
  const PublishedSpec& paper = group(all, "Narayanan 2021, table 1");
  PredictionSpec row = paper.predictions.back();
  row.layout = {};  // one trillion parameters on one GPU
  EXPECT_THROW(prediction_row(paper, row), std::runtime_error);
}

}  // namespace
}  // namespace icekeel::analysis
