// SPDX-License-Identifier: Apache-2.0
// The denoising network of latent diffusion, built block by block as the public code of Stable
// Diffusion does (CompVis/stable-diffusion, ldm/modules/diffusionmodules/openaimodel.py and
// ldm/modules/attention.py).
#include <algorithm>

#include "workloads/image_operators.h"

namespace icekeel::workloads {
namespace {

// Appends the operators of the network while it walks down and up the resolutions.
class UnetBuilder {
 public:
  UnetBuilder(const UnetSpec& model, const Slice& slice)
      : model_(model),
        flash_(slice.flash_attention),
        batch_(static_cast<double>(slice.micro_batch)),
        side_(static_cast<double>(model.latent_size)) {}

  std::vector<Operator> build() {
    const auto base = static_cast<double>(model_.base_channels);
    const auto latent = static_cast<double>(model_.latent_channels);
    dense("time embedding", batch_, 4 * base, base);
    dense("time embedding", batch_, 4 * base, 4 * base);
    convolve("input", latent, base, 3);
    kept_.push_back(base);
    channels_ = base;
    for (std::size_t level = 0; level < levels(); ++level) go_down(level);
    residual_block(channels_);
    attention_block(levels() - 1);
    residual_block(channels_);
    for (std::size_t level = levels(); level-- > 0;) go_up(level);
    group_norm("output norm", channels_);
    convolve("output", channels_, latent, 3);
    return std::move(list_);
  }

 private:
  std::size_t levels() const { return model_.channel_multipliers.size(); }
  double pixels() const { return batch_ * side_ * side_; }
  double width(std::size_t level) const {
    return static_cast<double>(model_.base_channels * model_.channel_multipliers[level]);
  }
  bool attends(std::size_t level) const {
    return std::ranges::count(model_.attention_levels, static_cast<std::int64_t>(level)) > 0;
  }

  void go_down(std::size_t level) {
    for (std::int64_t i = 0; i < model_.residual_blocks; ++i) {
      residual_block(width(level));
      if (attends(level)) attention_block(level);
      kept_.push_back(channels_);
    }
    if (level + 1 == levels()) return;
    side_ /= 2;
    convolve("downsample", channels_, channels_, 3);
    kept_.push_back(channels_);
  }

  // On the way up every block also reads what the way down has kept.
  void go_up(std::size_t level) {
    for (std::int64_t i = 0; i <= model_.residual_blocks; ++i) {
      channels_ += kept_.back();
      kept_.pop_back();
      residual_block(width(level));
      if (attends(level)) attention_block(level);
    }
    if (level == 0) return;
    side_ *= 2;
    convolve("upsample", channels_, channels_, 3);
  }

  void residual_block(double out) {
    const double in = channels_;
    group_norm("block norm", in);
    list_.back().boundary = pixels() * in;
    convolve("block", in, out, 3);
    dense("block time", batch_, out, 4.0 * static_cast<double>(model_.base_channels));
    group_norm("block norm", out);
    convolve("block", out, out, 3);
    if (in != out) convolve("block skip", in, out, 1);
    channels_ = out;
  }

  std::int64_t depth(std::size_t level) const {
    return level < model_.attention_blocks.size() ? model_.attention_blocks[level] : 1;
  }

  void attention_block(std::size_t level) {
    const double c = channels_;
    group_norm("attention norm", c);
    list_.back().boundary = pixels() * c;
    dense("attention input", pixels(), c, c);
    for (std::int64_t i = 0; i < depth(level); ++i) transformer_block(c);
    dense("attention projection", pixels(), c, c);
  }

  void transformer_block(double c) {
    const auto context = static_cast<double>(model_.context_size);
    const double words = batch_ * static_cast<double>(model_.context_length);
    layer_norm(c);
    for (int i = 0; i < 3; ++i) dense("self query, key, value", pixels(), c, c, false);
    attention(side_ * side_, c);
    dense("self output", pixels(), c, c);
    layer_norm(c);
    dense("cross query", pixels(), c, c, false);
    for (int i = 0; i < 2; ++i) dense("cross key, value", words, c, context, false);
    attention(static_cast<double>(model_.context_length), c);
    dense("cross output", pixels(), c, c);
    layer_norm(c);
    dense("feed-forward up", pixels(), 8 * c, c);
    element_wise("gate", 12 * pixels() * c, 0, 8 * pixels() * c);
    dense("feed-forward down", pixels(), c, 4 * c);
  }

  // Every pixel looks at `keys` others; heads do not change the work, eight is what v1 has.
  void attention(double keys, double c) {
    constexpr double heads = 8;
    const double queries = side_ * side_;
    if (flash_) {
      Operator fused{.name = "attention", .kind = OperatorKind::attention};
      fused.batch = batch_ * heads;
      fused.rows = queries;
      fused.columns = keys;
      fused.inner = c / heads;
      fused.elements = 2 * batch_ * (queries + keys) * c;
      fused.saved = fused.elements;
      list_.push_back(fused);
      return;
    }
    const double square = batch_ * heads * queries * keys;
    const double ends = batch_ * (queries + keys) * c;
    Operator scores{.name = "scores", .batch = batch_ * heads, .rows = queries, .columns = keys};
    scores.inner = c / heads;
    scores.elements = square + ends;
    scores.saved = ends;
    Operator context{.name = "context", .batch = batch_ * heads, .rows = queries};
    context.columns = c / heads;
    context.inner = keys;
    context.elements = square + ends;
    list_.push_back(scores);
    element_wise("softmax", 2 * square, 0, square);
    list_.push_back(context);
  }

  void convolve(std::string_view name, double in, double out, double kernel) {
    list_.push_back(convolution(name, {pixels(), pixels()}, in, out, kernel, true));
  }

  void dense(std::string_view name, double rows, double out, double in, bool bias = true) {
    list_.push_back(linear(name, rows, in, out, bias));
  }

  // Norm and the activation after it, each reading and writing the image.
  void group_norm(std::string_view name, double c) {
    element_wise(name, 4 * pixels() * c, 2 * c, 2 * pixels() * c);
  }
  void layer_norm(double c) { element_wise("layer norm", 2 * pixels() * c, 2 * c, pixels() * c); }
  void element_wise(std::string_view name, double elements, double trained, double saved) {
    list_.push_back(over_memory(name, elements, trained, saved));
  }

  const UnetSpec& model_;
  bool flash_;
  double batch_;
  double side_;
  double channels_ = 0;
  std::vector<double> kept_;
  std::vector<Operator> list_;
};

}  // namespace

std::vector<Operator> unet_operators(const UnetSpec& model, const Slice& slice) {
  return UnetBuilder(model, slice).build();
}

}  // namespace icekeel::workloads
