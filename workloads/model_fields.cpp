// SPDX-License-Identifier: Apache-2.0
// The settings of the networks.
#include "workloads/model.h"

namespace icekeel::workloads {
namespace {

// Far beyond any network, and small enough that products of these counts stay exact.
constexpr config::Limits size{.least = 1, .most = 1e7};

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
  f.optional("encoder", m.encoder,
             "Whether every position sees every other, as in BERT, not only the earlier ones.");
  f.optional("predicted_tokens", m.predicted_tokens,
             "Tokens of a sample that are predicted; all of them by default.", size);
  f.optional("experts", m.experts, "Experts of each feed-forward block.", size);
  f.optional("experts_per_token", m.experts_per_token, "Experts that each token visits.", size);
  f.optional("patch_size", m.patch_size,
             "Side in pixels of the patches of an image that are its tokens, after one for its "
             "class; without it the samples are texts.",
             size);
  f.optional("lora_rank", m.lora_rank,
             "Rank of trained adapters beside linear layers of frozen weights (LoRA); without it "
             "all weights are trained.",
             size);
  f.optional("lora_targets", m.lora_targets, "Linear layers that have adapters.");
  f.optional(
      "frozen_weights", m.frozen_weights,
      "How the frozen matrices of the layers are kept beside adapters, as in 4 bits (QLoRA); "
      "without it as the others.");
}

void describe(config::Fields& f, ImageEncoderSpec& m) {
  f.required("base_channels", m.base_channels, "Channels at the finest resolution.", size);
  f.required("channel_multipliers", m.channel_multipliers,
             "Channels of each resolution over the base, finest first.", size);
  f.optional("residual_blocks", m.residual_blocks, "Residual blocks a resolution.", size);
}

void describe(config::Fields& f, UnetSpec& m) {
  f.required("base_channels", m.base_channels, "Channels at the finest resolution.", size);
  f.required("channel_multipliers", m.channel_multipliers,
             "Channels of each resolution over the base, finest first.", size);
  f.required("attention_levels", m.attention_levels,
             "Resolutions with attention, counted from 0, the finest.");
  f.optional("residual_blocks", m.residual_blocks, "Residual blocks a resolution, going down.",
             size);
  f.optional("attention_blocks", m.attention_blocks,
             "Transformer blocks in the attention of each resolution, finest first; 0 without "
             "attention. Without it one each.");
  f.optional("latent_channels", m.latent_channels, "Channels of the latent image.", size);
  f.required("latent_size", m.latent_size, "Side of the square latent image in latent pixels.",
             size);
  f.required("context_size", m.context_size, "Width of the text embedding.", size);
  f.required("context_length", m.context_length, "Tokens of the text.", size);
  f.optional("image_encoder", m.image_encoder,
             "Frozen network that turns images into latents; it runs forward for every sample.");
  f.optional("text_encoder", m.text_encoder,
             "Frozen network that turns texts into context; it runs forward for every sample.");
  f.optional("latents_prepared", m.latents_prepared,
             "Whether images and texts were encoded before the training, so that neither encoder "
             "runs.");
}

void describe(config::Fields& f, ResnetSpec& m) {
  f.required("blocks", m.blocks, "Bottleneck blocks of each stage, finest first.", size);
  f.optional("base_channels", m.base_channels, "Channels inside a block of the first stage.", size);
  f.optional("image_size", m.image_size, "Side of the square image in pixels.", size);
  f.optional("image_channels", m.image_channels, "Channels of the image.", size);
  f.optional("classes", m.classes, "Number of different answers.", size);
}

void describe(config::Fields& f, ModelSpec& m) {
  f.optional("transformer", m.transformer,
             "Identical layers of attention and feed-forward: decoders of text, with or without "
             "experts, encoders of text or of images.");
  f.optional("unet", m.unet, "The denoising network of a latent diffusion model.");
  f.optional("resnet", m.resnet, "A residual network of convolutions for image classes.");
}

}  // namespace icekeel::workloads
