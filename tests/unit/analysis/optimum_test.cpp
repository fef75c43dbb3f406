// SPDX-License-Identifier: Apache-2.0
// The search for the best values, on plants whose best values are known in closed form.
#include <gtest/gtest.h>

#include <cmath>
#include <stdexcept>

#include "analysis/studies/optimum.h"

namespace icekeel::studies {
namespace {

Parameter range(const std::string& name, double from, double to) {
  return {.name = name, .path = name, .unit = {}, .numeric = true, .from = from, .to = to};
}

Parameter whole(const std::string& name, double from, double to) {
  auto parameter = range(name, from, to);
  parameter.integer = true;
  return parameter;
}

OptimizeSpec allowed(std::int64_t evaluations) {
  OptimizeSpec spec;
  spec.evaluations = evaluations;
  return spec;
}

// With at most that much of an output.
OptimizeSpec limited(const char* output, double most, std::int64_t evaluations) {
  auto spec = allowed(evaluations);
  spec.limits.emplace_back();
  spec.limits.back().output = output;
  spec.limits.back().most = most;
  return spec;
}

// Fans take f s^3, the compressor c / s: least at s = (c / 3f)^(1/4).
TEST(Optimum, FindsTheFanSpeedBetweenFanAndCompressor) {
  const std::vector parameters{range("speed", 0.2, 2.0)};
  const double fan = 40.0, compressor = 30.0;
  const auto power = [&](const std::vector<Value>& v) {
    const double speed = v[0].number;
    return std::optional(std::vector{fan * std::pow(speed, 3) + compressor / speed});
  };
  const auto found = optimum_of(parameters, allowed(60), power);
  EXPECT_TRUE(found.settled);
  EXPECT_LE(found.tries.size(), 60U);
  EXPECT_NEAR(found.tries[found.best].values[0].number, std::pow(compressor / 3.0 / fan, 0.25),
              0.01);
}

// Supply temperature t and flow q: the chiller takes 100 - 2 t, the pumps q^3, and the chips stay
// below 60 if t + 40 / q <= 60. On the limit t = 60 - 40 / q, so the power is 80/q + q^3 - 20,
// least at q = (80/3)^(1/4).
TEST(Optimum, KeepsALimitThatBinds) {
  const std::vector parameters{range("supply", 10.0, 50.0), range("flow", 1.0, 4.0)};
  const auto plant = [](const std::vector<Value>& v) {
    const double supply = v[0].number, flow = v[1].number;
    return std::optional(
        std::vector{100.0 - 2.0 * supply + std::pow(flow, 3), supply + 40.0 / flow});
  };
  const auto spec = limited("chip", 60.0, 300);
  const auto found = optimum_of(parameters, spec, plant);
  const auto& best = found.tries[found.best];
  const double flow = std::pow(80.0 / 3.0, 0.25);
  EXPECT_TRUE(best.keeps_limits());
  EXPECT_NEAR(best.outputs[0], 80.0 / flow + std::pow(flow, 3) - 20.0, 0.05);
  EXPECT_NEAR(best.values[1].number, flow, 0.1);
}

// The most racks of 132 kW below 10 MW with the overhead of a cooling step each 8 racks.
TEST(Optimum, FindsTheMostRacksUnderALimit) {
  const std::vector parameters{whole("racks", 1, 500)};
  const auto site = [](const std::vector<Value>& v) {
    const double racks = v[0].number;
    return std::optional(std::vector{racks, 132.0 * racks + 50.0 * std::ceil(racks / 8.0)});
  };
  auto spec = limited("power", 10000.0, 80);
  spec.objective.want = Want::most;
  const auto found = optimum_of(parameters, spec, site);
  double most = 0;
  for (double racks = 1; racks <= 500; ++racks)
    if (132.0 * racks + 50.0 * std::ceil(racks / 8.0) <= 10000.0) most = racks;
  EXPECT_EQ(found.tries[found.best].values[0].number, most);
}

TEST(Optimum, SaysThatNothingKeepsTheLimitsByItsBestTry) {
  const std::vector parameters{whole("racks", 1, 9)};
  const auto site = [](const std::vector<Value>& v) -> std::optional<std::vector<double>> {
    if (v[0].number == 5) return std::nullopt;  // a try that fails
    return std::vector{v[0].number, 10.0 + v[0].number};
  };
  const auto spec = limited("power", 5.0, 40);
  const auto found = optimum_of(parameters, spec, site);
  EXPECT_FALSE(found.tries[found.best].keeps_limits());
  EXPECT_EQ(found.tries[found.best].values[0].number, 1.0);
}

TEST(Optimum, LetsTheErrorOfAnEvaluationThroughWheneverItComes) {
  const std::vector parameters{range("a", 0.0, 1.0), range("b", 0.0, 1.0)};
  for (const int last : {0, 1, 3, 9, 15, 19}) {
    int tries = 0;
    const auto breaks = [&](const std::vector<Value>& v) {
      if (tries++ == last) throw std::runtime_error("the disk is full");
      return std::optional(std::vector{std::pow(v[0].number - 0.3, 2) + v[1].number});
    };
    EXPECT_THROW(optimum_of(parameters, allowed(30), breaks), std::runtime_error) << last;
    EXPECT_EQ(tries, last + 1);
  }
}

TEST(Optimum, MakesTheSameTriesEachTimeAndNoMoreThanAllowed) {
  const std::vector parameters{range("a", -1.0, 2.0), whole("b", 0, 9)};
  const auto bowl = [](const std::vector<Value>& v) {
    return std::optional(
        std::vector{std::pow(v[0].number - 0.3, 2) + std::pow(v[1].number - 7.0, 2)});
  };
  const auto spec = allowed(25);
  const auto once = optimum_of(parameters, spec, bowl), again = optimum_of(parameters, spec, bowl);
  ASSERT_EQ(once.tries.size(), again.tries.size());
  EXPECT_LE(once.tries.size(), 25U);
  for (std::size_t i = 0; i < once.tries.size(); ++i)
    EXPECT_EQ(once.tries[i].values[0].text, again.tries[i].values[0].text);
  EXPECT_EQ(once.tries[once.best].values[1].number, 7.0);
}

}  // namespace
}  // namespace icekeel::studies
