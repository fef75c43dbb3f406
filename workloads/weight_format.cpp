// SPDX-License-Identifier: Apache-2.0
#include "workloads/weight_format.h"

#include <cmath>

#include "workloads/operators.h"

namespace icekeel::workloads {
namespace {

/// Counts of weights.
struct Stored {
  double layers = 0, experts = 0;  // of matrices; experts: those of all
  double input = 0, output = 0;    // embeddings
  double vectors = 0;
};

Stored stored(const TransformerSpec& model) {
  TransformerSpec one = model;
  one.sequence_length = 1;
  Stored sum;
  const auto layers = static_cast<double>(model.layers);
  const auto layer = layer_operators(one, {});
  for (const Operator& op : layer)
    (op.kind == OperatorKind::matrix ? sum.layers : sum.vectors) += layers * op.parameters;
  if (model.experts > 1) sum.experts = layers * parameters(experts_of(layer));
  sum.layers -= sum.experts;
  for (const Operator& op : head_operators(one, {}))
    (op.kind == OperatorKind::matrix ? sum.output : sum.vectors) += op.parameters;
  sum.input = parameters(embedding_operators(model, {}));
  return sum;
}

Information size_of(double weights, Information block_size, const WeightFormatSpec& format) {
  return weights / static_cast<double>(format.block) * block_size;
}

constexpr auto vector_element = Information::si(32);

}  // namespace

Information weight_size(const TransformerSpec& model, const WeightFormatSpec& format) {
  const Stored count = stored(model);
  const Information head = format.head_block_size.value_or(format.block_size);
  return size_of(count.layers + count.experts + count.input, format.block_size, format) +
         size_of(count.output, head, format) + count.vectors * vector_element;
}

Information read_size(const TransformerSpec& model, const WeightFormatSpec& format, double tokens) {
  const Stored count = stored(model);
  // Tied embeddings are stored once, as the input's, and read at the output.
  const double output = model.tied_embeddings ? count.input : count.output;
  const double chosen = static_cast<double>(model.experts_per_token) /
                        static_cast<double>(std::max<std::int64_t>(model.experts, 1));
  const double visited = 1.0 - std::pow(1.0 - std::min(chosen, 1.0), tokens);
  const Information head = model.tied_embeddings
                               ? format.block_size
                               : format.head_block_size.value_or(format.block_size);
  return size_of(count.layers + visited * count.experts, format.block_size, format) +
         size_of(output, head, format) + count.vectors * vector_element;
}

Information cache_per_token(const TransformerSpec& model, Information element) {
  return 2.0 * static_cast<double>(model.layers * model.kv_size()) * element;
}

void describe(config::Fields& f, WeightFormatSpec& format) {
  f.required("block", format.block, "Weights that are stored together.", {.least = 1});
  f.required("block_size", format.block_size, "Size of such a block with its scale.",
             {.above_least = true});
  f.optional("head_block_size", format.head_block_size,
             "The same in the output embedding, where it is stored in another way.",
             {.above_least = true});
  f.required("arithmetic", format.arithmetic, "Precision of the products.");
}

}  // namespace icekeel::workloads
