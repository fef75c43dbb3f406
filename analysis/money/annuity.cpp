// SPDX-License-Identifier: Apache-2.0
#include "analysis/money/annuity.h"

#include <algorithm>
#include <cmath>

namespace icekeel::analysis {

double present_worth(double rate, double years) {
  return std::pow(1.0 + rate, -years);
}

double annuity_factor(double rate, double years) {
  // expm1 keeps the digits of rates near zero.
  return rate == 0.0 ? 1.0 / years : rate / -std::expm1(-years * std::log1p(rate));
}

double yearly_share(Depreciation method, double rate, double years, double resale) {
  if (method == Depreciation::straight_line)
    return (1.0 - resale) / years + 0.5 * rate * (1.0 + resale);
  return (1.0 - resale * present_worth(rate, years)) * annuity_factor(rate, years);
}

double worth_at(double rate, double years, double resale, double age) {
  const double left = years - age;
  if (left <= 0.0) return resale;
  const double yearly = yearly_share(Depreciation::annuity, rate, years, resale);
  return yearly / annuity_factor(rate, left) + resale * present_worth(rate, left);
}

double net_present_purchases(double rate, double years, double resale, double horizon) {
  double sum = 0.0;
  for (double bought = 0.0; bought < horizon; bought += years) {
    const double end = std::min(bought + years, horizon);
    sum += present_worth(rate, bought) -
           worth_at(rate, years, resale, end - bought) * present_worth(rate, end);
  }
  return sum;
}

}  // namespace icekeel::analysis
