// SPDX-License-Identifier: Apache-2.0
#include "analysis/estimate_model.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace icekeel::analysis {
namespace {

using workloads::ModelSpec;
using workloads::TransformerSpec;

// The given value, or the default, which is then said.
std::int64_t given_or(const EstimateCase::Count& value, std::int64_t otherwise,
                      std::string_view column, Remarks& remarks) {
  if (value) return *value;
  remarks.assumed.push_back(fmt::format("{} {}", column, otherwise));
  return otherwise;
}

void refuse(const EstimateCase::Count& value, std::string_view column, std::string_view family,
            Remarks& remarks) {
  if (value)
    remarks.problems.push_back({std::string(column), fmt::format("a {} has no {}", family, column),
                                "leave this setting out"});
}

std::int64_t default_heads(std::int64_t hidden) {
  for (const std::int64_t head : {128, 64, 80, 96, 32, 16})
    if (hidden % head == 0) return hidden / head;
  return 1;
}

// Between the given parameters and those of the shape, without a word.
constexpr double tolerated = 0.05;

// A GPT and a LLaMA of the same sizes differ in biases, gates and embeddings.
void make_gpt(TransformerSpec& m) {
  m.gated_feed_forward = false;
  m.biases = m.tied_embeddings = m.learned_positions = m.dropout = true;
}
void make_llama(TransformerSpec& m) {
  m.gated_feed_forward = true;
  m.biases = m.tied_embeddings = m.learned_positions = m.dropout = false;
}

double parameters_of(const TransformerSpec& m) {
  ModelSpec model;
  model.transformer = m;
  return workloads::parameters(model);
}

// The kind that has the given parameters; if neither has, a feed-forward block that is not four
// times as wide as the residual stream has a gate.
void choose_kind(const EstimateCase& c, TransformerSpec& m, Remarks& remarks) {
  TransformerSpec gpt = m, llama = m;
  make_gpt(gpt);
  make_llama(llama);
  bool gated = c.ffn_size && m.feed_forward_size != 4 * m.hidden_size;
  if (c.params && c.hidden_size && c.layers) {
    const auto asked = static_cast<double>(*c.params);
    const double as_llama = std::abs(parameters_of(llama) / asked - 1);
    const double as_gpt = std::abs(parameters_of(gpt) / asked - 1);
    if (std::min(as_llama, as_gpt) <= tolerated) gated = as_llama < as_gpt;
  }
  m = gated ? llama : gpt;
  remarks.assumed.emplace_back(gated ? "gated feed-forward blocks, no biases (as LLaMA)"
                                     : "plain feed-forward blocks with biases (as GPT)");
}

// Sizes of a network with so many parameters: 12 layers h^2 of them, and a hundred times as wide as
// deep, as published decoders of a billion parameters and more are.
void size_from_parameters(double parameters, TransformerSpec& m) {
  const double width = std::cbrt(100.0 * parameters / 12.0);
  m.hidden_size = std::max<std::int64_t>(128, std::lround(width / 128.0) * 128);
  const auto h = static_cast<double>(m.hidden_size);
  const double layers = (parameters - static_cast<double>(m.vocabulary_size) * h) / (12.0 * h * h);
  m.layers = std::max<std::int64_t>(1, std::lround(layers));
}

void warn_of_other_parameters(const EstimateCase& c, const ModelSpec& model, Remarks& remarks) {
  if (!c.params) return;
  const double made = workloads::parameters(model);
  const double off = made / static_cast<double>(*c.params) - 1;
  if (std::abs(off) > tolerated)
    remarks.warnings.push_back(
        fmt::format("the shape has {:.4g} B parameters, {:+.0f} % of the {:.4g} B that are given; "
                    "the shape is used",
                    made * 1e-9, 100 * off, static_cast<double>(*c.params) * 1e-9));
}

void decoder(const EstimateCase& c, TransformerSpec& m, Remarks& remarks) {
  if (c.hidden_size && c.layers) {
    m.hidden_size = *c.hidden_size;
    m.layers = *c.layers;
  } else if (c.params && !c.hidden_size && !c.layers) {
    m.vocabulary_size = c.vocab_size.value_or(51200);
    size_from_parameters(static_cast<double>(*c.params), m);
    remarks.assumed.push_back(
        fmt::format("hidden_size {} and layers {} for params", m.hidden_size, m.layers));
  } else {
    remarks.problems.push_back({c.hidden_size ? "layers" : "hidden_size",
                                "nothing says how large the network is",
                                "give hidden_size and layers, or params, or a model"});
    return;
  }
  m.attention_heads =
      given_or(c.attention_heads, default_heads(m.hidden_size), "attention_heads", remarks);
  m.key_value_heads = c.kv_heads;
  m.feed_forward_size = given_or(c.ffn_size, 4 * m.hidden_size, "ffn_size", remarks);
  m.vocabulary_size = given_or(c.vocab_size, 51200, "vocab_size", remarks);
  m.sequence_length = given_or(c.sequence_length, 2048, "sequence_length", remarks);
  choose_kind(c, m, remarks);
}

std::optional<ModelSpec> unsupported(Family family, Remarks& remarks) {
  remarks.problems.push_back({"family", fmt::format("the family {} is not supported", name(family)),
                              "take transformer or unet"});
  return std::nullopt;
}

}  // namespace

