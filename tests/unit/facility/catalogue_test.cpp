// SPDX-License-Identifier: Apache-2.0
// The shipped catalogue of climates, plants, demands and grids: every entry reads and passes its
// checks.
#include "tests/unit/facility/catalogue.h"

#include "simulator/base/units.h"
#include "simulator/facility/climate.h"
#include "simulator/facility/grid.h"
#include "simulator/facility/heat_reuse.h"

namespace icekeel::facility {
namespace {

template <class Spec>
void expect_sound(const Spec& spec, const std::string& name) {
  if constexpr (requires { check(spec); })
    for (const auto& finding : check(spec))
      ADD_FAILURE() << name << ": " << finding.path << ": " << finding.message;
}

template <class Spec>
void expect_all_entries_read() {
  const std::string kind(Spec::catalogue_kind);
  const auto names = test::catalogue().names(kind);
  EXPECT_GE(names.size(), 3u) << kind;
  for (const auto& name : names)
    EXPECT_NO_THROW(expect_sound(test::entry<Spec>(kind + "/" + name), name)) << name;
}

TEST(FacilityCatalogue, EveryPlantReads) {
  expect_all_entries_read<CoolingSpec>();
}
TEST(FacilityCatalogue, EveryClimateReads) {
  expect_all_entries_read<ClimateSpec>();
}
TEST(FacilityCatalogue, EveryDemandReads) {
  expect_all_entries_read<DemandSpec>();
}
TEST(FacilityCatalogue, EveryGridReads) {
  expect_all_entries_read<GridSpec>();
}

TEST(FacilityCatalogue, FrenchElectricityIsCleanerThanGerman) {
  const auto france = test::entry<GridSpec>("grids/france");
  const auto germany = test::entry<GridSpec>("grids/germany");
  EXPECT_NEAR(france.carbon.in(units::gram_per_kilowatt_hour), 44.18, 1e-9);
  EXPECT_LT(france.carbon, germany.carbon);
}

TEST(FacilityCatalogue, TheDistrictTakesFiveMegawattsInFrostAndHotWaterInSummer) {
  const auto district = test::entry<DemandSpec>("demands/district-5-MW");
  EXPECT_NEAR(heat_demand(district, Temperature::from_celsius(-10)).in(units::megawatt), 5.0, 1e-9);
  EXPECT_NEAR(heat_demand(district, Temperature::from_celsius(25)).in(units::megawatt), 0.5, 1e-9);
  EXPECT_NEAR(heat_demand(district, Temperature::from_celsius(11)).in(units::megawatt), 2.0, 1e-9);
}

}  // namespace
}  // namespace icekeel::facility
