// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Values that tests draw and write again and again.

#include <rapidcheck.h>

#include "simulator/base/quantity.h"

namespace icekeel {

inline Temperature celsius(double degrees) {
  return Temperature::from_celsius(degrees);
}

/// A number of [low, high], drawn by rapidcheck.
inline double any_between(double low, double high) {
  return low + (high - low) * (*rc::gen::inRange(0, 1000001)) / 1e6;
}

}  // namespace icekeel
