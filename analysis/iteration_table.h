// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Measured step times of GPTs, as tables of a public study give them (CSV).
///
/// Columns, in any order: GPUs, global batch, micro batch, hidden size, attention heads, layers,
/// sequence length, tensor parallelism, data parallelism, pipeline parallelism and iteration time
/// (ms), spelt as in VIA-Research/vTrain or with underscores; others are passed over. What the
/// tables do not say is that study's framework: 16 bits, all layers recomputed, attention in
/// separate kernels, gradients exchanged after the last micro-batch.

#include <string>
#include <string_view>
#include <vector>

#include "simulator/base/quantity.h"
#include "simulator/config/diagnostics.h"
#include "workloads/training.h"

namespace icekeel::analysis {

struct MeasuredStep {
  workloads::TrainingSpec training;
  Duration time;
};

/// \return the rows in the order of the file, without those that are reported in the diagnostics
std::vector<MeasuredStep> read_iterations(const std::string& file, std::string_view text,
                                          config::Diagnostics& diagnostics);

}  // namespace icekeel::analysis
