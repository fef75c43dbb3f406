// SPDX-License-Identifier: Apache-2.0
// A residual network for image classes with bottleneck blocks, built as the public code of
// torchvision does (pytorch/vision, torchvision/models/resnet.py): four stages, each half as fine
// as the one before, the 3 x 3 convolution of a stage's first block taking the stride.
#include "workloads/image_operators.h"

namespace icekeel::workloads {
namespace {

constexpr double expansion = 4;  // a block gives four times the channels that it works on

class ResnetBuilder {
 public:
  ResnetBuilder(const ResnetSpec& model, const Slice& slice)
      : model_(model),
        images_(static_cast<double>(slice.micro_batch)),
        side_(static_cast<double>(model.image_size)) {}

  std::vector<Operator> build() {
    stem();
    double width = static_cast<double>(model_.base_channels);
    for (std::size_t stage = 0; stage < model_.blocks.size(); ++stage, width *= 2)
      for (std::int64_t block = 0; block < model_.blocks[stage]; ++block)
        bottleneck(width, stage > 0 && block == 0 ? 2 : 1, block == 0);
    list_.push_back(over_memory("mean of the pixels", pixels() * channels_, 0, 0));
    list_.push_back(
        linear("classes", images_, channels_, static_cast<double>(model_.classes), true));
    return std::move(list_);
  }

 private:
  double pixels() const { return images_ * side_ * side_; }

  void stem() {
    const auto colours = static_cast<double>(model_.image_channels);
    const auto out = static_cast<double>(model_.base_channels);
    list_.push_back(convolution("stem", shrunk(2), colours, out, 7, false));
    channels_ = out;
    norm(out);
    const Pixels pooled = shrunk(2);
    list_.push_back(over_memory("pooling", (pooled.in + pooled.out) * out, 0, pooled.in * out));
  }

  // Steps to an image whose sides are shorter by the stride, rounded up.
  Pixels shrunk(int stride) {
    const double before = pixels();
    side_ = static_cast<double>((static_cast<std::int64_t>(side_) + stride - 1) / stride);
    return {before, pixels()};
  }

  void bottleneck(double width, int stride, bool changes_channels) {
    const double in = channels_, out = expansion * width;
    const Pixels fine{pixels(), pixels()};
    list_.push_back(convolution("narrow", fine, in, width, 1, false));
    list_.back().boundary = fine.in * in;
    norm(width);
    const Pixels step = shrunk(stride);
    list_.push_back(convolution("block", step, width, width, 3, false));
    norm(width);
    const Pixels coarse{pixels(), pixels()};
    list_.push_back(convolution("widen", coarse, width, out, 1, false));
    norm(out);
    if (changes_channels) {
      list_.push_back(convolution("skip", step, in, out, 1, false));
      norm(out);
    }
    list_.push_back(over_memory("sum", 3 * pixels() * out, 0, 0));
    channels_ = out;
  }

  // Batch norm with its activation: one reading for mean and variance, one more and a writing to
  // apply them. It keeps its input; the sign of the activation follows from it.
  void norm(double channels) {
    const double elements = pixels() * channels;
    list_.push_back(over_memory("batch norm", 3 * elements, 2 * channels, elements));
  }

  const ResnetSpec& model_;
  double images_;
  double side_;
  double channels_ = 0;
  std::vector<Operator> list_;
};

}  // namespace

std::vector<Operator> resnet_operators(const ResnetSpec& model, const Slice& slice) {
  return ResnetBuilder(model, slice).build();
}

}  // namespace icekeel::workloads
