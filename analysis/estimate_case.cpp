// SPDX-License-Identifier: Apache-2.0
#include "analysis/estimate_case.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>

#include "simulator/base/text.h"
#include "simulator/base/units.h"
#include "simulator/config/units_text.h"

namespace icekeel::analysis {
namespace {

using config::Finding;
using Problem = std::optional<Finding>;

constexpr std::array<std::string_view, 6> family_names{"transformer", "moe",    "unet",
                                                       "bert",        "resnet", "vit"};
constexpr std::array<std::string_view, 3> cooling_names{"air", "liquid", "immersion"};

std::string list_of(std::span<const std::string_view> names) {
  return joined(std::vector<std::string>(names.begin(), names.end()), ", ");
}

Problem read_count(std::optional<std::int64_t>& value, std::string_view text, std::int64_t least,
                   std::int64_t most) {
  const auto count = config::parse_count(text);
  if (!count)
    return Finding{"", fmt::format("'{}' is not a whole number", text),
                   "write it as 24, 65.2B or 1.4T (K, M, B, T: thousand to trillion)"};
  if (*count < least || *count > most)
    return Finding{"",
                   fmt::format("{} is {} than {}", text, *count < least ? "less" : "more",
                               *count < least ? least : most),
                   fmt::format("give a number from {} to {}", least, most)};
  value = *count;
  return std::nullopt;
}

Problem read_flag(std::optional<bool>& value, std::string_view text) {
  std::string lower(text);
  std::ranges::transform(lower, lower.begin(), [](unsigned char c) { return std::tolower(c); });
  if (lower != "true" && lower != "false")
    return Finding{"", fmt::format("'{}' is neither true nor false", text), "give true or false"};
  value = lower == "true";
  return std::nullopt;
}

template <class Enum>
Problem read_choice(std::optional<Enum>& value, std::string_view text,
                    std::span<const std::string_view> names) {
  const auto at = std::ranges::find(names, text);
  if (at == names.end()) {
    const std::vector<std::string> known(names.begin(), names.end());
    const auto meant = nearest(text, known);
    return Finding{"", fmt::format("'{}' is none of {}", text, list_of(names)),
                   meant ? fmt::format("did you mean '{}'?", *meant)
                         : fmt::format("give one of {}", list_of(names))};
  }
  value = static_cast<Enum>(at - names.begin());
  return std::nullopt;
}

Problem read_optimizer(EstimateCase& c, std::string_view text) {
  if (text == "adamw") text = "adam";
  if (text == "sgd") text = "momentum";
  return read_choice(c.optimizer, text, config::Choices<workloads::Optimizer>::names);
}

Problem read_pue(EstimateCase& c, std::string_view text) {
  const auto value = config::parse_number(text);
  if (!value) return Finding{"", fmt::format("'{}' is not a number", text), "write it as 1.2"};
  if (!(*value >= 1.0 && *value <= 10.0))
    return Finding{"", fmt::format("a PUE of {} is impossible", text),
                   "a facility draws at least what its servers draw: give 1 or more, at most 10"};
  c.pue = *value;
  return std::nullopt;
}

// "0.12" or "0.12 EUR/kWh".
Problem read_price(EstimateCase& c, std::string_view text) {
  const Finding wrong{"", fmt::format("'{}' is not a price of electricity", text),
                      "write it as 0.12 EUR/kWh, or 0.12 for as many EUR/kWh"};
  if (const auto value = config::parse_number(text); value && !text.ends_with('%')) {
    if (!(std::abs(*value) < 1e6)) return wrong;
    c.electricity_price = *value * units::per_kilowatt_hour;
    c.currency = "EUR";
    return std::nullopt;
  }
  const auto parsed = config::parse_quantity(text);
  const auto* quantity = std::get_if<config::WrittenQuantity>(&parsed);
  if (!quantity || quantity->dimension != EnergyPrice::dimension) return wrong;
  c.electricity_price = EnergyPrice::si(quantity->si);
  c.currency = quantity->currency;
  return std::nullopt;
}

constexpr std::int64_t any = 9'000'000'000'000'000;
constexpr std::int64_t size = 10'000'000;  // far beyond any network, products stay exact
constexpr std::int64_t ranks = 100'000;

// A column of counts.
template <std::optional<std::int64_t> EstimateCase::* Member, std::int64_t Least, std::int64_t Most>
Problem count(EstimateCase& c, std::string_view text) {
  return read_count(c.*Member, text, Least, Most);
}

template <std::optional<bool> EstimateCase::* Member>
Problem flag(EstimateCase& c, std::string_view text) {
  return read_flag(c.*Member, text);
}

template <std::string EstimateCase::* Member>
Problem word(EstimateCase& c, std::string_view text) {
  c.*Member = std::string(text);
  return std::nullopt;
}

using C = EstimateCase;

constexpr std::array<EstimateColumn, 38> columns{{
    {"name", "Name of the case in the answer.", word<&C::name>},
    {"family", "transformer, moe, unet, bert, resnet or vit.",
     [](C& c, std::string_view text) { return read_choice(c.family, text, family_names); }},
    {"params", "Parameters; a shape that is given as well wins.", count<&C::params, 1000, any>},
    {"hidden_size", "Width of the residual stream.", count<&C::hidden_size, 1, size>},
    {"layers", "Number of layers (resnet: 50, 101 or 152).", count<&C::layers, 1, ranks>},
    {"attention_heads", "Number of attention heads.", count<&C::attention_heads, 1, size>},
    {"kv_heads", "Heads with keys and values of their own.", count<&C::kv_heads, 1, size>},
    {"ffn_size", "Width inside the feed-forward block.", count<&C::ffn_size, 1, size>},
    {"vocab_size", "Number of different tokens, or of classes.", count<&C::vocab_size, 1, size>},
    {"experts", "Experts of each feed-forward block.", count<&C::experts, 1, ranks>},
    {"experts_per_token", "Experts that each token visits.",
     count<&C::experts_per_token, 1, ranks>},
    {"image_size", "Side of the square image in pixels.", count<&C::image_size, 1, 65536>},
    {"latents_prepared", "Whether images and texts are encoded before training.",
     flag<&C::latents_prepared>},
    {"sequence_length", "Tokens of one sample.", count<&C::sequence_length, 1, size>},
    {"global_batch", "Samples of one optimizer step.", count<&C::global_batch, 1, size>},
    {"micro_batch", "Samples that pass through the pipeline together.",
     count<&C::micro_batch, 1, 10000>},
    {"tensor_parallel", "GPUs that share every matrix.", count<&C::tensor_parallel, 1, ranks>},
    {"pipeline_parallel", "Stages that share the layers.", count<&C::pipeline_parallel, 1, ranks>},
    {"data_parallel", "Copies of the model that share the batch.",
     count<&C::data_parallel, 1, ranks>},
    {"context_parallel", "GPUs that share every sequence.", count<&C::context_parallel, 1, ranks>},
    {"expert_parallel", "Copies that share the experts.", count<&C::expert_parallel, 1, ranks>},
    {"interleave", "Chunks of layers that each pipeline stage holds.",
     count<&C::interleave, 1, ranks>},
    {"sequence_parallel", "Whether norms are split over the tensor-parallel GPUs.",
     flag<&C::sequence_parallel>},
    {"recompute", "none, selective or full.",
     [](C& c, std::string_view text) {
       return read_choice(c.recompute, text, config::Choices<workloads::Recompute>::names);
     }},
    {"flash_attention", "Whether one kernel computes attention.", flag<&C::flash_attention>},
    {"zero_stage", "What copies share: 0 nothing, 1 optimizer, 2 gradients, 3 weights.",
     count<&C::zero_stage, 0, 3>},
    {"optimizer", "adam or momentum.", read_optimizer},
    {"lora_rank", "Rank of adapters beside frozen weights; 0: all weights are trained.",
     count<&C::lora_rank, 0, size>},
    {"lora_targets", "Linear layers with adapters: all, attention or query-value.",
     [](C& c, std::string_view text) {
       return read_choice(c.lora_targets, text, config::Choices<workloads::AdapterTargets>::names);
     }},
    {"frozen_weights", "How weights beside adapters are kept, as nf4 (QLoRA).",
     word<&C::frozen_weights>},
    {"precision", "fp32, tf32, bf16, fp16, fp8 ...",
     [](C& c, std::string_view text) {
       return read_choice(c.precision, text, config::Choices<platforms::Precision>::names);
     }},
    {"node", "Node of the catalogue, as dgx-h100.", word<&C::node>},
    {"nodes", "Number of nodes.", count<&C::nodes, 1, 1'000'000>},
    {"cooling", "air, liquid or immersion.",
     [](C& c, std::string_view text) { return read_choice(c.cooling, text, cooling_names); }},
    {"tokens", "Tokens (or images) to train on.", count<&C::tokens, 1, any>},
    {"country", "Whose electricity it is, as france.", word<&C::country>},
    {"pue", "Energy of the facility over that of its servers.", read_pue},
    {"electricity_price", "As 0.12 EUR/kWh.", read_price},
}};

}  // namespace

std::string_view name(Family family) {
  return family_names[static_cast<std::size_t>(family)];
}

std::string_view name(Cooling cooling) {
  return cooling_names[static_cast<std::size_t>(cooling)];
}

std::span<const EstimateColumn> estimate_columns() {
  return columns;
}

}  // namespace icekeel::analysis
