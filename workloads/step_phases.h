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

#include <string>
#include <vector>

#include "workloads/collectives.h"
#include "workloads/flows.h"
#include "workloads/kernel_time.h"
#include "workloads/memory.h"
#include "workloads/step.h"

namespace icekeel::workloads {

class PhaseBuilder {
 public:
  PhaseBuilder(const TrainingSpec& training, const Hardware& hardware);

  std::vector<Phase> phases() const;
  Work hardware_work() const;  ///< of all GPUs in one step
  const Placement& placement() const { return placement_; }

 private:
  /// One micro-batch through the pipeline: sums and extremes over its stages.
  struct Pipeline {
    PassCost compute;         ///< mean of the stages
    Duration compute_time;    ///< mean of the stages
    double tensor_calls = 0;  ///< all-reduces between tensor ranks, mean of the stages
    Duration tensor_hidden;   ///< of their time, under launches that the host is late with
    Duration longest;         ///< stage, with its tensor communication
  };

  Pipeline pipeline() const;
  Pipeline transformer_pipeline(const TransformerSpec& model) const;
  Pipeline unet_pipeline(const UnetSpec& model) const;
  Information tensor_buffer() const;
  Duration tensor_call() const;
  Duration stage_time(const Pipeline& mean) const;

  Phase compute() const;
  Phase tensor_comm() const;
  Phase bubble() const;
  Phase pipeline_comm() const;
  Phase data_comm() const;
  Phase optimizer() const;
  Phase data_loading() const;
  /// Completes a phase: duration from latency, flows and hidden time.
  Phase timed(Phase phase) const;
  double network_activity(const Phase& phase, Duration time) const;
  double link_activity(Information sent, Duration time) const;

  const TrainingSpec& training_;
  const Hardware& hardware_;
  const LayoutSpec& layout_;
  Placement placement_;
  KernelModel kernels_;
  Tier link_;
  Tier network_;
  double micro_batches_;
  double stages_;
  Pipeline pipeline_;
};

/// Says how much memory is missing on each GPU.
std::string missing_memory(Information needed, const Hardware& hardware);

}  // namespace icekeel::workloads
