// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// A figure on which sources disagree: low, middle and high.

#include <algorithm>

#include "simulator/base/quantity.h"

namespace icekeel::lifecycle {

/// Three values in rising order. Sums add lows to lows and highs to highs: the widest range that
/// the parts allow, as if all errors had one sign.
template <class Value>
struct Range {
  Value low{}, mid{}, high{};

  static constexpr Range exactly(Value value) { return {value, value, value}; }
  constexpr auto width() const { return high - low; }
  constexpr bool operator==(const Range&) const = default;
  constexpr Range& operator+=(const Range& o) {
    low += o.low;
    mid += o.mid;
    high += o.high;
    return *this;
  }
};

using MassRange = Range<Mass>;

template <class Value>
constexpr Range<Value> operator+(Range<Value> a, const Range<Value>& b) {
  return a += b;
}
/// A range times a factor that is known; not negative.
template <class Factor, class Value>
constexpr auto operator*(const Factor& factor, const Range<Value>& range)
    -> Range<decltype(factor * range.low)> {
  return {factor * range.low, factor * range.mid, factor * range.high};
}

}  // namespace icekeel::lifecycle
