// SPDX-License-Identifier: Apache-2.0
// The phase in which copies of the model exchange gradients and weights.
#include <algorithm>

#include "workloads/step_phases.h"

#include "simulator/base/counts.h"

namespace icekeel::workloads {
// Parameters whose gradients or weights a GPU exchanges with those that hold the same. Copies of
// the same experts are fewer, so less of theirs is exchanged.
double PhaseBuilder::exchanged(const ParameterCounts& counts) const {
  const double experts = experts_per_gpu(training_.model, layout_, counts);
  const double replicas = number(layout_.replicas());
  const double same = replicas / number(layout_.expert_parallel);
  const double less = (1 - 1 / same) / (1 - 1 / replicas);
  return parameters_per_gpu(training_.model, layout_, counts) - (1 - less) * experts;
}

// Weights that fully sharded GPUs gather, each as one of those that are not packed.
double PhaseBuilder::gathered_weights() const {
  const double all = exchanged(costs_.held.all);
  const auto& m = training_.model.transformer;
  if (!m || !m->frozen_weights) return all;
  const double size = m->frozen_weights->weight_size() / kernels_.element;
  return all - (1 - size) * exchanged(costs_.held.packed);
}

// What the copies of the model exchange in a step.
PhaseBuilder::Exchange PhaseBuilder::exchange() const {
  const std::int64_t replicas = layout_.replicas();
  const ShardingEfficiency& sharding = training_.efficiency.sharding;
  Exchange e;
  // Sharded gradients are reduced, and sharded weights gathered, for every micro-batch.
  e.scatters = layout_.zero_stage >= 2 ? micro_batches_ : 1;
  const bool again = sharding.gathers_to_recompute && layout_.recompute == Recompute::full;
  e.gathers = layout_.zero_stage == 3 ? (again ? 3 : 2) * micro_batches_ : 1;
  const double layers =
      training_.model.transformer ? number(training_.model.transformer->layers) / stages_ : 1;
  const double calls = sharding.tensors_per_layer * layers;
  e.calls = e.scatters * (layout_.zero_stage >= 2 ? calls : 1) +
            e.gathers * (layout_.zero_stage == 3 ? calls : 1);
  const double trained = exchanged(costs_.held.trained);
  const double gathered = layout_.zero_stage == 3 ? gathered_weights() : trained;
  e.buffer = (e.scatters * trained + e.gathers * gathered) / (e.scatters + e.gathers) *
             state_size(training_.precision, training_.optimizer).gradient;
  const auto nodes = static_cast<std::int64_t>(placement_.data_nodes());
  e.group = {(replicas + nodes - 1) / nodes, nodes};
  return e;
}

// What the exchange takes besides its bytes on links and fabric.
Duration PhaseBuilder::exchange_latency(const Exchange& e) const {
  if (layout_.zero_stage == 0) return fastest_all_reduce({}, e.group, paths_).time;
  const Duration ring = e.calls * ring_latency(e.group, paths_);
  if (layout_.zero_stage < 2) return ring;
  const ShardingEfficiency& sharding = training_.efficiency.sharding;
  const Duration pieces = e.calls * number(layout_.replicas()) * sharding.piece_time;
  const Information copied = sharding.copies * (e.scatters + e.gathers) * e.buffer;
  return ring + pieces +
         2 * copied / (training_.efficiency.memory_share * hardware_.memory_bandwidth);
}

// How much of the exchange goes on under compute. Sums of gradients are complete, and may leave,
// from the last micro-batch on (from the last round of them where stages hold several chunks),
// while its backward pass lasts; shares of sharded ones leave with every micro-batch. New weights
// come when the optimizer is done, and under the next forward pass only in frameworks that do so;
// sharded ones are fetched ahead all the time. What transfers take of the GPU, compute does
// without.
Duration PhaseBuilder::hidden(const Exchange& e, Duration time) const {
  constexpr double backward = 2.0 / 3;  // of the time of a micro-batch
  const double chunks = number(layout_.interleave);
  const double last = std::min(micro_batches_, (1 + stages_ * (chunks - 1)) / chunks);
  const double rounds = layout_.zero_stage >= 2 ? micro_batches_ : last;
  const double gathered = layout_.zero_stage == 0 ? 0 : e.gathers / (e.scatters + e.gathers);
  Duration under =
      std::min(layout_.overlap * (1 - gathered) * time, rounds * backward * pipeline_.compute_time);
  if (layout_.zero_stage == 3)
    under = std::min(layout_.overlap * time, micro_batches_ * pipeline_.compute_time);
  else if (training_.efficiency.weights_under_forward)
    under +=
        std::min(layout_.overlap * gathered * time, last * (1 - backward) * pipeline_.compute_time);
  const auto units = number(hardware_.multiprocessors);
  const double taken = units > 0 ? training_.efficiency.transfer_multiprocessors / units : 0;
  return std::max(0.0, 1 - taken) * under;
}

Phase PhaseBuilder::data_comm() const {
  Phase phase{.kind = PhaseKind::data_comm};
  if (layout_.replicas() == 1) return timed(phase);
  const Exchange e = exchange();
  const double passes = e.scatters + e.gathers;
  carry(
      phase, [&] { return placement_.data_flows(e.buffer, passes); },
      [&] { return placement_.data_load(e.buffer, passes); });
  const Information linked =
      passes * (number(e.group.local - 1) / number(e.group.local)) * e.buffer;
  // Links and fabric carry parts of the buffer at the same time; the steps come in turn.
  phase.latency =
      std::max(Duration{}, linked / paths_.link.rate - phase.flowing) + exchange_latency(e);
  const Duration total = phase.latency + phase.flowing;
  phase.hidden = hidden(e, total);
  phase.activity.busy = 1;
  phase.activity.network = network_activity(phase, total);
  phase.activity.link = link_activity(linked, total);
  return timed(phase);
}

}  // namespace icekeel::workloads
