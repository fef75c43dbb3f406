// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// What an image costs a latent diffusion model that draws it: passes of the denoising network,
/// twice as many samples with guidance, and the decoder of the latents.
///
/// The decoder has the blocks of the image encoder, one more a resolution, and costs as they do
/// forward. The text encoders read 77 words once an image and are left out.
/// Verified by: tests/verification/workloads/serving_test.cpp.

#include <cstdint>

#include "workloads/efficiency.h"
#include "workloads/hardware.h"
#include "workloads/serving.h"

namespace icekeel::workloads {

/// How an image is drawn.
struct ImageRequest {
  std::int64_t steps = 20;  ///< passes of the denoising network
  bool guided = true;       ///< each pass with and without the text
};

/// One GPU draws `batch` images at once.
class ImageServingModel {
 public:
  ImageServingModel(const Hardware& hardware, const EfficiencySpec& efficiency, UnetSpec model,
                    Information element);

  ServingCost images(std::int64_t batch, const ImageRequest& request) const;
  Work work_per_image(const ImageRequest& request) const;

 private:
  std::int64_t samples(std::int64_t batch, const ImageRequest& request) const;

  Hardware hardware_;
  EfficiencySpec efficiency_;
  UnetSpec model_;
  Information element_;
};

}  // namespace icekeel::workloads
