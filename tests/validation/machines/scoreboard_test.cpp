// SPDX-License-Identifier: Apache-2.0
// Listed runs of Linpack from the parts of the machines. Tolerances were stated before the first
// comparison: the power of what is scored is off by less than 5 % in the mean and 12 % at most.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "analysis/validate_machines.h"
#include "simulator/base/units.h"

namespace icekeel::analysis {
namespace {

const std::vector<Machine>& catalogue() {
  static const auto made = [] {
    config::Diagnostics diagnostics;
    const config::Catalogue entries(
        {ICEKEEL_SOURCE_DIR "/platforms/catalogue", ICEKEEL_SOURCE_DIR "/workloads/catalogue"});
    auto read = machines(entries, diagnostics);
    EXPECT_FALSE(diagnostics.failed()) << diagnostics.text();
    return read;
  }();
  return made;
}

const Machine& machine(const std::string& entry) {
  const auto at = std::ranges::find(catalogue(), entry, &Machine::entry);
  if (at == catalogue().end()) throw std::runtime_error("no machine " + entry);
  return *at;
}

TEST(MachinesScoreboard, PredictsThePowerOfTwelveMachinesFromOthersWithTheirChips) {
  const auto board = machines_scoreboard(catalogue());
  std::vector<double> errors;
  std::vector<std::string> names;
  for (const ScoreRow& row : board.rows) {
    if (row.group != "HPL power" || row.standing != Standing::scored) continue;
    errors.push_back(std::abs(row.error()));
    names.push_back(row.name.substr(0, row.name.find(',')));
    EXPECT_LT(errors.back(), 0.12) << row.name;
  }
  std::ranges::sort(names);
  const auto repeated = std::ranges::unique(names);
  names.erase(repeated.begin(), repeated.end());
  EXPECT_GE(names.size(), 12u);
  double mean = 0;
  for (const double error : errors) mean += error / static_cast<double>(errors.size());
  EXPECT_LT(mean, 0.05);
}

TEST(MachinesScoreboard, DoesNotScoreAMachineThatIsAloneWithItsChip) {
  for (const ScoreRow& row : machines_scoreboard(catalogue()).rows)
    if (row.name.starts_with("TaihuLight") && row.group != "Power of an exaflop") {
      EXPECT_EQ(row.verdict(), "calibration");
      EXPECT_NEAR(row.error(), 0.0, 1e-3);
    }
}

// Nothing of a machine's own runs reaches its prediction.
TEST(MachinesScoreboard, LeavesTheMachineItselfOut) {
  auto changed = catalogue();
  const auto before = of_others(machine("lumi"), catalogue());
  for (auto& one : changed)
    if (one.entry == "lumi")
      for (auto& run : one.spec.listed) run.rate = 0.5 * run.rate, run.power = 0.5 * *run.power;
  const auto after = of_others(machine("lumi"), changed);
  ASSERT_TRUE(before && after);
  EXPECT_EQ(before->share, after->share);
  EXPECT_EQ(before->above_idle, after->above_idle);
  EXPECT_NE(of_others(machine("hpc6"), catalogue())->share,
            of_others(machine("hpc6"), changed)->share);
}

TEST(MachinesScoreboard, FittedCoefficientsGiveTheListedRunBack) {
  for (const char* name : {"lumi", "selene", "fugaku", "summit"}) {
    const Machine& m = machine(name);
    const auto& run = m.spec.listed[0];
    const auto answer = work_out(m, run, fitted(m, run));
    EXPECT_NEAR(answer.plan.rate / run.rate, 1.0, 1e-6) << name;
    EXPECT_NEAR(answer.total() / *run.power, 1.0, 1e-6) << name;
  }
}

// ExaDigiT RAPS, its verification against the machine's own sensors.
TEST(Frontier, SumsUpFromItsPartsToWhatItsSensorsRead) {
  const Machine& frontier = machine("frontier");
  EXPECT_NEAR(idle_power(frontier).in(units::megawatt), 7.3, 0.02 * 7.3);
  const auto& run = frontier.spec.listed[1];
  ASSERT_EQ(run.list, "June 2024");
  const auto answer = work_out(frontier, run, *of_others(frontier, catalogue()));
  const Power rack = 128.0 * answer.node + 32.0 * frontier.spec.switch_power;
  EXPECT_NEAR(rack.in(units::kilowatt), 305.7, 0.05 * 305.7);
  EXPECT_NEAR(answer.total().in(units::megawatt), 22.75, 0.05 * 22.75);
  EXPECT_NEAR(answer.total().in(units::megawatt),
              (answer.nodes + answer.fabric + answer.pumps).in(units::megawatt), 1e-12);
}

TEST(Gauge, OfTwentyMegawattsAnExaflopIsFiftyGigaflopsAWatt) {
  RunAnswer answer;
  answer.plan.rate = ComputeRate::si(2e18);
  answer.nodes = 40.0 * units::megawatt;
  EXPECT_NEAR(answer.per_exaflop().in(units::megawatt), 20.0, 1e-9);
  EXPECT_NEAR(answer.gigaflops_per_watt(), 50.0, 1e-9);
}

}  // namespace
}  // namespace icekeel::analysis
