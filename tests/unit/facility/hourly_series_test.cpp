// SPDX-License-Identifier: Apache-2.0
// Hourly prices and carbon: files as they come, with summer time, gaps and negative numbers.
#include "simulator/facility/hourly_series.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "simulator/base/calendar.h"
#include "simulator/base/units.h"
#include "simulator/facility/grid_account.h"

namespace icekeel::facility {
namespace {

constexpr double per_mwh = 1.0 / 3.6e9;  // EUR/MWh in EUR/J

SeriesSpec prices() {
  SeriesSpec spec;
  spec.column = "price";
  spec.unit = "EUR/MWh";
  return spec;
}

SeriesResult read(const std::string& text, const SeriesSpec& spec = prices()) {
  std::istringstream file(text);
  return read_series(file, spec, EnergyPrice::dimension);
}

// A year of hours in UTC whose number is the value, as far as `keeps` says.
template <class Keeps>
std::string year_of_numbers(Keeps keeps, int offset_h = 0) {
  std::string text = "when,price\n";
  const auto begin = parse_timestamp("2023-01-01")->unix_seconds;
  for (int hour = 0; hour < 8760; ++hour)
    if (keeps(hour)) {
      std::string date = to_text({begin + 3600 * (hour + offset_h)});
      date[10] = ' ';
      text += fmt::format("{},{}\n", date.substr(0, 19), hour - 100);
    }
  return text;
}

TEST(HourlySeries, ReadsAYearWithItsNegativePrices) {
  const auto result = read(year_of_numbers([](int) { return true; }));
  ASSERT_TRUE(result.series);
  EXPECT_EQ(result.series->values().size(), 8760u);
  EXPECT_EQ(result.filled, 0u);
  EXPECT_NEAR(result.series->mean(0.0, 3600.0) / per_mwh, -100.0, 1e-9);
  EXPECT_NEAR(result.series->mean(8759 * 3600.0, 3600.0) / per_mwh, 8659.0, 1e-9);
}

TEST(HourlySeries, MeansAreExactOverHoursAndParts) {
  const HourlySeries series({1.0, 3.0, 8.0});
  EXPECT_NEAR(series.mean(1800.0, 3600.0), 2.0, 1e-12);
  EXPECT_NEAR(series.mean(0.0, 3 * 3600.0), 4.0, 1e-12);
  EXPECT_NEAR(series.mean(2.5 * 3600.0, 3600.0), 4.5, 1e-12);  // the year repeats
  EXPECT_NEAR(series.mean(5000.0, 60.0), 3.0, 1e-12);
}

TEST(HourlySeries, TakesMissingHoursFromTheDayBeforeAndCountsThem) {
  const auto result = read(year_of_numbers([](int hour) { return hour < 48 || hour >= 72; }));
  ASSERT_TRUE(result.series);
  EXPECT_EQ(result.filled, 24u);
  EXPECT_NEAR(result.series->mean(50 * 3600.0, 3600.0) / per_mwh, 26.0 - 100.0, 1e-9);
}

TEST(HourlySeries, RefusesMoreThanADayMissing) {
  const auto result = read(year_of_numbers([](int hour) { return hour < 48 || hour >= 73; }));
  EXPECT_FALSE(result.series);
  ASSERT_EQ(result.problems.size(), 1u);
  EXPECT_EQ(result.problems[0].message, "more than a day is missing from 2023-01-03T00:00:00Z on");
}

// Clocks of central Europe: 02:00 to 03:00 does not exist on 26 March 2023 and comes twice on 29
// October. Each hour of UTC has its own value all the same.
TEST(HourlySeries, UnderstandsSummerTime) {
  SeriesSpec spec = prices();
  spec.utc_offset = 1.0 * units::hour;
  spec.daylight_saving = DaylightSaving::europe;
  std::string text = "when,price\n";
  const auto begin = parse_timestamp("2023-01-01")->unix_seconds;
  const auto summer = parse_timestamp("2023-03-26T01:00:00Z")->unix_seconds;
  const auto winter = parse_timestamp("2023-10-29T01:00:00Z")->unix_seconds;
  for (int hour = 0; hour < 8760; ++hour) {
    const auto utc = begin + 3600 * hour;
    const int ahead = utc >= summer && utc < winter ? 2 : 1;
    text += fmt::format("{},{}\n", to_text({utc + 3600 * ahead}).substr(0, 19), hour);
  }
  const auto result = read(text, spec);
  for (const auto& problem : result.problems) ADD_FAILURE() << problem.line << problem.message;
  ASSERT_TRUE(result.series);
  EXPECT_EQ(result.filled, 0u);
  for (int hour = 0; hour < 8760; ++hour)
    ASSERT_NEAR(result.series->values()[static_cast<std::size_t>(hour)] / per_mwh, hour, 1e-6);
}

TEST(HourlySeries, RefusesAnHourThatDoesNotExist) {
  SeriesSpec spec = prices();
  spec.utc_offset = 1.0 * units::hour;
  spec.daylight_saving = DaylightSaving::europe;
  const auto result = read("when,price\n2023-03-26 01:00:00,1\n2023-03-26 02:00:00,2\n", spec);
  ASSERT_EQ(result.problems.size(), 1u);
  EXPECT_EQ(result.problems[0].line, 3u);
}

TEST(HourlySeries, SaysWhatIsWrongAndWhere) {
  const auto wrong = [](const std::string& text, SeriesSpec spec = prices()) {
    const auto result = read(text, spec);
    return result.problems.empty() ? std::string("nothing") : result.problems[0].message;
  };
  EXPECT_EQ(wrong(""), "the file is empty");
  EXPECT_EQ(wrong("when,prize\n"), "the file has no column 'price'");
  EXPECT_EQ(wrong("when,price\n2023-13-01 00:00:00,1\n"), "'2023-13-01T00:00:00' is no date");
  EXPECT_EQ(wrong("when,price\n2023-01-01 00:00:00,n/a\n"), "'n/a' is not a number");
  EXPECT_EQ(wrong("when,price\n2023-01-01 01:00,1\n2023-01-01 00:00,1\n"),
            "'2023-01-01 00:00' lies before the row above");
  SeriesSpec spec = prices();
  spec.unit = "g/kWh";
  EXPECT_EQ(wrong("when,price\n", spec), "'g/kWh' is not a unit of a price of energy");
}

// The files lie beside the project, not in it.
TEST(HourlySeries, ReadsRealFilesWithTheirGaps) {
  const std::string folder = std::string(ICEKEEL_SOURCE_DIR) + "/../shared/data/";
  std::ifstream french(folder + "FR_electricity_prices_2023.csv");
  std::ifstream british(folder + "GB_2023_hourly.csv");
  if (!french || !british) GTEST_SKIP() << "no files of prices and carbon in " << folder;
  SeriesSpec spec = prices();
  spec.column = "Price (EUR/MWh)";
  const auto price = read_series(french, spec, EnergyPrice::dimension);
  ASSERT_TRUE(price.series);
  EXPECT_EQ(price.filled, 24u);  // the file has no 30 November
  EXPECT_NEAR(price.series->mean(3600.0, 3600.0) / per_mwh, -0.1, 1e-9);
  spec.column = "Carbon Intensity gCO₂eq/kWh (LCA)";
  spec.unit = "g/kWh";
  const auto carbon = read_series(british, spec, CarbonIntensity::dimension);
  ASSERT_TRUE(carbon.series);
  EXPECT_EQ(carbon.filled, 0u);
  EXPECT_NEAR(CarbonIntensity::si(carbon.series->values()[1]).in(units::gram_per_kilowatt_hour),
              94.66, 1e-9);
}

TEST(GridAccount, MultipliesEachHourAndChargesThePeakOfEachMonth) {
  GridSpec spec;
  spec.carbon = CarbonIntensity::si(1e-7);
  spec.demand_charge = Money::si(10.0) / (1.0 * units::kilowatt);
  GridSeries series;
  series.price = HourlySeries({100.0 * per_mwh, -50.0 * per_mwh});
  GridAccount account(spec, series, *parse_timestamp("2023-01-31T22:00:00Z"));
  for (int hour = 0; hour < 4; ++hour)  // two hours of January, two of February
    account.draw((1.0 + hour) * units::megawatt, hour * units::hour, (hour + 1) * units::hour);
  // Even hours of the year cost 100, odd ones -50; hour 742 is even.
  EXPECT_NEAR(account.demand_cost().si(), 10.0 * (2000.0 + 4000.0), 1e-9);
  EXPECT_NEAR((*account.cost() - account.demand_cost()).si(), 100.0 - 100.0 + 300.0 - 200.0, 1e-6);
  EXPECT_NEAR(account.carbon().si(), 1e-7 * 10.0 * 3.6e9, 1e-6);
}

// The cases of SimGrid's carbon plugin: examples/cpp/exec-co2/validation.md.
GridAccount account_of(double grams_per_kilowatt_hour, GridSeries series = {}) {
  GridSpec spec;
  spec.carbon = grams_per_kilowatt_hour * units::gram_per_kilowatt_hour;
  return {spec, series, *parse_timestamp("2023-01-01T00:00:00Z")};
}

TEST(GridAccount, GivesTheConstantCasesOfSimgrid) {
  auto off = account_of(403.65), idle = account_of(33.45), ladder = account_of(91.48);
  off.draw(5.0 * units::watt, {}, 10.0 * units::hour);
  EXPECT_NEAR(off.carbon().in(units::gram), 20.1825, 1e-9);
  idle.draw(100.0 * units::watt, {}, 10.0 * units::hour);
  EXPECT_NEAR(idle.carbon().in(units::gram), 33.45, 1e-9);
  Duration from;
  for (const double hours : {1.0, 2.0, 3.0, 4.0}) {
    const Duration to = from + hours * units::hour;
    ladder.draw((100.0 + 25.0 * hours) * units::watt, from, to);
    from = to;
  }
  EXPECT_NEAR(ladder.carbon().in(units::gram), 160.09, 1e-9);
}

TEST(GridAccount, GivesTheHourlyCaseOfSimgrid) {
  std::vector<double> hours;
  for (const double grams :
       {453.54, 441.48, 437.93, 437.61, 442.29, 447.18, 452.04, 453.96, 455.13, 457.54})
    hours.push_back((grams * units::gram_per_kilowatt_hour).si());
  GridSeries series;
  series.carbon = HourlySeries(hours);
  auto account = account_of(1.0, series);
  account.draw(5.0 * units::watt, {}, 10.0 * units::hour);
  EXPECT_NEAR(account.carbon().in(units::gram), 22.3935, 1e-9);
}

TEST(LocationCarbon, IsThatOfTheYearAskedForWithTheRangeOfItsSources) {
  const auto grams = [](double g) { return g * units::gram_per_kilowatt_hour; };
  GridSpec spec;
  spec.carbon = grams(100);
  EXPECT_EQ(location_carbon(spec).high, grams(100));
  spec.years = {{2021, grams(150)}, {2023, grams(90)}, {2023, grams(80)}};
  EXPECT_EQ(location_carbon(spec).mid, grams(100));
  EXPECT_EQ(location_carbon(spec).low, grams(80));
  EXPECT_EQ(location_carbon(spec).high, grams(150));
  spec.year = 2023;
  EXPECT_EQ(location_carbon(spec).mid, grams(90));
  EXPECT_EQ(location_carbon(spec).low, grams(80));
  EXPECT_EQ(location_carbon(spec).high, grams(90));
  EXPECT_TRUE(check(spec).empty());
  spec.year = 2022;
  ASSERT_EQ(check(spec).size(), 1u);
  EXPECT_EQ(check(spec)[0].path, "year");
  EXPECT_NE(check(spec)[0].remedy.find("2021, 2023;"), std::string::npos);
}

TEST(GridAccount, WithoutAPriceHasNoCost) {
  GridAccount account({}, {}, {});
  account.draw(1.0 * units::megawatt, {}, 1.0 * units::hour);
  EXPECT_FALSE(account.cost());
  EXPECT_FALSE(account.market_carbon());
}

}  // namespace
}  // namespace icekeel::facility
