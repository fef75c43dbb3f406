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
  ModelSpec plain = model;  // the given parameters are those without adapters
  if (plain.transformer) plain.transformer->lora_rank.reset();
  const double made = workloads::parameters(plain);
  const double off = made / static_cast<double>(*c.params) - 1;
  if (std::abs(off) > tolerated)
    remarks.warnings.push_back(
        fmt::format("the shape has {:.4g} B parameters, {:+.0f} % of the {:.4g} B that are given; "
                    "the shape is used",
                    made * 1e-9, 100 * off, static_cast<double>(*c.params) * 1e-9));
}

// Sizes of a decoder.
void decoder(const EstimateCase& c, TransformerSpec& m, Remarks& remarks) {
  if (c.hidden_size && c.layers) {
    m.hidden_size = *c.hidden_size;
    m.layers = *c.layers;
  } else if (c.params && !c.hidden_size && !c.layers && m.experts == 1) {
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

void experts(const EstimateCase& c, TransformerSpec& m, Remarks& remarks) {
  if (c.experts.value_or(1) < 2) {
    remarks.problems.push_back({"experts", "a mixture of experts needs at least two experts",
                                "give experts, and experts_per_token, or take family transformer"});
    return;
  }
  m.experts = *c.experts;
  m.experts_per_token = given_or(c.experts_per_token, std::min<std::int64_t>(2, m.experts),
                                 "experts_per_token", remarks);
}

// Encoders see the whole sequence; the head predicts masked words or one class.
void encoder(TransformerSpec& m, std::int64_t predicted) {
  make_gpt(m);
  m.encoder = true;
  m.predicted_tokens = predicted;
}

// estimate: BERT-large; a seventh of the words is masked and predicted.
void bert(const EstimateCase& c, TransformerSpec& m, Remarks& remarks) {
  m.hidden_size = given_or(c.hidden_size, 1024, "hidden_size", remarks);
  m.layers = given_or(c.layers, 24, "layers", remarks);
  m.attention_heads =
      given_or(c.attention_heads, default_heads(m.hidden_size), "attention_heads", remarks);
  m.feed_forward_size = given_or(c.ffn_size, 4 * m.hidden_size, "ffn_size", remarks);
  m.vocabulary_size = given_or(c.vocab_size, 30522, "vocab_size", remarks);
  m.sequence_length = given_or(c.sequence_length, 512, "sequence_length", remarks);
  encoder(m, std::max<std::int64_t>(1, m.sequence_length * 15 / 100));
  remarks.assumed.emplace_back("15 % of the words are predicted");
}

// Tokens of an image: its patches and one for the class.
std::int64_t image_tokens(std::int64_t image_size, std::int64_t patch) {
  const std::int64_t side = std::max<std::int64_t>(1, image_size / patch);
  return side * side + 1;
}

// estimate: ViT-Large with patches of 16 pixels and a token for the class.
void vit(const EstimateCase& c, TransformerSpec& m, Remarks& remarks) {
  constexpr std::int64_t patch = 16;
  m.patch_size = patch;
  m.hidden_size = given_or(c.hidden_size, 1024, "hidden_size", remarks);
  m.layers = given_or(c.layers, 24, "layers", remarks);
  m.attention_heads =
      given_or(c.attention_heads, default_heads(m.hidden_size), "attention_heads", remarks);
  m.feed_forward_size = given_or(c.ffn_size, 4 * m.hidden_size, "ffn_size", remarks);
  m.vocabulary_size = given_or(c.vocab_size, 1000, "vocab_size", remarks);
  if (c.sequence_length) {
    m.sequence_length = *c.sequence_length;
  } else {
    m.sequence_length = image_tokens(given_or(c.image_size, 224, "image_size", remarks), patch);
    remarks.assumed.push_back(
        fmt::format("patches of {} pixels, {} tokens an image", patch, m.sequence_length));
  }
  encoder(m, 1);
  m.tied_embeddings = false;
}

// Settings that only transformers have.
void refuse_transformer(const EstimateCase& c, std::string_view family, Remarks& remarks) {
  for (const auto& [value, column] : {std::pair{c.hidden_size, "hidden_size"},
                                      {c.attention_heads, "attention_heads"},
                                      {c.kv_heads, "kv_heads"},
                                      {c.ffn_size, "ffn_size"},
                                      {c.sequence_length, "sequence_length"},
                                      {c.experts, "experts"},
                                      {c.experts_per_token, "experts_per_token"}})
    refuse(value, column, family, remarks);
}

// The networks of He et al. 2015, arXiv:1512.03385, table 1, with bottleneck blocks.
void resnet(const EstimateCase& c, workloads::ResnetSpec& m, Remarks& remarks) {
  refuse_transformer(c, "resnet", remarks);
  const std::int64_t layers = given_or(c.layers, 50, "layers", remarks);
  if (layers == 50)
    m.blocks = {3, 4, 6, 3};
  else if (layers == 101)
    m.blocks = {3, 4, 23, 3};
  else if (layers == 152)
    m.blocks = {3, 8, 36, 3};
  else
    remarks.problems.push_back({"layers", fmt::format("there is no resnet of {} layers", layers),
                                "take 50, 101 or 152, or a model with blocks of your own"});
  m.classes = given_or(c.vocab_size, m.classes, "vocab_size", remarks);
  m.image_size = given_or(c.image_size, m.image_size, "image_size", remarks);
}

// A latent pixel stands for eight by eight pixels of the image.
void change_unet(const EstimateCase& c, workloads::UnetSpec& m, Remarks& remarks) {
  refuse_transformer(c, "unet", remarks);
  refuse(c.layers, "layers", "unet", remarks);
  refuse(c.vocab_size, "vocab_size", "unet", remarks);
  const std::int64_t pixels = m.image_encoder ? workloads::image_size(m) / m.latent_size : 8;
  if (c.image_size && *c.image_size % pixels != 0)
    remarks.problems.push_back(
        {"image_size",
         fmt::format("an image of {} pixels has no whole number of latent pixels", *c.image_size),
         fmt::format("take a multiple of {}", pixels)});
  else if (c.image_size)
    m.latent_size = *c.image_size / pixels;
  if (!c.latents_prepared) {
    remarks.assumed.push_back(fmt::format("latents_prepared {}", m.latents_prepared));
    return;
  }
  m.latents_prepared = *c.latents_prepared;
  if (!m.latents_prepared && !m.image_encoder && !m.text_encoder)
    remarks.problems.push_back({"latents_prepared", "this model has no encoders that could run",
                                "give it image_encoder and text_encoder, or leave this out"});
}

void change_transformer(const EstimateCase& c, TransformerSpec& m, Remarks& remarks) {
  m.hidden_size = c.hidden_size.value_or(m.hidden_size);
  m.layers = c.layers.value_or(m.layers);
  m.attention_heads = c.attention_heads.value_or(m.attention_heads);
  if (c.kv_heads) m.key_value_heads = c.kv_heads;
  m.feed_forward_size = c.ffn_size.value_or(m.feed_forward_size);
  m.vocabulary_size = c.vocab_size.value_or(m.vocabulary_size);
  m.sequence_length = c.sequence_length.value_or(m.sequence_length);
  m.experts = c.experts.value_or(m.experts);
  m.experts_per_token = c.experts_per_token.value_or(m.experts_per_token);
  if (m.patch_size && c.image_size)
    m.sequence_length = image_tokens(*c.image_size, *m.patch_size);
  else
    refuse(c.image_size, "image_size", "transformer", remarks);
}

// Adapters beside the network, whatever it is.
void adapt(const EstimateCase& c, ModelSpec& model, Remarks& remarks) {
  if (!model.transformer) {
    if (c.lora_rank.value_or(0) > 0)
      remarks.problems.push_back({"lora_rank", "only a transformer takes adapters",
                                  "leave lora_rank out: all weights are trained"});
    return;
  }
  TransformerSpec& m = *model.transformer;
  if (c.lora_rank == 0) {
    m.lora_rank.reset();
    m.lora_targets = workloads::AdapterTargets::all;
    m.frozen_weights.reset();
  } else if (c.lora_rank) {
    m.lora_rank = c.lora_rank;
  }
  if (c.lora_targets) m.lora_targets = *c.lora_targets;
  for (const auto& [given, column] : {std::pair{c.lora_targets.has_value(), "lora_targets"},
                                      {!c.frozen_weights.empty(), "frozen_weights"}})
    if (given && !m.lora_rank)
      remarks.problems.push_back({column, "without adapters no weight is frozen",
                                  "give lora_rank, as 16, or leave this setting out"});
}

// What a family has no use for, wherever the network comes from.
void refuse_latents(const EstimateCase& c, const ModelSpec& model, Remarks& remarks) {
  if (c.latents_prepared && !model.unet)
    remarks.problems.push_back(
        {"latents_prepared", "only a unet has latents to prepare", "leave this setting out"});
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
      refuse(c.experts_per_token, "experts_per_token", "transformer", remarks);
      if (c.experts.value_or(1) > 1) refuse(c.experts, "experts", "transformer", remarks);
      break;
    case Family::moe:
      experts(c, model.transformer.emplace(), remarks);
      if (remarks.problems.empty()) decoder(c, *model.transformer, remarks);
      refuse(c.image_size, "image_size", "moe", remarks);
      break;
    case Family::bert:
      bert(c, model.transformer.emplace(), remarks);
      refuse(c.image_size, "image_size", "bert", remarks);
      break;
    case Family::vit:
      vit(c, model.transformer.emplace(), remarks);
      break;
    case Family::resnet:
      resnet(c, model.resnet.emplace(), remarks);
      break;
    case Family::unet:  // starts from an entry of the catalogue
      return std::nullopt;
  }
  refuse_latents(c, model, remarks);
  adapt(c, model, remarks);
  if (!remarks.problems.empty()) return std::nullopt;
  warn_of_other_parameters(c, model, remarks);
  return model;
}

void change_model(const EstimateCase& c, ModelSpec& model, Remarks& remarks) {
  if (model.transformer) change_transformer(c, *model.transformer, remarks);
  if (model.unet) change_unet(c, *model.unet, remarks);
  if (model.resnet) {
    refuse_transformer(c, "resnet", remarks);
    refuse(c.layers, "layers", "resnet of the catalogue", remarks);
    model.resnet->image_size = c.image_size.value_or(model.resnet->image_size);
    model.resnet->classes = c.vocab_size.value_or(model.resnet->classes);
  }
  refuse_latents(c, model, remarks);
  adapt(c, model, remarks);
  if (remarks.problems.empty()) warn_of_other_parameters(c, model, remarks);
}

}  // namespace icekeel::analysis
