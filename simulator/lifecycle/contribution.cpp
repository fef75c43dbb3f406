// SPDX-License-Identifier: Apache-2.0
#include "simulator/lifecycle/contribution.h"

#include <algorithm>

namespace icekeel::lifecycle {
namespace {

constexpr std::array<std::string_view, phases> phase_names{"manufacture", "transport", "use",
                                                           "end of life"};

}  // namespace

std::string_view name(Phase phase) {
  return phase_names[static_cast<std::size_t>(phase)];
}

MassRange total(std::span<const Contribution> parts) {
  MassRange sum;
  for (const auto& part : parts) sum += part.carbon;
  return sum;
}

std::array<MassRange, phases> by_phase(std::span<const Contribution> parts) {
  std::array<MassRange, phases> sums{};
  for (const auto& part : parts) sums[static_cast<std::size_t>(part.phase)] += part.carbon;
  return sums;
}

const Contribution* largest(std::span<const Contribution> parts) {
  const auto at =
      std::ranges::max_element(parts, {}, [](const Contribution& part) { return part.carbon.mid; });
  return at == parts.end() ? nullptr : &*at;
}

const Contribution* least_known(std::span<const Contribution> parts) {
  const auto at = std::ranges::max_element(
      parts, {}, [](const Contribution& part) { return part.carbon.width(); });
  return at == parts.end() ? nullptr : &*at;
}

}  // namespace icekeel::lifecycle
