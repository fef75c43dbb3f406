// SPDX-License-Identifier: Apache-2.0
#include "analysis/validate_layout.h"

#include <algorithm>
#include <optional>
#include <stdexcept>

#include "workloads/memory.h"
#include "workloads/step.h"

namespace icekeel::analysis {
namespace {

using workloads::LayoutSpec;
using workloads::Recompute;
using workloads::TrainingSpec;
using Layouts = std::vector<LayoutSpec>;

bool is_free(const PredictionSpec& p, Choice choice) {
  return std::ranges::find(p.free, choice) != p.free.end();
}

// Every way to share the GPUs, tensor ranks within a node.
Layouts spread(const LayoutSpec& base, std::int64_t gpus, std::int64_t per_node) {
  Layouts result;
  for (std::int64_t ranks = 1; ranks <= per_node; ranks *= 2)
    for (std::int64_t stages = 1; stages <= 64 && ranks * stages <= gpus; ++stages) {
      if (gpus % (ranks * stages) != 0) continue;
      for (const Recompute recompute : {Recompute::none, Recompute::selective, Recompute::full}) {
        LayoutSpec layout = base;
        layout.tensor_parallel = ranks;
        layout.pipeline_parallel = stages;
        layout.data_parallel = gpus / (ranks * stages);
        layout.sequence_parallel = ranks > 1;
        layout.recompute = recompute;
        result.push_back(layout);
      }
    }
  return result;
}

Layouts with_micro_batches(const Layouts& bases) {
  Layouts result;
  for (LayoutSpec layout : bases)
    for (layout.micro_batch = 1; layout.micro_batch <= 16; layout.micro_batch *= 2)
      result.push_back(layout);
  return result;
}

Layouts with_chunks(const Layouts& bases, std::int64_t layers) {
  Layouts result;
  for (LayoutSpec layout : bases) {
    const std::int64_t most = layout.pipeline_parallel > 1 ? layers / layout.pipeline_parallel : 1;
    for (layout.interleave = 1; layout.interleave <= most; ++layout.interleave)
      if (most % layout.interleave == 0) result.push_back(layout);
  }
  return result;
}

// An interleaved schedule takes its micro-batches in rounds of one a stage.
bool has_rounds(const TrainingSpec& t) {
  return t.layout.interleave == 1 || workloads::micro_batches(t) % t.layout.pipeline_parallel == 0;
}

}  // namespace

TrainingSpec fastest_layout(const TrainingSpec& training, const PredictionSpec& prediction,
                            const workloads::Hardware& hardware) {
  Layouts layouts{training.layout};
  if (is_free(prediction, Choice::layout))
    layouts = spread(training.layout, prediction.devices.value_or(training.layout.gpus()),
                     static_cast<std::int64_t>(hardware.gpus_per_node));
  if (is_free(prediction, Choice::micro_batch)) layouts = with_micro_batches(layouts);
  if (is_free(prediction, Choice::interleave) && training.model.transformer)
    layouts = with_chunks(layouts, training.model.transformer->layers);

  std::optional<TrainingSpec> best;
  Duration shortest;
  for (const LayoutSpec& layout : layouts) {
    TrainingSpec candidate = training;
    candidate.layout = layout;
    if (!workloads::check(candidate).empty() || !has_rounds(candidate)) continue;
    if (layouts.size() > 1 && workloads::memory_use(candidate).total() > hardware.memory) continue;
    const Duration step = workloads::plan_step(candidate, hardware).step_time;
    if (best && step >= shortest) continue;
    best = candidate;
    shortest = step;
  }
  if (!best) throw std::runtime_error("no layout of '" + prediction.name + "' is possible");
  return *best;
}

}  // namespace icekeel::analysis
