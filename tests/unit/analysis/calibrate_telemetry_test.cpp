// SPDX-License-Identifier: Apache-2.0
// Settings found again in series of a plant in closed form, with noise.
#include "analysis/calibrate_telemetry.h"

#include <gtest/gtest.h>

#include <boost/random/normal_distribution.hpp>
#include <cmath>
#include <numeric>
#include <sstream>

#include "simulator/base/random.h"

namespace icekeel::analysis {
namespace {

// Two series of 200 hours: a load that swings, and what cools it.
std::vector<std::vector<double>> plant(const std::vector<double>& settings) {
  std::vector<std::vector<double>> series(2);
  for (int hour = 0; hour < 200; ++hour) {
    const double load = 100 + 30 * std::sin(hour / 3.8);
    series[0].push_back(settings[0] + load);
    series[1].push_back(load * std::exp(-settings[1] / (10 + hour % 24)));
  }
  return series;
}

SimulateMeans simulated() {
  return [](const std::vector<std::vector<double>>& points) {
    std::vector<std::optional<std::vector<std::vector<double>>>> all;
    for (const auto& point : points) all.emplace_back(plant(point));
    return all;
  };
}

// Each reading is off by that share of the mean of its series, as the fit supposes.
Telemetry measured(const std::vector<double>& settings, double noise, std::uint64_t seed) {
  Telemetry telemetry;
  auto stream = random_stream(seed, "noise");
  boost::random::normal_distribution<double> normal(0, noise);
  auto series = plant(settings);
  for (auto& values : series) {
    const double mean = std::accumulate(values.begin(), values.end(), 0.0) / 200;
    for (double& value : values) value += mean * normal(stream);
  }
  for (std::size_t i = 0; i < series[0].size(); ++i) {
    telemetry.from.push_back(3600.0 * static_cast<double>(i));
    telemetry.to.push_back(3600.0 * static_cast<double>(i + 1));
  }
  telemetry.series = {{"load", "", series[0]}, {"cooling", "", series[1]}};
  return telemetry;
}

const std::vector<FreeSetting> free_settings{{"base", "kW", 0, 50, 5},
                                             {"approach", "K", 1, 20, 15}};

TEST(CalibrateTelemetry, WithoutNoiseFindsThePlantedSettings) {
  const auto fit = fit_telemetry(measured({20, 6}, 0, 1), free_settings, simulated());
  EXPECT_TRUE(fit.converged);
  EXPECT_NEAR(fit.settings[0].value, 20, 1e-3);
  EXPECT_NEAR(fit.settings[1].value, 6, 1e-3);
  EXPECT_LT(fit.series[1].cv_rmse, 1e-4);
  EXPECT_GT(fit.series[1].cv_rmse_before, 0.1);
  EXPECT_GT(fit.series[1].nmbe_before, 0.1);  // measured more than simulated
}

// Of a hundred noisy measurements 95 intervals should hold the planted value; fewer than 88 or all
// of them would happen by chance once in some hundred times.
TEST(CalibrateTelemetry, IntervalsHoldThePlantedSettingsAsOftenAsTheySay) {
  int held[2] = {0, 0};
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    const auto fit = fit_telemetry(measured({20, 6}, 0.03, seed), free_settings, simulated());
    for (std::size_t k = 0; k < 2; ++k)
      held[k] +=
          std::abs(fit.settings[k].value - (k == 0 ? 20.0 : 6.0)) <= fit.settings[k].confidence;
  }
  for (const int count : held) {
    EXPECT_GE(count, 88);
    EXPECT_LE(count, 99);
  }
}

TEST(CalibrateTelemetry, SaysWhenARangeEndsTooSoon) {
  auto narrow = free_settings;
  narrow[1] = {"approach", "K", 8, 20, 15};
  const auto fit = fit_telemetry(measured({20, 6}, 0.01, 1), narrow, simulated());
  EXPECT_TRUE(fit.settings[1].at_limit);
  EXPECT_EQ(fit.settings[1].value, 8);
}

TEST(Telemetry, IsReadWithItsUnitsAndGaps) {
  std::istringstream table(
      "time,facility_power [kW],pue\n2026-01-01T00:00:00Z,100,1.2\n2026-01-01T01:00:00Z,,1.3\n");
  const auto [telemetry, problems] = read_telemetry(table);
  EXPECT_TRUE(problems.empty());
  ASSERT_EQ(telemetry.series.size(), 2U);
  EXPECT_EQ(telemetry.series[0].name, "facility_power");
  EXPECT_EQ(telemetry.series[0].units, "kW");
  EXPECT_TRUE(std::isnan(telemetry.series[0].values[1]));
  EXPECT_EQ(telemetry.to[1] - telemetry.from[1], 3600);
}

TEST(Telemetry, SaysAllThatIsWrong) {
  std::istringstream table("time,pue\nyesterday,1.2\n2026-01-01T01:00:00Z,nan\n");
  const auto problems = read_telemetry(table).second;
  ASSERT_GE(problems.size(), 2U);
  EXPECT_EQ(problems[0].line, 2U);
  EXPECT_EQ(problems[1].line, 3U);
  std::istringstream backwards("time,pue\n2026-01-01T01:00:00Z,1\n2026-01-01T00:00:00Z,1\n");
  EXPECT_FALSE(read_telemetry(backwards).second.empty());
  std::istringstream none("date,pue\n");
  EXPECT_FALSE(read_telemetry(none).second.empty());
}

}  // namespace
}  // namespace icekeel::analysis
