// SPDX-License-Identifier: Apache-2.0
// Cold from warm water: its sources, its limits, the second law.
#include "simulator/facility/adsorption_chiller.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "simulator/base/units.h"
#include "tests/support/values.h"
#include "tests/unit/facility/catalogue.h"

namespace icekeel::facility {
namespace {

AdsorptionSpec chiller() {
  return test::entry<AdsorptionSpec>("adsorption-chillers/silica-gel", {"capacity=100 kW"});
}

// The two papers of the catalogue entry: 0.40 measured, above 0.5 predicted, at 65 degC of drive.
TEST(AdsorptionChiller, ItsCopLiesBetweenItsSources) {
  const double cop = adsorption_cop(chiller(), celsius(65), celsius(31), celsius(15));
  EXPECT_GT(cop, 0.40);
  EXPECT_LT(cop, 0.50);
}

TEST(AdsorptionChiller, IsBetterWithWarmerDriveColderRecoolingAndWarmerCold) {
  const auto spec = chiller();
  const double cop = adsorption_cop(spec, celsius(60), celsius(30), celsius(15));
  EXPECT_GT(adsorption_cop(spec, celsius(65), celsius(30), celsius(15)), cop);
  EXPECT_GT(adsorption_cop(spec, celsius(60), celsius(27), celsius(15)), cop);
  EXPECT_GT(adsorption_cop(spec, celsius(60), celsius(30), celsius(18)), cop);
  EXPECT_EQ(adsorption_cop(spec, celsius(45), celsius(30), celsius(15)), 0.0);
}

TEST(AdsorptionChiller, GivesItsCapacityAtItsDesignLiftAndNoMore) {
  const auto spec = chiller();
  const Power plenty = 10.0 * units::megawatt;
  const auto full = adsorb(spec, plenty, plenty, celsius(65), celsius(31), celsius(15));
  EXPECT_NEAR(full.cold / spec.capacity, 1.0, 1e-12);
  const auto half = adsorb(spec, plenty, plenty, celsius(60), celsius(43), celsius(15));
  EXPECT_NEAR(half.cold / spec.capacity, 0.5, 1e-12);
}

// Entropy never falls: cold/Tc + drive/Td <= (cold + drive)/Tr.
RC_GTEST_PROP(AdsorptionChiller, ObeysTheSecondLawAndItsLimits, ()) {
  const auto spec = chiller();
  const auto drive = celsius(any_between(20, 90)), recooling = celsius(any_between(15, 45)),
             chilled = celsius(any_between(5, 20));
  const Power wanted = any_between(0, 200) * units::kilowatt;
  const Power available = any_between(0, 400) * units::kilowatt;
  const auto step = adsorb(spec, wanted, available, drive, recooling, chilled);
  RC_ASSERT(step.cold <= wanted && step.cold >= Power{});
  RC_ASSERT(step.drive <= (1 + 1e-12) * available);
  RC_ASSERT(step.cold <= spec.capacity);
  if (recooling <= chilled) return;
  const double in = step.cold.si() / chilled.kelvin() + step.drive.si() / drive.kelvin();
  const double out = (step.cold + step.drive).si() / recooling.kelvin();
  RC_ASSERT(out >= in - 1e-9);
}

}  // namespace
}  // namespace icekeel::facility
