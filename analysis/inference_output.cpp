// SPDX-License-Identifier: Apache-2.0
#include "analysis/inference_output.h"

#include <fmt/format.h>

#include <array>
#include <optional>
#include <string_view>
#include <vector>

#include "analysis/text_format.h"
#include "simulator/base/units.h"

namespace icekeel::analysis {
namespace {

using I = Inference;

template <class Result>
struct AnswerFigure {
  std::string_view key;
  std::optional<double> (*value)(const Result&);
  std::string_view label, unit;
};

template <class Result, std::size_t count>
void add(nlohmann::ordered_json& json,
         const std::array<AnswerFigure<Result>, count>& answer_figures, const Result& result) {
  for (const auto& figure : answer_figures) {
    const auto value = figure.value(result);
    json[figure.key] = value ? nlohmann::ordered_json(*value) : nlohmann::ordered_json();
  }
}

template <class Result, std::size_t count>
std::string lines(const std::array<AnswerFigure<Result>, count>& answer_figures,
                  const Result& result) {
  std::string text;
  for (const auto& figure : answer_figures)
    if (const auto value = figure.value(result))
      text += fmt::format("  {}{} {}\n", left(figure.label, 34), right(number_text(*value), 12),
                          figure.unit);
  return text;
}

std::string assumed_line(const std::vector<std::string>& assumed) {
  return fmt::format("\n  assumed: {}\n", fmt::join(assumed, "; "));
}

double watt_hours(Energy energy) {
  return 1e3 * energy.in(units::kilowatt_hour);
}

double gigabytes(Information size) {
  return size.in(units::gigabyte);
}

constexpr std::array<AnswerFigure<I>, 17> answer_figures{{
    {"tokens_per_s", [](const I& i) { return std::optional(i.tokens_per_second); },
     "tokens answered, the whole node", "1/s"},
    {"requests_per_s",
     [](const I& i) {
       return std::optional(i.tokens_per_second / static_cast<double>(i.asked.request.answer));
     },
     "requests", "1/s"},
    {"time_to_first_token_s", [](const I& i) { return std::optional(i.first_token.si()); },
     "first token of a prompt alone", "s"},
    {"time_per_token_s", [](const I& i) { return std::optional(i.token_time.si()); },
     "between tokens of an answer", "s"},
    {"time_per_token_alone_s", [](const I& i) { return std::optional(i.token_time_alone.si()); },
     "the same with one answer alone", "s"},
    {"mfu", [](const I& i) { return std::optional(i.mfu); }, "share of the peak (MFU)", ""},
    {"ideal_crossover_batch", [](const I& i) { return std::optional(i.ideal_crossover); },
     "batch where the roofline bends", ""},
    {"copies", [](const I& i) { return std::optional(static_cast<double>(i.copies)); },
     "copies of the model", ""},
    {"batch", [](const I& i) { return std::optional(static_cast<double>(*i.asked.batch)); },
     "answers at once of a copy", ""},
    {"most_batch", [](const I& i) { return std::optional(i.most_batch); }, "most that fit", ""},
    {"weights_GB", [](const I& i) { return std::optional(gigabytes(i.weights)); },
     "weights of a copy", "GB"},
    {"cache_per_token_kB",
     [](const I& i) { return std::optional(1e6 * gigabytes(i.cache_per_token)); },
     "keys and values of a token", "kB"},
    {"memory_GB", [](const I& i) { return std::optional(gigabytes(i.memory_needed)); },
     "memory that a copy takes", "GB"},
    {"node_power_W", [](const I& i) { return std::optional(i.node_power.in(units::watt)); },
     "power of the node", "W"},
    {"energy_per_token_J", [](const I& i) { return std::optional(i.energy_per_token.si()); },
     "energy of a token", "J"},
    {"energy_per_request_Wh",
     [](const I& i) { return std::optional(1e3 * i.energy_per_request.in(units::kilowatt_hour)); },
     "energy of a request", "Wh"},
    {"carbon_per_request_g",
     [](const I& i) {
       return i.carbon_per_request ? std::optional(1e3 * i.carbon_per_request->si()) : std::nullopt;
     },
     "carbon of a request", "g"},
}};

using W = Waiting;

constexpr std::array<AnswerFigure<W>, 14> waiting_figures{{
    {"time_to_first_token_p50_s", [](const W& w) { return std::optional(w.first_token.half.si()); },
     "first token, half within", "s"},
    {"time_to_first_token_p90_s", [](const W& w) { return std::optional(w.first_token.most.si()); },
     "first token, 90 % within", "s"},
    {"time_to_first_token_p99_s",
     [](const W& w) { return std::optional(w.first_token.nearly_all.si()); },
     "first token, 99 % within", "s"},
    {"time_per_token_p50_s", [](const W& w) { return std::optional(w.token.half.si()); },
     "between tokens, half within", "s"},
    {"time_per_token_p90_s", [](const W& w) { return std::optional(w.token.most.si()); },
     "between tokens, 90 % within", "s"},
    {"time_per_token_p99_s", [](const W& w) { return std::optional(w.token.nearly_all.si()); },
     "between tokens, 99 % within", "s"},
    {"request_time_p50_s", [](const W& w) { return std::optional(w.whole.half.si()); },
     "whole answer, half within", "s"},
    {"request_time_p90_s", [](const W& w) { return std::optional(w.whole.most.si()); },
     "whole answer, 90 % within", "s"},
    {"request_time_p99_s", [](const W& w) { return std::optional(w.whole.nearly_all.si()); },
     "whole answer, 99 % within", "s"},
    {"mean_batch", [](const W& w) { return std::optional(w.mean_batch); },
     "answers under way, of a copy", ""},
    {"mean_waiting", [](const W& w) { return std::optional(w.mean_waiting); },
     "requests that wait, of a copy", ""},
    {"busy_share", [](const W& w) { return std::optional(w.busy); }, "share of the time at work",
     ""},
    {"mean_node_power_W", [](const W& w) { return std::optional(w.node_power.in(units::watt)); },
     "power of the node, idle times too", "W"},
    {"mean_energy_per_request_Wh",
     [](const W& w) { return std::optional(watt_hours(w.energy_per_request)); },
     "energy of a request, idle times too", "Wh"},
}};

using P = ImageInference;

constexpr std::array<AnswerFigure<P>, 9> image_figures{{
    {"images_per_s", [](const P& i) { return std::optional(i.images_per_second); },
     "images, the whole node", "1/s"},
    {"batch_time_s", [](const P& i) { return std::optional(i.batch_time.si()); },
     "a batch of images on a chip", "s"},
    {"batch", [](const P& i) { return std::optional(static_cast<double>(*i.asked.batch)); },
     "images at once on a chip", ""},
    {"work_per_image_Tflop",
     [](const P& i) { return std::optional(i.work_per_image.in(units::teraflop)); },
     "arithmetic of an image", "Tflop"},
    {"mfu", [](const P& i) { return std::optional(i.mfu); }, "share of the peak (MFU)", ""},
    {"chip_limit_W", [](const P& i) { return std::optional(i.chip_limit.in(units::watt)); },
     "power limit of a chip", "W"},
    {"node_power_W", [](const P& i) { return std::optional(i.node_power.in(units::watt)); },
     "power of the node", "W"},
    {"energy_per_image_Wh",
     [](const P& i) { return std::optional(watt_hours(i.energy_per_image)); }, "energy of an image",
     "Wh"},
    {"carbon_per_image_g",
     [](const P& i) {
       return i.carbon_per_image ? std::optional(1e3 * i.carbon_per_image->si()) : std::nullopt;
     },
     "carbon of an image", "g"},
}};

}  // namespace

nlohmann::ordered_json to_json(const Inference& inference) {
  const auto& asked = inference.asked;
  nlohmann::ordered_json json{{"model", asked.model},
                              {"node", asked.node},
                              {"weights", asked.weights},
                              {"serving", asked.serving},
                              {"prompt_tokens", asked.request.prompt},
                              {"answer_tokens", asked.request.answer},
                              {"tensor_parallel", *asked.tensor_parallel},
                              {"parameters", inference.parameters},
                              {"pue", inference.pue}};
  add(json, answer_figures, inference);
  if (inference.waiting) {
    json["requests_asked_per_s"] = *asked.rate;
    add(json, waiting_figures, *inference.waiting);
  }
  json["assumed"] = inference.assumed;
  return json;
}

std::string to_text(const Inference& inference) {
  const auto& asked = inference.asked;
  std::string text =
      fmt::format("{} ({:.1f} B parameters) as {} on {}, {} tokens in and {} out\n\n", asked.model,
                  1e-9 * inference.parameters, asked.weights, asked.node, asked.request.prompt,
                  asked.request.answer);
  text += lines(answer_figures, inference);
  if (inference.waiting)
    text += fmt::format("\n  {} requests that come at random, {} a second\n", asked.requests,
                        number_text(*asked.rate)) +
            lines(waiting_figures, *inference.waiting);
  return text + assumed_line(inference.assumed);
}

nlohmann::ordered_json to_json(const ImageInference& inference) {
  const auto& asked = inference.asked;
  nlohmann::ordered_json json{{"model", asked.model},     {"node", asked.node},
                              {"weights", asked.weights}, {"serving", asked.serving},
                              {"steps", *asked.steps},    {"parameters", inference.parameters},
                              {"pue", inference.pue}};
  add(json, image_figures, inference);
  json["assumed"] = inference.assumed;
  return json;
}

std::string to_text(const ImageInference& inference) {
  const auto& asked = inference.asked;
  return fmt::format("{} ({:.1f} B parameters) as {} on {}, {} steps an image\n\n", asked.model,
                     1e-9 * inference.parameters, asked.weights, asked.node, *asked.steps) +
         lines(image_figures, inference) + assumed_line(inference.assumed);
}

}  // namespace icekeel::analysis
