// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Memory that a training job needs on each of its GPUs.
///
/// Activations of one transformer layer, in bytes a token for 16-bit elements, t tensor ranks:
///
///     (8 h + [dropout] 2 h) / (sequence_parallel ? t : 1)      norms, inputs, masks
///   + (4 h + 4 kv + (gated ? 6 : 4) f) / t                     projections, feed-forward
///   + (dropout ? 5 : 2) a s / t                                square of scores
///
/// which is s b h (10 + 24/t + 5 a s/(h t)) for GPT (f = 4h, kv = h, dropout). Selective
/// recomputation and fused attention drop the square, full recomputation keeps 2 h a layer.
///
/// Source: Korthikanti et al., Reducing Activation Recomputation in Large Transformer Models,
/// arXiv:2205.05198, for the terms of GPT; gates and grouped queries counted likewise.
/// Verified by: tests/verification/workloads/memory_test.cpp.

#include "platforms/chip.h"
#include "simulator/base/quantity.h"
#include "workloads/operators.h"
#include "workloads/training.h"

namespace icekeel::workloads {

/// Training state of one parameter, before any sharding.
struct StateSize {
  Information weight;
  Information gradient;
  Information optimizer;  ///< moments, and the FP32 master copy of 16-bit weights
  Information total() const { return weight + gradient + optimizer; }
};

StateSize state_size(platforms::Precision precision, Optimizer optimizer);

/// Memory of the GPU that needs most.
struct MemoryUse {
  Information weights;
  Information gradients;
  Information optimizer;
  Information activations;
  Information reserved;
  Information total() const { return weights + gradients + optimizer + activations + reserved; }
};

/// Activations that one transformer layer keeps for one micro-batch.
Information layer_activations(const TransformerSpec& model, const LayoutSpec& layout,
                              Information element);

/// Parameters on one GPU of a tensor-parallel group; they do not depend on the stages.
struct ParameterCounts {
  double layer = 0;      ///< of a transformer
  double embedding = 0;  ///< of a transformer
  double head = 0;       ///< of a transformer, without a tied embedding
  double experts = 0;    ///< part of `layer` that expert_parallel copies share
  double whole = 0;      ///< of any other network
};

struct HeldParameters {
  ParameterCounts all;
  ParameterCounts trained;
  ParameterCounts packed;  ///< frozen ones that are kept in fewer bits
  double unpacked = 0;     ///< of them, those that one product needs at once
  double encoders = 0;     ///< of frozen encoders, beside all others
};

HeldParameters held_parameters(const ModelSpec& model, const LayoutSpec& layout);

/// Layers of the first, the last and the fullest pipeline stage. What cannot be shared evenly goes
/// to the stages between the first, which also holds the embedding, and the last with the head.
struct StageLayers {
  double first = 0;
  double last = 0;
  double most = 0;
};

StageLayers stage_layers(std::int64_t layers, std::int64_t stages);

MemoryUse memory_use(const TrainingSpec& training);
MemoryUse memory_use(const TrainingSpec& training, const HeldParameters& held);

/// Of these parameters, those on the GPU that holds most.
double parameters_per_gpu(const ModelSpec& model, const LayoutSpec& layout,
                          const ParameterCounts& counts);
/// Those of them that belong to experts.
double experts_per_gpu(const ModelSpec& model, const LayoutSpec& layout,
                       const ParameterCounts& counts);
/// Those that a GPU keeps where the GPUs with the same weights share them.
double shared_parameters(const ModelSpec& model, const LayoutSpec& layout,
                         const ParameterCounts& counts);

/// Passes of micro-batches through the pipeline in a step.
std::int64_t micro_batches(const TrainingSpec& training);

/// The part of the model that a GPU of this layout computes.
Slice slice_of(const LayoutSpec& layout);

}  // namespace icekeel::workloads
