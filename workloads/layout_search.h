// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// The fastest way to spread a training job over GPUs that fits into their memory.
///
/// Every layout of this space is compared, or known to be slower than one that was:
///
///     tensor_parallel     divisors of the attention heads, at most the GPUs of a node
///     pipeline_parallel   any number of stages up to the layers; they need not be equal
///     data_parallel       every number of copies that the batch and the GPUs allow
///     micro_batch         every size up to 64 that divides the samples of a copy
///     context_parallel    1; where nothing fits so, 2, 4, 8 ... as far as needed
///     expert_parallel     divisors of the experts and of the copies
///     interleave          every number of equal chunks a stage (`makes_chunks`)
///     recompute           none, selective, full
///     zero_stage          0 to 3
///     sequence_parallel   on, wherever the sequence can be split: it is never slower or larger
///
/// A layout may use fewer GPUs than there are, so that more GPUs are never slower. What the caller
/// fixes stays as it is. A step is never shorter than the compute of its fullest stage, which is
/// known before recomputation, sharding and chunks are chosen: that prunes nearly everything.
///
/// Verified by: tests/unit/workloads/layout_search_test.cpp.

#include <cstdint>
#include <optional>
#include <string>

#include "workloads/hardware.h"
#include "workloads/step.h"
#include "workloads/training.h"

namespace icekeel::workloads {

/// What of the layout is given; everything else is searched.
struct FixedLayout {
  std::optional<std::int64_t> tensor_parallel;
  std::optional<std::int64_t> pipeline_parallel;
  std::optional<std::int64_t> data_parallel;
  std::optional<std::int64_t> micro_batch;
  std::optional<std::int64_t> interleave;
  std::optional<std::int64_t> context_parallel;
  std::optional<std::int64_t> expert_parallel;
  std::optional<bool> sequence_parallel;
  std::optional<Recompute> recompute;
  std::optional<std::int64_t> zero_stage;
};

struct SearchResult {
  std::optional<LayoutSpec> layout;  ///< none: no layout fits
  Duration step_time;
  Information least_memory;    ///< of a GPU, the least of all layouts that do not fit
  std::size_t considered = 0;  ///< layouts whose step was worked out
};

/// \param training its layout's flash_attention and overlap hold for all layouts
/// \param gpus that may be used
SearchResult search_layout(const TrainingSpec& training, const Hardware& hardware,
                           std::int64_t gpus, const FixedLayout& fixed);

}  // namespace icekeel::workloads
