// SPDX-License-Identifier: Apache-2.0
// Swings of a load behind an input that lags, and what a generator makes of a step.
#include "simulator/power/load_swing.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>

#include "simulator/base/units.h"

namespace icekeel::power {
namespace {

constexpr auto second = Duration::si(1);

/// Half of the time low, half high.
std::array<LoadPiece, 2> square(double period) {
  return {
      {{Duration::si(0.5 * period), Power::si(1e6)}, {Duration::si(0.5 * period), Power::si(3e6)}}};
}

// At once: the whole swing, and from one second to the next all of it where the halves are longer.
TEST(LoadSwing, PassesWithoutSmoothing) {
  const auto slow = swing_behind(square(10), {});
  EXPECT_DOUBLE_EQ(slow.swing.si(), 2e6);
  EXPECT_NEAR(slow.ramp.si(), 2e6, 1e-6);
  EXPECT_NEAR(swing_behind(square(1), {}).ramp.si(), 0.0, 1e-6);  // a second holds whole periods
}

// Of a square wave a first order lag leaves tanh(period / 4 tau).
TEST(LoadSwing, IsSmoothedAsTheClosedFormOfASquareWave) {
  for (const double tau : {0.1, 1.0, 10.0, 100.0}) {
    const auto seen = swing_behind(square(8), Duration::si(tau));
    EXPECT_NEAR(seen.swing.si(), 2e6 * std::tanh(8.0 / (4.0 * tau)), 1e-6 * 2e6) << tau;
  }
}

TEST(LoadSwing, NeverRisesWithTheSmoothing) {
  Power swing = Power::si(2.1e6);
  Ramp ramp = Ramp::si(2.1e6);
  for (double tau = 0.0; tau < 100.0; tau = 2.0 * tau + 0.1) {
    const auto seen = swing_behind(square(6), Duration::si(tau));
    EXPECT_LE(seen.swing, swing);
    EXPECT_LE(seen.ramp, ramp);
    EXPECT_LE(seen.ramp * second, seen.swing * (1 + 1e-12));
    swing = seen.swing;
    ramp = seen.ramp;
  }
}

// A step behind a lag: the second that begins with it against the one before has
// dP (1 - tau (1 - exp(-1/tau))); a little later both seconds see the rise.
TEST(LoadSwing, OfAStepIsItsHeightAndItsRampAtMostThatOfTheLag) {
  const auto sharp = step_behind(Power::si(1e6), Power::si(5e6), {});
  EXPECT_DOUBLE_EQ(sharp.swing.si(), 4e6);
  EXPECT_NEAR(sharp.ramp.si(), 4e6, 1e-6);
  const double tau = 5.0;
  const auto smooth = step_behind(Power::si(1e6), Power::si(5e6), Duration::si(tau));
  EXPECT_NEAR(smooth.swing.si(), 4e6, 1e-6 * 4e6);
  EXPECT_GE(smooth.ramp.si(), 4e6 * tau * std::pow(1 - std::exp(-1 / tau), 2) * (1 - 1e-9));
  EXPECT_LE(smooth.ramp.si(), 4e6 / tau);
}

// 2 H dw/dt = -step exp(-t / T): the dip is the integral, here summed in small steps.
TEST(GeneratorStep, DipsByTheEnergyThatTheTorqueIsLateWith) {
  GeneratorSpec set;
  set.inertia = Duration::si(1.0);
  set.response = Duration::si(0.4);
  set.frequency_dip = 0.07;
  set.recovery = Duration::si(3);
  double speed = 0, torque = 0;
  const double dt = 1e-5, load = 0.3;
  for (double t = 0; t < 10; t += dt) {
    speed += dt * (torque - load) / 2.0;
    torque += dt * (load - torque) / 0.4;
  }
  EXPECT_NEAR(frequency_dip(set, load), -speed, 1e-4);
  EXPECT_NEAR(frequency_dip(set, largest_step(set)), 0.07, 1e-15);
  EXPECT_NEAR(largest_step(set), 0.35, 1e-12);
}

}  // namespace
}  // namespace icekeel::power
