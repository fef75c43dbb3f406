// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// How long a GPU takes for a list of operators.
///
/// A product of m x k with k x n takes
///
///     max( 2 m n k / (share * peak * u),  bytes / (memory_share * memory_bandwidth) )
///     u = m/(m+d) * n/(n+d) * k/(k+p d)
///
/// where d, the half size, is the side at which tiles and pipelines of the kernel are half used,
/// and p the pipeline depth of the hardware: filling takes a number of clocks, so units that do
/// more in a clock need a longer inner side. Products in 8 bits also read their factors in 16 bits
/// and write them in 8 (`cast`): the input of the forward pass, the gradient of the output going
/// back. Weights that are kept packed are read and written in 16 bits before each product.
/// Element-wise operators are bound by memory alone. A pass over a list takes the longer of its
/// kernels on the GPU and of their launches by the host, which runs ahead of the GPU.
///
/// Dense work at full clock can ask for more than the GPU's power limit. The clock then falls to
/// the share s at which  idle + s^e (busy + tensor a_t + memory a_m) = limit,  with the shares a_t
/// and a_m of the peaks at full clock and the exponent e of the power model, and kernels take 1/s
/// as long. Limits act within milliseconds, so the mean over a layer counts.
///
/// Verified by: tests/verification/workloads/kernel_time_test.cpp.

#include <algorithm>
#include <span>

#include "simulator/base/quantity.h"
#include "workloads/efficiency.h"
#include "workloads/hardware.h"
#include "workloads/operators.h"

namespace icekeel::workloads {

/// What a pass takes and does.
struct PassCost {
  Duration kernels;   ///< on the GPU, one after the other
  Duration launches;  ///< by the host
  Work work;
  Information traffic;  ///< to and from the GPU's memory

  Duration time() const { return std::max(kernels, launches); }

  PassCost& operator+=(const PassCost& other);
  friend PassCost operator+(PassCost a, const PassCost& b) { return a += b; }
  friend PassCost operator*(double factor, const PassCost& cost) {
    return {factor * cost.kernels, factor * cost.launches, factor * cost.work,
            factor * cost.traffic};
  }
};

/// A GPU as the kernels of one job see it.
struct KernelModel {
  const Hardware& hardware;
  const EfficiencySpec& efficiency;
  Information element;  ///< of weights and activations
  Information cast{};   ///< traffic of casting an element of a factor

  PassCost forward(std::span<const Operator> operators) const;
  PassCost backward(std::span<const Operator> operators) const;

  /// The same at the clock that the GPU's power limit allows while it repeats this.
  PassCost sustained(PassCost cost) const;
};

}  // namespace icekeel::workloads
