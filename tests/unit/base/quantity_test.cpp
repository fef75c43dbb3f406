// SPDX-License-Identifier: Apache-2.0
// Quantities: what they compute, and what they refuse at compile time.
#include "simulator/base/quantity.h"

#include <gtest/gtest.h>

#include "simulator/base/units.h"

namespace icekeel {
namespace {

template <class A, class B>
concept Addable = requires(A a, B b) { a + b; };

TEST(Quantity, WattTimesSecondIsJoule) {
  const Energy used = 132.0 * units::kilowatt * units::hour;
  EXPECT_DOUBLE_EQ(used.in(units::kilowatt_hour), 132.0);
}

TEST(Quantity, ARatioOfEqualDimensionsIsAPlainNumber) {
  const double ratio = (2.0 * units::megawatt) / (500.0 * units::kilowatt);
  EXPECT_DOUBLE_EQ(ratio, 4.0);
}

TEST(Quantity, DifferentDimensionsDoNotAdd) {
  static_assert(!Addable<Power, Energy>);
  static_assert(!Addable<Information, Work>);
  static_assert(!Addable<Temperature, Temperature>);
  static_assert(Addable<Temperature, TemperatureDifference>);
}

TEST(Temperature, DiffersInKelvin) {
  const auto difference = Temperature::from_celsius(36.0) - Temperature::from_celsius(30.0);
  EXPECT_NEAR(difference.in(units::kelvin), 6.0, 1e-12);
}

}  // namespace
}  // namespace icekeel
