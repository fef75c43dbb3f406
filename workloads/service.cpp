// SPDX-License-Identifier: Apache-2.0
#include "workloads/service.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "simulator/base/counts.h"
#include "simulator/base/expect.h"
#include "simulator/base/units.h"

namespace icekeel::workloads {
namespace {

constexpr double most_answers = 2048;  // schedulers of requests stop here, whatever fits

Hardware serving_hardware(const ServiceSpec& service, const platforms::NodeSpec& node) {
  return hardware_of(
      node,
      arithmetic_on(node.chip, service.weights.arithmetic).value_or(platforms::Precision::fp32));
}

ServingModel serving_on(const ServiceSpec& service, const Hardware& hardware, std::int64_t ranks) {
  return {hardware,
          service.method,
          {*service.model.transformer, service.weights, Information::si(number(service.cache_bits)),
           ranks}};
}

// Answers at once for whose keys and values, prompts and answers whole, there is room.
double room_of(const ServiceSpec& service, const ServingModel& model) {
  const Request whole{service.prompt + (service.answer + 1) / 2, service.answer};
  const double fits = std::floor(std::min(model.most_batch(whole), most_answers));
  return service.batch ? std::min(fits, number(*service.batch)) : fits;
}

// Chips that a copy may be spread over.
std::vector<std::int64_t> possible_ranks(const ServiceSpec& service,
                                         const platforms::NodeSpec& node) {
  if (service.tensor_parallel) return {*service.tensor_parallel};
  std::vector<std::int64_t> all;
  for (std::int64_t ranks = 1; ranks <= node.chips; ranks *= 2)
    if (service.model.transformer->kv_heads() % ranks == 0) all.push_back(ranks);
  return all;
}

// Chips of a copy that make the node answer most requests a second; 0: it does not fit.
std::int64_t fastest_ranks(const ServiceSpec& service, const platforms::NodeSpec& node,
                           const Hardware& hardware) {
  std::int64_t best = 0;
  double most = 0;
  for (const std::int64_t ranks : possible_ranks(service, node)) {
    const auto model = serving_on(service, hardware, ranks);
    const double room = room_of(service, model);
    if (room < 1.0) continue;
    const double time = model.mixed(room, {service.prompt, service.answer}).time.si();
    const double rate = number(node.chips / ranks) * room / time;
    if (rate > most) best = ranks;
    most = std::max(most, rate);
  }
  return best;
}

config::Finding no_room(const ServiceSpec& service, const platforms::NodeSpec& node) {
  const auto chips = number(service.tensor_parallel.value_or(node.chips));
  const Information there = chips * (node.chip.memory - service.method.reserved);
  const Information weights = weight_size(*service.model.transformer, service.weights);
  const Information cache =
      number(service.prompt + service.answer) *
      cache_per_token(*service.model.transformer, Information::si(number(service.cache_bits)));
  const double bits = ((there - cache) / weights) *
                      (service.weights.block_size.si() / number(service.weights.block));
  return {"weights",
          fmt::format("the model takes {:.1f} GB and the keys and values of one request {:.2f} GB; "
                      "{:.0f} chips have room for {:.1f} GB",
                      weights.in(units::gigabyte), cache.in(units::gigabyte), chips,
                      there.in(units::gigabyte)),
          bits >= 1.0
              ? fmt::format(
                    "weights of up to {:.1f} bits would fit; or take nodes with more memory", bits)
              : "take a smaller model, or nodes with more memory"};
}

}  // namespace

// FP16 takes the rate of BF16 and the other way round; narrower ones that of the next wider.
std::optional<platforms::Precision> arithmetic_on(const platforms::ChipSpec& chip,
                                                  platforms::Precision wanted) {
  using enum platforms::Precision;
  static constexpr std::array wider{fp4, fp8, int8, fp16, bf16, tf32, fp32};
  auto at = std::find(wider.begin(), wider.end(), wanted);
  for (; at != wider.end(); ++at)
    if (platforms::peak_rate(chip, *at) > ComputeRate{}) return *at;
  return std::nullopt;
}

void describe(config::Fields& f, ServiceSpec& s) {
  f.required("model", s.model, "The network that answers, as {like: models/llama-2-70b}.");
  f.required("weights", s.weights, "How its weights are stored, as {like: weight-formats/fp8}.");
  f.required("method", s.method, "Program that serves it, as {like: serving/tensorrt-llm}.");
  f.optional("nodes", s.nodes, "Nodes that hold it.", {.least = 1, .most = 1e6});
  f.optional("tensor_parallel", s.tensor_parallel,
             "Chips of a node that share a copy; by default what answers most requests a second.",
             {.least = 1, .most = 1024});
  f.optional("cache_bits", s.cache_bits, "Bits of a key or value.", {.least = 1, .most = 64});
  f.required("prompt", s.prompt, "Tokens of a request.", {.least = 1, .most = 1e8});
  f.required("answer", s.answer, "Tokens of an answer.", {.least = 1, .most = 1e8});
  f.optional("batch", s.batch, "Answers under way on a copy at most; by default what fits.",
             {.least = 1, .most = 1e6});
  f.required("arrivals", s.arrivals, "Requests that come, at all nodes together.");
  f.optional("scale_to", s.scale_to,
             "Share of their capacity to which nodes are used before another one is; the others "
             "wait idle. Without it requests are spread over all.",
             {.most = 1.0, .above_least = true});
  f.optional("for", s.lasting, "How long it serves; without it, to the end of the simulation.",
             {.above_least = true});
}

std::vector<config::Finding> check(const ServiceSpec& service) {
  std::vector<config::Finding> found;
  if (!service.model.transformer)
    found.push_back({"model", "the model writes no tokens", "take a language model"});
  for (auto& problem : check(service.model))
    found.push_back({"model." + problem.path, std::move(problem.message), problem.remedy});
  check(service.arrivals, "arrivals", found);
  return found;
}

std::vector<config::Finding> check(const ServiceSpec& service, const platforms::NodeSpec& node) {
  if (node.chips == 0)
    return {{"nodes", "the nodes have no accelerators", "serve on nodes that have"}};
  if (const auto ranks = service.tensor_parallel;
      ranks && (*ranks > node.chips || service.model.transformer->kv_heads() % *ranks != 0))
    return {{"tensor_parallel", fmt::format("{} chips of a node cannot share this model", *ranks),
             fmt::format("take a divisor of its {} heads of keys, at most {}",
                         service.model.transformer->kv_heads(), node.chips)}};
  if (fastest_ranks(service, node, serving_hardware(service, node)) == 0)
    return {no_room(service, node)};
  return {};
}

ServicePlan plan_service(const ServiceSpec& service, const platforms::NodeSpec& node) {
  ServicePlan plan;
  plan.hardware = serving_hardware(service, node);
  plan.ranks = fastest_ranks(service, node, plan.hardware);
  ICEKEEL_EXPECT(plan.ranks > 0);
  plan.copies = node.chips / plan.ranks;
  plan.chips_used = number(plan.copies * plan.ranks) / number(node.chips);
  const auto model = serving_on(service, plan.hardware, plan.ranks);
  const Room room{room_of(service, model), service.method.pass_tokens};
  plan.copy = std::make_shared<CopyOfModel>(model, Request{service.prompt, service.answer}, room);
  const double tokens =
      static_cast<double>(plan.copy->most()) * number(service.prompt + service.answer);
  plan.memory = (weight_size(*service.model.transformer, service.weights) +
                 tokens * cache_per_token(*service.model.transformer,
                                          Information::si(number(service.cache_bits)))) /
                    number(plan.ranks) +
                service.method.reserved;
  return plan;
}

platforms::Activity activity_of(const ServicePlan& plan, const CopyState& state) {
  const auto share = [&](double of, double peak) {
    return peak > 0.0 ? plan.chips_used * std::min(1.0, of / peak) : 0.0;
  };
  platforms::Activity activity;
  activity.tensor = share(state.work, plan.hardware.peak.si());
  activity.memory = share(state.traffic, plan.hardware.memory_bandwidth.si());
  activity.link = share(state.sent, plan.hardware.link_bandwidth.si());
  activity.busy = plan.chips_used * state.busy;
  return activity;
}

}  // namespace icekeel::workloads
