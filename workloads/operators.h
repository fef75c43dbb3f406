// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// What a network computes, operator by operator, for one micro-batch on one GPU.

#include <cstdint>
#include <string_view>
#include <vector>

#include "simulator/base/quantity.h"
#include "workloads/model.h"

namespace icekeel::workloads {

enum class OperatorKind {
  matrix,       ///< dense product, perhaps a batch of them
  convolution,  ///< seen as the product of its patches with its filters
  attention,    ///< fused: scores, softmax and context without writing the scores
  element_wise  ///< norms, activations, dropouts: bound by memory
};

/// One kernel or a fused group of them, forward. A product has `rows x inner` times
/// `inner x columns`, `batch` times; fused attention has `batch` heads of `rows x columns` scores
/// over heads of size `inner`.
struct Operator {
  std::string_view name;
  OperatorKind kind = OperatorKind::matrix;
  double batch = 1;
  double rows = 0;
  double columns = 0;
  double inner = 0;
  double elements = 0;    ///< read and written
  double parameters = 0;  ///< held by this GPU
  bool frozen = false;    ///< they are not trained: no gradient of theirs is computed
  double packed = 0;      ///< of them, kept in fewer bits until a product needs them
  double matrices = 1;    ///< of the network that one product does at once
  double saved = 0;       ///< elements kept for the backward pass
  double boundary = 0;    ///< elements kept even if the block that starts here is recomputed
  double masked = 0;      ///< share of the scores that a fused kernel skips
  double kernels = 1;     ///< launches
  /// Elements of 16 bits read and written to unpack the weights, for each product with them.
  double unpacked = 0;

  /// Work of the forward pass; none for element-wise operators, whose flops cost nothing.
  Work forward_work() const;
  /// Work of the gradients with respect to inputs and to weights that are trained.
  Work backward_work() const;
};

/// The part of the model that one GPU computes at once.
struct Slice {
  std::int64_t micro_batch = 1;
  std::int64_t tensor_parallel = 1;
  bool sequence_parallel = false;
  bool flash_attention = false;
  std::int64_t expert_parallel = 1;
  std::int64_t context_parallel = 1;
  bool fused_kernels = false;  ///< RMS norms, rotary positions, gates: one kernel each
};

/// One layer of a transformer. The attention core (what selective recomputation repeats) is the
/// operators named "scores", "softmax", "context" or "attention".
std::vector<Operator> layer_operators(const TransformerSpec& model, const Slice& slice);

/// Final norm, output embedding and loss of a transformer.
std::vector<Operator> head_operators(const TransformerSpec& model, const Slice& slice);

/// Token and position embedding of a transformer.
std::vector<Operator> embedding_operators(const TransformerSpec& model, const Slice& slice);

/// A whole network; tensor and sequence parallelism do not apply.
std::vector<Operator> unet_operators(const UnetSpec& model, const Slice& slice);
std::vector<Operator> resnet_operators(const ResnetSpec& model, const Slice& slice);

/// Whatever is not a transformer, whole.
std::vector<Operator> whole_operators(const ModelSpec& model, const Slice& slice);

/// The frozen encoder of images of a denoising network, and everything frozen that runs for every
/// sample: nothing if the latents are prepared.
std::vector<Operator> image_encoder_operators(const UnetSpec& model, std::int64_t images);
std::vector<Operator> frozen_operators(const ModelSpec& model, const Slice& slice);

/// What of a layer belongs to the experts that this GPU holds.
std::vector<Operator> experts_of(std::vector<Operator> layer);

/// Share of the tokens that have logits.
double predicted_share(const TransformerSpec& model);

bool is_attention_core(const Operator& op);

Work forward_work(const std::vector<Operator>& operators);
/// Forward and backward as the algorithm asks for: three times the forward work, twice where
/// weights are frozen. What fused kernels compute twice is not in it.
Work training_work(const std::vector<Operator>& operators);
double parameters(const std::vector<Operator>& operators);
double trained_parameters(const std::vector<Operator>& operators);
double packed_parameters(const std::vector<Operator>& operators);

}  // namespace icekeel::workloads
