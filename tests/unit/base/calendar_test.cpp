// SPDX-License-Identifier: Apache-2.0
// Civil time: ISO 8601 texts, leap years, the second of the year.
#include "simulator/base/calendar.h"

#include <gtest/gtest.h>

namespace icekeel {
namespace {

TEST(Calendar, ReadsWhatItPrints) {
  for (const char* text : {"1970-01-01T00:00:00Z", "2026-01-01T00:00:00Z", "2024-02-29T23:59:59Z"})
    EXPECT_EQ(to_text(parse_timestamp(text).value()), text);
}

TEST(Calendar, UnderstandsZonesAndBareDates) {
  EXPECT_EQ(to_text(parse_timestamp("2026-01-01T01:30:00+01:30").value()), "2026-01-01T00:00:00Z");
  EXPECT_EQ(to_text(parse_timestamp("2026-01-01").value()), "2026-01-01T00:00:00Z");
}

TEST(Calendar, RefusesWhatIsNoDate) {
  for (const char* text : {"", "2026", "2026-13-01", "2025-02-29", "2026-01-01T24:00:00Z",
                           "2026-01-01T00:00:00+", "2026-01-01T00:00:00Zulu", "yesterday"})
    EXPECT_FALSE(parse_timestamp(text)) << text;
}

TEST(Calendar, CountsTheSecondsOfALeapYear) {
  const auto start = parse_timestamp("2024-12-31T23:00:00Z").value();
  EXPECT_DOUBLE_EQ(second_of_year(start), 366.0 * 86400.0 - 3600.0);
  EXPECT_DOUBLE_EQ(second_of_year(start, Duration::si(3600.5)), 0.5);
}

TEST(Calendar, KnowsTheDayBefore1970) {
  EXPECT_EQ(to_text(Timestamp{-1}), "1969-12-31T23:59:59Z");
}

}  // namespace
}  // namespace icekeel
