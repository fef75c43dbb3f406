// SPDX-License-Identifier: Apache-2.0
// Designs of studies, and what is made of their outputs, against closed forms.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <set>

#include "analysis/studies/design.h"
#include "analysis/studies/parameter.h"
#include "analysis/studies/statistics.h"

namespace icekeel::studies {
namespace {

// How many of the rows lie in each of `bins` equal strata of a parameter.
std::vector<int> counts(const Places& places, std::size_t parameter, std::size_t bins) {
  std::vector<int> counts(bins);
  for (const auto& row : places) {
    EXPECT_GE(row[parameter], 0.0);
    EXPECT_LT(row[parameter], 1.0);
    ++counts[static_cast<std::size_t>(row[parameter] * static_cast<double>(bins))];
  }
  return counts;
}

TEST(Designs, AGridHasEveryLevelWithEveryOtherOnce) {
  const std::vector<std::size_t> levels{3, 1, 4};
  const auto places = grid(levels);
  EXPECT_EQ(std::set<std::vector<double>>(places.begin(), places.end()).size(), 12U);
  EXPECT_EQ(counts(places, 0, 3), (std::vector{4, 4, 4}));
  EXPECT_EQ(counts(places, 2, 4), (std::vector{3, 3, 3, 3}));
}

TEST(Designs, ALatinHypercubeHitsEveryStratumOfEveryParameterOnce) {
  const auto places = latin_hypercube(5, 37, 7);
  for (std::size_t p = 0; p < 5; ++p) EXPECT_EQ(counts(places, p, 37), std::vector<int>(37, 1));
  EXPECT_EQ(places, latin_hypercube(5, 37, 7));
  EXPECT_NE(places, latin_hypercube(5, 37, 8));
}

// The property that makes it a digital sequence: 2^k points, one in each of 2^k strata, and for the
// first two parameters one in each box of any shape of that size.
TEST(Designs, ASobolSequenceIsEvenInEveryParameterAndInBoxesOfTheFirstTwo) {
  const auto places = sobol(20, 256, 3);
  for (std::size_t p = 0; p < 20; ++p) EXPECT_EQ(counts(places, p, 256), std::vector<int>(256, 1));
  for (const int wide : {2, 4, 16, 64}) {
    std::set<std::pair<int, int>> boxes;
    for (const auto& row : places)
      boxes.emplace(static_cast<int>(row[0] * wide), static_cast<int>(row[1] * (256.0 / wide)));
    EXPECT_EQ(boxes.size(), 256U) << wide;
  }
}

TEST(Designs, ATrajectoryOfMorrisMovesEachParameterOnceAndStaysInside) {
  const auto places = morris(4, 10, 1);
  ASSERT_EQ(places.size(), 50U);
  for (std::size_t t = 0; t < 10; ++t)
    for (std::size_t p = 0; p < 4; ++p) {
      int moves = 0;
      for (std::size_t row = 5 * t + 1; row < 5 * (t + 1); ++row) {
        const double step = places[row][p] - places[row - 1][p];
        EXPECT_TRUE(step == 0.0 || std::abs(std::abs(step) - morris_step) < 1e-12) << step;
        moves += step != 0.0 ? 1 : 0;
        EXPECT_TRUE(places[row][p] > -1e-12 && places[row][p] < 1.0 + 1e-12);
      }
      EXPECT_EQ(moves, 1);
    }
}

// A linear function has the same effect everywhere: its slope over the whole range.
TEST(Statistics, MorrisFindsTheSlopesOfALinearFunctionWithoutSpread) {
  const auto places = morris(3, 8, 5);
  std::vector<double> outputs;
  for (const auto& x : places) outputs.push_back(10.0 + 3.0 * x[0] - 2.0 * x[1]);
  const auto effects = morris_effects(places, outputs);
  const std::vector<double> slopes{3.0, -2.0, 0.0};
  for (std::size_t p = 0; p < 3; ++p) {
    EXPECT_NEAR(effects[p].mu, slopes[p], 1e-12);
    EXPECT_NEAR(effects[p].mu_star.value, std::abs(slopes[p]), 1e-12);
    EXPECT_NEAR(effects[p].sigma, 0.0, 1e-12);
  }
}

/// The function of Ishigami and Homma with a = 7, b = 0.1 on [-pi, pi]^3.
double ishigami(const std::vector<double>& place) {
  const auto angle = [&](std::size_t i) { return std::numbers::pi * (2.0 * place[i] - 1.0); };
  const double sine = std::sin(angle(1));
  return std::sin(angle(0)) * (1.0 + 0.1 * std::pow(angle(2), 4)) + 7.0 * sine * sine;
}

// Its variances are integrals of powers and sines: V = a^2/8 + b pi^4/5 + b^2 pi^8/18 + 1/2,
// V1 = (1 + b pi^4/5)^2 / 2, V2 = a^2/8, V3 = 0, V13 = 8 b^2 pi^8/225.
TEST(Statistics, IndicesOfTheIshigamiFunctionLieInTheirIntervals) {
  const double pi4 = std::pow(std::numbers::pi, 4), b = 0.1;
  const double v1 = std::pow(1.0 + b * pi4 / 5.0, 2) / 2.0, v2 = 49.0 / 8.0;
  const double v13 = 8.0 * b * b * pi4 * pi4 / 225.0, v = v1 + v2 + v13;
  EXPECT_NEAR(v, 49.0 / 8.0 + b * pi4 / 5.0 + b * b * pi4 * pi4 / 18.0 + 0.5, 1e-12);
  std::vector<double> outputs;
  for (const auto& place : saltelli(3, 1024, 1)) outputs.push_back(ishigami(place));
  const auto indices = sobol_indices(3, outputs, 1);
  const std::vector<double> first{v1 / v, v2 / v, 0.0};
  const std::vector<double> total{(v1 + v13) / v, v2 / v, v13 / v};
  for (std::size_t p = 0; p < 3; ++p) {
    for (const auto& [found, exact] :
         {std::pair(indices[p].first, first[p]), std::pair(indices[p].total, total[p])}) {
      EXPECT_LT(found.low, exact) << p;
      EXPECT_GT(found.high, exact) << p;
      EXPECT_LT(found.high - found.low, 0.25) << p;
      EXPECT_NEAR(found.value, exact, 0.05) << p;
    }
  }
}

TEST(Statistics, AConstantInAnOutputChangesNoIndex) {
  std::vector<double> outputs, moved;
  for (const auto& place : saltelli(3, 64, 1)) {
    outputs.push_back(ishigami(place));
    moved.push_back(outputs.back() + 1e6);
  }
  const auto plain = sobol_indices(3, outputs, 1), with = sobol_indices(3, moved, 1);
  for (std::size_t p = 0; p < 3; ++p) EXPECT_NEAR(plain[p].first.value, with[p].first.value, 1e-6);
}

// Of 1, 2, 3, 4: mean 2.5, deviation sqrt(5/3); t with 3 degrees of freedom is 3.18245 at 97.5 %.
TEST(Statistics, TheIntervalOfAMeanIsThatOfStudent) {
  const std::vector<double> values{1.0, NAN, 2.0, 3.0, 4.0};
  const auto mean = mean_of(values);
  EXPECT_NEAR(mean.value, 2.5, 1e-12);
  EXPECT_NEAR(mean.high - mean.value, 3.18245 * std::sqrt(5.0 / 3.0) / 2.0, 1e-5);
  EXPECT_NEAR(mean.value - mean.low, mean.high - mean.value, 1e-12);
  EXPECT_TRUE(std::isnan(mean_of(std::vector{1.0}).low));
}

TEST(Statistics, OnlyWhatNothingBeatsIsOnTheFront) {
  const std::vector<std::vector<double>> rows{{1, 5}, {2, 2}, {5, 1},   {2, 3},
                                              {5, 5}, {2, 2}, {0, NAN}, {1, 6}};
  EXPECT_EQ(pareto_front(rows), (std::vector<std::size_t>{0, 1, 2, 5}));
}

TEST(Parameters, AreReadWithTheirUnits) {
  EXPECT_EQ(number_with_unit("18.5 degC")->number, 18.5);
  EXPECT_EQ(number_with_unit("18.5 degC")->unit, "degC");
  EXPECT_EQ(number_with_unit("1.4T")->number, 1.4e12);
  EXPECT_EQ(number_with_unit("64")->unit, "");
  for (const auto* text : {"2n", "climates/paris", "2026-01-01", "3 d 14 h", "", "12 furlong"})
    EXPECT_FALSE(number_with_unit(text)) << text;
  EXPECT_EQ(udunits_of("EUR/kWh"), "kW-1 h-1");
  EXPECT_EQ(udunits_of("kW/K"), "kW K-1");
  EXPECT_EQ(udunits_of("MWh"), "MW h");
  EXPECT_EQ(udunits_of("GB"), "Gbyte");
  EXPECT_EQ(udunits_of(""), "1");
}

TEST(Parameters, WholeNumbersHaveEqualSharesOfTheRange) {
  std::string problem;
  const auto racks =
      parameter_of({.path = "racks", .from = "2", .to = "5", .integer = true}, false, problem);
  ASSERT_TRUE(racks) << problem;
  std::vector<int> counts(6);
  for (int i = 0; i < 400; ++i)
    ++counts[static_cast<std::size_t>(racks->at((i + 0.5) / 400.0).number)];
  EXPECT_EQ(counts, (std::vector{0, 0, 100, 100, 100, 100}));
  EXPECT_EQ(racks->at(1.0).text, "5");
  EXPECT_EQ(racks->at(0.0).settings, (std::vector<std::string>{"racks=2"}));
}

TEST(Parameters, ALogarithmicGridHasEqualRatios) {
  std::string problem;
  const auto price = parameter_of(
      {.path = "price", .from = "1 kW", .to = "100 kW", .steps = 3, .scale = Scale::log}, true,
      problem);
  ASSERT_TRUE(price) << problem;
  EXPECT_NEAR(price->levels[1].number, 10.0, 1e-12);
  EXPECT_EQ(price->levels[2].text, "100 kW");
}

}  // namespace
}  // namespace icekeel::studies
