// SPDX-License-Identifier: Apache-2.0
// Phases in which a layer's tokens go to their experts, or its keys around those who share a
// sequence.
#include <algorithm>
#include <cmath>

#include "workloads/step_phases.h"

#include "simulator/base/counts.h"

namespace icekeel::workloads {
// What a GPU sends in one all-to-all: its part of the tokens of a micro-batch, to all their
// experts.
Information PhaseBuilder::expert_buffer() const {
  const double visits = number(training_.model.transformer->experts_per_token);
  return visits / number(layout_.tensor_parallel) * tensor_buffer();
}

// All-to-alls for one micro-batch of one layer: to the experts and back, forward and backward, and
// once more forward where all is recomputed.
double PhaseBuilder::expert_calls() const {
  if (!training_.model.transformer || layout_.expert_parallel == 1) return 0;
  return layout_.recompute == Recompute::full ? 6 : 4;
}

// One all-to-all between the copies that share the experts.
Duration PhaseBuilder::expert_call() const {
  const Information leaving = placement_.expert_load(expert_buffer(), 1);
  if (leaving <= Information{})
    return all_to_all(expert_buffer(), layout_.expert_parallel, paths_.link);
  // All GPUs of a node share its adapters; what stays in the node crosses its links meanwhile.
  const double group = number(layout_.expert_parallel * layout_.tensor_parallel);
  const double nodes = std::ceil(group / static_cast<double>(hardware_.gpus_per_node));
  return leaving / paths_.network.rate + std::max(1.0, nodes - 1) * paths_.network.latency;
}

Phase PhaseBuilder::expert_comm() const {
  Phase phase{.kind = PhaseKind::expert_comm};
  const Duration total = micro_batches_ * pipeline_.expert_time;
  if (total <= Duration{}) return timed(phase);
  const double layers = number(training_.model.transformer->layers);
  const double calls = micro_batches_ * layers / stages_ * expert_calls();
  carry(
      phase, [&] { return placement_.expert_flows(expert_buffer(), calls); },
      [&] { return placement_.expert_load(expert_buffer(), calls); });
  phase.latency = std::max(Duration{}, total - phase.flowing);
  phase.activity.busy = 1;
  phase.activity.network = network_activity(phase, total);
  const double others = 1 - 1 / number(layout_.expert_parallel);
  const Information sent = calls * others * expert_buffer();
  if (phase.flowing <= Duration{}) phase.activity.link = link_activity(sent, total);
  phase.activity.memory = std::min(1.0, 2 * sent / (total * hardware_.memory_bandwidth));
  return timed(phase);
}

// Keys and values of the tokens of a rank.
Information PhaseBuilder::context_buffer() const {
  const TransformerSpec& m = *training_.model.transformer;
  const double width =
      std::max(number(m.kv_size()) / number(layout_.tensor_parallel), number(m.head_size()));
  const double tokens =
      number(layout_.micro_batch * m.sequence_length) / number(layout_.context_parallel);
  return 2 * width * tokens * kernels_.element;
}

// Around the ring for one micro-batch of one layer. A hop waits for nothing but the attention to
// the keys that are there, and hides under it. Going back, keys travel with their gradients, which
// make one more hop home.
PhaseBuilder::Ring PhaseBuilder::context_ring() const {
  const double ranks = number(layout_.context_parallel);
  if (!training_.model.transformer || ranks == 1) return {};
  const bool leaves = placement_.context_load(context_buffer(), 1) > Information{};
  const Tier own{paths_.network.rate / static_cast<double>(hardware_.gpus_per_node),
                 paths_.network.latency};
  const Duration hop = message(context_buffer(), leaves ? own : paths_.link);
  const double forwards = layout_.recompute == Recompute::full ? 2 : 1;
  const auto exposed = [&](Duration hops, Duration attention) {
    return (ranks - 1) * std::max(Duration{}, hops - attention / ranks);
  };
  Ring ring;
  ring.messages = (forwards + 2) * (ranks - 1) + 1;
  ring.total = ring.messages * hop;
  ring.exposed = forwards * exposed(hop, costs_.attention_forward) +
                 exposed(2.0 * hop, costs_.attention_backward) + hop;
  return ring;
}

Phase PhaseBuilder::context_comm() const {
  Phase phase{.kind = PhaseKind::context_comm};
  const Ring ring = context_ring();
  if (ring.messages <= 0) return timed(phase);
  const double layers = micro_batches_ * number(training_.model.transformer->layers) / stages_;
  const Duration total = layers * ring.total;
  carry(
      phase, [&] { return placement_.context_flows(context_buffer(), layers * ring.messages); },
      [&] { return placement_.context_load(context_buffer(), layers * ring.messages); });
  phase.latency = std::max(Duration{}, total - phase.flowing);
  phase.hidden = layers * (ring.total - ring.exposed);
  phase.activity.busy = 1;
  phase.activity.network = network_activity(phase, total);
  const Information sent = layers * ring.messages * context_buffer();
  if (phase.flowing <= Duration{}) phase.activity.link = link_activity(sent, total);
  phase.activity.memory = std::min(1.0, 2 * sent / (total * hardware_.memory_bandwidth));
  return timed(phase);
}

}  // namespace icekeel::workloads
