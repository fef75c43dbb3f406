// SPDX-License-Identifier: Apache-2.0
// Energy in things of daily life.
#include "analysis/equivalences.h"

#include <gtest/gtest.h>

#include "simulator/base/units.h"

namespace icekeel::analysis {
namespace {

const EquivalenceBasis basis = *standard_equivalences(config::Catalogue::installed());

TEST(Equivalences, OfAPhoneAreAHundredMetresHalfAMinuteOfGrillAndTwoHoursOfLight) {
  const auto same = equivalences(15.0 * units::watt * units::hour, basis);
  EXPECT_DOUBLE_EQ(same.phone_charges, 1.0);
  EXPECT_DOUBLE_EQ(same.car_kilometres, 0.1);
  EXPECT_DOUBLE_EQ(same.grill_time.in(units::second), 36.0);
  EXPECT_NEAR(same.bulb_time.in(units::hour), 2.0, 0.15);
}

TEST(Equivalences, GrowWithTheEnergyAndAreNothingForNone) {
  const auto one = equivalences(1.0 * units::megawatt_hour, basis);
  const auto three = equivalences(3.0 * units::megawatt_hour, basis);
  EXPECT_DOUBLE_EQ(three.car_kilometres, 3.0 * one.car_kilometres);
  EXPECT_DOUBLE_EQ(three.grill_time.si(), 3.0 * one.grill_time.si());
  EXPECT_EQ(equivalences(Energy{}, basis).phone_charges, 0.0);
}

// Who changes a number gives the set a new version, here too.
TEST(Equivalences, OfVersionOneStandOnTheseNumbers) {
  EXPECT_EQ(basis.version, 1);
  EXPECT_EQ(basis.phone_charge, Energy::si(15 * 3600.0));
  EXPECT_EQ(basis.car_kilometre, Energy::si(150 * 3600.0));
  EXPECT_EQ(basis.grill, Power::si(1500));
  EXPECT_EQ(basis.bulb, Power::si(7));
}

}  // namespace
}  // namespace icekeel::analysis
