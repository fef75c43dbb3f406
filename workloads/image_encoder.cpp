// SPDX-License-Identifier: Apache-2.0
// The frozen encoder that turns images into latents, built block by block as the public code of
// Stable Diffusion does (CompVis/stable-diffusion, ldm/modules/diffusionmodules/model.py, Encoder).
#include "workloads/image_operators.h"

namespace icekeel::workloads {
namespace {

class EncoderBuilder {
 public:
  EncoderBuilder(const ImageEncoderSpec& model, std::int64_t images, std::int64_t image_size)
      : model_(model),
        images_(static_cast<double>(images)),
        side_(static_cast<double>(image_size)) {}

  std::vector<Operator> build(double latent_channels) {
    const auto base = static_cast<double>(model_.base_channels);
    convolve("input", 3, base, 3);
    channels_ = base;
    const auto& multipliers = model_.channel_multipliers;
    for (std::size_t level = 0; level < multipliers.size(); ++level) {
      for (std::int64_t i = 0; i < model_.residual_blocks; ++i)
        residual_block(base * static_cast<double>(multipliers[level]));
      if (level + 1 == multipliers.size()) break;
      const double before = pixels();
      side_ /= 2;
      list_.push_back(convolution("downsample", {before, pixels()}, channels_, channels_, 3, true));
    }
    residual_block(channels_);
    attention();
    residual_block(channels_);
    norm();
    // Mean and spread of every latent.
    convolve("output", channels_, 2 * latent_channels, 3);
    convolve("moments", 2 * latent_channels, 2 * latent_channels, 1);
    return std::move(list_);
  }

 private:
  double pixels() const { return images_ * side_ * side_; }

  void convolve(std::string_view name, double in, double out, double kernel) {
    list_.push_back(convolution(name, {pixels(), pixels()}, in, out, kernel, true));
  }

  // With its activation.
  void norm() { list_.push_back(over_memory("norm", 4 * pixels() * channels_, 2 * channels_, 0)); }

  void residual_block(double out) {
    const double in = channels_;
    norm();
    convolve("block", in, out, 3);
    channels_ = out;
    norm();
    convolve("block", out, out, 3);
    if (in != out) convolve("block skip", in, out, 1);
  }

  // One head over all pixels of the coarsest image.
  void attention() {
    norm();
    for (int i = 0; i < 4; ++i)  // query, key, value and output
      convolve("attention projection", channels_, channels_, 1);
    const double length = side_ * side_;
    Operator scores{.name = "scores", .batch = images_, .rows = length, .columns = length};
    scores.inner = channels_;
    scores.elements = images_ * length * (length + 2 * channels_);
    Operator context{.name = "context", .batch = images_, .rows = length, .columns = channels_};
    context.inner = length;
    context.elements = scores.elements;
    list_.push_back(scores);
    list_.push_back(over_memory("softmax", 2 * images_ * length * length, 0, 0));
    list_.push_back(context);
  }

  const ImageEncoderSpec& model_;
  double images_;
  double side_;
  double channels_ = 0;
  std::vector<Operator> list_;
};

std::int64_t halvings(const ImageEncoderSpec& model) {
  return static_cast<std::int64_t>(model.channel_multipliers.size()) - 1;
}

}  // namespace

std::int64_t image_size(const UnetSpec& model) {
  return model.image_encoder ? model.latent_size << halvings(*model.image_encoder)
                             : model.latent_size;
}

std::vector<Operator> image_encoder_operators(const UnetSpec& model, std::int64_t images) {
  if (!model.image_encoder) return {};
  return EncoderBuilder(*model.image_encoder, images, image_size(model))
      .build(static_cast<double>(model.latent_channels));
}

}  // namespace icekeel::workloads
