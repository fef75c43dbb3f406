// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Roots of continuous functions, and where a repeated step settles.

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

/// The search for x = g(x) where g hardly depends on x: a line through the last two rounds leads to
/// the next one. The slope of an earlier search leads to the second.
class FixedPoint {
 public:
  /// What to try after x gave g(x). Far from a line of slope 0 it is g(x) itself.
  double next(double x, double g) {
    const double moved = g - x;
    if (rounds_++ > 0 && x != x_) slope_ = (moved - moved_) / (x - x_);
    x_ = x;
    moved_ = moved;
    return std::abs(slope_ + 1.0) < 0.5 ? x - moved / slope_ : g;
  }
  /// Begins another search, with the slope of the last one.
  void restart() { rounds_ = 0; }

 private:
  int rounds_ = 0;
  double x_ = 0.0, moved_ = 0.0;
  double slope_ = -1.0;  // of g(x) - x
};

}  // namespace icekeel::facility
