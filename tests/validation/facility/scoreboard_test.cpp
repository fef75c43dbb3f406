// SPDX-License-Identifier: Apache-2.0
// The facility scoreboard: what is scored agrees within the tolerances that the catalogue states,
// and its years keep their limits.
#include <gtest/gtest.h>

#include "analysis/facility_figures.h"
#include "simulator/base/units.h"

namespace icekeel::analysis {
namespace {

const std::vector<FacilityFigures>& groups() {
  static const auto made = [] {
    config::Diagnostics diagnostics;
    const config::Catalogue catalogue({std::string(ICEKEEL_SOURCE_DIR) + "/platforms/catalogue"});
    auto read = facility_figures(catalogue, diagnostics);
    EXPECT_FALSE(diagnostics.failed()) << diagnostics.text();
    return read;
  }();
  return made;
}

const FacilityFigures& group(const std::string& name) {
  for (const auto& one : groups())
    if (one.group == name) return one;
  throw std::runtime_error("no group " + name);
}

TEST(FacilityScoreboard, AgreesWhereItIsScored) {
  const Scoreboard board = facility_scoreboard(groups());
  EXPECT_GE(board.rows.size(), 25u);
  for (const ScoreRow& row : board.rows)
    if (row.standing == Standing::scored && row.tolerance > 0) {
      EXPECT_TRUE(row.agrees()) << row.group << ", " << row.name << ": " << row.ours << " against "
                                << row.published;
    }
}

TEST(FacilityScoreboard, SaysByHowMuchARecordMissesItsNameplate) {
  for (const ScoreRow& row : facility_scoreboard({group("Parts")}).rows)
    if (row.name == "York YT, nameplate at nominal heat") {
      EXPECT_NEAR(row.ours, 7.70, 0.005);
      EXPECT_EQ(row.verdict(), "other scope");
    }
}

TEST(SiteYear, HasTheTermsOfItsPueAndNoMoreHeatThanThereIs) {
  const SiteYear year = year_of(*group("Jean Zay").site);
  EXPECT_GT(year.losses, Energy{});
  EXPECT_LE(year.heat_taken, year.liquid);
  EXPECT_NEAR(year.it.in(units::megawatt_hour), 1.65 * 8760, 1e-6);
  EXPECT_NEAR(year.pue(), 1.0 + (year.cooling + year.losses + year.lighting) / year.it, 1e-12);
}

TEST(SiteYear, OneLargeHallNeedsLessThanAHundredSmallRoomsForTheSameLoad) {
  const auto& figures = group("Archetypes").figures;
  SiteYearSpec room = *figures[1].site, hall = *figures[3].site;
  hall.load = 100.0 * room.load;
  hall.design = 100.0 * room.design;
  const Energy small = 100.0 * year_of(room).facility();
  EXPECT_LT(year_of(hall).facility() / small, 0.65);
}

TEST(FacilityFigures, MissesWhatAQuantityIsComputedFrom) {
  FacilityFigures bare;
  bare.figures.push_back({.name = "air", .quantity = FacilityQuantity::wet_bulb});
  bare.figures.push_back({.name = "year", .quantity = FacilityQuantity::pue});
  const auto found = check(bare);
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].path, "figures[0]");
  EXPECT_EQ(found[1].message, "the figure has no 'site' with its state");
}

}  // namespace
}  // namespace icekeel::analysis
