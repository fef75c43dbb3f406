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

/// Every constant of the step model that is not a datasheet figure. The defaults are those of the
/// catalogue's efficiency/megatron-a100, which says where each comes from.
struct EfficiencySpec {
  static constexpr std::string_view catalogue_kind = "efficiency";

  double matrix_share = 0.861;     ///< of the peak that large matrix products reach
  double convolution_share = 0.5;  ///< of the peak that large convolutions reach
  double attention_share = 0.4;    ///< of the peak that fused attention reaches
  double half_size = 93.0;         ///< side of a product that halves its share
  double memory_share = 0.591;     ///< of the memory bandwidth that kernels reach
  /// Memory traffic of adding the gradient of one parameter to the sum over the micro-batches; none
  /// where the products do so themselves.
  Information gradient_traffic;
  Duration launch = Duration::si(70.4e-6);        ///< of one operator, by the host
  Duration step_overhead = Duration::si(4.2e-3);  ///< a step, on top of all phases
  TransferEfficiency link{0.771, Duration::si(6.05e-6)};
  TransferEfficiency network{0.545, Duration::si(10e-6)};
  double host_share = 0.1;  ///< of the processor cores that launch kernels and read samples
  Information reserved_memory = Information::si(8.0 * 3e9);  ///< a GPU: context, buffers, gaps
};

void describe(config::Fields& f, TransferEfficiency& transfers);
void describe(config::Fields& f, EfficiencySpec& efficiency);

}  // namespace icekeel::workloads
