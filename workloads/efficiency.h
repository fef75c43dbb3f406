// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// How much of a machine's peaks a training job reaches: the fitted constants of the step model.

#include <string>
#include <string_view>
#include <vector>

#include "simulator/base/quantity.h"
#include "simulator/config/fields.h"

namespace icekeel::workloads {

/// Transfers between ranks on one tier of the machine: time = latency + bytes / (share * rate).
struct TransferEfficiency {
  double share = 1.0;  ///< of the port's rate that long transfers reach, (0, 1]
  Duration latency;    ///< of one step of a collective
};

/// How a framework moves weights and gradients that it keeps in shares (ZeRO stages 2 and 3, FSDP).
struct ShardingEfficiency {
  double tensors_per_layer = 1;  ///< collectives for one layer in one pass over it
  /// Gathers again for a layer that is recomputed as a whole; else its backward pass reuses them.
  bool gathers_to_recompute = false;
  double copies = 0;    ///< times that a gathered byte is written and read in memory besides
  Duration piece_time;  ///< host time for the piece of each rank, of every collective
};

/// Every constant of the step model that is not a datasheet figure. The defaults are those of the
/// catalogue's efficiency/megatron-a100, which says where each comes from.
struct EfficiencySpec {
  static constexpr std::string_view catalogue_kind = "efficiency";

  std::vector<std::string> families;  ///< of chips, whose estimates take it
  double matrix_share = 0.861;        ///< of the peak that large matrix products reach
  double convolution_share = 0.5;     ///< of the peak that large convolutions reach
  double attention_share = 0.325;     ///< of the peak that fused attention reaches
  double half_size = 93.0;            ///< side of a product that halves its share
  /// RMS norms, rotary positions and gated activations run as one kernel each, as in libraries of
  /// 2024 and later; else as the several kernels of plain PyTorch.
  bool fused_kernels = false;
  double memory_share = 0.591;  ///< of the memory bandwidth that kernels reach
  /// Memory traffic of adding the gradient of one parameter to the sum over the micro-batches; none
  /// where the products do so themselves.
  Information gradient_traffic;
  Duration launch = Duration::si(70.4e-6);  ///< of one operator, by the host
  /// Times as long as a launch takes where the GPUs of a tensor group hang on several processors.
  double launch_across_processors = 1.23;
  Duration step_overhead = Duration::si(4.2e-3);  ///< a step, on top of all phases
  TransferEfficiency link{0.771, Duration::si(6.05e-6)};
  TransferEfficiency network{0.545, Duration::si(10e-6)};
  /// Multiprocessors of a GPU that run transfers while these are hidden under compute.
  double transfer_multiprocessors = 16;
  /// With a sharded optimizer (ZeRO 1 and 2): new weights are gathered under the next forward pass.
  bool weights_under_forward = false;
  ShardingEfficiency sharding;
  double host_share = 0.3;  ///< of the processor cores that launch kernels and read samples
  Information reserved_memory = Information::si(8.0 * 3e9);  ///< a GPU: context, buffers, gaps
};

void describe(config::Fields& f, TransferEfficiency& transfers);
void describe(config::Fields& f, ShardingEfficiency& sharding);
void describe(config::Fields& f, EfficiencySpec& efficiency);

}  // namespace icekeel::workloads
