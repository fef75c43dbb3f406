// SPDX-License-Identifier: Apache-2.0
// Heat exchangers against their closed-form limits.
#include "simulator/facility/heat_exchanger.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "simulator/base/units.h"
#include "tests/support/values.h"

namespace icekeel::facility {
namespace {

constexpr auto rate = 4.0 * units::kilowatt / units::kelvin;
constexpr auto counter = FlowArrangement::counter;
constexpr auto cross = FlowArrangement::cross;

Stream stream(double celsius, HeatCapacityRate c = rate) {
  return {Temperature::from_celsius(celsius), c};
}

TEST(HeatExchanger, WithEqualRatesAndOneTransferUnitMovesHalfOfTheLimit) {
  const auto result = exchange(counter, rate, stream(45), stream(25));
  EXPECT_NEAR(result.heat.in(units::kilowatt), 40.0, 1e-9);
  EXPECT_NEAR(result.hot_outlet.celsius(), 35.0, 1e-9);
  EXPECT_NEAR(result.cold_outlet.celsius(), 35.0, 1e-9);
}

TEST(HeatExchanger, BothArrangementsAgreeWhenOneFluidKeepsItsTemperature) {
  for (const double units : {0.1, 1.0, 3.0})
    EXPECT_NEAR(effectiveness(cross, units, 1e-12), effectiveness(counter, units, 1e-12), 1e-9);
}

// Incropera et al., figure 11.14: both fluids unmixed, NTU 1 and equal rates.
TEST(HeatExchanger, CrossFlowWithEqualRatesAndOneTransferUnitMovesNearlyHalf) {
  EXPECT_NEAR(effectiveness(cross, 1.0, 1.0), 0.476, 0.01);
}

TEST(HeatExchanger, MovesNothingUphillOrWithoutFlow) {
  EXPECT_EQ(exchange(counter, rate, stream(20), stream(30)).heat, Power{});
  EXPECT_EQ(exchange(counter, rate, stream(40, {}), stream(30)).heat, Power{});
  EXPECT_EQ(exchange(counter, {}, stream(40), stream(30)).heat, Power{});
}

RC_GTEST_PROP(HeatExchanger, ConservesEnergyAndNeverMovesMoreThanTheLimit, ()) {
  const auto flow = *rc::gen::element(counter, cross);
  const Stream hot = stream(any_between(20, 90), any_between(0.01, 100) * rate);
  const Stream cold = stream(any_between(0, 20), any_between(0.01, 100) * rate);
  const auto result = exchange(flow, any_between(0, 50) * rate, hot, cold);
  const Power given = hot.capacity_rate * (hot.inlet - result.hot_outlet);
  const Power taken = cold.capacity_rate * (result.cold_outlet - cold.inlet);
  RC_ASSERT(std::abs((given - taken).si()) <= 1e-9 * result.heat.si() + 1e-6);
  RC_ASSERT(result.heat <= 1.000000001 * (std::min(hot.capacity_rate, cold.capacity_rate) *
                                          (hot.inlet - cold.inlet)));
}

RC_GTEST_PROP(HeatExchanger, CrossFlowIsNoBetterThanCounterFlow, ()) {
  const double units = any_between(0.01, 8.0);
  const double ratio = any_between(0.0, 1.0);
  // The cross-flow formula is an approximation, good to a percent.
  RC_ASSERT(effectiveness(cross, units, ratio) <= effectiveness(counter, units, ratio) + 0.01);
}

RC_GTEST_PROP(HeatExchanger, SizingIsTheInverseOfEffectiveness, ()) {
  const auto flow = *rc::gen::element(counter, cross);
  const double units = any_between(0.01, 5.0);
  const double ratio = any_between(0.0, 1.0);
  const double back = transfer_units_for(flow, effectiveness(flow, units, ratio), ratio);
  RC_ASSERT(std::abs(back / units - 1.0) < 1e-6);
}

TEST(CoilConductance, IsItsDesignValueAtTheDesignFlowsAndFallsWithEitherFlow) {
  const CoilConductance coil{5.0 * rate, 2.0};
  EXPECT_NEAR(coil.at(1, 1) / coil.design, 1.0, 1e-12);
  EXPECT_LT(coil.at(0.5, 1), coil.design);
  EXPECT_LT(coil.at(1, 0.5), coil.design);
  // The air side resists more, so its flow matters more.
  EXPECT_LT(coil.at(0.5, 1), coil.at(1, 0.5));
  EXPECT_EQ(coil.at(0, 1), HeatCapacityRate{});
}

}  // namespace
}  // namespace icekeel::facility
