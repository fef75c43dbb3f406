// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// How much of a machine's peaks a training job reaches: the fitted constants of the step model.

#include <string_view>

#include "simulator/base/quantity.h"
#include "simulator/config/fields.h"

namespace icekeel::workloads {

/// Transfers between ranks on one tier of the machine: time = latency + bytes / (share * rate).
struct TransferEfficiency {
  double share = 1.0;  ///< of the port's rate that long transfers reach, (0, 1]
  Duration latency;    ///< of one step of a collective
};

/// Every constant of the step model that is not a datasheet figure.
struct EfficiencySpec {
  static constexpr std::string_view catalogue_kind = "efficiency";

  double matrix_share = 0.80;       ///< of the peak that large matrix products reach
  double convolution_share = 0.50;  ///< of the peak that large convolutions reach
  double attention_share = 0.40;    ///< of the peak that fused attention reaches
  double half_size = 100.0;         ///< side of a product that halves its share
  double memory_share = 0.80;       ///< of the memory bandwidth that element-wise kernels reach
  Duration launch = Duration::si(5e-6);  ///< a kernel, where the GPU does nothing
  Duration step_overhead;                ///< a step, on top of all phases
  TransferEfficiency link{0.78, Duration::si(6e-6)};
  TransferEfficiency network{0.90, Duration::si(10e-6)};
  double host_share = 0.1;  ///< of the processor cores that launch kernels and read samples
  Information reserved_memory = Information::si(8.0 * 3e9);  ///< a GPU: context, buffers, gaps
};

void describe(config::Fields& f, TransferEfficiency& transfers);
void describe(config::Fields& f, EfficiencySpec& efficiency);

}  // namespace icekeel::workloads
