// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Root of a continuous function between two bounds where it changes its sign.

#include <cmath>

namespace icekeel::facility {

/// Regula falsi with the Illinois rule: converges fast on smooth functions and never leaves the
/// bounds. Without a change of sign the result is the bound with the smaller value.
template <class Function>
double root_between(Function&& f, double low, double high, double tolerance) {
  double f_low = f(low);
  double f_high = f(high);
  if (f_low == 0.0) return low;
  if ((f_low > 0.0) == (f_high > 0.0)) return std::abs(f_low) < std::abs(f_high) ? low : high;
  int kept = 0;  // which bound stayed last time
  for (int i = 0; i < 100 && std::abs(high - low) > tolerance; ++i) {
    const double x = (low * f_high - high * f_low) / (f_high - f_low);
    const double f_x = f(x);
    if (std::abs(f_x) == 0.0) return x;
    if ((f_x > 0.0) == (f_high > 0.0)) {
      if (std::abs(high - x) < tolerance) return x;
      high = x;
      f_high = f_x;
      if (kept == -1) f_low *= 0.5;
      kept = -1;
    } else {
      if (std::abs(low - x) < tolerance) return x;
      low = x;
      f_low = f_x;
      if (kept == 1) f_high *= 0.5;
      kept = 1;
    }
  }
  return 0.5 * (low + high);
}

}  // namespace icekeel::facility
