// SPDX-License-Identifier: Apache-2.0
#include "workloads/serving.h"

#include <algorithm>

#include "workloads/collectives.h"
#include "workloads/kernel_time.h"
#include "workloads/operators.h"

namespace icekeel::workloads {
namespace {

// Activations move in 16 bits, whatever the weights.
constexpr auto activation = Information::si(16);

Work products(const std::vector<Operator>& operators) {
  Work sum;
  for (const Operator& op : operators)
    if (op.kind == OperatorKind::matrix && !is_attention_core(op)) sum += op.forward_work();
  return sum;
}

}  // namespace

ServingModel::ServingModel(const Hardware& hardware, const ServingEfficiencySpec& efficiency,
                           Deployment deployment)
    : hardware_(hardware), efficiency_(efficiency), deployment_(std::move(deployment)) {
  TransformerSpec one = deployment_.model;
  one.sequence_length = 1;
  const Slice slice{.tensor_parallel = deployment_.tensor_parallel,
                    .flash_attention = true,
                    .fused_kernels = true};
  const auto layer = layer_operators(one, slice);
  const auto layers = static_cast<double>(one.layers);
  layer_work_ = layers * products(layer);
  head_work_ = products(head_operators(one, slice));
  for (const Operator& op : layer)
    if (op.kind == OperatorKind::element_wise) element_wise_ += layers * op.elements;
}

// Two sums over the GPUs in each layer, of every token's hidden vector.
Duration ServingModel::exchange(double tokens, Information& sent) const {
  const std::int64_t ranks = deployment_.tensor_parallel;
  if (ranks <= 1) return {};
  const auto& model = deployment_.model;
  const Information bytes = tokens * static_cast<double>(model.hidden_size) * activation;
  const double times = 2.0 * static_cast<double>(model.layers);
  sent = times * ring_all_reduce_sent(bytes, ranks);
  const Paths paths{.link = tier(hardware_.link_bandwidth, efficiency_.link),
                    .network = {},
                    .reducing_switches = hardware_.reducing_switches};
  return times * fastest_all_reduce(bytes, {.local = ranks, .nodes = 1}, paths).time;
}

ServingCost ServingModel::pass(const Pass& pass) const {
  const auto& model = deployment_.model;
  const auto ranks = static_cast<double>(deployment_.tensor_parallel);
  const Work matrix_work = pass.tokens * layer_work_ + pass.logits * head_work_;
  const Work attention_work =
      Work::si(4.0 * static_cast<double>(model.layers * model.hidden_size) * pass.pairs) / ranks;
  const Information weights = read_size(model, deployment_.weights, pass.tokens) / ranks;
  const Information cache = pass.cached * cache_per_token(model, deployment_.cache_element) / ranks;
  const Information elements = pass.tokens * element_wise_ * activation;

  const Bandwidth memory = efficiency_.memory_share * hardware_.memory_bandwidth;
  PassCost cost;
  cost.kernels =
      std::max(matrix_work / (efficiency_.matrix_share * hardware_.peak), weights / memory) +
      attention_work / (efficiency_.attention_share * hardware_.attention_peak) +
      (cache + elements) / memory;
  cost.work = matrix_work + attention_work;
  cost.traffic = weights + cache + elements;
  cost = KernelModel{hardware_, kernels_, activation}.sustained(cost);

  ServingCost result{efficiency_.step + cost.kernels, cost.work, cost.traffic, {}};
  result.time += exchange(pass.tokens, result.sent);
  return result;
}

ServingCost ServingModel::prefill(std::int64_t prompts, std::int64_t tokens) const {
  const auto n = static_cast<double>(tokens), count = static_cast<double>(prompts);
  return pass({count * n, 0.5 * count * n * n, 0.0, count});
}

ServingCost ServingModel::decode(double batch, double context) const {
  return pass({batch, 0.0, batch * context, batch});
}

ServingCost ServingModel::mixed(double batch, const Request& request) const {
  const auto prompt = static_cast<double>(request.prompt);
  const auto answer = static_cast<double>(request.answer);
  const double began = batch / answer;  // prompts read in a pass
  const double context = prompt + 0.5 * answer;
  return pass({batch + began * prompt, 0.5 * began * prompt * prompt, batch * context, batch});
}

double ServingModel::most_batch(const Request& request) const {
  const auto ranks = static_cast<double>(deployment_.tensor_parallel);
  const Information left = ranks * (hardware_.memory - efficiency_.reserved) -
                           weight_size(deployment_.model, deployment_.weights);
  const double tokens =
      static_cast<double>(request.prompt) + 0.5 * static_cast<double>(request.answer);
  return left / (tokens * cache_per_token(deployment_.model, deployment_.cache_element));
}

double ServingModel::ideal_crossover() const {
  const Information read = read_size(deployment_.model, deployment_.weights, 1e9);
  const auto ranks = static_cast<double>(deployment_.tensor_parallel);
  return (read / ranks / hardware_.memory_bandwidth) /
         ((layer_work_ + head_work_) / hardware_.peak);
}

void describe(config::Fields& f, ServingEfficiencySpec& serving) {
  constexpr config::Limits share{.least = 0, .most = 1, .above_least = true};
  f.optional("families", serving.families,
             "Families of chips on which it serves if nothing else is said, one chip a node.");
  f.required("matrix_share", serving.matrix_share,
             "Share of the peak that products with weights reach.", share);
  f.required("attention_share", serving.attention_share,
             "Share of the peak that attention over a prompt reaches.", share);
  f.required("memory_share", serving.memory_share,
             "Share of the memory bandwidth at which weights and cache are read.", share);
  f.required("step", serving.step, "Time of a pass that does not depend on its tokens.");
  f.optional("reserved", serving.reserved,
             "Memory of a GPU that neither weights nor cache can take.");
  f.optional("pass_tokens", serving.pass_tokens,
             "Tokens that one pass takes at most; a longer prompt goes alone.",
             {.least = 1, .most = 1e9});
  f.optional("link", serving.link, "Transfers between GPUs that share a model.");
}

}  // namespace icekeel::workloads
