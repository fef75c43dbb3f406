// SPDX-License-Identifier: Apache-2.0
// Following a thing through a video.
#include "analysis/video_tracking.h"

#include <gtest/gtest.h>

#include "simulator/base/units.h"

namespace icekeel::analysis {
namespace {

const config::Catalogue trackers_catalogue = config::Catalogue::installed();

TEST(VideoTracking, OfDaSiamRpnKeepsThePublishedRates) {
  const auto found = track({"160", "dasiamrpn"}, trackers_catalogue).answers;
  ASSERT_EQ(found.size(), 2u);
  EXPECT_DOUBLE_EQ(found[0].time.si(), 1.0);
  EXPECT_DOUBLE_EQ(found[1].time.si(), 160.0 / 110);
}

TEST(VideoTracking, EnergyIsPowerTimesTimeAndOfAFrameItsPart) {
  for (const auto& found : track({"90000", "dasiamrpn"}, trackers_catalogue).answers) {
    EXPECT_DOUBLE_EQ(found.energy.mid / (found.by.power.mid * found.time), 1.0);
    EXPECT_DOUBLE_EQ(found.frames * (found.frame.high / found.energy.high), 1.0);
    EXPECT_LT(found.frame.low, found.frame.mid);
    EXPECT_LT(found.frame.mid, found.frame.high);
  }
}

TEST(VideoTracking, SaysEverythingThatIsWrong) {
  const auto wrong = track({"none", "dasiam"}, trackers_catalogue);
  EXPECT_TRUE(wrong.answers.empty());
  EXPECT_EQ(wrong.problems.size(), 2u);
}

}  // namespace
}  // namespace icekeel::analysis
