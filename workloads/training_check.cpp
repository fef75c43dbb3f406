// SPDX-License-Identifier: Apache-2.0
// What keeps a training job from running: contradictions, counts that do not divide, memory.
#include <fmt/format.h>

#include <iterator>

#include "simulator/base/units.h"
#include "workloads/memory.h"
#include "workloads/step.h"
#include "workloads/step_phases.h"

namespace icekeel::workloads {
namespace {

using config::Finding;
using Findings = std::vector<Finding>;

// Whether the counts are there to be checked; a reader has reported what is missing.
bool has_counts(const TrainingSpec& t) {
  const LayoutSpec& l = t.layout;
  return t.global_batch > 0 && l.tensor_parallel > 0 && l.pipeline_parallel > 0 &&
         l.data_parallel > 0 && l.context_parallel > 0 && l.expert_parallel > 0 &&
         l.micro_batch > 0 && l.interleave > 0 &&
         (!t.model.transformer || t.model.transformer->layers > 0);
}

void check_length(const TrainingSpec& t, Findings& findings) {
  const int given = t.tokens.has_value() + t.samples.has_value() + t.steps.has_value() +
                    (t.stages.empty() ? 0 : 1);
  if (given != 1)
    findings.push_back({"",
                        given == 0 ? "nothing says how long the job trains"
                                   : "the length of the training is given more than once",
                        "give exactly one of 'tokens', 'samples', 'steps' and 'stages'"});
  if (t.tokens && sees_images(t.model))
    findings.push_back(
        {"tokens", "this model trains on images, not on tokens", "give 'samples' or 'steps'"});
  if (t.measured_step_time && t.published_gpu_time)
    findings.push_back({"published_gpu_time",
                        "the step cannot be scaled to a measured step and to GPU-hours at once",
                        "remove 'measured_step_time' or 'published_gpu_time'"});
}

void check_batch(const TrainingSpec& t, Findings& findings) {
  const LayoutSpec& l = t.layout;
  const std::int64_t at_once = l.data_parallel * l.micro_batch;
  if (t.global_batch % at_once != 0)
    findings.push_back(
        {"global_batch",
         fmt::format("a batch of {} cannot be split into {} copies of micro-batches of {}",
                     t.global_batch, l.data_parallel, l.micro_batch),
         fmt::format("take a multiple of {}", at_once)});
  if (l.interleave > 1 && l.pipeline_parallel > 1 && micro_batches(t) % l.pipeline_parallel != 0)
    findings.push_back(
        {"layout.interleave",
         fmt::format("{} micro-batches cannot circulate through {} interleaved stages",
                     micro_batches(t), l.pipeline_parallel),
         "take a number of micro-batches that the stages divide, or interleave: 1"});
}

void check_transformer_layout(const TransformerSpec& m, const LayoutSpec& l, Findings& findings) {
  if (m.attention_heads % l.tensor_parallel != 0)
    findings.push_back({"layout.tensor_parallel",
                        fmt::format("{} attention heads cannot be shared by {} GPUs",
                                    m.attention_heads, l.tensor_parallel),
                        "take a divisor of the attention heads"});
  const std::int64_t chunks = l.pipeline_parallel * l.interleave;
  const bool even = makes_chunks(m.layers, l.pipeline_parallel, l.interleave);
  if (chunks > m.layers && (l.interleave == 1 || !even))
    findings.push_back({"layout.pipeline_parallel",
                        fmt::format("{} layers cannot fill {} stages of {} chunks", m.layers,
                                    l.pipeline_parallel, l.interleave),
                        fmt::format("take at most {} stages", m.layers / l.interleave)});
  else if (l.interleave > 1 && !even)
    findings.push_back(
        {"layout.pipeline_parallel",
         fmt::format("{} layers cannot be split into {} stages of {} equal chunks", m.layers,
                     l.pipeline_parallel, l.interleave),
         "take numbers whose product is the layers, or one or two more, or divides them; or "
         "interleave: 1 for unequal stages"});
  // A decoder's ranks take one part from each end of the sequence, so that all have equal work.
  const std::int64_t parts = m.encoder ? l.context_parallel : 2 * l.context_parallel;
  if (l.context_parallel > 1 && m.sequence_length % parts != 0)
    findings.push_back({"layout.context_parallel",
                        fmt::format("a sequence of {} tokens cannot be shared by {} GPUs",
                                    m.sequence_length, l.context_parallel),
                        fmt::format("take a sequence length that {} divides", parts)});
  else if (l.sequence_parallel && m.sequence_length % (l.tensor_parallel * l.context_parallel) != 0)
    findings.push_back({"layout.sequence_parallel",
                        fmt::format("{} tokens cannot be shared by {} GPUs", m.sequence_length,
                                    l.tensor_parallel * l.context_parallel),
                        "take a sequence length that tensor_parallel divides"});
}

void check_experts(const TransformerSpec& m, const LayoutSpec& l, Findings& findings) {
  if (l.expert_parallel == 1) return;
  if (m.experts == 1) {
    findings.push_back(
        {"layout.expert_parallel",
         fmt::format("{} copies cannot share experts: the model has none", l.expert_parallel),
         "give the model 'experts', or leave expert_parallel out"});
    return;
  }
  if (m.experts % l.expert_parallel != 0)
    findings.push_back(
        {"layout.expert_parallel",
         fmt::format("{} experts cannot be shared by {} copies", m.experts, l.expert_parallel),
         "take a divisor of the experts"});
  if (l.replicas() % l.expert_parallel != 0)
    findings.push_back({"layout.expert_parallel",
                        fmt::format("{} copies cannot form groups of {} that share the experts",
                                    l.replicas(), l.expert_parallel),
                        "take a divisor of data_parallel x context_parallel"});
}

// Networks of convolutions are copied whole.
void check_whole_layout(const LayoutSpec& l, Findings& findings) {
  if (l.tensor_parallel > 1 || l.pipeline_parallel > 1)
    findings.push_back(
        {l.tensor_parallel > 1 ? "layout.tensor_parallel" : "layout.pipeline_parallel",
         "a unet or resnet is trained with data parallelism only",
         "set tensor_parallel and pipeline_parallel to 1"});
  if (l.context_parallel > 1)
    findings.push_back({"layout.context_parallel", "only a transformer has sequences to share",
                        "leave context_parallel out"});
  if (l.expert_parallel > 1)
    findings.push_back(
        {"layout.expert_parallel", "only a transformer has experts", "leave expert_parallel out"});
}

Findings check_shape(const TrainingSpec& t) {
  Findings findings;
  if (t.model.transformer) {
    check_transformer_layout(*t.model.transformer, t.layout, findings);
    check_experts(*t.model.transformer, t.layout, findings);
  }
  if (t.model.unet || t.model.resnet) check_whole_layout(t.layout, findings);
  return findings;
}

// TrainingSpec at the sample size that needs most memory.
TrainingSpec at_largest_stage(TrainingSpec t) {
  std::int64_t largest = 0;
  for (const StageSpec& stage : t.stages) largest = std::max(largest, stage.sample_size);
  if (largest > 0) t.model = with_sample_size(t.model, largest);
  return t;
}

// The first larger layout that fits, in words; more GPUs only where sharing more is not enough.
std::string what_fits(const TrainingSpec& training, const Hardware& hardware) {
  const LayoutSpec& l = training.layout;
  const auto per_node = static_cast<std::int64_t>(hardware.gpus_per_node);
  const std::int64_t most_stages =
      training.model.transformer ? training.model.transformer->layers : 1;
  const std::int64_t most_ranks = training.model.transformer ? per_node : 1;
  for (auto stages = l.pipeline_parallel; stages <= most_stages; ++stages)
    for (auto ranks = l.tensor_parallel; ranks <= most_ranks; ranks *= 2)
      for (const bool full : {false, true})
        for (auto zero = l.zero_stage; zero <= (l.replicas() > 1 ? 3 : l.zero_stage); ++zero) {
          TrainingSpec other = training;
          other.layout.pipeline_parallel = stages;
          other.layout.tensor_parallel = ranks;
          other.layout.zero_stage = zero;
          if (full) other.layout.recompute = Recompute::full;
          if (!check_shape(other).empty()) continue;
          if (memory_use(other).total() > hardware.memory) continue;
          return fmt::format(
              "it fits with tensor_parallel: {}, pipeline_parallel: {}, zero_stage: {}, "
              "recompute: {}",
              ranks, stages, zero,
              config::Choices<Recompute>::names[static_cast<std::size_t>(other.layout.recompute)]);
        }
  return "take a smaller micro_batch, a smaller model or GPUs with more memory";
}

}  // namespace

std::string missing_memory(Information needed, const Hardware& hardware) {
  return fmt::format("each GPU needs {:.1f} GB and has {:.1f} GB: {:.1f} GB are missing",
                     needed.in(units::gigabyte), hardware.memory.in(units::gigabyte),
                     (needed - hardware.memory).in(units::gigabyte));
}

Findings check(const TrainingSpec& t) {
  Findings findings;
  for (const Finding& finding : check(t.model))
    findings.push_back({finding.path.empty() ? "model" : "model." + finding.path, finding.message,
                        finding.remedy});
  check_length(t, findings);
  if (!has_counts(t)) return findings;
  check_batch(t, findings);
  const Findings shape = check_shape(t);
  findings.insert(findings.end(), shape.begin(), shape.end());
  return findings;
}

Findings check_plannable(const TrainingSpec& t, const Hardware& hardware) {
  Findings findings = check(t);
  if (!findings.empty()) return findings;
  if (hardware.peak <= ComputeRate{})
    findings.push_back({"precision", "the GPUs of this node have no peak rate in this precision",
                        "take a precision that the chip lists under 'peak'"});
  const LayoutSpec& l = t.layout;
  const auto per_node = static_cast<std::int64_t>(hardware.gpus_per_node);
  if (l.gpus() > 1 && per_node > 1 && hardware.link_bandwidth <= Bandwidth{})
    findings.push_back({"layout", "the GPUs of this node have no links to each other",
                        "give the chip's 'link_bandwidth', that of its bus if it has no links"});
  if (l.gpus() > per_node && hardware.network_bandwidth <= Bandwidth{})
    findings.push_back({"layout", "this node has no network adapters",
                        "give the node 'nics', or use a layout of one node"});
  if (l.tensor_parallel > per_node && l.tensor_parallel % per_node != 0)
    findings.push_back({"layout.tensor_parallel",
                        fmt::format("{} GPUs that share every matrix do not fill whole nodes of {}",
                                    l.tensor_parallel, per_node),
                        fmt::format("take at most {}, or a multiple of it", per_node)});
  return findings;
}

Findings check(const TrainingSpec& t, const Hardware& hardware) {
  Findings findings = check_plannable(t, hardware);
  if (!check(t).empty()) return findings;
  const TrainingSpec largest = at_largest_stage(t);
  const Information needed = memory_use(largest).total();
  if (needed > hardware.memory)
    findings.push_back({"layout", "the model does not fit: " + missing_memory(needed, hardware),
                        what_fits(largest, hardware)});
  return findings;
}

}  // namespace icekeel::workloads
