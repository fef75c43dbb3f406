// SPDX-License-Identifier: Apache-2.0
#include "workloads/step_phases.h"

#include <algorithm>
#include <cmath>

#include "simulator/base/counts.h"

namespace icekeel::workloads {
namespace {

// All-reduces between the tensor ranks for one micro-batch of one layer: attention and
// feed-forward, forward and backward, and once more forward where all is recomputed.
double calls_per_layer(const LayoutSpec& l) {
  if (l.tensor_parallel == 1) return 0;
  return l.recompute == Recompute::full ? 6 : 4;
}

// What the backward pass computes once more. A fused kernel keeps nothing to recompute.
std::vector<Operator> recomputed(std::vector<Operator> layer, const LayoutSpec& l) {
  if (l.recompute == Recompute::full) return layer;
  if (l.recompute == Recompute::none || l.flash_attention) return {};
  std::erase_if(layer, [](const Operator& op) { return !is_attention_core(op); });
  return layer;
}

// Work of a forward pass as the model's work counts it, attention over the full square.
Work counted_work(const std::vector<Operator>& list) {
  Work sum;
  for (Operator op : list) {
    op.masked = 0;
    sum += op.forward_work();
  }
  return sum;
}

// What transfers do while they are hidden, they do during `phase`.
void add_hidden(const Phase& transfers, Phase& phase) {
  const double part = transfers.hidden / phase.latency;
  const auto add = [part](double& to, double from) { to = std::min(1.0, to + part * from); };
  add(phase.activity.memory, transfers.activity.memory);
  add(phase.activity.link, transfers.activity.link);
  add(phase.activity.network, transfers.activity.network);
}

}  // namespace

SliceCosts slice_costs(const TrainingSpec& training, const Hardware& hardware) {
  const LayoutSpec& layout = training.layout;
  EfficiencySpec efficiency = training.efficiency;
  if (number(layout.tensor_parallel) * static_cast<double>(hardware.processors) >
      static_cast<double>(hardware.gpus_per_node))
    efficiency.launch *= efficiency.launch_across_processors;
  const KernelModel kernels{hardware, efficiency, element_size(training.precision),
                            cast_size(training.precision)};
  Slice slice = slice_of(layout);
  slice.fused_kernels = training.efficiency.fused_kernels;
  const auto both = [&](const std::vector<Operator>& list) {
    return kernels.forward(list) + kernels.backward(list);
  };
  SliceCosts costs;
  costs.held = held_parameters(training.model, layout);
  if (training.model.transformer) {
    const TransformerSpec& model = *training.model.transformer;
    const auto operators = layer_operators(model, slice);
    const auto again = recomputed(operators, layout);
    costs.layer = kernels.sustained(both(operators) + kernels.forward(again));
    std::vector<Operator> core = operators;
    std::erase_if(core, [](const Operator& op) { return !is_attention_core(op); });
    costs.attention_forward = kernels.forward(core).kernels;
    costs.attention_backward = kernels.backward(core).kernels;
    costs.embedding = both(embedding_operators(model, slice));
    costs.head = kernels.sustained(both(head_operators(model, slice)));
    costs.repeated = counted_work(again);
    return costs;
  }
  const auto operators = whole_operators(training.model, slice);
  costs.whole = both(operators);
  if (layout.recompute == Recompute::full) {
    costs.whole += kernels.forward(operators);
    costs.repeated = counted_work(operators);
  }
  costs.whole = kernels.sustained(costs.whole);
  costs.frozen = kernels.sustained(kernels.forward(frozen_operators(training.model, slice)));
  return costs;
}

PhaseBuilder::PhaseBuilder(const TrainingSpec& training, const Hardware& hardware,
                           const SliceCosts& costs, Detail detail)
    : training_(training),
      hardware_(hardware),
      layout_(training.layout),
      placement_(training.layout, hardware.gpus_per_node),
      kernels_{hardware, training.efficiency, element_size(training.precision),
               cast_size(training.precision)},
      paths_{tier(hardware.link_bandwidth, training.efficiency.link),
             tier(hardware.network_bandwidth, training.efficiency.network),
             hardware.reducing_switches},
      micro_batches_(number(micro_batches(training))),
      stages_(number(training.layout.pipeline_parallel)),
      costs_(costs),
      detail_(detail),
      tensor_call_(call_time()),
      pipeline_(pipeline()) {}

std::vector<Phase> PhaseBuilder::phases() const {
  const Phase tensor = tensor_comm();
  const Phase data = data_comm();
  const Phase context = context_comm();
  std::vector<Phase> all{compute({tensor, data, context}),
                         tensor,
                         bubble(),
                         pipeline_comm(),
                         data,
                         optimizer(),
                         data_loading()};
  if (pipeline_.expert_time > Duration{}) all.push_back(expert_comm());
  if (layout_.context_parallel > 1) all.push_back(context);
  return all;
}

Duration PhaseBuilder::step_time() const {
  return micro_batches_ * pipeline_.compute_time + tensor_comm().duration + bubble().duration +
         pipeline_comm().duration + data_comm().duration + optimizer().duration +
         data_loading().duration + expert_comm().duration + context_comm().duration;
}

Work PhaseBuilder::repeated_work() const {
  // Every layer runs once for each of its tensor ranks and copies.
  const double stages =
      training_.model.transformer ? number(training_.model.transformer->layers) : 1;
  const double ranks = number(layout_.tensor_parallel * layout_.replicas());
  return ranks * micro_batches_ * stages * costs_.repeated;
}

PhaseBuilder::Pipeline PhaseBuilder::pipeline() const {
  if (training_.model.transformer) return transformer_pipeline(*training_.model.transformer);
  Pipeline result;
  result.compute = costs_.whole + costs_.frozen;
  result.compute_time = result.longest = costs_.whole.time() + costs_.frozen.time();
  return result;
}

PhaseBuilder::Pipeline PhaseBuilder::transformer_pipeline(const TransformerSpec& model) const {
  const PassCost &layer = costs_.layer, &embedding = costs_.embedding, &head = costs_.head;
  const double layers = number(model.layers);
  const double calls = calls_per_layer(layout_);
  // One for the embedding going forward, one for the logits coming back.
  const double end_calls = layout_.tensor_parallel > 1 ? 1 : 0;
  const Duration end_call = end_calls * tensor_call_;
  const Duration layer_calls = calls * tensor_call_;
  const Duration talking = std::max(layer.kernels + layer_calls, layer.launches);
  const Duration experts = expert_calls() > 0 ? expert_calls() * expert_call() : Duration{};
  const Duration ring = context_ring().exposed;
  const Duration whole_layer = talking + experts + ring;
  const Duration first = embedding.time() + end_call, last = head.time() + end_call;

  Pipeline result;
  result.compute = 1 / stages_ * (layers * layer + embedding + head);
  result.compute_time = 1 / stages_ * (layers * layer.time() + embedding.time() + head.time());
  result.tensor_calls = (layers * calls + 2 * end_calls) / stages_;
  result.tensor_hidden = layers / stages_ * (layer.time() + layer_calls - talking);
  result.expert_time = layers / stages_ * experts;
  result.context_time = layers / stages_ * ring;
  const StageLayers stage = stage_layers(model.layers, layout_.pipeline_parallel);
  result.longest = stages_ > 1
                       ? std::max({stage.first * whole_layer + first,
                                   stage.last * whole_layer + last, stage.most * whole_layer})
                       : layers * whole_layer + first + last;
  return result;
}

Information PhaseBuilder::tensor_buffer() const {
  if (!training_.model.transformer) return {};
  const TransformerSpec& m = *training_.model.transformer;
  const double tokens =
      number(layout_.micro_batch * m.sequence_length) / number(layout_.context_parallel);
  return tokens * number(m.hidden_size) * kernels_.element;
}

// One all-reduce between tensor ranks, over links and, if they do not fit into a node, the fabric.
Duration PhaseBuilder::call_time() const {
  const std::int64_t ranks = layout_.tensor_parallel;
  const auto nodes = static_cast<std::int64_t>(placement_.tensor_nodes());
  const Group group{(ranks + nodes - 1) / nodes, nodes};
  // With split norms it is a reduce-scatter and an all-gather, which run as rings.
  return layout_.sequence_parallel ? all_reduce(Algorithm::ring, tensor_buffer(), group, paths_)
                                   : fastest_all_reduce(tensor_buffer(), group, paths_).time;
}

Duration PhaseBuilder::stage_time(const Pipeline& mean) const {
  return mean.compute_time + mean.tensor_calls * tensor_call_ - mean.tensor_hidden +
         mean.expert_time + mean.context_time;
}

double PhaseBuilder::network_activity(const Phase& phase, Duration time) const {
  if (phase.flowing <= Duration{} || time <= Duration{}) return 0;
  return std::min(1.0,
                  (phase.flowing * paths_.network.rate) / (time * hardware_.network_bandwidth));
}

double PhaseBuilder::link_activity(Information sent, Duration time) const {
  if (time <= Duration{}) return 0;
  return std::min(1.0, sent / (time * hardware_.link_bandwidth));
}

Phase PhaseBuilder::timed(Phase phase) const {
  phase.network_share = training_.efficiency.network.share;
  phase.duration = phase.latency + phase.flowing - phase.hidden;
  phase.activity.cpu = training_.efficiency.host_share;
  return phase;
}

Phase PhaseBuilder::compute(std::initializer_list<Phase> beside) const {
  Phase phase{.kind = PhaseKind::compute};
  const PassCost all = micro_batches_ * pipeline_.compute;
  phase.latency = micro_batches_ * pipeline_.compute_time;
  phase.activity.busy = 1;
  phase.activity.tensor = std::min(1.0, all.work / (phase.latency * hardware_.peak));
  phase.activity.memory = std::min(1.0, all.traffic / (phase.latency * hardware_.memory_bandwidth));
  for (const Phase& transfers : beside) add_hidden(transfers, phase);
  return timed(phase);
}

Phase PhaseBuilder::tensor_comm() const {
  Phase phase{.kind = PhaseKind::tensor_comm};
  const double calls = micro_batches_ * pipeline_.tensor_calls;
  const Duration total = calls * tensor_call_;
  if (total <= Duration{}) return timed(phase);
  carry(
      phase, [&] { return placement_.tensor_flows(tensor_buffer(), 2 * calls); },
      [&] { return placement_.tensor_load(tensor_buffer(), 2 * calls); });
  phase.latency = total - phase.flowing;
  phase.hidden = micro_batches_ * pipeline_.tensor_hidden;
  const Information sent = calls * ring_all_reduce_sent(tensor_buffer(), layout_.tensor_parallel);
  phase.activity.busy = 1;
  phase.activity.link = link_activity(sent, total);
  phase.activity.network = network_activity(phase, total);
  // Each byte sent is read at one end and written at the other.
  phase.activity.memory = std::min(1.0, 2 * sent / (total * hardware_.memory_bandwidth));
  return timed(phase);
}

Phase PhaseBuilder::bubble() const {
  Phase phase{.kind = PhaseKind::pipeline_bubble};
  if (stages_ <= 1) return timed(phase);
  const Duration mean = stage_time(pipeline_);
  const Duration slack = pipeline_.longest - mean;
  const Duration fill = stages_ * mean - pipeline_.longest;
  phase.latency = std::max(Duration{}, micro_batches_ * slack + fill / number(layout_.interleave));
  phase.activity.busy = 1;  // waiting ranks poll for their neighbours
  return timed(phase);
}

Phase PhaseBuilder::pipeline_comm() const {
  Phase phase{.kind = PhaseKind::pipeline_comm};
  if (stages_ <= 1) return timed(phase);
  const std::int64_t ranks = layout_.tensor_parallel;
  const Information piece = tensor_buffer() / number(ranks);
  const double chunks = number(layout_.interleave);
  const double crossings = micro_batches_ * chunks, wraps = micro_batches_ * (chunks - 1);
  carry(
      phase, [&] { return placement_.pipeline_flows(piece, crossings, wraps); },
      [&] { return placement_.pipeline_load(piece, crossings, wraps); });
  const bool leaves = phase.flowing > Duration{};
  const double messages = 2 * micro_batches_ * chunks, filling = 2 * (stages_ - 1);
  const Tier& used = leaves ? paths_.network : paths_.link;
  // Filling and draining the pipeline passes every boundary once more, one message at a time.
  const double senders =
      static_cast<double>(std::min<std::size_t>(hardware_.gpus_per_node, placement_.gpus()));
  const Information at_once = leaves ? senders * piece : piece;
  phase.latency = leaves ? messages * used.latency : messages * message(piece, used);
  phase.latency += filling * message(at_once, used);
  // Each tensor rank sends its part; who needs the whole collects it in the node.
  if (ranks > 1 && !layout_.sequence_parallel)
    phase.latency += messages * ring_all_gather(tensor_buffer(), ranks, paths_.link);
  phase = timed(phase);
  phase.activity.busy = 1;
  phase.activity.network = network_activity(phase, phase.duration);
  if (!leaves) phase.activity.link = link_activity(messages * piece, phase.duration);
  return phase;
}

Phase PhaseBuilder::optimizer() const {
  Phase phase{.kind = PhaseKind::optimizer};
  const ParameterCounts& trained = costs_.held.trained;
  const double updated = layout_.zero_stage >= 1
                             ? shared_parameters(training_.model, layout_, trained)
                             : parameters_per_gpu(training_.model, layout_, trained);
  // Every part of the state is read and written once.
  const Information moved =
      2 * updated * state_size(training_.precision, training_.optimizer).total();
  const auto& e = training_.efficiency;
  phase.latency = moved / (e.memory_share * hardware_.memory_bandwidth);
  phase.activity.busy = 1;
  phase.activity.memory = e.memory_share;
  return timed(phase);
}

Phase PhaseBuilder::data_loading() const {
  Phase phase{.kind = PhaseKind::data_loading};
  phase.latency = training_.data_loading + training_.efficiency.step_overhead;
  return timed(phase);
}

}  // namespace icekeel::workloads
