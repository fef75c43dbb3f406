// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Operators of networks that work on images: convolutions as the products that they are.
///
/// A convolution of k x k pixels from `in` to `out` channels is a product of its patches with its
/// filters: every pixel of the result is a row, every filter a column, and the inner side is the
/// k k in values under a filter (implicit GEMM). Memory carries each image once.

#include <string_view>

#include "workloads/operators.h"

namespace icekeel::workloads {

/// Pixels of all images of a micro-batch that an operator reads and writes.
struct Pixels {
  double in = 0;
  double out = 0;
};

/// \param kernel side of the filters in pixels
Operator convolution(std::string_view name, Pixels pixels, double in, double out, double kernel,
                     bool bias);

/// Every row times the same matrix.
Operator linear(std::string_view name, double rows, double in, double out, bool bias);

/// Bound by memory: norms, activations, sums, pooling.
Operator over_memory(std::string_view name, double elements, double trained, double saved);

}  // namespace icekeel::workloads
