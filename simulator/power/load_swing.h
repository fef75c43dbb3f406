// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// How far and how fast a load swings, as its supply sees it, and what a generator makes of a step.

#include <span>

#include "simulator/power/generator_spec.h"

namespace icekeel::power {

/// A power that is held for a time.
struct LoadPiece {
  Duration length;
  Power power;
};

/// How far a load goes up and down, and its largest change from one second to the next.
struct LoadSwing {
  Power swing;
  Ramp ramp;
};

/// The swing of a load that repeats these pieces, behind an input that follows it with a first
/// order lag:
///
///     smoothing dP/dt = load - P,   in its periodic state, exact between the changes of the load
///
/// \param pieces at least one with a length
/// \param smoothing 0: the input follows at once
LoadSwing swing_behind(std::span<const LoadPiece> pieces, Duration smoothing);

/// A load that changes once, behind the same input.
LoadSwing step_behind(Power before, Power after, Duration smoothing);

/// What a step of load does to a generator set: its torque follows as
///
///     T dM/dt = L - M,   2 H dw/dt = M - L   =>   dip = step T / (2 H)
///
/// all over rating and nominal frequency.
double frequency_dip(const GeneratorSpec& set, double step);
/// The largest step over the rating that keeps the dip within the class.
double largest_step(const GeneratorSpec& set);

}  // namespace icekeel::power
