// SPDX-License-Identifier: Apache-2.0
#include "analysis/validate_layout.h"

#include <algorithm>
#include <stdexcept>

#include "workloads/layout_search.h"

namespace icekeel::analysis {
namespace {

bool is_free(const PredictionSpec& p, Choice choice) {
  return std::ranges::find(p.free, choice) != p.free.end();
}

// Everything that the publication gives, or that is assumed for it.
workloads::FixedLayout given(const PredictionSpec& p) {
  workloads::FixedLayout fixed;
  const workloads::LayoutSpec& l = p.layout;
  if (!is_free(p, Choice::micro_batch)) fixed.micro_batch = l.micro_batch;
  if (!is_free(p, Choice::interleave)) fixed.interleave = l.interleave;
  if (is_free(p, Choice::layout)) return fixed;
  fixed.tensor_parallel = l.tensor_parallel;
  fixed.pipeline_parallel = l.pipeline_parallel;
  fixed.data_parallel = l.data_parallel;
  fixed.context_parallel = l.context_parallel;
  fixed.expert_parallel = l.expert_parallel;
  fixed.sequence_parallel = l.sequence_parallel;
  fixed.recompute = l.recompute;
  fixed.zero_stage = l.zero_stage;
  return fixed;
}

}  // namespace

workloads::TrainingSpec fastest_layout(const workloads::TrainingSpec& training,
                                       const PredictionSpec& prediction,
                                       const workloads::Hardware& hardware) {
  workloads::TrainingSpec best = training;
  if (prediction.free.empty()) return best;
  const auto found = workloads::search_layout(
      training, hardware, prediction.devices.value_or(training.layout.gpus()), given(prediction));
  if (!found.layout) throw std::runtime_error("no layout of '" + prediction.name + "' is possible");
  best.layout = *found.layout;
  return best;
}

}  // namespace icekeel::analysis
