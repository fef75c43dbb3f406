// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// One training configuration as the user gives it: columns of a CSV file or options of the
/// command line, any of which may be missing.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "platforms/chip.h"
#include "simulator/base/quantity.h"
#include "simulator/config/finding.h"
#include "workloads/training.h"

namespace icekeel::analysis {

enum class Family { transformer, moe, unet, bert, resnet, vit };
enum class Cooling { air, liquid, immersion };

std::string_view name(Family family);
std::string_view name(Cooling cooling);

struct EstimateCase {
  using Count = std::optional<std::int64_t>;
  using Flag = std::optional<bool>;

  std::string name;
  std::optional<Family> family;
  Count params;
  Count hidden_size, layers, attention_heads, kv_heads, ffn_size, vocab_size;
  Count experts, experts_per_token;
  Count image_size;
  Flag latents_prepared;
  Count sequence_length, global_batch;
  Count micro_batch, tensor_parallel, pipeline_parallel, data_parallel, context_parallel,
      expert_parallel, interleave;
  Flag sequence_parallel;
  std::optional<workloads::Recompute> recompute;
  Flag flash_attention;
  Count zero_stage;
  std::optional<workloads::Optimizer> optimizer;
  Count lora_rank;
  std::optional<workloads::AdapterTargets> lora_targets;
  std::string frozen_weights;  ///< format of the catalogue
  std::optional<platforms::Precision> precision;
  std::string node;
  Count nodes;
  std::optional<Cooling> cooling;
  Count tokens;  ///< images, for networks that see images
  std::string country;
  std::optional<double> pue;
  std::optional<EnergyPrice> electricity_price;
  std::string currency;

  std::string model;    ///< of the catalogue, instead of a shape
  std::string job;      ///< of the catalogue, or a file; the other settings change it
  bool search = false;  ///< also what has a default: the fastest layout that fits
};

/// A setting: a column of --cases, and with dashes an option.
struct EstimateColumn {
  std::string_view name;
  std::string_view help;
  /// Reads the text into the case; what is wrong with it otherwise (its path stays empty).
  std::optional<config::Finding> (*read)(EstimateCase&, std::string_view text);
};

/// Every setting, in the order in which they are documented.
std::span<const EstimateColumn> estimate_columns();

}  // namespace icekeel::analysis
