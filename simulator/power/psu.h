// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Conversion in the power supplies of a node: what they take in for what they give out.

#include <cstdint>
#include <vector>

#include "platforms/supply.h"

namespace icekeel::power {

/// Equal supplies that share a load evenly.
///
/// The loss per rating is interpolated in the load by monotone piecewise cubics (Fritsch and
/// Carlson) through the points of the efficiency curve, so it passes through every point, never
/// overshoots, and the input rises with the output. Below the first point the loss stays what it
/// is there (the no-load loss); above the last one it goes on with its last slope.
/// Verified by: tests/verification/power/psu_test.cpp.
class PowerSupplies {
 public:
  explicit PowerSupplies(const platforms::SupplySpec& spec);

  /// Loss of one supply over its rating, at output over rating `load`.
  double loss_share(double load) const;

  /// What `on` supplies take in together to give `output`. Without supplies nothing flows.
  Power input(Power output, std::int64_t on) const;

  /// What they can give together at the same input: the inverse of `input`.
  Power output(Power input, std::int64_t on) const;

 private:
  struct Knot {
    double load;
    double loss;
    double slope;
  };
  std::vector<Knot> knots_;
  Power rating_;
};

}  // namespace icekeel::power
