// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// The phases of one step, one by one, from operators, placement and collectives.
///
/// With P stages, m micro-batches, v chunks a stage, and for one micro-batch the time t_i that
/// stage i computes and talks to its tensor ranks:
///
///     compute + tensor_comm = m mean(t)
///     pipeline_bubble       = m (max(t) - mean(t)) + (sum(t) - max(t)) / v
///
/// A layer whose launches take the host longer than its kernels take the GPU leaves the GPU
/// waiting; tensor communication fits into that wait:
///
///     layer = max(kernels + tensor communication, launches)
///
/// Sources: Narayanan et al., arXiv:2104.04473, section 2.2, for the bubble of equal stages,
/// (P-1) t / v; the terms for unequal stages follow from the schedule.
/// Verified by: tests/verification/workloads/step_test.cpp.

#include <initializer_list>
#include <string>
#include <vector>

#include "workloads/collectives.h"
#include "workloads/flows.h"
#include "workloads/kernel_time.h"
#include "workloads/memory.h"
#include "workloads/step.h"

namespace icekeel::workloads {

/// What one GPU computes for one micro-batch, and holds: the same for any number of stages and
/// copies, so that a search makes it once for many layouts. It depends on the layout's tensor and
/// sequence parallelism, micro-batch, recomputation and attention kernel.
struct SliceCosts {
  PassCost layer;               ///< of a transformer, forward and backward, with what is repeated
  PassCost embedding;           ///< of a transformer
  PassCost head;                ///< of a transformer
  PassCost whole;               ///< of any other network
  PassCost frozen;              ///< of its encoders, which run forward only
  Duration attention_forward;   ///< of the kernels of a layer's attention core
  Duration attention_backward;  ///< of the same going back
  Work repeated;                ///< of one layer or whole network, as the model's work counts it
  HeldParameters held;
};

SliceCosts slice_costs(const TrainingSpec& training, const Hardware& hardware);

class PhaseBuilder {
 public:
  /// The arguments must outlive the builder.
  PhaseBuilder(const TrainingSpec& training, const Hardware& hardware, const SliceCosts& costs,
               Detail detail);

  std::vector<Phase> phases() const;
  Duration step_time() const;  ///< the sum of the phases, without their activities
  /// Less than any step of this slice and number of copies takes: its stages' compute alone.
  Duration least_time() const { return micro_batches_ * pipeline_.longest; }
  Work repeated_work() const;  ///< of all GPUs in one step: what is computed again
  const Placement& placement() const { return placement_; }

 private:
  /// One micro-batch through the pipeline: sums and extremes over its stages.
  struct Pipeline {
    PassCost compute;         ///< mean of the stages
    Duration compute_time;    ///< mean of the stages
    double tensor_calls = 0;  ///< all-reduces between tensor ranks, mean of the stages
    Duration tensor_hidden;   ///< of their time, under launches that the host is late with
    Duration expert_time;     ///< tokens to their experts and back, mean of the stages
    Duration context_time;    ///< keys around the ring that attention does not hide, mean
    Duration longest;         ///< stage, with its tensor and expert communication
  };

  /// Keys and values of a layer around the GPUs that share a sequence, for one micro-batch.
  struct Ring {
    double messages = 0;  ///< that each rank sends
    Duration total;
    Duration exposed;  ///< not hidden under attention
  };

  Pipeline pipeline() const;
  Pipeline transformer_pipeline(const TransformerSpec& model) const;
  Information tensor_buffer() const;
  Duration call_time() const;
  Duration stage_time(const Pipeline& mean) const;

  Phase compute(std::initializer_list<Phase> beside) const;
  Phase tensor_comm() const;
  Phase bubble() const;
  Phase pipeline_comm() const;
  Information expert_buffer() const;
  Duration expert_call() const;
  double expert_calls() const;
  Phase expert_comm() const;
  Information context_buffer() const;
  Ring context_ring() const;
  Phase context_comm() const;
  double exchanged(const ParameterCounts& counts) const;
  double gathered_weights() const;
  /// What the copies of the model exchange in a step: how often each of them goes through the
  /// whole buffer, and in how many collectives.
  struct Exchange {
    double scatters = 0, gathers = 0;
    double calls = 0;
    Information buffer;
    Group group;
  };
  Exchange exchange() const;
  Duration exchange_latency(const Exchange& exchange) const;
  Duration hidden(const Exchange& exchange, Duration time) const;
  Phase data_comm() const;
  Phase optimizer() const;
  Phase data_loading() const;
  /// Completes a phase: duration from latency, flows and hidden time.
  Phase timed(Phase phase) const;
  /// Puts flows into a phase, or, where only times are asked for, their time alone.
  template <class Flows, class Load>
  void carry(Phase& phase, const Flows& flows, const Load& load) const;
  double network_activity(const Phase& phase, Duration time) const;
  double link_activity(Information sent, Duration time) const;

  const TrainingSpec& training_;
  const Hardware& hardware_;
  const LayoutSpec& layout_;
  Placement placement_;
  KernelModel kernels_;
  Paths paths_;
  double micro_batches_;
  double stages_;
  const SliceCosts& costs_;
  Detail detail_;
  Duration tensor_call_;  ///< one all-reduce between tensor ranks
  Pipeline pipeline_;
};

template <class Flows, class Load>
void PhaseBuilder::carry(Phase& phase, const Flows& flows, const Load& load) const {
  if (detail_ == Detail::flows) {
    phase.flows = flows();
    phase.flowing = port_time(phase.flows, placement_.nodes(), paths_.network.rate);
  } else if (const Information sent = load(); sent > Information{}) {
    phase.flowing = sent / paths_.network.rate;
  }
}

/// Says how much memory is missing on each GPU.
std::string missing_memory(Information needed, const Hardware& hardware);

}  // namespace icekeel::workloads
