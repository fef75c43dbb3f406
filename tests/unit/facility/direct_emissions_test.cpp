// SPDX-License-Identifier: Apache-2.0
// Refrigerants that leak and generators on test: products that can be done by hand.
#include "simulator/facility/direct_emissions.h"

#include <gtest/gtest.h>

#include "simulator/base/units.h"

namespace icekeel::facility {
namespace {

DirectEmissionsSpec both() {
  DirectEmissionsSpec spec;
  spec.refrigerant = RefrigerantSpec{Mass::si(300), 0.04, 1430};
  spec.generator_tests =
      GeneratorTestSpec{30.0 * units::day, 1.0 * units::hour, 2.0 * units::megawatt,
                        720.0 * units::gram_per_kilowatt_hour};
  return spec;
}

TEST(DirectEmissions, OfAYearAreLeaksAndTwelveTests) {
  // 300 kg * 4 % * 1430 = 17,160 kg; 12 tests of 2 MWh at 720 kg/MWh = 17,280 kg.
  EXPECT_NEAR(direct_emissions(both(), 365.0 * units::day).si(), 17160.0 + 17280.0, 1e-6);
}

TEST(DirectEmissions, CountWholeTestsOnly) {
  DirectEmissionsSpec spec = both();
  spec.refrigerant.reset();
  EXPECT_EQ(direct_emissions(spec, 29.0 * units::day), Mass{});
  EXPECT_NEAR(direct_emissions(spec, 30.0 * units::day).si(), 1440.0, 1e-9);
}

TEST(DirectEmissions, AreNoneWhereNothingIsGiven) {
  EXPECT_EQ(direct_emissions({}, 365.0 * units::day), Mass{});
}

TEST(DirectEmissions, FindTestsThatOverlap) {
  DirectEmissionsSpec spec = both();
  EXPECT_TRUE(check(spec).empty());
  spec.generator_tests->lasting = 31.0 * units::day;
  EXPECT_EQ(check(spec).size(), 1u);
}

}  // namespace
}  // namespace icekeel::facility
