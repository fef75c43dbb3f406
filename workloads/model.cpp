// SPDX-License-Identifier: Apache-2.0
#include "workloads/model.h"

#include <algorithm>

#include "simulator/base/expect.h"
#include "workloads/operators.h"

namespace icekeel::workloads {
namespace {

using config::Finding;

// Far beyond any network, and small enough that products of these counts stay exact.
constexpr config::Limits size{.least = 1, .most = 1e7};

// Whether the counts are there to be checked; a reader has reported what is missing.
bool has_counts(const TransformerSpec& m) {
  return m.hidden_size > 0 && m.attention_heads > 0 && m.kv_heads() > 0 && m.layers > 0 &&
         m.sequence_length > 0;
}

void check_transformer(const TransformerSpec& m, std::vector<Finding>& findings) {
  if (m.hidden_size % m.attention_heads != 0)
    findings.push_back({"transformer.attention_heads",
                        "hidden size " + std::to_string(m.hidden_size) +
                            " cannot be divided among " + std::to_string(m.attention_heads) +
                            " attention heads",
                        "take a number of heads that divides the hidden size"});
  if (m.kv_heads() > m.attention_heads || m.attention_heads % m.kv_heads() != 0)
    findings.push_back({"transformer.key_value_heads",
                        std::to_string(m.attention_heads) + " attention heads cannot share " +
                            std::to_string(m.kv_heads()) + " key-value heads evenly",
                        "take a divisor of attention_heads"});
}

void check_unet(const UnetSpec& m, std::vector<Finding>& findings) {
  const auto levels = static_cast<std::int64_t>(m.channel_multipliers.size());
  if (levels == 0)
    findings.push_back({"unet.channel_multipliers", "the network has no resolution",
                        "give one multiplier a resolution, e.g. [1, 2, 4, 4]"});
  for (std::size_t i = 0; i < m.attention_levels.size(); ++i)
    if (m.attention_levels[i] >= levels)
      findings.push_back({"unet.attention_levels[" + std::to_string(i) + "]",
                          "resolution " + std::to_string(m.attention_levels[i]) +
                              " does not exist: there are " + std::to_string(levels),
                          "count resolutions from 0, the finest"});
  const std::int64_t coarsest = std::int64_t{1} << std::max<std::int64_t>(levels - 1, 0);
  if (m.latent_size % coarsest != 0)
    findings.push_back({"unet.latent_size",
                        "side " + std::to_string(m.latent_size) + " cannot be halved " +
                            std::to_string(levels - 1) + " times",
                        "take a multiple of " + std::to_string(coarsest)});
}

}  // namespace

void describe(config::Fields& f, TransformerSpec& m) {
  f.required("hidden_size", m.hidden_size, "Width of the residual stream.", size);
  f.required("layers", m.layers, "Number of layers, each attention and feed-forward.", size);
  f.required("attention_heads", m.attention_heads, "Number of attention heads.", size);
  f.optional("key_value_heads", m.key_value_heads,
             "Number of heads that have keys and values of their own; all of them by default.",
             size);
  f.required("feed_forward_size", m.feed_forward_size, "Width inside the feed-forward block.",
             size);
  f.optional("gated_feed_forward", m.gated_feed_forward,
             "Whether the feed-forward block has a gate, and so three matrices instead of two.");
  f.required("vocabulary_size", m.vocabulary_size, "Number of different tokens.", size);
  f.required("sequence_length", m.sequence_length, "Tokens of one sample.", size);
  f.optional("biases", m.biases, "Whether linear layers and norms have biases.");
  f.optional("tied_embeddings", m.tied_embeddings,
             "Whether input and output embedding are the same matrix.");
  f.optional("learned_positions", m.learned_positions,
             "Whether positions are trained vectors; rotary positions otherwise.");
  f.optional("dropout", m.dropout, "Whether dropout masks are kept for the backward pass.");
}

void describe(config::Fields& f, UnetSpec& m) {
  f.required("base_channels", m.base_channels, "Channels at the finest resolution.", size);
  f.required("channel_multipliers", m.channel_multipliers,
             "Channels of each resolution over the base, finest first.", size);
  f.required("attention_levels", m.attention_levels,
             "Resolutions with attention, counted from 0, the finest.");
  f.optional("residual_blocks", m.residual_blocks, "Residual blocks a resolution, going down.",
             size);
  f.optional("latent_channels", m.latent_channels, "Channels of the latent image.", size);
  f.required("latent_size", m.latent_size, "Side of the square latent image in latent pixels.",
             size);
  f.required("context_size", m.context_size, "Width of the text embedding.", size);
  f.required("context_length", m.context_length, "Tokens of the text.", size);
  f.optional("image_encoder_work", m.image_encoder_work,
             "Work of the frozen image encoder for one latent pixel; zero if latents are stored.");
  f.optional("text_encoder_work", m.text_encoder_work,
             "Work of the frozen text encoder for one sample; zero if embeddings are stored.");
}

void describe(config::Fields& f, ModelSpec& m) {
  f.optional("transformer", m.transformer, "A decoder of identical layers.");
  f.optional("unet", m.unet, "The denoising network of a latent diffusion model.");
}

std::vector<Finding> check(const ModelSpec& model) {
  std::vector<Finding> findings;
  if (model.transformer.has_value() == model.unet.has_value())
    findings.push_back({"", "a model is either a transformer or a unet",
                        "give exactly one of 'transformer' and 'unet'"});
  if (model.transformer && has_counts(*model.transformer))
    check_transformer(*model.transformer, findings);
  if (model.unet) check_unet(*model.unet, findings);
  return findings;
}

double parameters(const ModelSpec& model) {
  ICEKEEL_EXPECT(model.transformer || model.unet);
  if (model.unet) return parameters(unet_operators(*model.unet, {}));
  const TransformerSpec& m = *model.transformer;
  return parameters(embedding_operators(m, {})) +
         static_cast<double>(m.layers) * parameters(layer_operators(m, {})) +
         parameters(head_operators(m, {}));
}

Work forward_work_per_sample(const ModelSpec& model) {
  ICEKEEL_EXPECT(model.transformer || model.unet);
  if (model.unet) return forward_work(unet_operators(*model.unet, {}));
  const TransformerSpec& m = *model.transformer;
  return static_cast<double>(m.layers) * forward_work(layer_operators(m, {})) +
         forward_work(head_operators(m, {}));
}

Work training_work_per_sample(const ModelSpec& model) {
  const Work trained = 3.0 * forward_work_per_sample(model);
  if (!model.unet) return trained;
  const auto side = static_cast<double>(model.unet->latent_size);
  return trained + side * side * model.unet->image_encoder_work + model.unet->text_encoder_work;
}

std::int64_t tokens_per_sample(const ModelSpec& model) {
  return model.transformer ? model.transformer->sequence_length : 1;
}

ModelSpec with_sample_size(ModelSpec model, std::int64_t sample_size) {
  if (model.transformer) model.transformer->sequence_length = sample_size;
  if (model.unet) model.unet->latent_size = sample_size;
  return model;
}

}  // namespace icekeel::workloads
