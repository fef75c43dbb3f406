// SPDX-License-Identifier: Apache-2.0
// The weather file reader: good files, and every way a file can be bad.
#include "simulator/facility/epw.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "simulator/base/units.h"

namespace icekeel::facility {
namespace {

using testing::HasSubstr;

constexpr std::array<int, 12> days{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

// A whole weather file, line by line; data begin on line 9.
std::vector<std::string> good_file(bool leap = false) {
  std::vector<std::string> lines{"LOCATION,Testville,-,FRA,made up,0,48.8,2.4,1.0,70.0",
                                 "DESIGN CONDITIONS,0",
                                 "TYPICAL/EXTREME PERIODS,0",
                                 "GROUND TEMPERATURES,0",
                                 "HOLIDAYS/DAYLIGHT SAVINGS,No,0,0,0",
                                 "COMMENTS 1,",
                                 "COMMENTS 2,",
                                 "DATA PERIODS,1,1,Data,Sunday, 1/ 1,12/31"};
  for (int m = 1; m <= 12; ++m)
    for (int d = 1; d <= days[static_cast<std::size_t>(m - 1)] + (leap && m == 2); ++d)
      for (int h = 1; h <= 24; ++h) {
        std::ostringstream row;
        row << "2001," << m << ',' << d << ',' << h << ",0,flags," << h << ".5,1.0,60,101000,0,0";
        lines.push_back(row.str());
      }
  return lines;
}

EpwResult read(const std::vector<std::string>& lines, const char* end = "\n") {
  std::string text;
  for (const auto& line : lines) text += line + end;
  std::istringstream in(text);
  return read_epw(in);
}

void expect_one_problem(const EpwResult& result, std::size_t line, std::size_t column,
                        const std::string& message) {
  EXPECT_FALSE(result.year);
  ASSERT_EQ(result.problems.size(), 1u);
  EXPECT_EQ(result.problems[0].line, line);
  EXPECT_EQ(result.problems[0].column, column);
  EXPECT_THAT(result.problems[0].message, HasSubstr(message));
  EXPECT_FALSE(result.problems[0].remedy.empty());
}

TEST(Epw, ReadsAWholeYear) {
  const auto result = read(good_file());
  ASSERT_TRUE(result.year) << result.problems.at(0).message;
  EXPECT_EQ(result.header->city, "Testville");
  EXPECT_NEAR(result.header->utc_offset.in(units::hour), 1.0, 1e-12);
  // Hour 1 of the file is 1 o'clock local time, midnight in UTC.
  EXPECT_NEAR(result.year->at(0.0).dry_bulb.celsius(), 1.5, 1e-9);
  EXPECT_NEAR(result.year->at(7.0 * 3600.0).dry_bulb.celsius(), 8.5, 1e-9);
  EXPECT_NEAR(result.year->at(0.0).relative_humidity, 0.6, 1e-12);
}

TEST(Epw, ReadsWindowsLineEndsAndLeapYears) {
  EXPECT_TRUE(read(good_file(), "\r\n").year);
  const auto leap = read(good_file(true));
  ASSERT_TRUE(leap.year);
  EXPECT_EQ(leap.year->hours().size(), 8784u);
}

TEST(Epw, ReportsATruncatedFile) {
  auto lines = good_file();
  lines.resize(5000);
  const auto result = read(lines);
  EXPECT_FALSE(result.year);
  ASSERT_EQ(result.problems.size(), 1u);
  EXPECT_THAT(result.problems[0].message, HasSubstr("the file ends before 7/28 hour 1"));
}

TEST(Epw, ReportsARowCutOff) {
  auto lines = good_file();
  lines.back() = "2001,12,31,24,0,flags,5.0";
  expect_one_problem(read(lines), 8768, 1, "the row has 7 values");
}

TEST(Epw, ReportsMissingHours) {
  auto lines = good_file();
  lines.erase(lines.begin() + 100, lines.begin() + 103);
  expect_one_problem(read(lines), 101, 6, "3 hours are missing before 1/4 hour 24");
}

TEST(Epw, ReportsHoursGivenTwice) {
  auto lines = good_file();
  lines.insert(lines.begin() + 100, lines[99]);
  expect_one_problem(read(lines), 101, 6, "1/4 hour 20 is given twice");
}

TEST(Epw, ReportsCellsThatAreNoNumbers) {
  for (const char* bad : {"warm", "nan", "inf", "", "1.2.3", "0x10", "1e999"}) {
    auto lines = good_file();
    lines[20] = std::string("2001,1,1,13,0,flags,") + bad + ",1.0,60,101000,0,0";
    expect_one_problem(read(lines), 21, 21, "dry bulb temperature '" + std::string(bad) + "'");
  }
}

TEST(Epw, ReportsCodesForMissingValues) {
  auto lines = good_file();
  lines[20] = "2001,1,1,13,0,flags,99.9,1.0,999,999999,0,0";
  const auto result = read(lines);
  ASSERT_EQ(result.problems.size(), 3u);
  for (const auto& problem : result.problems)
    EXPECT_THAT(problem.message, HasSubstr("is the code for a missing value"));
}

TEST(Epw, ReportsValuesThatCannotBe) {
  auto lines = good_file();
  lines[20] = "2001,1,1,13,0,flags,85,1.0,-3,500,0,0";
  const auto result = read(lines);
  ASSERT_EQ(result.problems.size(), 3u);
  EXPECT_THAT(result.problems[0].message, HasSubstr("outside -70 to 70 degC"));
}

TEST(Epw, ReportsDatesThatCannotBe) {
  for (const char* bad : {"2001,13,1,13,", "2001,0,1,13,", "2001,1,1,25,", "2001,1,1.5,13,"}) {
    auto lines = good_file();
    lines[20] = std::string(bad) + "0,flags,5,1.0,60,101000,0,0";
    EXPECT_EQ(read(lines).problems.size(), 1u) << bad;
  }
}

TEST(Epw, RefusesWhatIsNoWeatherFile) {
  for (const char* text : {"", "hello\n", "LOCATION,a,b\n", "\0\1\2\3",
                           "LOCATION,Testville,-,FRA,made up,0,north,2.4,1.0,70.0\n"}) {
    std::istringstream in{std::string(text)};
    const auto result = read_epw(in);
    EXPECT_FALSE(result.year);
    EXPECT_GE(result.problems.size(), 1u);
  }
}

TEST(Epw, DoesNotReadHostileInputToItsEnd) {
  std::istringstream wide(std::string(1u << 20, 'x'));
  const auto one = read_epw(wide);
  EXPECT_FALSE(one.year);
  EXPECT_LT(wide.tellg(), 10000);

  auto lines = good_file();
  for (int i = 0; i < 200; ++i) lines.push_back("2001,12,31,24,0,flags,1,1,60,101000");
  const auto result = read(lines);
  EXPECT_FALSE(result.year);
  EXPECT_LE(result.problems.size(), 50u);
}

}  // namespace
}  // namespace icekeel::facility
