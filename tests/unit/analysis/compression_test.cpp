// SPDX-License-Identifier: Apache-2.0
// Compressing a text: hours, energy, energy for each byte less.
#include "analysis/compression.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "simulator/base/units.h"

namespace icekeel::analysis {
namespace {

const config::Catalogue catalogue = config::Catalogue::installed();

Compression with(const std::string& compressor, const std::string& text = "enwik9") {
  return compress({text, compressor}, catalogue).answers.at(0);
}

// Said in advance: 10^9 bytes at the published rates, to a digit after the point.
TEST(Compression, OfEnwik9TakesTheHoursThatFollowFromThePublishedRates) {
  EXPECT_NEAR(with("nncp-v1").time.in(units::hour), 264.6, 0.05);
  EXPECT_NEAR(with("nncp-v2-base").time.in(units::hour), 85.5, 0.05);
  EXPECT_NEAR(with("nncp-v2-large").time.in(units::hour), 143.2, 0.05);
  EXPECT_NEAR(with("cmix").time.in(units::hour), 167.3, 0.05);
  EXPECT_NEAR(with("gzip-9").time.in(units::second), 57.47, 0.01);
}

TEST(Compression, LeavesTheMeasuredBytesOfTheMeasuredTexts) {
  EXPECT_NEAR(with("nncp-v2-large").compressed / units::byte, 112'219'309, 0.5);
  EXPECT_NEAR(with("nncp-v2-large", "enwik8").compressed / units::byte, 15'020'691, 0.5);
  EXPECT_TRUE(with("xz-9", "100 MB").measured);
  EXPECT_FALSE(with("xz-9", "2 GB").measured);
}

TEST(Compression, EnergyIsPowerTimesTimeAndWhatIsSavedCostsMoreOfIt) {
  for (const auto& answer : compress({"enwik9", ""}, catalogue).answers) {
    EXPECT_LT(answer.energy.low, answer.energy.mid);
    EXPECT_LT(answer.energy.mid, answer.energy.high);
    EXPECT_DOUBLE_EQ(answer.energy.mid / (answer.by.power.mid * answer.time), 1.0);
    const auto saved = answer.per_byte_saved();
    EXPECT_NEAR(saved.mid * (answer.saved() / units::byte), answer.energy.mid.si(),
                1e-9 * answer.energy.mid.si());
    EXPECT_GT(saved.mid, answer.energy.mid.si() / (answer.size / units::byte));
  }
}

TEST(Compression, OfTheWholeCatalogueBeginsWithTheFastestAndGrowsWithTheText) {
  const auto all = compress({"enwik9", ""}, catalogue).answers;
  ASSERT_EQ(all.size(), 6u);
  EXPECT_EQ(all.front().by.name, "gzip -9");
  EXPECT_TRUE(std::is_sorted(all.begin(), all.end(),
                             [](const auto& a, const auto& b) { return a.time < b.time; }));
  const auto twice = with("xz-9", "2 GB"), once = with("xz-9", "1 GB");
  EXPECT_DOUBLE_EQ(twice.time / once.time, 2.0);
  EXPECT_DOUBLE_EQ(twice.compressed / once.compressed, 2.0);
}

TEST(Compression, SaysEverythingThatIsWrong) {
  const auto wrong = compress({"-3 GB", "xz-8,cmix"}, catalogue);
  EXPECT_TRUE(wrong.answers.empty());
  ASSERT_EQ(wrong.problems.size(), 2u);
  EXPECT_EQ(wrong.problems[0].path, "compression");
  EXPECT_EQ(wrong.problems[1].remedy, "did you mean 'xz-9'?");
}

}  // namespace
}  // namespace icekeel::analysis
