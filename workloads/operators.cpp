// SPDX-License-Identifier: Apache-2.0
#include "workloads/operators.h"

#include <algorithm>
#include <numeric>

namespace icekeel::workloads {
namespace {

struct Shape {
  double tokens;  // of the micro-batch
  double hidden;
  double local;  // tokens of the parts that sequence parallelism splits
  double ranks;  // tensor parallel
};

Shape shape_of(const TransformerSpec& m, const Slice& s) {
  const auto tokens = static_cast<double>(s.micro_batch * m.sequence_length);
  const auto ranks = static_cast<double>(s.tensor_parallel);
  return {tokens, static_cast<double>(m.hidden_size), s.sequence_parallel ? tokens / ranks : tokens,
          ranks};
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

// A norm reads and writes its input; with biases it trains shift and scale, else scale only.
Operator norm(std::string_view name, const TransformerSpec& m, const Shape& shape) {
  return element_wise(name, 2 * shape.local * shape.hidden, (m.biases ? 2 : 1) * shape.hidden);
}

// Residual and output are read, the sum is written; dropout also writes a mask of half the size.
Operator residual(std::string_view name, const TransformerSpec& m, const Shape& shape) {
  return element_wise(name, (m.dropout ? 3.5 : 3.0) * shape.local * shape.hidden);
}

void add_attention_core(std::vector<Operator>& list, const TransformerSpec& m, const Slice& slice,
                        const Shape& shape) {
  const auto length = static_cast<double>(m.sequence_length);
  const auto head = static_cast<double>(m.head_size());
  const double heads = static_cast<double>(slice.micro_batch * m.attention_heads) / shape.ranks;
  if (slice.flash_attention) {
    Operator fused{.name = "attention", .kind = OperatorKind::attention};
    fused.batch = heads;
    fused.rows = fused.columns = length;
    fused.inner = head;
    fused.elements = 4 * heads * length * head;
    // A decoder's queries see earlier positions only, and a fused kernel skips the others.
    fused.masked = m.encoder ? 0.0 : 0.5;
    list.push_back(fused);
    return;
  }
  const double square = heads * length * length;
  Operator scores{.name = "scores", .batch = heads, .rows = length, .columns = length};
  scores.inner = head;
  scores.elements = square + 2 * heads * length * head;
  // Softmax reads and writes the square; dropout does so again and writes a mask of half the size.
  const Operator softmax = element_wise("softmax", (m.dropout ? 4.5 : 2.0) * square);
  Operator context{.name = "context", .batch = heads, .rows = length, .columns = head};
  context.inner = length;
  context.elements = square + 2 * heads * length * head;
  list.insert(list.end(), {scores, softmax, context});
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
  list.push_back(element_wise("activation", visits * (up_columns + wide)));
  list.push_back(grouped("experts down", shape.hidden, wide));
  list.push_back(element_wise("combine", 2 * visits * shape.hidden));
}

}  // namespace

double expert_parameters(const std::vector<Operator>& operators) {
  double sum = 0;
  for (const Operator& op : operators)
    if (op.name.starts_with("experts ")) sum += op.parameters;
  return sum;
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
  return (kind == OperatorKind::attention ? 2.5 : 2.0) * forward_work();
}

bool is_attention_core(const Operator& op) {
  return op.name == "scores" || op.name == "softmax" || op.name == "context" ||
         op.name == "attention";
}

std::vector<Operator> layer_operators(const TransformerSpec& m, const Slice& slice) {
  const Shape shape = shape_of(m, slice);
  const auto kv = static_cast<double>(m.kv_size());
  const double wide = static_cast<double>(m.feed_forward_size) / shape.ranks;
  const double h = shape.hidden;
  const double part = h / shape.ranks;
  // Every rank needs at least one key-value head: fewer heads than ranks are copied.
  const double kv_part = std::max(kv / shape.ranks, static_cast<double>(m.head_size()));
  const double projections = part + 2 * kv_part;

  std::vector<Operator> list;
  list.push_back(norm("attention norm", m, shape));
  list.push_back(product("query, key, value", shape.tokens, projections, h, m.biases));
  if (!m.learned_positions)
    list.push_back(element_wise("rotary positions", 2 * shape.tokens * (part + kv_part)));
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
  list.push_back(element_wise("activation", shape.tokens * (up_columns + wide)));
  list.push_back(product("feed-forward down", shape.tokens, h, wide, m.biases));
  list.push_back(residual("feed-forward residual", m, shape));
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
  return list;
}

std::vector<Operator> embedding_operators(const TransformerSpec& m, const Slice& slice) {
  const Shape shape = shape_of(m, slice);
  const double words = static_cast<double>(m.vocabulary_size) / shape.ranks;
  const double positions = m.learned_positions ? static_cast<double>(m.sequence_length) : 0.0;
  if (m.patch_size) {
    constexpr double colours = 3;
    const auto side = static_cast<double>(*m.patch_size);
    const double patches = shape.tokens - static_cast<double>(slice.micro_batch);
    return {product("patches", patches, shape.hidden / shape.ranks, colours * side * side, true),
            element_wise("positions", 2 * shape.tokens * shape.hidden,
                         (positions + 1) * shape.hidden / shape.ranks)};
  }
  return {element_wise("embedding", 2 * shape.tokens * shape.hidden,
                       (words + positions) * shape.hidden)};
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

double parameters(const std::vector<Operator>& operators) {
  return std::accumulate(operators.begin(), operators.end(), 0.0,
                         [](double sum, const Operator& op) { return sum + op.parameters; });
}

}  // namespace icekeel::workloads
