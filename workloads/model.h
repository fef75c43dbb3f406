// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// The networks that are trained: their shape, their parameters and the work of one sample.

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/base/quantity.h"
#include "simulator/config/fields.h"
#include "simulator/config/finding.h"
#include "workloads/weight_format_spec.h"

namespace icekeel::workloads {

/// Which linear layers have adapters: all, those of attention, or queries and values alone.
enum class AdapterTargets { all, attention, query_value };

/// A decoder of identical layers, each attention followed by a feed-forward block (GPT, LLaMA).
struct TransformerSpec {
  std::int64_t hidden_size = 0;
  std::int64_t layers = 0;
  std::int64_t attention_heads = 0;
  std::optional<std::int64_t> key_value_heads;  ///< fewer than attention_heads: grouped queries
  std::int64_t feed_forward_size = 0;
  bool gated_feed_forward = false;  ///< three matrices (SwiGLU) instead of two
  std::int64_t vocabulary_size = 0;
  std::int64_t sequence_length = 0;
  bool biases = false;             ///< linear layers and norms have biases (GPT), or none (LLaMA)
  bool tied_embeddings = false;    ///< input and output embedding are one matrix
  bool learned_positions = false;  ///< one trained vector a position
  bool dropout = false;            ///< masks are kept for the backward pass

  bool encoder = false;  ///< every position sees every other, not only the earlier ones
  std::optional<std::int64_t> predicted_tokens;  ///< of a sample, that have logits; default: all
  std::int64_t experts = 1;                      ///< of each feed-forward block
  std::int64_t experts_per_token = 1;
  /// Side of the square patches of an image that are its tokens, after one for the class (ViT).
  std::optional<std::int64_t> patch_size;
  /// Rank of the adapters beside linear layers; all else is frozen then (LoRA).
  std::optional<std::int64_t> lora_rank;
  AdapterTargets lora_targets = AdapterTargets::all;
  /// How frozen matrices of the layers are kept beside adapters (QLoRA); products unpack them.
  std::optional<WeightFormatSpec> frozen_weights;

  std::int64_t kv_heads() const { return key_value_heads.value_or(attention_heads); }
  std::int64_t head_size() const { return hidden_size / attention_heads; }
  /// Width of keys (and of values) over all heads.
  std::int64_t kv_size() const { return kv_heads() * head_size(); }
};

/// The network that turns images into latents: residual blocks on a ladder of resolutions.
struct ImageEncoderSpec {
  std::int64_t base_channels = 0;
  std::vector<std::int64_t> channel_multipliers;  ///< one a resolution, finest first
  std::int64_t residual_blocks = 2;               ///< a resolution
};

/// The denoising network of a latent diffusion model: residual and attention blocks on a ladder of
/// resolutions, each half as fine as the one before (Stable Diffusion).
struct UnetSpec {
  std::int64_t base_channels = 0;
  std::vector<std::int64_t> channel_multipliers;  ///< one a resolution, finest first
  std::vector<std::int64_t> attention_levels;     ///< resolutions with attention, 0 = finest
  std::int64_t residual_blocks = 2;               ///< a resolution, on the way down
  /// Transformer blocks in the attention of each resolution, finest first; without it one each.
  std::vector<std::int64_t> attention_blocks;
  std::int64_t latent_channels = 4;
  std::int64_t latent_size = 0;     ///< side of the square latent image
  std::int64_t context_size = 0;    ///< width of the text embedding
  std::int64_t context_length = 0;  ///< tokens of the text
  /// Frozen networks that make latents and context; they run forward for every sample unless
  /// latents and context were prepared before the training.
  std::optional<ImageEncoderSpec> image_encoder;
  std::optional<TransformerSpec> text_encoder;
  bool latents_prepared = false;
};

/// A residual network for image classes, of bottleneck blocks (ResNet-50, -101, -152).
struct ResnetSpec {
  std::vector<std::int64_t> blocks;  ///< of each stage, finest first
  std::int64_t base_channels = 64;   ///< inside a block of the first stage
  std::int64_t image_size = 224;     ///< side of the square image
  std::int64_t image_channels = 3;
  std::int64_t classes = 1000;
};

/// Exactly one of the families is given.
struct ModelSpec {
  static constexpr std::string_view catalogue_kind = "models";

  std::optional<TransformerSpec> transformer;
  std::optional<UnetSpec> unet;
  std::optional<ResnetSpec> resnet;
};

void describe(config::Fields& f, TransformerSpec& transformer);
void describe(config::Fields& f, ImageEncoderSpec& encoder);
void describe(config::Fields& f, UnetSpec& unet);
void describe(config::Fields& f, ResnetSpec& resnet);
void describe(config::Fields& f, ModelSpec& model);

/// Impossible shapes; paths relative to the model.
std::vector<config::Finding> check(const ModelSpec& model);

/// All parameters, and those that are trained: the adapters alone, where there are some.
double parameters(const ModelSpec& model);
double trained_parameters(const ModelSpec& model);

/// Floating-point work of one sample (a sequence, an image) forward through the trained network;
/// attention counted over the full square of positions, as published "model FLOPs" do.
Work forward_work_per_sample(const ModelSpec& model);

/// Work of one sample that the algorithm asks for: forward and backward (three times the forward
/// work, twice where weights are frozen) and the frozen encoders. Recomputation is not in it.
Work training_work_per_sample(const ModelSpec& model);

/// Whether a sample is an image, not a text.
bool sees_images(const ModelSpec& model);

/// Tokens of a sample (1 for an image).
std::int64_t tokens_per_sample(const ModelSpec& model);

/// Side of the images that the latents stand for; that of the latents without an encoder.
std::int64_t image_size(const UnetSpec& model);

/// The model on samples of another size: sequence length in tokens, or side of the image or of the
/// latent image.
ModelSpec with_sample_size(ModelSpec model, std::int64_t sample_size);

}  // namespace icekeel::workloads

template <>
struct icekeel::config::Choices<icekeel::workloads::AdapterTargets> {
  static constexpr std::array<std::string_view, 3> names{"all", "attention", "query-value"};
};
