// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// How the weights of a network are stored to be used, and what of them a pass reads.

#include <cstdint>
#include <optional>
#include <string_view>

#include "platforms/chip.h"
#include "simulator/base/quantity.h"
#include "simulator/config/fields.h"
#include "workloads/model.h"

namespace icekeel::workloads {

/// Matrices are stored in blocks of weights that share a scale; vectors, such as the weights of
/// norms, in 32 bits.
struct WeightFormatSpec {
  static constexpr std::string_view catalogue_kind = "weight-formats";

  std::int64_t block = 1;                      ///< weights
  Information block_size;                      ///< of a block with its scale
  std::optional<Information> head_block_size;  ///< of the output embedding, where it differs
  platforms::Precision arithmetic = platforms::Precision::fp16;  ///< of the products
};

void describe(config::Fields& f, WeightFormatSpec& format);

/// All weights of the network.
Information weight_size(const TransformerSpec& model, const WeightFormatSpec& format);

/// Weights that a pass over so many tokens reads once: all but the input embedding, and of experts
/// those that at least one token visits, if each token visits its own at random.
Information read_size(const TransformerSpec& model, const WeightFormatSpec& format, double tokens);

/// Keys and values of one token in all layers.
Information cache_per_token(const TransformerSpec& model, Information element);

}  // namespace icekeel::workloads
