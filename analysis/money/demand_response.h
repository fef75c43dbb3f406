// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Demand that answers to its price: what becomes cheaper is used more (the rebound effect).
///
///     u = (c(u) / c0)^e
///
/// u demand over that without an answer, c(u) cost of a unit at that demand, c0 the cost that the
/// plan of the demand was made at, e elasticity: 0 nothing changes, -1 spending stays as it was.
///
/// See simulator/docs/methods/years.md.
/// Verified by: tests/unit/analysis/years_test.cpp.

#include <functional>
#include <optional>

namespace icekeel::analysis {

/// The solution nearest to 1 on the side that cost points to; nothing where demand has no end
/// (above a thousandfold, or below a thousandth).
/// \param unit_cost of a unit at a demand, above zero
std::optional<double> answered_demand(double elasticity, double cost_before,
                                      const std::function<double(double)>& unit_cost);

}  // namespace icekeel::analysis
