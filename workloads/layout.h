// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// How a training job is spread over GPUs.

#include <array>
#include <cstdint>
#include <string_view>

#include "simulator/config/fields.h"

namespace icekeel::workloads {

/// What is computed again in the backward pass to save memory.
enum class Recompute { none, selective, full };

/// Ranks are numbered as in Megatron-LM: tensor fastest, then context, data, pipeline.
struct LayoutSpec {
  std::int64_t tensor_parallel = 1;
  std::int64_t pipeline_parallel = 1;
  std::int64_t data_parallel = 1;
  std::int64_t context_parallel = 1;  ///< GPUs that share every sequence
  std::int64_t micro_batch = 1;       ///< samples that go through the pipeline together
  std::int64_t interleave = 1;        ///< model chunks a pipeline stage
  bool sequence_parallel = false;     ///< norms and dropouts are split over the tensor ranks
  Recompute recompute = Recompute::none;
  std::int64_t zero_stage = 0;       ///< 0 none, 1 optimizer, 2 and gradients, 3 and weights
  bool flash_attention = false;      ///< attention in one kernel, without its square in memory
  std::int64_t expert_parallel = 1;  ///< copies that share the experts
  double overlap = 0.0;              ///< share of the data-parallel transfers hidden under compute

  /// GPUs that hold the same weights, whether they see other samples or other parts of them.
  std::int64_t replicas() const { return data_parallel * context_parallel; }
  std::int64_t gpus() const { return tensor_parallel * pipeline_parallel * replicas(); }
};

void describe(config::Fields& f, LayoutSpec& layout);

/// Whether that many layers make equal chunks, so many for each stage: the first and the last chunk
/// may hold a layer less, in whose place stands the embedding or the head.
bool makes_chunks(std::int64_t layers, std::int64_t stages, std::int64_t chunks);

}  // namespace icekeel::workloads

template <>
struct icekeel::config::Choices<icekeel::workloads::Recompute> {
  static constexpr std::array<std::string_view, 3> names{"none", "selective", "full"};
};
