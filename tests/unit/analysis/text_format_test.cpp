// SPDX-License-Identifier: Apache-2.0
// Numbers and foreign texts as they are shown in a terminal.
#include "analysis/text_format.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <rapidcheck/gtest.h>
#include <cmath>
#include <limits>

#include "simulator/base/units.h"

namespace icekeel::analysis {
namespace {

TEST(NumberText, ShowsTheDigitsThatMatter) {
  EXPECT_EQ(number_text(0.0), "0");
  EXPECT_EQ(number_text(12.0), "12");
  EXPECT_EQ(number_text(1.0764), "1.076");
  EXPECT_EQ(number_text(483.2499), "483.2");
  EXPECT_EQ(number_text(0.0123456), "0.01235");
  EXPECT_EQ(number_text(1022361.4), "1,022,361");
  EXPECT_EQ(number_text(-1234.0), "-1,234");
  EXPECT_EQ(number_text(-123.0), "-123");
  EXPECT_EQ(number_text(3.14e-9), "3.1e-09");
  EXPECT_EQ(number_text(1e300), "1.000e+300");
}

TEST(NumberText, HasADashForWhatIsMissing) {
  EXPECT_EQ(number_text(std::numeric_limits<double>::quiet_NaN()), "-");
}

RC_GTEST_PROP(NumberText, IsNeverOffByMoreThanItsLastDigit, (double value)) {
  auto text = number_text(value);
  std::erase(text, ',');
  RC_ASSERT(std::abs(std::stod(text) - value) <= 0.06 * std::abs(value));
  if (std::abs(value) >= 1e-3)
    RC_ASSERT(std::abs(std::stod(text) - value) <= 6e-4 * std::abs(value));
}

TEST(DurationText, ChoosesTheUnit) {
  EXPECT_EQ(duration_text(0.5 * units::second), "0.5000 s");
  EXPECT_EQ(duration_text(90.0 * units::second), "90 s");
  EXPECT_EQ(duration_text(90.0 * units::minute), "90 min");
  EXPECT_EQ(duration_text(36.0 * units::hour), "36 h");
  EXPECT_EQ(duration_text(21.5 * units::day), "21.50 d");
}

TEST(UnitsText, IsWhatPeopleWrite) {
  EXPECT_EQ(units_text("MW h"), "MWh");
  EXPECT_EQ(units_text("kg kW-1 h-1"), "kg/kWh");
  EXPECT_EQ(units_text("MW s-1"), "MW/s");
  EXPECT_EQ(units_text("J-1"), "1/J");
  EXPECT_EQ(units_text("1"), "");
  EXPECT_EQ(units_text("furlong"), "furlong");
}

TEST(Printable, KeepsWordsOfAnyLanguage) {
  for (const char* text : {"", "llama-65b", "apprentissage é", "名前", "🦙"})
    EXPECT_EQ(printable(text), text);
}

TEST(Printable, DisarmsWhatATerminalWouldObey) {
  EXPECT_EQ(printable("\x1b[2J"), "\\x1b[2J");
  EXPECT_EQ(printable("a\nb\tc\r"), "a\\nb\\tc\\x0d");
  EXPECT_EQ(printable("\x7f\xc2\x9b"), "\\x7f\\xc2\\x9b");
}

TEST(Printable, ShowsBytesThatAreNoUtf8) {
  EXPECT_EQ(printable("\xff"), "\\xff");
  EXPECT_EQ(printable("\xc3"), "\\xc3");
  EXPECT_EQ(printable("\xc0\xaf"), "\\xc0\\xaf");
  EXPECT_EQ(printable("\xed\xa0\x80"), "\\xed\\xa0\\x80");
}

RC_GTEST_PROP(Printable, LeavesNoControlByteAndIsStable, (const std::string& bytes)) {
  const auto shown = printable(bytes);
  for (const char c : shown) RC_ASSERT(static_cast<unsigned char>(c) >= 0x20 && c != 0x7F);
  RC_ASSERT(printable(shown) == shown);
}

TEST(Left, FillsAndCutsByCharactersNotBytes) {
  EXPECT_EQ(left("é", 3), "é  ");
  EXPECT_EQ(left("ééééé", 4), "é...");
  EXPECT_EQ(right("é", 3), "  é");
  EXPECT_EQ(cut("abcdef", 6), "abcdef");
  EXPECT_EQ(cut("abcdef", 2), "..");
}

RC_GTEST_PROP(Left, IsAlwaysAsWideAsAsked, (const std::string& text)) {
  const auto width = *rc::gen::inRange<std::size_t>(0, 30);
  RC_ASSERT(width_of(left(printable(text), width)) == width);
  RC_ASSERT(width_of(right(printable(text), width)) == width);
}

}  // namespace
}  // namespace icekeel::analysis
