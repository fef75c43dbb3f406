// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// A training job as the user describes it.

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "platforms/chip.h"
#include "simulator/base/quantity.h"
#include "simulator/config/fields.h"
#include "workloads/efficiency.h"
#include "workloads/layout.h"
#include "workloads/model.h"

namespace icekeel::workloads {

enum class Optimizer { adam, momentum };

/// Intervals that lose the least, for the rate at which the job's nodes fail.
enum class CheckpointRule { young, daly };

/// Saves of the training state to storage.
struct CheckpointSpec {
  std::optional<CheckpointRule> rule;  ///< instead of `every`
  std::optional<Duration> every;       ///< none: the job writes no checkpoints
  std::optional<Information> size;     ///< of the whole job; default: its training state
  bool resume = false;                 ///< the job begins by reading one
};

/// A part of the training on samples of one size.
struct StageSpec {
  std::int64_t steps = 0;
  std::int64_t sample_size = 0;  ///< sequence length in tokens, or side of the latent image
};

/// Passes over samples that are not trained on: forward only.
struct EvaluationSpec {
  std::int64_t every = 1;    ///< trained samples from one evaluation to the next
  std::int64_t samples = 0;  ///< of one evaluation
};

/// Exactly one of tokens, samples, steps and stages says how long it trains.
struct TrainingSpec {
  ModelSpec model;
  platforms::Precision precision = platforms::Precision::bf16;
  std::int64_t global_batch = 0;  ///< samples a step
  std::optional<std::int64_t> tokens;
  std::optional<std::int64_t> samples;
  std::optional<std::int64_t> steps;
  std::vector<StageSpec> stages;
  LayoutSpec layout;
  Optimizer optimizer = Optimizer::adam;
  CheckpointSpec checkpoint;
  std::optional<EvaluationSpec> evaluation;
  Duration data_loading;  ///< a step, not hidden behind compute
  Information
      sample_data;  ///< of a sample, read from the site's storage while the step before runs
  EfficiencySpec efficiency;
  /// Published results that the step is scaled to; at most one is given.
  std::optional<Duration> measured_step_time;
  std::optional<Duration> published_gpu_time;  ///< GPU-hours of the whole job
};

void describe(config::Fields& f, CheckpointSpec& checkpoint);
void describe(config::Fields& f, EvaluationSpec& evaluation);
void describe(config::Fields& f, StageSpec& stage);
void describe(config::Fields& f, TrainingSpec& training);

/// Optimizer steps of the whole job, rounded up.
std::int64_t total_steps(const TrainingSpec& training);

}  // namespace icekeel::workloads

template <>
struct icekeel::config::Choices<icekeel::workloads::CheckpointRule> {
  static constexpr std::array<std::string_view, 2> names{"young", "daly"};
};
template <>
struct icekeel::config::Choices<icekeel::workloads::Optimizer> {
  static constexpr std::array<std::string_view, 2> names{"adam", "momentum"};
};
