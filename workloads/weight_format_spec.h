// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// How the weights of a network are stored.

#include <cstdint>
#include <optional>
#include <string_view>

#include "platforms/chip.h"
#include "simulator/base/quantity.h"
#include "simulator/config/fields.h"

namespace icekeel::workloads {

/// Matrices are stored in blocks of weights that share a scale; vectors, such as the weights of
/// norms, in 32 bits.
struct WeightFormatSpec {
  static constexpr std::string_view catalogue_kind = "weight-formats";

  std::int64_t block = 1;                      ///< weights
  Information block_size;                      ///< of a block with its scale
  std::optional<Information> head_block_size;  ///< of the output embedding, where it differs
  platforms::Precision arithmetic = platforms::Precision::fp16;  ///< of the products

  /// Of a weight of a matrix, with its part of the scale.
  Information weight_size() const { return 1.0 / static_cast<double>(block) * block_size; }
};

void describe(config::Fields& f, WeightFormatSpec& format);

}  // namespace icekeel::workloads
