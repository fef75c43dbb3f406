// SPDX-License-Identifier: Apache-2.0
#include "analysis/money/demand_response.h"

#include <cmath>

namespace icekeel::analysis {

std::optional<double> answered_demand(double elasticity, double cost_before,
                                      const std::function<double(double)>& unit_cost) {
  // In logarithms: how far the demand x lies above the one that its cost asks for.
  const auto excess = [&](double x) {
    return x - elasticity * std::log(unit_cost(std::exp(x)) / cost_before);
  };
  constexpr double step = 0.02;
  const double end = std::log(1000.0);
  const double at_one = excess(0.0);
  if (at_one == 0.0) return 1.0;
  const double direction = at_one < 0.0 ? 1.0 : -1.0;
  double inside = 0.0, outside = direction * step;
  while (direction * excess(outside) < 0.0) {
    inside = outside;
    outside += direction * step;
    if (std::abs(outside) > end) return std::nullopt;
  }
  for (int halving = 0; halving < 60; ++halving) {
    const double middle = 0.5 * (inside + outside);
    (direction * excess(middle) < 0.0 ? inside : outside) = middle;
  }
  return std::exp(0.5 * (inside + outside));
}

}  // namespace icekeel::analysis
