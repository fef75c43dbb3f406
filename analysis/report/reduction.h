// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// A long series as a short one that still looks the same: each bucket of neighbouring intervals
/// keeps its smallest value, its largest one and its mean.

#include <cstddef>
#include <span>
#include <vector>

#include "simulator/result/result_file.h"

namespace icekeel::analysis::report {

/// How the intervals of an axis are put together: bucket b holds [first[b], first[b + 1]).
struct Buckets {
  std::vector<std::size_t> first;  ///< one more than there are buckets
  std::vector<double> from;        ///< [s]
  std::vector<double> to;          ///< [s]

  std::size_t size() const { return from.size(); }
};

/// At most `most` buckets of equally many intervals; no bucket reaches over a gap of the axis
/// unless there are more gaps than buckets.
Buckets buckets_of(const result::Intervals& axis, std::size_t most);

struct Reduced {
  std::vector<double> low;
  std::vector<double> mean;  ///< weighted by the length of the intervals
  std::vector<double> high;
};

/// One column of values (interval i is values[i * columns + column]); NaN is left out, and a bucket
/// of nothing but NaN is NaN.
Reduced reduced(const Buckets& buckets, const result::Intervals& axis,
                std::span<const double> values, std::size_t columns = 1, std::size_t column = 0);

}  // namespace icekeel::analysis::report
