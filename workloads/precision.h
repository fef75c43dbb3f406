// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Number formats in which a network is trained.

#include <array>
#include <string_view>

#include "simulator/base/quantity.h"
#include "simulator/config/fields.h"

namespace icekeel::workloads {

/// Format of the large matrix products. Mixed precision keeps an FP32 master copy.
enum class Precision { fp32, tf32, fp16, bf16, fp8 };

/// Size of one weight or activation in memory. FP8 products keep 16-bit tensors around them.
Information element_size(Precision precision);

}  // namespace icekeel::workloads

template <>
struct icekeel::config::Choices<icekeel::workloads::Precision> {
  static constexpr std::array<std::string_view, 5> names{"fp32", "tf32", "fp16", "bf16", "fp8"};
};