Family family_of(const EstimateCase& c) {
  if (c.family) return *c.family;
  return c.experts.value_or(1) > 1 ? Family::moe : Family::transformer;
}

std::optional<ModelSpec> model_of(const EstimateCase& c, Remarks& remarks) {
  const Family family = family_of(c);
  if (!c.family) remarks.assumed.push_back(fmt::format("family {}", name(family)));
  ModelSpec model;
  switch (family) {
    case Family::transformer:
      decoder(c, model.transformer.emplace(), remarks);
      refuse(c.image_size, "image_size", "transformer", remarks);
      break;
    case Family::unet:
    case Family::moe:
    case Family::bert:
    case Family::resnet:
    case Family::vit:
      return unsupported(family, remarks);
  }
  if (!remarks.problems.empty()) return std::nullopt;
  warn_of_other_parameters(c, model, remarks);
  return model;
}

void change_model(const EstimateCase& c, ModelSpec& model, Remarks& remarks) {
  if (model.transformer) {
    TransformerSpec& m = *model.transformer;
    m.hidden_size = c.hidden_size.value_or(m.hidden_size);
    m.layers = c.layers.value_or(m.layers);
    m.attention_heads = c.attention_heads.value_or(m.attention_heads);
    if (c.kv_heads) m.key_value_heads = c.kv_heads;
    m.feed_forward_size = c.ffn_size.value_or(m.feed_forward_size);
    m.vocabulary_size = c.vocab_size.value_or(m.vocabulary_size);
    m.sequence_length = c.sequence_length.value_or(m.sequence_length);
    refuse(c.image_size, "image_size", "transformer", remarks);
  } else {
    for (const auto& [value, column] : {std::pair{c.hidden_size, "hidden_size"},
                                        {c.layers, "layers"},
                                        {c.attention_heads, "attention_heads"},
                                        {c.kv_heads, "kv_heads"},
                                        {c.ffn_size, "ffn_size"},
                                        {c.vocab_size, "vocab_size"},
                                        {c.sequence_length, "sequence_length"}})
      refuse(value, column, "unet", remarks);
    // A latent pixel stands for eight by eight pixels of the image.
    if (c.image_size) model.unet->latent_size = *c.image_size / 8;
    if (c.latents_prepared.value_or(false))
      model.unet->image_encoder_work = model.unet->text_encoder_work = {};
  }
  warn_of_other_parameters(c, model, remarks);
}

}  // namespace icekeel::analysis
