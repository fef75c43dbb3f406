// SPDX-License-Identifier: Apache-2.0
#include "workloads/training.h"

#include <numeric>

namespace icekeel::workloads {
namespace {

std::int64_t divided_up(std::int64_t amount, std::int64_t part) {
  return (amount + part - 1) / part;
}

}  // namespace

void describe(config::Fields& f, CheckpointSpec& c) {
  f.optional("every", c.every, "Time between checkpoints; without it none are written.",
             {.least = 0, .above_least = true});
  f.optional("rule", c.rule,
             "Instead of 'every', the interval that loses least: 'young' or 'daly'; the site needs "
             "'node_failures'.");
  f.optional("size", c.size,
             "Size of a checkpoint of the whole job; by default its training state, 16 bytes a "
             "parameter for Adam.",
             {.least = 0, .above_least = true});
  f.optional("resume", c.resume, "Whether the job begins by reading a checkpoint.");
}

void describe(config::Fields& f, EvaluationSpec& e) {
  f.required("every", e.every, "Trained samples from one evaluation to the next.", {.least = 1});
  f.required("samples", e.samples, "Samples of one evaluation, forward only.", {.least = 1});
}

void describe(config::Fields& f, StageSpec& s) {
  f.required("steps", s.steps, "Optimizer steps of this stage.", {.least = 1});
  f.required("sample_size", s.sample_size,
             "Tokens of a sample, or side of its latent image, in this stage.", {.least = 1});
}

void describe(config::Fields& f, TrainingSpec& t) {
  f.required("model", t.model, "The network that is trained.");
  f.optional("precision", t.precision, "Number format of the matrix products.");
  f.required("global_batch", t.global_batch, "Samples of one optimizer step.", {.least = 1});
  f.optional("tokens", t.tokens, "Tokens to train on.", {.least = 1});
  f.optional("samples", t.samples, "Samples to train on.", {.least = 1});
  f.optional("steps", t.steps, "Optimizer steps to train.", {.least = 1});
  f.optional("stages", t.stages,
             "Stages on samples of different sizes. They run as one mean step: totals are exact, "
             "the power is the mean of the stages.");
  f.optional("layout", t.layout, "How the job is spread over GPUs.");
  f.optional("optimizer", t.optimizer, "Update rule, which decides the state of a parameter.");
  f.optional("checkpoint", t.checkpoint, "Saves of the training state.");
  f.optional("evaluation", t.evaluation,
             "Evaluations between the steps; their time is spread evenly over all steps.");
  f.optional("data_loading", t.data_loading,
             "Time a step waits for its samples, not hidden behind compute.");
  f.optional(
      "sample_data", t.sample_data,
      "Data of a sample that the job reads from the site's storage, ahead of its steps; a step "
      "waits where the storage is short.");
  f.optional("efficiency", t.efficiency, "How much of the machine's peaks the job reaches.");
  f.optional("measured_step_time", t.measured_step_time,
             "Measured time of one step; all phases are scaled to it.",
             {.least = 0, .above_least = true});
  f.optional("published_gpu_time", t.published_gpu_time,
             "Published GPU-hours of the whole job; all phases are scaled to them.",
             {.least = 0, .above_least = true});
}

std::int64_t total_steps(const TrainingSpec& t) {
  if (t.steps) return *t.steps;
  if (t.samples) return divided_up(*t.samples, t.global_batch);
  if (t.tokens) return divided_up(*t.tokens, t.global_batch * tokens_per_sample(t.model));
  return std::accumulate(t.stages.begin(), t.stages.end(), std::int64_t{0},
                         [](std::int64_t sum, const StageSpec& s) { return sum + s.steps; });
}

}  // namespace icekeel::workloads
