// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Counts as what arithmetic and containers take.

#include <cstddef>
#include <cstdint>

namespace icekeel {

/// A count as a factor.
inline double number(std::int64_t count) {
  return static_cast<double>(count);
}

/// A count, not below zero, as a place in a container.
inline std::size_t index(std::int64_t count) {
  return static_cast<std::size_t>(count);
}

}  // namespace icekeel
