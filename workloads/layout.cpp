// SPDX-License-Identifier: Apache-2.0
#include "workloads/layout.h"

namespace icekeel::workloads {

void describe(config::Fields& f, LayoutSpec& l) {
  f.optional("tensor_parallel", l.tensor_parallel, "GPUs that share every matrix.", {.least = 1});
  f.optional("pipeline_parallel", l.pipeline_parallel, "Stages that share the layers.",
             {.least = 1});
  f.optional("data_parallel", l.data_parallel, "Copies of the model that share the batch.",
             {.least = 1});
  f.optional("micro_batch", l.micro_batch, "Samples that pass through the pipeline together.",
             {.least = 1});
  f.optional("interleave", l.interleave, "Chunks of layers that each pipeline stage holds.",
             {.least = 1});
  f.optional("sequence_parallel", l.sequence_parallel,
             "Whether norms and dropouts are split over the tensor-parallel GPUs.");
  f.optional("recompute", l.recompute,
             "What is computed again in the backward pass: nothing, attention, or all.");
  f.optional("zero_stage", l.zero_stage,
             "What data-parallel GPUs share instead of copying: 0 nothing, 1 optimizer states, 2 "
             "also gradients, 3 also weights (fully sharded).",
             {.least = 0, .most = 3});
  f.optional("flash_attention", l.flash_attention,
             "Whether one kernel computes attention without storing its square of scores.");
  f.optional("overlap", l.overlap,
             "Share of the time of data-parallel transfers that is hidden under compute.",
             {.least = 0, .most = 1});
}

}  // namespace icekeel::workloads
