// SPDX-License-Identifier: Apache-2.0
#include "analysis/report/reduction.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace icekeel::analysis::report {
namespace {

// Interval i begins after a pause.
bool follows_gap(const result::Intervals& axis, std::size_t i) {
  const double pause = axis.from[i] - axis.to[i - 1];
  return pause > 0.01 * (axis.to[i] - axis.from[i]);
}

}  // namespace

Buckets buckets_of(const result::Intervals& axis, std::size_t most) {
  Buckets buckets;
  if (axis.size() == 0) return buckets;
  std::size_t gaps = 0;
  for (std::size_t i = 1; i < axis.size(); ++i) gaps += follows_gap(axis, i) ? 1 : 0;
  const bool keep_gaps = 2 * gaps < most;
  const std::size_t room = std::max<std::size_t>(1, keep_gaps ? most - gaps : most);
  const std::size_t length = (axis.size() + room - 1) / room;
  for (std::size_t i = 0; i < axis.size(); ++i) {
    const bool full = buckets.first.empty() || i - buckets.first.back() == length;
    if (!full && !(keep_gaps && follows_gap(axis, i))) continue;
    if (i > 0) buckets.to.push_back(axis.to[i - 1]);
    buckets.first.push_back(i);
    buckets.from.push_back(axis.from[i]);
  }
  buckets.to.push_back(axis.to.back());
  buckets.first.push_back(axis.size());
  return buckets;
}

Reduced reduced(const Buckets& buckets, const result::Intervals& axis,
                std::span<const double> values, std::size_t columns, std::size_t column) {
  constexpr double none = std::numeric_limits<double>::quiet_NaN();
  Reduced result;
  for (std::size_t b = 0; b < buckets.size(); ++b) {
    double low = none, high = none, sum = 0, weight = 0;
    for (std::size_t i = buckets.first[b]; i < buckets.first[b + 1]; ++i) {
      const double value = values[i * columns + column];
      if (!std::isfinite(value)) continue;
      const double width = axis.to[i] - axis.from[i];
      low = std::fmin(low, value);
      high = std::fmax(high, value);
      sum += value * width;
      weight += width;
    }
    result.low.push_back(low);
    result.high.push_back(high);
    // A mean cannot lie outside of what it is the mean of, whatever the rounding.
    result.mean.push_back(weight > 0 ? std::clamp(sum / weight, low, high) : none);
  }
  return result;
}

}  // namespace icekeel::analysis::report
