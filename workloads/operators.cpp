// SPDX-License-Identifier: Apache-2.0
#include "workloads/operators.h"

#include <algorithm>
#include <numeric>

#include "simulator/base/units.h"

namespace icekeel::workloads {
namespace {

struct Shape {
  double tokens;  // of the micro-batch that this GPU sees
  double hidden;
  double local;  // tokens of the parts that sequence parallelism splits
  double ranks;  // tensor parallel
  bool fused;
};

Shape shape_of(const TransformerSpec& m, const Slice& s) {
  const double tokens = static_cast<double>(s.micro_batch * m.sequence_length) /
                        static_cast<double>(s.context_parallel);
  const auto ranks = static_cast<double>(s.tensor_parallel);
  return {tokens, static_cast<double>(m.hidden_size), s.sequence_parallel ? tokens / ranks : tokens,
          ranks, s.fused_kernels};
}

Operator product(std::string_view name, double rows, double columns, double inner, bool bias) {
  Operator op{.name = name, .rows = rows, .columns = columns, .inner = inner};
  op.elements = rows * inner + inner * columns + rows * columns;
  op.parameters = inner * columns + (bias ? columns : 0.0);
  op.saved = rows * inner;
  return op;
}

Operator element_wise(std::string_view name, double elements, double trained = 0) {
  return {.name = name,
          .kind = OperatorKind::element_wise,
          .elements = elements,
          .parameters = trained};
}

// 16-bit elements that plain PyTorch code moves for one element, counted line by line in the
// reference code of LLaMA (facebookresearch/llama, llama/model.py), which works in 32 bits inside:
// an RMS norm converts (6 bytes), squares (8), averages (4), scales (8), converts (6), weights (4);
// rotary positions convert (6), multiply (8) and convert (6); a gate is one kernel (4) and its
// product another (6).
constexpr double plain_norm = 18, plain_rotary = 10, plain_gate = 5;

// A norm reads and writes its input; with biases it trains shift and scale, else scale only.
Operator norm(std::string_view name, const TransformerSpec& m, const Shape& shape) {
  const double moved = m.biases || shape.fused ? 2 : plain_norm;
  return element_wise(name, moved * shape.local * shape.hidden, (m.biases ? 2 : 1) * shape.hidden);
}

// Between the products of a feed-forward block of this width.
Operator activation(const TransformerSpec& m, double tokens, double wide, const Shape& shape) {
  const double gated = shape.fused ? 3 : plain_gate;
  return element_wise("activation", (m.gated_feed_forward ? gated : 2.0) * tokens * wide);
}

// Residual and output are read, the sum is written; dropout also writes a mask of half the size.
Operator residual(std::string_view name, const TransformerSpec& m, const Shape& shape) {
  return element_wise(name, (m.dropout ? 3.5 : 3.0) * shape.local * shape.hidden);
}

void add_attention_core(std::vector<Operator>& list, const TransformerSpec& m, const Slice& slice,
                        const Shape& shape) {
  const auto keys = static_cast<double>(m.sequence_length);
  const double queries = keys / static_cast<double>(slice.context_parallel);
  const auto head = static_cast<double>(m.head_size());
  const double heads = static_cast<double>(slice.micro_batch * m.attention_heads) / shape.ranks;
  if (slice.flash_attention) {
    Operator fused{.name = "attention", .kind = OperatorKind::attention};
    fused.batch = heads;
    fused.rows = queries;
    fused.columns = keys;
    fused.inner = head;
    fused.elements = 2 * heads * (queries + keys) * head;
    // A decoder's queries see earlier positions only, and a fused kernel skips the others.
    fused.masked = m.encoder ? 0.0 : 0.5;
    list.push_back(fused);
    return;
  }
  const double square = heads * queries * keys;
  Operator scores{.name = "scores", .batch = heads, .rows = queries, .columns = keys};
  scores.inner = head;
  scores.elements = square + heads * (queries + keys) * head;
  // Softmax reads and writes the square; dropout does so again and writes a mask of half the size.
  const Operator softmax = element_wise("softmax", (m.dropout ? 4.5 : 2.0) * square);
  Operator context{.name = "context", .batch = heads, .rows = queries, .columns = head};
  context.inner = keys;
  context.elements = square + heads * (queries + keys) * head;
  list.insert(list.end(), {scores, softmax, context});
}

// Freezes what has weights; a product of activations has gradients on both sides all the same.
void freeze(Operator& op) {
  const bool is_linear = op.kind == OperatorKind::matrix && !is_attention_core(op);
  op.frozen = is_linear || op.parameters > 0;
}

// The matrices of a product that have adapters, and their columns together.
struct Adapted {
  double matrices = 0, columns = 0;
};

Adapted adapted(const Operator& op, const TransformerSpec& m, const Shape& shape) {
  const Adapted whole{op.matrices, op.columns};
  if (m.lora_targets == AdapterTargets::all) return whole;
  const bool projections = op.name == "query, key, value";
  if (m.lora_targets == AdapterTargets::attention)
    return projections || op.name == "attention output" ? whole : Adapted{};
  const double queries = shape.hidden / shape.ranks;  // the columns are theirs, keys' and values'
  return projections ? Adapted{2, (op.columns + queries) / 2} : Adapted{};
}

// For matrices of i rows and o columns the products of two of i x r and r x o, which are added.
void add_adapter(std::vector<Operator>& adapters, const Operator& op, const Adapted& beside,
                 double rank) {
  const auto name = op.name.starts_with("experts ") ? "experts adapter" : "adapter";
  Operator down = product(name, op.rows, beside.matrices * rank, op.inner, false);
  Operator up = product(name, op.rows, beside.columns / beside.matrices, rank, false);
  for (Operator* part : {&down, &up}) {
    const double times = op.batch * (part == &up ? beside.matrices : 1.0);
    part->batch = times;
    for (double* sum : {&part->elements, &part->parameters, &part->saved}) *sum *= times;
    adapters.push_back(*part);
  }
  adapters.push_back(element_wise("adapter sum", 3 * op.batch * op.rows * beside.columns));
}

// Keeps the weights of a product in fewer bits: each use reads them and writes them in 16.
void pack(Operator& op, const WeightFormatSpec& format) {
  op.packed = op.parameters;
  op.unpacked = op.parameters * (format.weight_size() / (2 * units::byte) + 1);
}

// Freezes every weight of a layer and sets adapters beside its linear layers.
void add_adapters(std::vector<Operator>& list, const TransformerSpec& m, const Shape& shape) {
  std::vector<Operator> adapters;
  for (Operator& op : list) {
    const bool linear = op.kind == OperatorKind::matrix && op.parameters > 0;
    freeze(op);
    if (!linear || op.name == "router") continue;
    if (m.frozen_weights) pack(op, *m.frozen_weights);
    const Adapted beside = adapted(op, m, shape);
    if (beside.matrices > 0) add_adapter(adapters, op, beside, static_cast<double>(*m.lora_rank));
  }
  list.insert(list.end(), adapters.begin(), adapters.end());
}

// The feed-forward block as experts: each token visits some of them, evenly spread, and this GPU
// holds a part and sees the tokens of its whole group for them.
void add_experts(std::vector<Operator>& list, const TransformerSpec& m, const Slice& slice,
                 const Shape& shape) {
  const double wide = static_cast<double>(m.feed_forward_size) / shape.ranks;
  const double up_columns = (m.gated_feed_forward ? 2 : 1) * wide;
  const double visits = shape.tokens * static_cast<double>(m.experts_per_token);
  const double held = static_cast<double>(m.experts) / static_cast<double>(slice.expert_parallel);
  const auto grouped = [&](std::string_view name, double columns, double inner) {
    Operator op = product(name, visits / held, columns, inner, m.biases);
    op.batch = held;
    for (double* sum : {&op.elements, &op.parameters, &op.saved}) *sum *= held;
    return op;
  };
  list.push_back(
      product("router", shape.tokens, static_cast<double>(m.experts), shape.hidden, false));
  list.push_back(element_wise("dispatch", 2 * visits * shape.hidden));
  list.push_back(grouped("experts up", up_columns, shape.hidden));
  list.back().matrices = m.gated_feed_forward ? 2 : 1;
  list.push_back(activation(m, visits, wide, shape));
  list.push_back(grouped("experts down", shape.hidden, wide));
  list.push_back(element_wise("combine", 2 * visits * shape.hidden));
}

}  // namespace

std::vector<Operator> experts_of(std::vector<Operator> layer) {
  std::erase_if(layer, [](const Operator& op) { return !op.name.starts_with("experts "); });
  return layer;
}

double predicted_share(const TransformerSpec& m) {
  if (!m.predicted_tokens) return 1.0;
  return static_cast<double>(*m.predicted_tokens) / static_cast<double>(m.sequence_length);
}

Work Operator::forward_work() const {
  switch (kind) {
    case OperatorKind::matrix:
    case OperatorKind::convolution:
      return Work::si(2 * batch * rows * columns * inner);
    case OperatorKind::attention:  // scores and context
      return Work::si(4 * batch * rows * columns * inner * (1 - masked));
    case OperatorKind::element_wise:
      break;
  }
  return {};
}

Work Operator::backward_work() const {
  // A fused kernel computes the scores again: five products instead of four.
  if (kind == OperatorKind::attention) return 2.5 * forward_work();
  return (frozen ? 1.0 : 2.0) * forward_work();
}

bool is_attention_core(const Operator& op) {
  return op.name == "scores" || op.name == "softmax" || op.name == "context" ||
         op.name == "attention";
}

namespace {

// A layer without what is done beside it.
std::vector<Operator> plain_layer(const TransformerSpec& m, const Slice& slice) {
  const Shape shape = shape_of(m, slice);
  const auto kv = static_cast<double>(m.kv_size());
  const double wide = static_cast<double>(m.feed_forward_size) / shape.ranks;
  const double h = shape.hidden;
  const double part = h / shape.ranks;
  // Every rank needs at least one key-value head: fewer heads than ranks are copied.
  const double kv_part = std::max(kv / shape.ranks, static_cast<double>(m.head_size()));
  const double projections = part + 2 * kv_part;

  std::vector<Operator> list;
  list.reserve(16);
  list.push_back(norm("attention norm", m, shape));
  list.push_back(product("query, key, value", shape.tokens, projections, h, m.biases));
  list.back().matrices = 3;
  if (!m.learned_positions)
    list.push_back(element_wise(
        "rotary positions", (shape.fused ? 2 : plain_rotary) * shape.tokens * (part + kv_part)));
  add_attention_core(list, m, slice, shape);
  list.push_back(product("attention output", shape.tokens, h, part, m.biases));
  list.push_back(residual("attention residual", m, shape));
  list.push_back(norm("feed-forward norm", m, shape));
  if (m.experts > 1) {
    add_experts(list, m, slice, shape);
    list.push_back(residual("feed-forward residual", m, shape));
    return list;
  }
  const double up_columns = (m.gated_feed_forward ? 2 : 1) * wide;
  list.push_back(product("feed-forward up", shape.tokens, up_columns, h, m.biases));
  list.back().matrices = m.gated_feed_forward ? 2 : 1;
  list.push_back(activation(m, shape.tokens, wide, shape));
  list.push_back(product("feed-forward down", shape.tokens, h, wide, m.biases));
  list.push_back(residual("feed-forward residual", m, shape));
  return list;
}

// Where adapters are trained, everything else is as it was.
std::vector<Operator> frozen_if_adapted(std::vector<Operator> list, const TransformerSpec& m) {
  if (m.lora_rank)
    for (Operator& op : list) freeze(op);
  return list;
}

}  // namespace

std::vector<Operator> layer_operators(const TransformerSpec& m, const Slice& slice) {
  std::vector<Operator> list = plain_layer(m, slice);
  if (m.lora_rank) add_adapters(list, m, shape_of(m, slice));
  return list;
}

std::vector<Operator> head_operators(const TransformerSpec& m, const Slice& slice) {
  const Shape shape = shape_of(m, slice);
  const double words = static_cast<double>(m.vocabulary_size) / shape.ranks;
  const double predicted = predicted_share(m) * shape.tokens;
  std::vector<Operator> list{norm("final norm", m, shape)};
  if (m.encoder && !m.patch_size) {  // words are predicted from a last change of their vectors
    list.push_back(product("prediction", predicted, shape.hidden, shape.hidden, m.biases));
    list.push_back(element_wise("prediction norm", 4 * predicted * shape.hidden, 2 * shape.hidden));
  }
  Operator logits = product("logits", predicted, words, shape.hidden, m.biases && m.encoder);
  if (m.tied_embeddings) logits.parameters -= words * shape.hidden;
  list.push_back(logits);
  // The loss reads and writes the logits twice, in 32 bits.
  list.push_back(element_wise("loss", 8 * predicted * words));
  return frozen_if_adapted(std::move(list), m);
}

std::vector<Operator> embedding_operators(const TransformerSpec& m, const Slice& slice) {
  const Shape shape = shape_of(m, slice);
  const double words = static_cast<double>(m.vocabulary_size) / shape.ranks;
  const double positions = m.learned_positions ? static_cast<double>(m.sequence_length) : 0.0;
  if (m.patch_size) {
    constexpr double colours = 3;
    const auto side = static_cast<double>(*m.patch_size);
    const double patches = shape.tokens - static_cast<double>(slice.micro_batch);
    return frozen_if_adapted(
        {product("patches", patches, shape.hidden / shape.ranks, colours * side * side, true),
         element_wise("positions", 2 * shape.tokens * shape.hidden,
                      (positions + 1) * shape.hidden / shape.ranks)},
        m);
  }
  return frozen_if_adapted({element_wise("embedding", 2 * shape.tokens * shape.hidden,
                                         (words + positions) * shape.hidden)},
                           m);
}

std::vector<Operator> whole_operators(const ModelSpec& model, const Slice& slice) {
  return model.unet ? unet_operators(*model.unet, slice) : resnet_operators(*model.resnet, slice);
}

std::vector<Operator> frozen_operators(const ModelSpec& model, const Slice& slice) {
  if (!model.unet || model.unet->latents_prepared) return {};
  std::vector<Operator> all = image_encoder_operators(*model.unet, slice.micro_batch);
  if (!model.unet->text_encoder) return all;
  const TransformerSpec& text = *model.unet->text_encoder;
  const Slice part{.micro_batch = slice.micro_batch, .flash_attention = slice.flash_attention};
  const auto append = [&](const std::vector<Operator>& list) {
    all.insert(all.end(), list.begin(), list.end());
  };
  append(embedding_operators(text, part));
  const auto layer = layer_operators(text, part);
  for (std::int64_t i = 0; i < text.layers; ++i) append(layer);
  return all;
}

Work forward_work(const std::vector<Operator>& operators) {
  return std::accumulate(operators.begin(), operators.end(), Work{},
                         [](Work sum, const Operator& op) { return sum + op.forward_work(); });
}

Work training_work(const std::vector<Operator>& operators) {
  return std::accumulate(operators.begin(), operators.end(), Work{},
                         [](Work sum, const Operator& op) {
                           return sum + (op.frozen ? 2.0 : 3.0) * op.forward_work();
                         });
}

double trained_parameters(const std::vector<Operator>& operators) {
  return std::accumulate(
      operators.begin(), operators.end(), 0.0,
      [](double sum, const Operator& op) { return sum + (op.frozen ? 0.0 : op.parameters); });
}

double packed_parameters(const std::vector<Operator>& operators) {
  return std::accumulate(operators.begin(), operators.end(), 0.0,
                         [](double sum, const Operator& op) { return sum + op.packed; });
}

double parameters(const std::vector<Operator>& operators) {
  return std::accumulate(operators.begin(), operators.end(), 0.0,
                         [](double sum, const Operator& op) { return sum + op.parameters; });
}

}  // namespace icekeel::workloads
