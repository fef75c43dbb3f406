// SPDX-License-Identifier: Apache-2.0
#include "workloads/model.h"

#include <algorithm>
#include <cmath>

#include "simulator/base/expect.h"
#include "simulator/base/units.h"
#include "workloads/operators.h"

namespace icekeel::workloads {
namespace {

using config::Finding;

// Whether the counts are there to be checked; a reader has reported what is missing.
bool has_counts(const TransformerSpec& m) {
  return m.hidden_size > 0 && m.attention_heads > 0 && m.kv_heads() > 0 && m.layers > 0 &&
         m.sequence_length > 0;
}

void check_transformer(const TransformerSpec& m, const std::string& path,
                       std::vector<Finding>& findings) {
  if (m.hidden_size % m.attention_heads != 0)
    findings.push_back({path + ".attention_heads",
                        "hidden size " + std::to_string(m.hidden_size) +
                            " cannot be divided among " + std::to_string(m.attention_heads) +
                            " attention heads",
                        "take a number of heads that divides the hidden size"});
  if (m.kv_heads() > m.attention_heads || m.attention_heads % m.kv_heads() != 0)
    findings.push_back({path + ".key_value_heads",
                        std::to_string(m.attention_heads) + " attention heads cannot share " +
                            std::to_string(m.kv_heads()) + " key-value heads evenly",
                        "take a divisor of attention_heads"});
}

void check_experts(const TransformerSpec& m, std::vector<Finding>& findings) {
  if (m.experts_per_token <= m.experts) return;
  if (m.experts == 1)
    findings.push_back({"transformer.experts", "a mixture of experts needs at least two experts",
                        "give 'experts', or leave experts_per_token out"});
  else
    findings.push_back({"transformer.experts_per_token",
                        "a token cannot visit " + std::to_string(m.experts_per_token) + " of " +
                            std::to_string(m.experts) + " experts",
                        "take at most the number of experts"});
}

void check_predicted(const TransformerSpec& m, std::vector<Finding>& findings) {
  if (!m.predicted_tokens || *m.predicted_tokens <= m.sequence_length) return;
  findings.push_back({"transformer.predicted_tokens",
                      std::to_string(*m.predicted_tokens) + " tokens of " +
                          std::to_string(m.sequence_length) + " cannot be predicted",
                      "take at most the sequence length"});
}

// Adapters are chosen, and weights packed, only where something is frozen.
void check_adapters(const TransformerSpec& m, std::vector<Finding>& findings) {
  if (m.frozen_weights && m.frozen_weights->weight_size() >= 2 * units::byte)
    findings.push_back({"transformer.frozen_weights", "this format takes no less than 16 bits",
                        "take one of fewer, as weight-formats/nf4, or leave frozen_weights out"});
  if (m.lora_rank) return;
  if (m.frozen_weights)
    findings.push_back({"transformer.frozen_weights", "without adapters no weight is frozen",
                        "give 'lora_rank', or leave frozen_weights out"});
  if (m.lora_targets != AdapterTargets::all)
    findings.push_back({"transformer.lora_targets", "there are no adapters to be placed",
                        "give 'lora_rank', or leave lora_targets out"});
}

// An image is cut into a square of patches, and one more token stands for its class.
void check_patches(const TransformerSpec& m, std::vector<Finding>& findings) {
  const auto side = std::llround(std::sqrt(static_cast<double>(m.sequence_length - 1)));
  if (side >= 1 && side * side + 1 == m.sequence_length) return;
  const std::int64_t near = std::max<std::int64_t>(1, side);
  findings.push_back({"transformer.sequence_length",
                      std::to_string(m.sequence_length) +
                          " tokens are not a square of patches and a token for the class",
                      "take " + std::to_string(near * near + 1) + ", for images of " +
                          std::to_string(near * *m.patch_size) + " pixels a side"});
}

void check_resnet(const ResnetSpec& m, std::vector<Finding>& findings) {
  if (m.blocks.empty())
    findings.push_back({"resnet.blocks", "the network has no stage",
                        "give the blocks of each stage, e.g. [3, 4, 6, 3]"});
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
  if (!m.attention_blocks.empty() && static_cast<std::int64_t>(m.attention_blocks.size()) != levels)
    findings.push_back({"unet.attention_blocks",
                        std::to_string(m.attention_blocks.size()) + " numbers for " +
                            std::to_string(levels) + " resolutions",
                        "give one number a resolution, finest first"});
  if (m.image_encoder && m.image_encoder->channel_multipliers.empty())
    findings.push_back({"unet.image_encoder.channel_multipliers", "the encoder has no resolution",
                        "give one multiplier a resolution, e.g. [1, 2, 4, 4]"});
  if (m.text_encoder && has_counts(*m.text_encoder))
    check_transformer(*m.text_encoder, "unet.text_encoder", findings);
  const std::int64_t coarsest = std::int64_t{1} << std::max<std::int64_t>(levels - 1, 0);
  if (m.latent_size % coarsest != 0)
    findings.push_back({"unet.latent_size",
                        "side " + std::to_string(m.latent_size) + " cannot be halved " +
                            std::to_string(levels - 1) + " times",
                        "take a multiple of " + std::to_string(coarsest)});
}

// Adds up what a function finds in the lists of operators of the whole network.
template <class Function>
auto sum_over(const ModelSpec& model, const Function& of) {
  ICEKEEL_EXPECT(model.transformer || model.unet || model.resnet);
  if (!model.transformer) return of(whole_operators(model, {}));
  const TransformerSpec& m = *model.transformer;
  return of(embedding_operators(m, {})) +
         static_cast<double>(m.layers) * of(layer_operators(m, {})) + of(head_operators(m, {}));
}

}  // namespace

std::vector<Finding> check(const ModelSpec& model) {
  std::vector<Finding> findings;
  if (model.transformer.has_value() + model.unet.has_value() + model.resnet.has_value() != 1)
    findings.push_back({"", "a model is a transformer, a unet or a resnet",
                        "give exactly one of 'transformer', 'unet' and 'resnet'"});
  if (model.transformer && has_counts(*model.transformer)) {
    check_transformer(*model.transformer, "transformer", findings);
    check_experts(*model.transformer, findings);
    check_predicted(*model.transformer, findings);
    check_adapters(*model.transformer, findings);
    if (model.transformer->patch_size) check_patches(*model.transformer, findings);
  }
  if (model.unet) check_unet(*model.unet, findings);
  if (model.resnet) check_resnet(*model.resnet, findings);
  return findings;
}

double parameters(const ModelSpec& model) {
  return sum_over(model, [](const auto& list) { return parameters(list); });
}

double trained_parameters(const ModelSpec& model) {
  return sum_over(model, [](const auto& list) { return trained_parameters(list); });
}

Work forward_work_per_sample(const ModelSpec& model) {
  return sum_over(model, [](const auto& list) { return forward_work(list); });
}

Work training_work_per_sample(const ModelSpec& model) {
  return sum_over(model, [](const auto& list) { return training_work(list); }) +
         forward_work(frozen_operators(model, {}));
}

bool sees_images(const ModelSpec& model) {
  return !model.transformer || model.transformer->patch_size;
}

std::int64_t tokens_per_sample(const ModelSpec& model) {
  return sees_images(model) ? 1 : model.transformer->sequence_length;
}

ModelSpec with_sample_size(ModelSpec model, std::int64_t sample_size) {
  if (model.transformer) model.transformer->sequence_length = sample_size;
  if (model.unet) model.unet->latent_size = sample_size;
  if (model.resnet) model.resnet->image_size = sample_size;
  return model;
}

}  // namespace icekeel::workloads
