// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Money at different times: what a purchase costs in each year of its life.
///
///     v        = 1 / (1 + r)                          worth today of one in a year
///     a(r, n)  = r / (1 - v^n),   1/n for r = 0       annuity: yearly payment that repays one
///     annuity        (P - s P v^L) a(r, L)
///     straight line  P (1 - s) / L + r P (1 + s) / 2  depreciation, interest on the mean value
///
/// P price, s share of it that it is sold for at the end of its life of L years, r price of
/// capital. Payments are at the ends of years, purchases at their beginnings.
///
/// See simulator/docs/methods/total-cost.md.
/// Verified by: tests/unit/analysis/ownership_test.cpp.

#include <array>
#include <string_view>

#include "simulator/config/fields.h"

namespace icekeel::analysis {

/// How a purchase is spread over its life.
enum class Depreciation { annuity, straight_line };

/// One at the end of so many years, today.
double present_worth(double rate, double years);
/// Yearly payment that repays one in so many years.
double annuity_factor(double rate, double years);

/// Cost of a year of something that costs one, as a share of its price.
/// \param resale share of the price at the end of its life
double yearly_share(Depreciation method, double rate, double years, double resale);

/// What it is worth at an age, by the annuities that are still to come and what it is sold for, as
/// a share of its price.
double worth_at(double rate, double years, double resale, double age);

/// Purchases, sales and what is left at the end of the horizon, today, as a share of its price: it
/// is bought again each time its life ends.
double net_present_purchases(double rate, double years, double resale, double horizon);

}  // namespace icekeel::analysis

template <>
struct icekeel::config::Choices<icekeel::analysis::Depreciation> {
  static constexpr std::array<std::string_view, 2> names{"annuity", "straight-line"};
};
