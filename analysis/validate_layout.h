// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// What is not published of a layout, filled in: the model's fastest choice that fits.

#include "analysis/validate_published.h"
#include "workloads/hardware.h"

namespace icekeel::analysis {

/// The job with everything in `prediction.free` chosen so that its step is shortest. The choices:
/// micro-batches 1, 2, 4 ... 16; every number of chunks that divides a stage's layers; tensor ranks
/// within a node, stages up to 64, the three kinds of recomputation. Only what fits into memory.
workloads::TrainingSpec fastest_layout(const workloads::TrainingSpec& training,
                                       const PredictionSpec& prediction,
                                       const workloads::Hardware& hardware);

}  // namespace icekeel::analysis
