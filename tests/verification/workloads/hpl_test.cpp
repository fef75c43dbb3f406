// SPDX-License-Identifier: Apache-2.0
// Linpack against its closed form on one chip, and what must hold of any run.
#include "workloads/hpl.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "simulator/base/units.h"

namespace icekeel::workloads {
namespace {

// A node of chips of 50 Tflop/s and 100 GB with a 25 GB/s adapter each.
platforms::NodeSpec node(std::int64_t chips = 4) {
  platforms::NodeSpec n;
  n.name = "node";
  n.chips = chips;
  n.chip.name = "chip";
  n.chip.peak.fp64 = 50.0 * units::teraflop_per_second;
  n.chip.memory = 100.0 * units::gigabyte;
  n.chip.tdp = 500.0 * units::watt;
  n.chip.power.idle = 50.0 * units::watt;
  n.chip.power.busy = 100.0 * units::watt;
  n.chip.power.tensor = 400.0 * units::watt;
  n.chip.linpack = platforms::LinpackChip{0.8, 450.0 * units::watt, {}};
  n.nics.count = chips;
  n.nics.rate = 200.0 * units::gigabit_per_second;
  return n;
}

LinpackMethodSpec ideal() {
  LinpackMethodSpec m;
  m.half_side = 0;
  m.panel_rate = ComputeRate::si(1e30);
  m.message = Duration{};
  m.exposed_share = 0;
  return m;
}

TEST(Hpl, OfOneIdealChipTakesTheWorkOverItsRate) {
  HplSpec spec;
  spec.order = 200'000;
  spec.method = ideal();
  const auto plan = plan_hpl(spec, node(1));
  const double n = 200e3;
  // Blocks of b columns round the cube up by 3 b / (2 n).
  EXPECT_NEAR(plan.time.si(), 2.0 / 3.0 * n * n * n / 40e12, 0.005 * plan.time.si());
  EXPECT_NEAR(plan.rate.in(units::teraflop_per_second), 40.0, 0.2);
  EXPECT_DOUBLE_EQ(plan.update_share, 1.0);
}

TEST(Hpl, FillsTheMemoryOfTheChips) {
  HplSpec spec;
  spec.nodes = 16;
  EXPECT_NEAR(8.0 * plan_hpl(spec, node()).order * plan_hpl(spec, node()).order, 64 * 100e9, 1e8);
  auto spilling = node();
  spilling.chip.linpack->memory = 200.0 * units::gigabyte;
  EXPECT_NEAR(plan_hpl(spec, spilling).order / plan_hpl(spec, node()).order, std::sqrt(2.0), 1e-6);
}

TEST(Hpl, PhasesAddUpToTheRun) {
  HplSpec spec;
  spec.nodes = 64;
  const auto plan = plan_hpl(spec, node());
  EXPECT_EQ(plan.phases.size(), 100u);
  Duration sum;
  double update = 0;
  for (const auto& phase : plan.phases) {
    sum += phase.length;
    update += phase.update_share * phase.length.si();
    EXPECT_GT(phase.activity.cpu, 0.0);
  }
  EXPECT_NEAR(sum / plan.time, 1.0, 1e-12);
  EXPECT_NEAR(update / plan.time.si(), plan.update_share, 1e-12);
  // The last columns have little to update.
  EXPECT_LT(plan.phases.back().update_share, 0.5 * plan.phases.front().update_share);
}

RC_GTEST_PROP(Hpl, NeverBeatsItsChipsAndNeverLosesByMoreOfAnything, ()) {
  HplSpec spec;
  spec.nodes = *rc::gen::inRange<std::int64_t>(1, 2000);
  const auto plan = plan_hpl(spec, node());
  const double best = static_cast<double>(spec.nodes) * 4 * 40e12;
  RC_ASSERT(plan.rate.si() <= best * 1.0001);
  HplSpec larger = spec;
  larger.nodes = spec.nodes + 1;
  RC_ASSERT(plan_hpl(larger, node()).rate > plan.rate);
  HplSpec smaller = spec;
  smaller.order = static_cast<std::int64_t>(plan.order / 2);
  RC_ASSERT(plan_hpl(smaller, node()).rate < plan.rate);
  auto narrow = node();
  narrow.nics.rate = 100.0 * units::gigabit_per_second;
  RC_ASSERT(plan_hpl(spec, narrow).rate <= plan.rate);
}

TEST(Hpl, ActivityGivesTheChipThePowerItWasAskedFor) {
  const auto chip = node().chip;
  for (const double share : {0.0, 0.3, 1.0}) {
    const auto a = matrix_activity(chip, 450.0 * units::watt, share);
    const double watts = 50 + 100 * a.busy + 400 * a.tensor;
    EXPECT_NEAR(watts, 150 + share * 300, 1e-9) << share;
  }
  // A product that takes less than any kernel: busy for a part of the time, no arithmetic.
  const auto a = matrix_activity(chip, 100.0 * units::watt, 1.0);
  EXPECT_NEAR(a.busy, 0.5, 1e-12);
  EXPECT_EQ(a.tensor, 0.0);
}

TEST(Hpl, OfAnUnknownChipOrTooLargeAMatrixIsRefused) {
  HplSpec spec;
  spec.order = 10'000'000;
  auto n = node();
  ASSERT_EQ(check(spec, n).size(), 1u);
  EXPECT_EQ(check(spec, n)[0].path, "order");
  EXPECT_EQ(check(spec, n)[0].message, "the matrix takes 800 TB; the 1 nodes have 0 TB");
  n.chip.linpack.reset();
  ASSERT_EQ(check(spec, n).size(), 1u);
  EXPECT_EQ(check(spec, n)[0].path, "nodes");
}

}  // namespace
}  // namespace icekeel::workloads
