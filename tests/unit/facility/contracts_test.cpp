// SPDX-License-Identifier: Apache-2.0
// Contracts set against what is drawn, by the year and by the hour.
#include "simulator/facility/contracts.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "simulator/base/units.h"
#include "tests/support/values.h"

namespace icekeel::facility {
namespace {

using units::gram_per_kilowatt_hour;
using units::hour;
using units::kilowatt;
using units::kilowatt_hour;

ContractSpec wind(Energy yearly, ContractKind kind = ContractKind::supply) {
  ContractSpec spec;
  spec.name = "wind";
  spec.kind = kind;
  spec.yearly = yearly;
  spec.carbon = 10.0 * gram_per_kilowatt_hour;
  return spec;
}

// Two kilowatts in even hours, nothing in odd ones.
HourlySeries every_other_hour() {
  std::vector<double> values;
  for (int h = 0; h < 8760; ++h) values.push_back(h % 2 == 0 ? 2000.0 : 0.0);
  return HourlySeries(values);
}

constexpr auto residual = 500.0 * gram_per_kilowatt_hour;

TEST(MarketAccount, TellsTheYearFromTheHours) {
  // As much in a year as is drawn, but only every other hour.
  MarketAccount account({wind(8760.0 * kilowatt_hour)}, {every_other_hour()}, residual, {});
  for (int h = 0; h < 48; ++h) account.draw(1.0 * kilowatt, {}, h * hour, (h + 1) * hour);
  EXPECT_NEAR(account.annual_share(), 1.0, 1e-12);
  EXPECT_NEAR(account.hourly_share(), 0.5, 1e-12);
  EXPECT_NEAR(account.annual_carbon().si(), 48 * 0.010, 1e-12);
  EXPECT_NEAR(account.hourly_carbon().si(), 24 * 0.010 + 24 * 0.500, 1e-12);
  EXPECT_NEAR(account.renewable().in(kilowatt_hour), 48.0, 1e-9);
}

TEST(MarketAccount, CertificatesCoverTheYearAndNoHour) {
  MarketAccount account({wind(4380.0 * kilowatt_hour, ContractKind::certificates)}, {}, residual,
                        {});
  for (int h = 0; h < 24; ++h) account.draw(1.0 * kilowatt, {}, h * hour, (h + 1) * hour);
  EXPECT_NEAR(account.annual_share(), 0.5, 1e-12);
  EXPECT_EQ(account.hourly_share(), 0.0);
  EXPECT_NEAR(account.hourly_carbon().si(), 24 * 0.5, 1e-12);
}

TEST(MarketAccount, LeavesTheRestToTheLocationWithoutAResidualMix) {
  MarketAccount account({wind(4380.0 * kilowatt_hour)}, {}, {}, {});
  account.draw(1.0 * kilowatt, Mass::si(0.3), {}, 1.0 * hour);
  EXPECT_NEAR(account.annual_carbon().si(), 0.5 * 0.010 + 0.5 * 0.3, 1e-12);
}

// However the hours are cut, and whatever is drawn: never more than everything, and the hours never
// cover more than the year.
RC_GTEST_PROP(MarketAccount, HoursNeverCoverMoreThanTheYear, ()) {
  const Energy yearly = any_between(0, 20000) * kilowatt_hour;
  MarketAccount cut({wind(yearly)}, {every_other_hour()}, residual, Timestamp{1800});
  Duration at;
  for (int i = 0; i < 100; ++i) {
    const Duration to = at + any_between(1, 5000) * Duration::si(1.0);
    cut.draw(any_between(0, 3) * kilowatt, {}, at, to);
    at = to;
  }
  RC_ASSERT(cut.hourly_share() <= cut.annual_share() + 1e-9);
  RC_ASSERT(cut.annual_share() <= 1.0 + 1e-12);
  RC_ASSERT(cut.hourly_carbon() >= (1 - 1e-9) * cut.annual_carbon());
}

TEST(MarketAccount, DoesNotDependOnHowHoursAreCut) {
  MarketAccount whole({wind(8760.0 * kilowatt_hour)}, {every_other_hour()}, residual, {});
  MarketAccount parts({wind(8760.0 * kilowatt_hour)}, {every_other_hour()}, residual, {});
  whole.draw(1.5 * kilowatt, {}, {}, 6.0 * hour);
  for (int i = 0; i < 36; ++i)
    parts.draw(1.5 * kilowatt, {}, (i / 6.0) * hour, ((i + 1) / 6.0) * hour);
  EXPECT_NEAR(whole.hourly_share(), parts.hourly_share(), 1e-9);
  EXPECT_NEAR(whole.hourly_share(), 0.5, 1e-9);  // all of it, every other hour
}

TEST(ContractSpec, SaysHowMuchOrWhen) {
  ContractSpec spec;
  EXPECT_EQ(check(spec).size(), 1u);
  spec.kind = ContractKind::certificates;
  spec.hourly.emplace();
  ASSERT_EQ(check(spec).size(), 1u);
  EXPECT_EQ(check(spec).front().path, "hourly");
}

}  // namespace
}  // namespace icekeel::facility
