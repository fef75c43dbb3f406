// SPDX-License-Identifier: Apache-2.0
#include "analysis/inference_output.h"

#include <fmt/format.h>

#include <array>
#include <optional>
#include <string_view>

#include "analysis/text_format.h"
#include "simulator/base/units.h"

namespace icekeel::analysis {
namespace {

using I = Inference;

struct Figure {
  std::string_view key;
  std::optional<double> (*value)(const I&);
  std::string_view label, unit;
};

double gigabytes(Information size) {
  return size.in(units::gigabyte);
}

constexpr std::array<Figure, 17> figures{{
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
  for (const Figure& figure : figures) {
    const auto value = figure.value(inference);
    json[figure.key] = value ? nlohmann::ordered_json(*value) : nlohmann::ordered_json();
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
  for (const Figure& figure : figures)
    if (const auto value = figure.value(inference))
      text += fmt::format("  {}{} {}\n", left(figure.label, 34), right(number_text(*value), 12),
                          figure.unit);
  text += "\n  assumed:";
  for (const auto& one : inference.assumed)
    text += fmt::format("{} {}", &one == &inference.assumed.front() ? "" : ";", one);
  return text + "\n";
}

}  // namespace icekeel::analysis
