// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// What drawing images costs, without a site: rate, power, energy and carbon on one node, each of
/// whose chips draws images of its own.
///
/// Equations and range: simulator/docs/methods/inference.md.
/// Verified by: tests/unit/analysis/inference_test.cpp.

#include <string>
#include <vector>

#include "analysis/inference.h"

namespace icekeel::analysis {

struct ImageInference {
  InferenceCase asked;  ///< everything filled in
  double parameters = 0;
  Work work_per_image;
  Duration batch_time;           ///< from the begin of a batch to its images
  double images_per_second = 0;  ///< of the node
  double mfu = 0;
  Power chip_limit;  ///< lower than the chip's own where the node's power is capped
  Power node_power;
  Energy energy_per_image;  ///< of the facility
  std::optional<Mass> carbon_per_image;
  double pue = 0;
  std::vector<std::string> assumed;
};

struct ImageOutcome {
  std::optional<ImageInference> inference;
  std::vector<config::Finding> problems;  ///< paths are options without dashes
};

/// Images by a model with a denoising network.
ImageOutcome draw(const InferenceCase& asked, const config::Catalogue& catalogue);

/// Whether the catalogue's model of that name draws images; false also if there is none.
bool draws_images(const std::string& model, const config::Catalogue& catalogue);

}  // namespace icekeel::analysis
