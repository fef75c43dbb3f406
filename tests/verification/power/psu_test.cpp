// SPDX-License-Identifier: Apache-2.0
// Power supplies against the points of their curve, and the bounds that energy sets.
#include "simulator/power/psu.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <rapidcheck/gtest.h>

#include "simulator/base/units.h"

namespace icekeel::power {
namespace {

platforms::SupplySpec titanium() {
  platforms::SupplySpec s;
  s.count = 6;
  s.rating = 3.3 * units::kilowatt;
  s.efficiency = {{0.1, 0.90}, {0.2, 0.94}, {0.5, 0.96}, {1.0, 0.91}};
  return s;
}

TEST(PowerSupplies, HaveTheEfficiencyOfEveryPointOfTheCurve) {
  const auto spec = titanium();
  const PowerSupplies supplies(spec);
  for (const auto& point : spec.efficiency) {
    const Power output = point.load * 6.0 * spec.rating;
    EXPECT_NEAR(output / supplies.input(output, 6), point.efficiency, 1e-12) << point.load;
  }
}

TEST(PowerSupplies, WithoutLoadLoseWhatTheyLoseAtTheFirstPoint) {
  const PowerSupplies supplies(titanium());
  const double loss = 0.1 * (1 / 0.9 - 1);
  EXPECT_NEAR(supplies.input(Power{}, 1).in(units::watt), loss * 3300, 1e-9);
}

TEST(PowerSupplies, WithoutInputGiveNothing) {
  EXPECT_EQ(PowerSupplies(titanium()).input(Power{}, 0), Power{});
}

RC_GTEST_PROP(PowerSupplies, TakeInMoreForMoreAndNeverLessThanTheyGive, ()) {
  const PowerSupplies supplies(titanium());
  const auto on = *rc::gen::inRange<std::int64_t>(1, 7);
  const Power low = Power::si(*rc::gen::inRange(0, 30000)),
              step = Power::si(*rc::gen::inRange(1, 500));
  RC_ASSERT(supplies.input(low, on) >= low);
  RC_ASSERT(supplies.input(low + step, on) >= supplies.input(low, on) + step);
  RC_ASSERT(std::abs(supplies.output(supplies.input(low, on), on).si() - low.si()) < 1e-6);
}

// Any curve that passes the check keeps the input rising with the output.
RC_GTEST_PROP(PowerSupplies, RiseMonotonicallyForAnyCurveThatPassesTheCheck, ()) {
  platforms::SupplySpec spec = titanium();
  spec.efficiency.clear();
  double load = 0.0;
  for (int i = *rc::gen::inRange(1, 6); i > 0; --i) {
    load += 0.01 * *rc::gen::inRange(5, 30);
    spec.efficiency.push_back({load, 0.01 * *rc::gen::inRange(70, 100)});
  }
  RC_PRE(platforms::check_supplies(spec).empty());
  const PowerSupplies supplies(spec);
  Power before = supplies.input(Power{}, 1);
  for (int i = 1; i <= 300; ++i) {
    const Power output = i / 200.0 * spec.rating;
    const Power input = supplies.input(output, 1);
    RC_ASSERT(input >= before);
    RC_ASSERT(input >= output);
    before = input;
  }
}

}  // namespace
}  // namespace icekeel::power
