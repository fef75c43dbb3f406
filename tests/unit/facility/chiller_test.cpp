// SPDX-License-Identifier: Apache-2.0
// Chillers: both models at their reference points, limits, energy.
#include "simulator/facility/chiller.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "simulator/base/units.h"
#include "tests/support/values.h"
#include "tests/unit/facility/catalogue.h"

namespace icekeel::facility {
namespace {

ChillerSpec carnot() {
  auto spec = test::entry<CoolingSpec>("plants/chilled-water").chiller.value();
  spec.capacity = 1.0 * units::megawatt;
  return spec;
}

ChillerSpec york() {
  auto spec = test::entry<CoolingSpec>("plants/chilled-water-york").chiller.value();
  spec.capacity = 1793.5 * units::kilowatt;
  return spec;
}

constexpr auto condenser_rate = 215.0 * units::kilowatt / units::kelvin;

// By hand from the record: relative capacity 1.2026, relative EIR 1.1367, load 0.8315 of that
// capacity, part-load 0.7505: 1793.5 * 1.2026 / 7.90 * 1.1367 * 0.7505 = 232.9 kW.
TEST(Chiller, TheCataloguedYorkFollowsItsCurves) {
  const Chiller chiller(york());
  const auto step =
      chiller.run(1793.5 * units::kilowatt, celsius(7.22), celsius(23.89), condenser_rate);
  EXPECT_NEAR(step.compressor.in(units::kilowatt), 232.9, 0.1);
  EXPECT_EQ(step.out_of_range, 0);
  EXPECT_NEAR(chiller.capacity(celsius(7.22), celsius(23.89)).in(units::kilowatt),
              1.05 * 1.2026 * 1793.5, 1.0);
}

TEST(Chiller, CurvesOutsideTheirRangeAreClampedAndCounted) {
  const Chiller chiller(york());
  const Power heat = 1.0 * units::megawatt;
  const auto edge = chiller.run(heat, celsius(8.89), celsius(29.44), condenser_rate);
  const auto beyond = chiller.run(heat, celsius(18), celsius(35), condenser_rate);
  EXPECT_EQ(edge.out_of_range, 0);
  EXPECT_EQ(beyond.out_of_range, 2);
  EXPECT_EQ(beyond.compressor, edge.compressor);
}

TEST(Chiller, WorksAtItsShareOfTheCarnotCop) {
  const ChillerSpec spec = carnot();
  const Power heat = *spec.capacity;
  const auto step = Chiller(spec).run(heat, celsius(18), celsius(24), condenser_rate);
  const double evaporating = 18.0 - 2.0 + 273.15;
  const double condensing =
      24.0 + step.condenser_heat / condenser_rate / (1.0 * units::kelvin) + 2.0 + 273.15;
  EXPECT_NEAR(step.cop, 0.6 * evaporating / (condensing - evaporating), 1e-9);
}

TEST(Chiller, NeverExceedsItsHighestCopOrFallsBelowItsLeastLift) {
  const auto step =
      Chiller(carnot()).run(0.9 * units::megawatt, celsius(20), celsius(5), condenser_rate);
  EXPECT_NEAR(step.cop, 20.0, 1e-9);
}

TEST(Chiller, WithoutLoadNeedsNothing) {
  EXPECT_EQ(Chiller(carnot()).run({}, celsius(18), celsius(24), condenser_rate).compressor,
            Power{});
}

RC_GTEST_PROP(Chiller, TheCondenserGetsTheHeatAndTheWork, ()) {
  const Chiller chiller(*rc::gen::element(carnot(), york()));
  const Power heat = any_between(0.001, 2.5) * units::megawatt;
  const auto step =
      chiller.run(heat, celsius(any_between(4, 25)), celsius(any_between(5, 50)), condenser_rate);
  RC_ASSERT(std::abs((step.condenser_heat - heat - step.compressor).si()) < 1e-6);
  RC_ASSERT(step.compressor > Power{});
}

RC_GTEST_PROP(Chiller, ACarnotChillerNeedsMoreForMoreHeatOrWarmerCondenserWater, ()) {
  static const Chiller chiller(carnot());
  const Power heat = any_between(0.01, 0.95) * units::megawatt;
  const double condenser = any_between(5, 45);
  const auto power = [&](Power q, double t) {
    return chiller.run(q, celsius(18), celsius(t), condenser_rate).compressor;
  };
  RC_ASSERT(power(1.01 * heat, condenser) > power(heat, condenser));
  RC_ASSERT(power(heat, condenser + 0.1) >= power(heat, condenser));
}

TEST(Chiller, AModelWithoutItsRecordIsFound) {
  ChillerSpec spec = carnot();
  spec.model = ChillerModel::curves;
  ASSERT_EQ(check(spec).size(), 1u);
  EXPECT_EQ(check(spec)[0].path, "curves");
}

}  // namespace
}  // namespace icekeel::facility
