// SPDX-License-Identifier: Apache-2.0
#include "workloads/image_serving.h"

#include <utility>

#include "simulator/base/counts.h"
#include "workloads/kernel_time.h"
#include "workloads/operators.h"

namespace icekeel::workloads {
namespace {

std::vector<Operator> decoder_operators(UnetSpec model, std::int64_t images) {
  if (!model.image_encoder) return {};
  ++model.image_encoder->residual_blocks;
  return image_encoder_operators(model, images);
}

}  // namespace

ImageServingModel::ImageServingModel(const Hardware& hardware, const EfficiencySpec& efficiency,
                                     UnetSpec model, Information element)
    : hardware_(hardware), efficiency_(efficiency), model_(std::move(model)), element_(element) {}

std::int64_t ImageServingModel::samples(std::int64_t batch, const ImageRequest& request) const {
  return request.guided ? 2 * batch : batch;
}

Work ImageServingModel::work_per_image(const ImageRequest& request) const {
  const Slice slice{.micro_batch = samples(1, request), .flash_attention = true};
  return number(request.steps) * forward_work(unet_operators(model_, slice)) +
         forward_work(decoder_operators(model_, 1));
}

ServingCost ImageServingModel::images(std::int64_t batch, const ImageRequest& request) const {
  const KernelModel kernels{hardware_, efficiency_, element_};
  const Slice slice{.micro_batch = samples(batch, request), .flash_attention = true};
  const PassCost cost =
      kernels.sustained(number(request.steps) * kernels.forward(unet_operators(model_, slice)) +
                        kernels.forward(decoder_operators(model_, batch)));
  return {cost.time(), cost.work, cost.traffic, {}};
}

}  // namespace icekeel::workloads
