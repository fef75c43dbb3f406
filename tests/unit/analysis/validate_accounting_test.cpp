// SPDX-License-Identifier: Apache-2.0
// Published accounts are computed from their inputs, not repeated.
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

#include "analysis/validate.h"
#include "simulator/base/units.h"

namespace icekeel::analysis {
namespace {

const std::vector<PublishedSpec>& cases() {
  static const auto all = [] {
    const std::filesystem::path root = ICEKEEL_SOURCE_DIR;
    config::Diagnostics diagnostics;
    auto read = published_cases(
        config::Catalogue({root / "workloads/catalogue", root / "platforms/catalogue"}),
        diagnostics);
    EXPECT_FALSE(diagnostics.failed()) << diagnostics.text();
    return read;
  }();
  return all;
}

const AccountSpec& account(const std::string& name) {
  for (const PublishedSpec& paper : cases())
    for (const AccountSpec& each : paper.accounts)
      if (each.name == name) return each;
  throw std::runtime_error("there is no account of " + name);
}

std::vector<double> values(const AccountSpec& account) {
  std::vector<double> result;
  for (const AccountFigure& figure : account.published)
    result.push_back(account_row({}, account, figure).ours);
  return result;
}

// The account with one of its inputs raised by a tenth, one for each input that it has.
std::vector<AccountSpec> raised_by_a_tenth(const AccountSpec& account) {
  std::vector<AccountSpec> result;
  const auto raise = [&](auto member) {
    if (!(account.*member)) return;
    AccountSpec changed = account;
    *(changed.*member) *= 1.1;
    result.push_back(changed);
  };
  raise(&AccountSpec::device_time);
  raise(&AccountSpec::wall_time);
  raise(&AccountSpec::work);
  raise(&AccountSpec::rate);
  raise(&AccountSpec::device_power);
  raise(&AccountSpec::energy);
  raise(&AccountSpec::carbon_intensity);
  raise(&AccountSpec::idle_energy);
  if (account.pue > 1) {
    AccountSpec changed = account;
    changed.pue *= 1.1;
    result.push_back(changed);
  }
  if (account.embodied) {
    AccountSpec changed = account;
    changed.embodied->lifetime *= 1.1;
    result.push_back(changed);
  }
  return result;
}

TEST(Accounting, EveryFigureIsReproducedOrSaidToBeWrong) {
  const Scoreboard board = accounting_scoreboard(cases());
  EXPECT_GE(board.rows.size(), 38u);
  EXPECT_EQ(board.failures(), 0u);
  for (const ScoreRow& row : board.rows) {
    EXPECT_TRUE(row.verdict() == "agrees" || row.verdict() == "source wrong")
        << row.name << ", " << row.quantity << ": " << row.error();
    EXPECT_FALSE(row.source.empty()) << row.name;
    EXPECT_FALSE(row.scope.empty()) << row.name;
    if (row.source_wrong) {
      EXPECT_FALSE(row.agrees()) << row.name << " is said to be wrong and is right";
      EXPECT_FALSE(row.note.empty()) << row.name;
    }
  }
}

TEST(Accounting, EveryInputMovesAFigureAndEveryFigureHasAnInput) {
  for (const PublishedSpec& paper : cases())
    for (const AccountSpec& each : paper.accounts) {
      const auto before = values(each);
      std::vector<bool> moved(before.size());
      for (const AccountSpec& changed : raised_by_a_tenth(each)) {
        const auto after = values(changed);
        bool any = false;
        for (std::size_t i = 0; i < before.size(); ++i)
          if (std::abs(after[i] / before[i] - 1) > 1e-3) moved[i] = any = true;
        EXPECT_TRUE(any) << each.name << " has an input that moves nothing";
      }
      EXPECT_TRUE(std::ranges::all_of(moved, std::identity{})) << each.name;
    }
}

TEST(Accounting, AddsUpBloomsThreeParts) {
  const AccountSpec& bloom = account("BLOOM-176B");
  const AccountFigure total{.carbon = 50.5 * units::tonne, .part = Part::total};
  const double sum =
      account_row({}, bloom, {.carbon = 1.0 * units::tonne}).ours +
      account_row({}, bloom, {.carbon = 1.0 * units::tonne, .part = Part::idle}).ours +
      account_row({}, bloom, {.carbon = 1.0 * units::tonne, .part = Part::embodied}).ours;
  EXPECT_NEAR(account_row({}, bloom, total).ours, sum, 1e-9);
  EXPECT_NEAR(sum, 50.5, 0.05);
}

TEST(Accounting, FlagsTheDaysThatWereTakenForYears) {
  const AccountSpec& slide = account("LLaMA, one GPU alone, years");
  const ScoreRow row = account_row({}, slide, slide.published.front());
  EXPECT_EQ(row.verdict(), "source wrong");
  EXPECT_NEAR(row.ours / 365.25, 422.1, 0.1);
}

TEST(Accounting, AToleranceOfAHalfPercentIsWiderOnlyForRoundedFigures) {
  AccountSpec run;
  run.device_time = 1000.0 * units::hour;
  run.device_power = 1.0 * units::kilowatt;
  AccountFigure figure{.energy = 1.01 * units::megawatt_hour};
  EXPECT_EQ(account_row({}, run, figure).verdict(), "differs");
  figure.tier = Tier::rounded;
  EXPECT_EQ(account_row({}, run, figure).verdict(), "agrees");
}

}  // namespace
}  // namespace icekeel::analysis
