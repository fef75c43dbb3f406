// SPDX-License-Identifier: Apache-2.0
#include "workloads/layout.h"

namespace icekeel::workloads {
namespace {

// Far beyond any machine, and small enough that products of these counts stay exact.
constexpr config::Limits ranks{.least = 1, .most = 1e5};
constexpr config::Limits samples{.least = 1, .most = 1e4};

}  // namespace

bool makes_chunks(std::int64_t layers, std::int64_t stages, std::int64_t chunks) {
  const std::int64_t all = stages * chunks;
  const std::int64_t ends = all > 1 ? 2 : 0;
  return (layers + ends) / all * all >= layers;
}

void describe(config::Fields& f, LayoutSpec& l) {
  f.optional("tensor_parallel", l.tensor_parallel, "GPUs that share every matrix.", ranks);
  f.optional("pipeline_parallel", l.pipeline_parallel, "Stages that share the layers.", ranks);
  f.optional("data_parallel", l.data_parallel, "Copies of the model that share the batch.", ranks);
  f.optional("micro_batch", l.micro_batch, "Samples that pass through the pipeline together.",
             samples);
  f.optional("context_parallel", l.context_parallel,
             "GPUs that share every sequence; keys and values go around them.", ranks);
  f.optional("expert_parallel", l.expert_parallel,
             "Copies of the model that share the experts; they divide data_parallel.", ranks);
  f.optional("interleave", l.interleave, "Chunks of layers that each pipeline stage holds.", ranks);
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
