// SPDX-License-Identifier: Apache-2.0
#include "workloads/memory.h"

#include <algorithm>

#include "simulator/base/counts.h"
#include "simulator/base/units.h"
#include "workloads/hardware.h"

namespace icekeel::workloads {
namespace {

// What attention keeps of its square of scores.
Information kept_square(const TransformerSpec& m, const LayoutSpec& l, Information element) {
  const double per_token = number(m.attention_heads) / number(l.tensor_parallel);
  // A fused kernel keeps one 32-bit sum a row.
  if (l.flash_attention) return per_token * 4 * units::byte;
  if (l.recompute == Recompute::selective) return {};
  const double scores = per_token * number(m.sequence_length);
  return m.dropout ? scores * (2.0 * element + units::byte) : scores * element;
}

// Keys and values that come from a neighbour while those of before are used.
Information travelling_keys(const TransformerSpec& m, const LayoutSpec& l, Information element) {
  if (l.context_parallel == 1) return {};
  const double tokens = number(l.micro_batch * m.sequence_length) / number(l.context_parallel);
  const double kv =
      std::max(number(m.kv_size()) / number(l.tensor_parallel), number(m.head_size()));
  return 2 * 2 * kv * tokens * element;
}

Information transformer_activations(const TransformerSpec& m, const TrainingSpec& t) {
  const LayoutSpec& l = t.layout;
  const Information element = element_size(t.precision);
  const double tokens = number(l.micro_batch * m.sequence_length) / number(l.context_parallel);
  const double stages = number(l.pipeline_parallel);
  // The first stage holds a micro-batch for every stage behind it; interleaving adds a part.
  const double chunks = l.interleave > 1 ? 1 + (stages - 1) / (stages * number(l.interleave)) : 1;
  const double in_flight = std::min(number(micro_batches(t)), stages * chunks);
  const StageLayers layers = stage_layers(m.layers, l.pipeline_parallel);

  Information working = travelling_keys(m, l, element);
  if (l.recompute == Recompute::full) {
    LayoutSpec kept = l;
    kept.recompute = Recompute::none;
    // While a layer is computed again, it holds all of its activations.
    working += layer_activations(m, kept, element);
  }
  const Information layer = layer_activations(m, l, element);
  const double ranks = number(l.tensor_parallel);
  const Information logits =
      predicted_share(m) * tokens * number(m.vocabulary_size) / ranks *
          (4 * units::byte + element) +
      2 * tokens * number(m.hidden_size) / (l.sequence_parallel ? ranks : 1) * element;
  const Information first =
      in_flight * layers.first * layer + (stages == 1 ? logits : Information{});
  const Information second = std::min(in_flight, std::max(1.0, stages - 1)) * layers.most * layer;
  const Information last = layers.last * layer + logits;
  return std::max({first, layers.most > layers.first ? second : first, last}) + working;
}

Information whole_activations(const TrainingSpec& t) {
  double saved = 0, boundaries = 0, block = 0, largest_block = 0;
  for (const Operator& op : whole_operators(t.model, slice_of(t.layout))) {
    if (op.boundary > 0) block = 0;
    block += op.saved;
    largest_block = std::max(largest_block, block);
    saved += op.saved;
    boundaries += op.boundary;
  }
  const double kept = t.layout.recompute == Recompute::full ? boundaries + largest_block : saved;
  // Frozen encoders are done, and their activations gone, before the trained network begins.
  double frozen = 0;
  for (const Operator& op : frozen_operators(t.model, slice_of(t.layout)))
    frozen = std::max(frozen, op.elements);
  return std::max(kept, frozen) * element_size(t.precision);
}

// Matrices of a layer that have adapters; each keeps what lies between the two of its adapter.
double adapted_matrices(const TransformerSpec& m, double visits) {
  if (m.lora_targets == AdapterTargets::query_value) return 2;
  const double attention = 4;
  if (m.lora_targets == AdapterTargets::attention) return attention;
  return (m.gated_feed_forward ? 3 : 2) * visits + attention;
}

// What a packed weight takes less than one of the others.
Information packing_saves(const ModelSpec& model, Information weight) {
  if (!model.transformer || !model.transformer->frozen_weights) return {};
  return weight - model.transformer->frozen_weights->weight_size();
}

// Weights that fully sharded ranks hold while they compute: this layer's and the next one's.
double gathered_parameters(const ModelSpec& model, const LayoutSpec& l,
                           const ParameterCounts& held) {
  if (l.zero_stage < 3 || l.replicas() == 1) return 0;
  if (model.transformer) return 2 * held.layer;
  double largest = 0;
  for (const Operator& op : whole_operators(model, slice_of(l)))
    largest = std::max(largest, op.parameters);
  return 2 * largest;
}

}  // namespace

Slice slice_of(const LayoutSpec& l) {
  return {l.micro_batch,     l.tensor_parallel, l.sequence_parallel,
          l.flash_attention, l.expert_parallel, l.context_parallel};
}

std::int64_t micro_batches(const TrainingSpec& t) {
  return std::max<std::int64_t>(1,
                                t.global_batch / (t.layout.data_parallel * t.layout.micro_batch));
}

StateSize state_size(platforms::Precision precision, Optimizer optimizer) {
  const Information full = 4 * units::byte;
  const Information element = std::min(element_size(precision), full);
  const Information moments = (optimizer == Optimizer::adam ? 2.0 : 1.0) * full;
  return {element, element, element < full ? moments + full : moments};
}

Information layer_activations(const TransformerSpec& m, const LayoutSpec& l, Information element) {
  const double tokens = number(l.micro_batch * m.sequence_length) / number(l.context_parallel);
  const double ranks = number(l.tensor_parallel);
  const double split = l.sequence_parallel ? ranks : 1.0;
  const double h = number(m.hidden_size);
  if (l.recompute == Recompute::full) return tokens * h * element;

  const Information inputs = 4 * h * element + (m.dropout ? 2 * h * units::byte : Information{});
  // What goes to experts is kept as it came and as it was sorted.
  const double visits = m.experts > 1 ? number(m.experts_per_token) : 1;
  const double feed_forward =
      visits * (m.gated_feed_forward ? 3 : 2) * number(m.feed_forward_size) +
      (m.experts > 1 ? 2 * visits * h : 0);
  const double kv = std::max(number(m.kv_size()), ranks * number(m.head_size()));
  const double projections = 2 * h + 2 * kv;
  const double adapters = m.lora_rank ? adapted_matrices(m, visits) * number(*m.lora_rank) : 0;
  return tokens * (inputs / split + ((projections + feed_forward) / ranks + adapters) * element +
                   kept_square(m, l, element));
}

HeldParameters held_parameters(const ModelSpec& model, const LayoutSpec& layout) {
  if (!model.transformer)
    return {.all = {.whole = parameters(model)},
            .trained = {.whole = parameters(model)},
            .encoders = parameters(frozen_operators(model, {}))};
  const TransformerSpec& m = *model.transformer;
  const Slice slice = slice_of(layout);
  const auto layer = layer_operators(m, slice);
  const auto embedding = embedding_operators(m, slice), head = head_operators(m, slice);
  const auto counted = [&](double (*of)(const std::vector<Operator>&)) {
    return ParameterCounts{.layer = of(layer),
                           .embedding = of(embedding),
                           .head = of(head),
                           .experts = of(experts_of(layer))};
  };
  double unpacked = 0;
  for (const Operator& op : layer) unpacked = std::max(unpacked, op.packed / op.matrices);
  return {.all = counted(parameters),
          .trained = counted(trained_parameters),
          .packed = counted(packed_parameters),
          .unpacked = unpacked};
}

StageLayers stage_layers(std::int64_t layers, std::int64_t stages) {
  const std::int64_t least = layers / stages, more = layers % stages;
  if (more == 0) return {number(least), number(least), number(least)};
  return {number(more == stages - 1 ? least + 1 : least), number(least), number(least + 1)};
}

double parameters_per_gpu(const ModelSpec& model, const LayoutSpec& layout,
                          const ParameterCounts& held) {
  if (!model.transformer) return held.whole;
  const StageLayers layers = stage_layers(model.transformer->layers, layout.pipeline_parallel);
  if (layout.pipeline_parallel == 1) return layers.most * held.layer + held.embedding + held.head;
  // A tied head needs the embedding's weights where the logits are computed.
  const double head = held.head + (model.transformer->tied_embeddings ? held.embedding : 0);
  return std::max({layers.first * held.layer + held.embedding, layers.last * held.layer + head,
                   layers.most * held.layer});
}

double experts_per_gpu(const ModelSpec& model, const LayoutSpec& layout,
                       const ParameterCounts& held) {
  if (!model.transformer) return 0;
  return stage_layers(model.transformer->layers, layout.pipeline_parallel).first * held.experts;
}

// Copies of the same experts are fewer than copies of the rest.
double shared_parameters(const ModelSpec& model, const LayoutSpec& l,
                         const ParameterCounts& counts) {
  const double experts = experts_per_gpu(model, l, counts);
  return (parameters_per_gpu(model, l, counts) + experts * number(l.expert_parallel - 1)) /
         number(l.replicas());
}

MemoryUse memory_use(const TrainingSpec& t) {
  return memory_use(t, held_parameters(t.model, t.layout));
}

MemoryUse memory_use(const TrainingSpec& t, const HeldParameters& held) {
  const LayoutSpec& l = t.layout;
  const StateSize state = state_size(t.precision, t.optimizer);
  const auto kept = [&](int stage, const ParameterCounts& counts) {
    return l.zero_stage < stage ? parameters_per_gpu(t.model, l, counts)
                                : shared_parameters(t.model, l, counts);
  };
  MemoryUse use;
  use.weights = (kept(3, held.all) + gathered_parameters(t.model, l, held.all) + held.encoders +
                 held.unpacked) *
                    state.weight -
                kept(3, held.packed) * packing_saves(t.model, state.weight);
  use.gradients = kept(2, held.trained) * state.gradient;
  use.optimizer = kept(1, held.trained) * state.optimizer;
  use.activations =
      t.model.transformer ? transformer_activations(*t.model.transformer, t) : whole_activations(t);
  use.reserved = t.efficiency.reserved_memory;
  return use;
}

}  // namespace icekeel::workloads
