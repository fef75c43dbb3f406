// SPDX-License-Identifier: Apache-2.0
#include "analysis/image_inference.h"

#include "analysis/estimate.h"
#include "analysis/inference_parts.h"
#include "simulator/base/units.h"
#include "simulator/facility/grid.h"
#include "workloads/hardware.h"
#include "workloads/image_serving.h"

namespace icekeel::analysis {
namespace {

struct ImageParts {
  workloads::ModelSpec model;
  platforms::NodeSpec node;
  workloads::WeightFormatSpec weights;
  workloads::EfficiencySpec kernels;
};

struct DrawnBatch {
  workloads::ServingCost batch;
  Power node;
  double mfu = 0;
};

// A batch on every chip of the node.
DrawnBatch batch_on(const platforms::NodeSpec& node, const ImageParts& parts,
                    const InferenceCase& asked) {
  const auto precision =
      arithmetic_on(node.chip, parts.weights.arithmetic).value_or(platforms::Precision::fp32);
  const auto hardware = workloads::hardware_of(node, precision);
  const workloads::ImageServingModel model(hardware, parts.kernels, *parts.model.unet,
                                           workloads::element_size(precision));
  DrawnBatch drawn{.batch = model.images(*asked.batch, {.steps = *asked.steps})};
  drawn.node = serving_power(node, drawn.batch, hardware, 1.0);
  drawn.mfu = drawn.batch.work / (drawn.batch.time * hardware.peak);
  return drawn;
}

void fill(const ImageParts& parts, InferenceCase& asked, std::vector<std::string>& assumed) {
  if (!asked.batch) {
    asked.batch = 8;
    assumed.push_back("8 images at once on a chip");
  }
  if (!asked.steps) {
    asked.steps = 20;
    assumed.push_back("20 steps, each with and without the text");
  }
  if (!asked.pue) {
    asked.pue = usual_pue(parts.node);
    assumed.push_back(fmt::format("pue {}", *asked.pue));
  }
}

}  // namespace

bool draws_images(const std::string& model, const config::Catalogue& catalogue) {
  workloads::ModelSpec spec;
  std::vector<config::Finding> none;
  return catalogue.find(workloads::ModelSpec::catalogue_kind, model) &&
         read_entry(model, "model", catalogue, none, spec) && spec.unet;
}

ImageOutcome draw(const InferenceCase& given, const config::Catalogue& catalogue) {
  ImageOutcome outcome;
  auto& problems = outcome.problems;
  ImageInference found{.asked = given};
  InferenceCase& asked = found.asked;
  if (asked.serving.empty()) asked.serving = "tensorrt-images";
  ImageParts parts;
  facility::GridSpec grid;
  read_entry(asked.model, "model", catalogue, problems, parts.model);
  read_entry(asked.node, "node", catalogue, problems, parts.node);
  read_entry(asked.weights, "weights", catalogue, problems, parts.weights);
  read_entry(asked.serving, "serving", catalogue, problems, parts.kernels);
  if (!asked.country.empty())
    read_entry(grid_name(asked.country), "country", catalogue, problems, grid);
  if (!problems.empty()) return outcome;
  fill(parts, asked, found.assumed);

  platforms::NodeSpec node = parts.node;
  const auto draws = [&](const platforms::NodeSpec& one) {
    return batch_on(one, parts, asked).node;
  };
  if (asked.node_power && !cap_chips(node, *asked.node_power, draws)) {
    problems.push_back(cap_too_low(asked.node, draws(node)));
    return outcome;
  }
  const DrawnBatch drawn = batch_on(node, parts, asked);
  found.parameters = workloads::parameters(parts.model);
  found.work_per_image = drawn.batch.work / static_cast<double>(*asked.batch);
  found.batch_time = drawn.batch.time;
  found.images_per_second = static_cast<double>(node.chips * *asked.batch) / drawn.batch.time.si();
  found.mfu = drawn.mfu;
  found.chip_limit = node.chip.tdp;
  found.node_power = drawn.node;
  found.pue = *asked.pue;
  found.energy_per_image = found.pue * (drawn.node * Duration::si(1.0 / found.images_per_second));
  if (!asked.country.empty())
    found.carbon_per_image = facility::location_carbon(grid).mid * found.energy_per_image;
  outcome.inference = std::move(found);
  return outcome;
}

}  // namespace icekeel::analysis
