// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// One step of a training job: how long each phase takes, what it moves and what it uses.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "platforms/activity.h"
#include "simulator/base/quantity.h"
#include "simulator/config/finding.h"
#include "workloads/hardware.h"
#include "workloads/training.h"

namespace icekeel::workloads {

enum class PhaseKind {
  compute,
  tensor_comm,
  pipeline_bubble,
  pipeline_comm,
  data_comm,
  optimizer,
  checkpoint,
  data_loading,
  expert_comm,   ///< tokens to their experts and back
  context_comm,  ///< keys and values around the GPUs that share a sequence
  idle           ///< of services: no request is there
};

inline constexpr std::size_t phase_kinds = 11;

/// "compute", "tensor_comm" ...
std::string_view name(PhaseKind kind);

/// Bytes that one of the job's nodes (0 .. nodes-1) sends to another in one step.
struct NodeFlow {
  std::size_t from = 0;
  std::size_t to = 0;
  Information bytes;
};

/// A part of the step. Phases that alternate within milliseconds (compute and tensor
/// communication) are kept as one block each, with their total durations.
///
/// Always duration + hidden = latency + flowing, where `flowing` is the time of `flows` at
/// `network_share` of every node's port rate when nothing else uses the fabric. A simulation of the
/// flows that takes `t` therefore makes the phase last max(0, latency + t - hidden). The network
/// share limits the rate of the flows; it does not add bytes.
struct Phase {
  PhaseKind kind = PhaseKind::compute;
  Duration duration{};             ///< share of the step, nothing contending
  platforms::Activity activity{};  ///< mean over the duration, of every GPU of the job
  std::vector<NodeFlow> flows{};   ///< all bytes over the fabric; empty if it stays inside nodes
  Duration latency{};              ///< what the flows do not carry: kernels, links, message latency
  Duration flowing{};              ///< of the flows at their share of the ports' rate
  Duration hidden{};               ///< of latency and flows, under the phases before
  double network_share = 1.0;      ///< of a port's rate that the flows reach on their own
};

/// One step. The durations of the phases add up to the step time exactly.
struct StepPlan {
  std::vector<Phase> phases;
  Duration step_time;
  Work model_work;     ///< of all GPUs: what the algorithm asks for
  Work hardware_work;  ///< of all GPUs: with what is computed again, counted alike
  Information memory_per_gpu;
  bool fits = false;
  std::string why_not;  ///< what is missing, if it does not fit
  std::size_t nodes = 0;
  std::size_t gpus = 0;
  std::int64_t steps = 0;  ///< of the whole job
  Duration encoding;       ///< of the compute: frozen encoders of images and texts
  Information step_data;   ///< samples of a step, read from storage
  bool resume = false;     ///< begins by reading a checkpoint
  Information checkpoint_size;
  std::optional<Duration> checkpoint_every;
  double scale = 1.0;  ///< step time over the predicted one, where a published time is given

  Duration run_time() const { return step_time * static_cast<double>(steps); }
  Duration gpu_time() const { return run_time() * static_cast<double>(gpus); }
  Duration time_of(PhaseKind kind) const;
  /// Share of the peak that the model work reaches.
  double model_utilisation(const Hardware& hardware) const;
};

/// What a plan holds: every flow between nodes, which a simulation needs, or their times alone.
enum class Detail { flows, times };

/// Plans one step. Expects `check` to have found nothing; memory is reported, not required.
StepPlan plan_step(const TrainingSpec& training, const Hardware& hardware,
                   Detail detail = Detail::flows);

/// Everything that keeps the job from running on this hardware; paths relative to the job.
std::vector<config::Finding> check(const TrainingSpec& training, const Hardware& hardware);

/// The same, but for the memory: what keeps a step from being planned at all.
std::vector<config::Finding> check_plannable(const TrainingSpec& training,
                                             const Hardware& hardware);

/// The same without hardware: counts, divisibility, contradictions.
std::vector<config::Finding> check(const TrainingSpec& training);

}  // namespace icekeel::workloads
