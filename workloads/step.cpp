// SPDX-License-Identifier: Apache-2.0
#include "workloads/step.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "simulator/base/expect.h"
#include "workloads/memory.h"
#include "workloads/step_phases.h"

namespace icekeel::workloads {
namespace {

// Adds the share of the evaluations to a step: samples that only go forward, through the same
// stages, with nothing exchanged between copies.
void add_evaluation(const TrainingSpec& training, std::vector<Phase>& phases) {
  if (!training.evaluation) return;
  const EvaluationSpec& e = *training.evaluation;
  // Of forward, backward (twice that) and the repetition of the forward pass.
  const double forward = training.layout.recompute == Recompute::full ? 1.0 / 4 : 1.0 / 3;
  const double more = 1 + forward * static_cast<double>(e.samples) / static_cast<double>(e.every);
  for (Phase& phase : phases) {
    using enum PhaseKind;
    if (phase.kind == data_comm || phase.kind == optimizer || phase.kind == data_loading) continue;
    phase.duration *= more;
    phase.latency *= more;
    phase.flowing *= more;
    phase.hidden *= more;
    for (NodeFlow& flow : phase.flows) flow.bytes *= more;
  }
}

// One step of one stage, as predicted.
StepPlan planned(const TrainingSpec& training, const Hardware& hardware, Detail detail) {
  StepPlan plan;
  const SliceCosts costs = slice_costs(training, hardware);
  const PhaseBuilder builder(training, hardware, costs, detail);
  plan.phases = builder.phases();
  add_evaluation(training, plan.phases);
  for (const Phase& phase : plan.phases) plan.step_time += phase.duration;
  plan.model_work =
      static_cast<double>(training.global_batch) * training_work_per_sample(training.model);
  plan.hardware_work = plan.model_work + builder.repeated_work();
  plan.encoding = static_cast<double>(micro_batches(training)) * costs.frozen.time();
  plan.memory_per_gpu = memory_use(training, costs.held).total();
  plan.gpus = builder.placement().gpus();
  plan.nodes = builder.placement().nodes();
  return plan;
}

platforms::Activity blend(const platforms::Activity& a, double a_share,
                          const platforms::Activity& b) {
  const auto mean = [&](double x, double y) { return a_share * x + (1 - a_share) * y; };
  return {mean(a.tensor, b.tensor),   mean(a.memory, b.memory), mean(a.link, b.link),
          mean(a.network, b.network), mean(a.cpu, b.cpu),       mean(a.busy, b.busy)};
}

// Adds `weight` of one phase to the mean of others; both move bytes between the same nodes.
void accumulate(Phase& mean, const Phase& phase, double weight) {
  const Duration added = weight * phase.duration;
  const Duration all = mean.duration + added;
  if (all > Duration{}) mean.activity = blend(mean.activity, mean.duration / all, phase.activity);
  mean.duration = all;
  mean.latency += weight * phase.latency;
  mean.flowing += weight * phase.flowing;
  mean.hidden += weight * phase.hidden;
  if (mean.flows.empty()) mean.flows.assign(phase.flows.size(), {});
  for (std::size_t i = 0; i < phase.flows.size(); ++i) {
    mean.flows[i].from = phase.flows[i].from;
    mean.flows[i].to = phase.flows[i].to;
    mean.flows[i].bytes += weight * phase.flows[i].bytes;
  }
  mean.network_share = phase.network_share;
}

// The mean step of all stages, weighted by their steps.
StepPlan mean_of_stages(const TrainingSpec& training, const Hardware& hardware, Detail detail) {
  StepPlan mean;
  const auto steps = static_cast<double>(total_steps(training));
  for (const StageSpec& stage : training.stages) {
    TrainingSpec part = training;
    part.model = with_sample_size(training.model, stage.sample_size);
    const StepPlan plan = planned(part, hardware, detail);
    const double weight = static_cast<double>(stage.steps) / steps;
    mean.phases.resize(plan.phases.size());
    for (std::size_t i = 0; i < plan.phases.size(); ++i) {
      mean.phases[i].kind = plan.phases[i].kind;
      accumulate(mean.phases[i], plan.phases[i], weight);
    }
    mean.model_work += weight * plan.model_work;
    mean.hardware_work += weight * plan.hardware_work;
    mean.encoding += weight * plan.encoding;
    mean.memory_per_gpu = std::max(mean.memory_per_gpu, plan.memory_per_gpu);
    mean.gpus = plan.gpus;
    mean.nodes = plan.nodes;
  }
  for (const Phase& phase : mean.phases) mean.step_time += phase.duration;
  return mean;
}

// Stretches a phase by `factor`. A slower one waits before it sends, so that other jobs see the
// same transfers; a faster one hides more of them, because a port cannot be driven beyond its rate.
void stretch(Phase& phase, double factor) {
  phase.duration *= factor;
  phase.latency *= factor;
  phase.hidden *= factor;
  (factor >= 1 ? phase.latency : phase.hidden) += std::abs(factor - 1) * phase.flowing;
  platforms::Activity& a = phase.activity;
  for (double* share : {&a.tensor, &a.memory, &a.link, &a.network})
    *share = std::min(1.0, *share / factor);
}

void scale_to_published(const TrainingSpec& training, StepPlan& plan) {
  std::optional<Duration> target = training.measured_step_time;
  if (training.published_gpu_time)
    target = *training.published_gpu_time /
             (static_cast<double>(plan.gpus) * static_cast<double>(plan.steps));
  if (!target) return;
  plan.scale = *target / plan.step_time;
  plan.step_time = {};
  plan.encoding *= plan.scale;
  for (Phase& phase : plan.phases) {
    stretch(phase, plan.scale);
    plan.step_time += phase.duration;
  }
}

}  // namespace

std::string_view name(PhaseKind kind) {
  constexpr std::array<std::string_view, phase_kinds> names{
      "compute",    "tensor_comm",  "pipeline_bubble", "pipeline_comm", "data_comm", "optimizer",
      "checkpoint", "data_loading", "expert_comm",     "context_comm",  "idle"};
  return names[static_cast<std::size_t>(kind)];
}

Duration StepPlan::time_of(PhaseKind kind) const {
  Duration sum;
  for (const Phase& phase : phases)
    if (phase.kind == kind) sum += phase.duration;
  return sum;
}

double StepPlan::model_utilisation(const Hardware& hardware) const {
  return model_work / (static_cast<double>(gpus) * step_time * hardware.peak);
}

StepPlan plan_step(const TrainingSpec& training, const Hardware& hardware, Detail detail) {
  ICEKEEL_EXPECT(hardware.peak > ComputeRate{} && hardware.attention_peak > ComputeRate{});
  StepPlan plan = training.stages.empty() ? planned(training, hardware, detail)
                                          : mean_of_stages(training, hardware, detail);
  plan.steps = total_steps(training);
  plan.fits = plan.memory_per_gpu <= hardware.memory;
  if (!plan.fits) plan.why_not = missing_memory(plan.memory_per_gpu, hardware);
  const double state =
      state_size(training.precision, training.optimizer).total() / Information::si(1.0);
  plan.checkpoint_size = training.checkpoint.size.value_or(
      Information::si(state * trained_parameters(training.model)));
  plan.checkpoint_every = training.checkpoint.every;
  plan.resume = training.checkpoint.resume;
  plan.step_data = static_cast<double>(training.global_batch) * training.sample_data;
  scale_to_published(training, plan);
  return plan;
}

}  // namespace icekeel::workloads
