// SPDX-License-Identifier: Apache-2.0
#include "analysis/inference.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "analysis/country.h"
#include "analysis/estimate.h"
#include "analysis/inference_parts.h"
#include "simulator/base/units.h"
#include "simulator/facility/grid.h"
#include "workloads/hardware.h"
#include "workloads/serving_queue.h"

namespace icekeel::analysis {
namespace {

constexpr double pue_of_data_centres = 1.2, pue_at_home = 1.0;
// Schedulers of requests stop here, whatever fits.
constexpr double most_answers = 2048;

/// What the catalogue says of the case.
struct Parts {
  workloads::ModelSpec model;
  platforms::NodeSpec node;
  workloads::WeightFormatSpec weights;
  workloads::ServingEfficiencySpec serving;
};

// What serves models on this node if nothing else is said: GPUs of data centres have fast links,
// the chip of a computer a program of its family.
std::string usual_serving(const platforms::NodeSpec& node, const config::Catalogue& catalogue) {
  if (node.chips > 1) return "tensorrt-llm";
  if (!node.chip.family.empty())
    for (const auto& name : catalogue.names(workloads::ServingEfficiencySpec::catalogue_kind)) {
      workloads::ServingEfficiencySpec serving;
      std::vector<config::Finding> unread;
      if (read_entry(name, "serving", catalogue, unread, serving) &&
          std::ranges::find(serving.families, node.chip.family) != serving.families.end())
        return name;
    }
  return "llama-cpp";
}

void fill(Parts& parts, InferenceCase& asked, std::vector<std::string>& assumed) {
  if (!asked.cache_bits) {
    asked.cache_bits = parts.weights.arithmetic == platforms::Precision::fp8 ? 8 : 16;
    assumed.push_back(fmt::format("keys and values in {} bits", *asked.cache_bits));
  }
  if (!asked.pue) {
    asked.pue = usual_pue(parts.node);
    assumed.push_back(fmt::format("pue {}", *asked.pue));
  }
}

workloads::ServingModel model_on(const Parts& parts, const InferenceCase& asked,
                                 const workloads::Hardware& hardware, std::int64_t ranks) {
  return {hardware,
          parts.serving,
          {*parts.model.transformer, parts.weights,
           Information::si(static_cast<double>(*asked.cache_bits)), ranks}};
}

double batch_of(const InferenceCase& asked, double fits) {
  return asked.batch ? static_cast<double>(*asked.batch) : std::floor(std::min(fits, most_answers));
}

// The number of GPUs a copy that makes the node answer most tokens a second; 0: nothing fits.
std::int64_t best_ranks(const Parts& parts, const InferenceCase& asked,
                        const workloads::Hardware& hardware) {
  std::int64_t best = 0;
  double most = 0;
  for (std::int64_t ranks = 1; ranks <= parts.node.chips; ranks *= 2) {
    const auto serving = model_on(parts, asked, hardware, ranks);
    const double fits = serving.most_batch(asked.request), batch = batch_of(asked, fits);
    if (fits < batch || fits < 1.0) continue;
    const double rate =
        batch / serving.mixed(batch, asked.request).time.si() / static_cast<double>(ranks);
    if (rate > most) {
      most = rate;
      best = ranks;
    }
  }
  return best;
}

config::Finding does_not_fit(const Parts& parts, const InferenceCase& asked,
                             const config::Catalogue& catalogue) {
  const auto size = workloads::weight_size(*parts.model.transformer, parts.weights);
  const double there =
      (static_cast<double>(parts.node.chips) * parts.node.chip.memory).in(units::gigabyte);
  std::string fitting;
  for (const auto& name : catalogue.names(workloads::WeightFormatSpec::catalogue_kind)) {
    workloads::WeightFormatSpec other;
    std::vector<config::Finding> none;
    if (!read_entry(name, "", catalogue, none, other)) continue;
    Parts smaller = parts;
    smaller.weights = other;
    const auto precision = arithmetic_on(parts.node.chip, other.arithmetic);
    if (!precision) continue;
    InferenceCase one = asked;
    one.batch = 1;
    if (best_ranks(smaller, one, workloads::hardware_of(parts.node, *precision)) > 0)
      fitting += (fitting.empty() ? "" : ", ") + name;
  }
  return {"weights",
          fmt::format("the model takes {:.1f} GB as '{}', and with its keys and values it does not "
                      "fit into the {:.0f} GB of '{}'{}",
                      size.in(units::gigabyte), asked.weights, there, asked.node,
                      asked.batch ? fmt::format(" with {} answers", *asked.batch) : ""),
          fitting.empty() ? "take a node with more memory, or a smaller model"
                          : fmt::format("with one answer these fit: {}", fitting)};
}

void measure(const Parts& parts, const workloads::Hardware& hardware, std::int64_t ranks,
             Inference& found) {
  const auto serving = model_on(parts, found.asked, hardware, ranks);
  const auto& request = found.asked.request;
  found.copies = parts.node.chips / ranks;
  found.asked.tensor_parallel = ranks;
  found.weights = workloads::weight_size(*parts.model.transformer, parts.weights);
  found.cache_per_token = workloads::cache_per_token(
      *parts.model.transformer, Information::si(static_cast<double>(*found.asked.cache_bits)));
  found.most_batch = serving.most_batch(request);
  const double batch = batch_of(found.asked, found.most_batch);
  found.asked.batch = std::llround(batch);
  found.memory = static_cast<double>(ranks) * hardware.memory;
  const double tokens =
      batch * (static_cast<double>(request.prompt) + 0.5 * static_cast<double>(request.answer));
  found.memory_needed = found.weights + tokens * found.cache_per_token +
                        static_cast<double>(ranks) * parts.serving.reserved;
  found.ideal_crossover = serving.ideal_crossover();
  found.first_token = serving.prefill(1, request.prompt).time;
  found.token_time_alone = serving
                               .decode(1, static_cast<double>(request.prompt) +
                                              0.5 * static_cast<double>(request.answer))
                               .time;
  const auto pass = serving.mixed(batch, request);
  found.token_time = pass.time;
  found.tokens_per_second = batch * static_cast<double>(found.copies) / pass.time.si();
  found.mfu = pass.work / (pass.time * hardware.peak);
  const double used =
      static_cast<double>(found.copies * ranks) / static_cast<double>(parts.node.chips);
  found.node_power = serving_power(parts.node, pass, hardware, used);
}

// Lowers the power limit of the chips to what the node may draw.
bool cap(Parts& parts, const Inference& found, platforms::Precision precision, std::int64_t ranks,
         std::vector<config::Finding>& problems) {
  const auto draws = [&](const platforms::NodeSpec& node) {
    Parts limited = parts;
    limited.node = node;
    Inference trial = found;
    measure(limited, workloads::hardware_of(node, precision), ranks, trial);
    return trial.node_power;
  };
  if (cap_chips(parts.node, *found.asked.node_power, draws)) return true;
  problems.push_back(cap_too_low(found.asked.node, draws(parts.node)));
  return false;
}

Waiting::Times times_of(const std::vector<double>& sorted) {
  const auto at = [&](double share) { return Duration::si(workloads::quantile(sorted, share)); };
  return {at(0.5), at(0.9), at(0.99)};
}

// One copy gets its part of the requests; keys and values of whole answers are set aside.
Waiting wait(const Parts& parts, const workloads::Hardware& hardware, const Inference& found) {
  const auto& asked = found.asked;
  const auto serving = model_on(parts, asked, hardware, *asked.tensor_parallel);
  const workloads::Request whole{asked.request.prompt + (asked.request.answer + 1) / 2,
                                 asked.request.answer};
  const double fits = std::max(1.0, std::floor(serving.most_batch(whole)));
  const auto copies = static_cast<double>(found.copies);
  const auto met = workloads::serve(
      serving, asked.request,
      {std::min(fits, static_cast<double>(*asked.batch)), parts.serving.pass_tokens},
      {*asked.rate / copies, asked.requests, asked.seed});
  Waiting waiting{.first_token = times_of(met.first_token),
                  .token = times_of(met.token),
                  .whole = times_of(met.whole),
                  .mean_batch = met.mean_batch,
                  .mean_waiting = met.mean_waiting,
                  .busy = met.busy / met.span};
  const double used =
      copies * static_cast<double>(*asked.tensor_parallel) / static_cast<double>(parts.node.chips);
  waiting.node_power = serving_power(parts.node, {met.span, met.work, met.traffic, met.sent},
                                     hardware, used, waiting.busy);
  waiting.energy_per_request =
      *asked.pue * (waiting.node_power * met.span) / (copies * static_cast<double>(asked.requests));
  return waiting;
}

}  // namespace

double usual_pue(const platforms::NodeSpec& node) {
  return node.chips > 1 ? pue_of_data_centres : pue_at_home;
}

InferenceOutcome infer(const InferenceCase& given, const config::Catalogue& catalogue) {
  InferenceOutcome outcome;
  auto& problems = outcome.problems;
  Inference found{.asked = given};
  InferenceCase& asked = found.asked;
  Parts parts;
  facility::GridSpec grid;
  read_entry(asked.model, "model", catalogue, problems, parts.model);
  if (read_entry(asked.node, "node", catalogue, problems, parts.node) && asked.serving.empty()) {
    asked.serving = usual_serving(parts.node, catalogue);
    found.assumed.push_back("served by " + asked.serving);
  }
  read_entry(asked.weights, "weights", catalogue, problems, parts.weights);
  if (!asked.serving.empty())
    read_entry(asked.serving, "serving", catalogue, problems, parts.serving);
  if (!asked.country.empty())
    read_entry(grid_name(asked.country), "country", catalogue, problems, grid);
  offer_neighbours(grid_name(asked.country), catalogue, problems);
  if (problems.empty() && !parts.model.transformer)
    problems.push_back({"model", fmt::format("'{}' writes no tokens", asked.model),
                        "take a language model, as llama-7b"});
  if (asked.tensor_parallel && problems.empty() &&
      (*asked.tensor_parallel > parts.node.chips ||
       parts.model.transformer->kv_heads() % *asked.tensor_parallel != 0))
    problems.push_back({"tensor_parallel",
                        fmt::format("{} chips cannot share this model on '{}'",
                                    *asked.tensor_parallel, asked.node),
                        fmt::format("take a divisor of its {} heads of keys, at most {}",
                                    parts.model.transformer->kv_heads(), parts.node.chips)});
  if (!problems.empty()) return outcome;
  fill(parts, asked, found.assumed);
  const auto wanted =
      arithmetic_on(parts.node.chip, parts.weights.arithmetic).value_or(platforms::Precision::fp32);
  const auto full = workloads::hardware_of(parts.node, wanted);
  const std::int64_t ranks = asked.tensor_parallel.value_or(best_ranks(parts, asked, full));
  const bool fits = ranks > 0 && model_on(parts, asked, full, ranks).most_batch(asked.request) >=
                                     std::max(1.0, static_cast<double>(asked.batch.value_or(1)));
  if (!fits) {
    problems.push_back(does_not_fit(parts, asked, catalogue));
    return outcome;
  }
  if (!given.tensor_parallel)
    found.assumed.push_back(
        fmt::format("{} of {} chips a copy: the most tokens a second", ranks, parts.node.chips));
  if (!given.batch) found.assumed.push_back("as many answers at once as fit, at most 2,048");
  if (asked.node_power && !cap(parts, found, wanted, ranks, problems)) return outcome;
  const auto hardware = workloads::hardware_of(parts.node, wanted);
  measure(parts, hardware, ranks, found);
  found.parameters = workloads::parameters(parts.model);
  found.pue = *asked.pue;
  found.energy_per_token =
      found.pue * (found.node_power * Duration::si(1.0 / found.tokens_per_second));
  found.energy_per_request = static_cast<double>(asked.request.answer) * found.energy_per_token;
  if (!asked.country.empty())
    found.carbon_per_request = facility::location_carbon(grid).mid * found.energy_per_request;
  if (asked.rate) found.waiting = wait(parts, hardware, found);
  outcome.inference = std::move(found);
  return outcome;
}

}  // namespace icekeel::analysis
