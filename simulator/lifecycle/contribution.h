// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// A footprint as the sum of its parts, each in a phase of a life.

#include <array>
#include <span>
#include <string>
#include <string_view>

#include "simulator/lifecycle/range.h"

namespace icekeel::lifecycle {

enum class Phase { manufacture, transport, use, end_of_life };
inline constexpr std::size_t phases = 4;

std::string_view name(Phase phase);

struct Contribution {
  std::string part;  ///< "chips", "electricity" ...
  Phase phase = Phase::use;
  MassRange carbon;
};

MassRange total(std::span<const Contribution> parts);
std::array<MassRange, phases> by_phase(std::span<const Contribution> parts);
/// The part with the largest middle value; none of no parts.
const Contribution* largest(std::span<const Contribution> parts);
/// The part that adds most to the width of the sum.
const Contribution* least_known(std::span<const Contribution> parts);

}  // namespace icekeel::lifecycle
