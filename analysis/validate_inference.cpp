// SPDX-License-Identifier: Apache-2.0
#include "analysis/validate_inference.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "analysis/image_inference.h"
#include "simulator/base/units.h"
#include "simulator/config/document.h"
#include "simulator/config/reader.h"

namespace icekeel::analysis {
namespace {

constexpr auto mebibyte_of_memory = 1048576.0 * units::byte;

struct QuantityText {
  std::string_view name, unit;
};
constexpr std::array<QuantityText, 8> quantity_texts{{{"answer", "tokens/s"},
                                                      {"prompt", "tokens/s"},
                                                      {"all answers", "tokens/s"},
                                                      {"images", "1/s"},
                                                      {"an image", "Wh"},
                                                      {"weights", "MiB"},
                                                      {"keys and values", "MiB"},
                                                      {"batch at the bend", "1"}}};

const QuantityText& text_of(InferenceQuantity quantity) {
  return quantity_texts[static_cast<std::size_t>(quantity)];
}

InferenceCase case_of(const InferenceFigures& group, const InferenceFigure& figure) {
  const auto& common = group.common;
  const auto name = [](const std::string& own, const std::string& other) {
    return own.empty() ? other : own;
  };
  const auto count = [](const auto& own, const auto& other) { return own ? own : other; };
  InferenceCase asked;
  asked.model = name(figure.model, common.model);
  asked.node = name(figure.node, common.node);
  asked.weights = name(figure.weights, common.weights);
  asked.serving = group.serving;
  asked.request.prompt = count(figure.prompt, common.prompt).value_or(asked.request.prompt);
  asked.request.answer = count(figure.answer, common.answer).value_or(asked.request.answer);
  asked.batch = count(figure.batch, common.batch);
  asked.tensor_parallel = count(figure.tensor_parallel, common.tensor_parallel);
  asked.cache_bits = count(figure.cache_bits, common.cache_bits);
  asked.node_power = count(figure.node_power, common.node_power);
  asked.pue = 1.0;
  return asked;
}

double of_answers(InferenceQuantity quantity, const Inference& found) {
  const auto& request = found.asked.request;
  switch (quantity) {
    case InferenceQuantity::answer_rate:
      return 1.0 / found.token_time_alone.si();
    case InferenceQuantity::prompt_rate:
      return static_cast<double>(request.prompt) / found.first_token.si();
    case InferenceQuantity::node_rate:
      return found.tokens_per_second;
    case InferenceQuantity::weights:
      return found.weights / mebibyte_of_memory;
    case InferenceQuantity::cache:
      return static_cast<double>(request.prompt + request.answer) * found.cache_per_token /
             mebibyte_of_memory;
    default:
      return found.ideal_crossover;
  }
}

// Ours, or why there is none.
std::pair<double, std::vector<config::Finding>> ours_of(const InferenceCase& asked,
                                                        InferenceQuantity quantity,
                                                        const config::Catalogue& catalogue) {
  const bool images =
      quantity == InferenceQuantity::image_rate || quantity == InferenceQuantity::image_energy;
  if (images) {
    const auto outcome = draw(asked, catalogue);
    if (!outcome.inference) return {0.0, outcome.problems};
    const auto& found = *outcome.inference;
    return {quantity == InferenceQuantity::image_rate
                ? found.images_per_second
                : 1000 * found.energy_per_image.in(units::kilowatt_hour),
            {}};
  }
  const auto outcome = infer(asked, catalogue);
  if (!outcome.inference) return {0.0, outcome.problems};
  return {of_answers(quantity, *outcome.inference), {}};
}

ScoreRow row_of(const InferenceFigures& group, const InferenceFigure& figure, double ours) {
  ScoreRow row;
  row.group = group.group;
  row.name = figure.name;
  row.quantity = text_of(figure.quantity).name;
  row.unit = text_of(figure.quantity).unit;
  row.scope = group.scope;
  row.tier = "measured";
  row.source = group.source;
  row.assumed = group.assumed;
  row.note = figure.note;
  row.published = figure.published;
  row.ours = ours;
  row.tolerance = figure.tolerance;
  row.standing = figure.standing;
  return row;
}

}  // namespace

void describe(config::Fields& f, InferenceFigure& figure) {
  f.optional("name", figure.name, "What it is of.");
  f.optional("quantity", figure.quantity, "What is compared.");
  f.optional("published", figure.published, "The figure, in the unit of the quantity.");
  f.optional("tolerance", figure.tolerance, "Of the relative error.");
  f.optional("standing", figure.standing, "What the figure is to the model.");
  f.optional("note", figure.note, "What is to be known of it.");
  f.optional("node", figure.node, "Entry of nodes.");
  f.optional("model", figure.model, "Entry of models.");
  f.optional("weights", figure.weights, "Entry of weight formats.");
  f.optional("prompt", figure.prompt, "Tokens that are read.", {.least = 0});
  f.optional("answer", figure.answer, "Tokens that are written.", {.least = 1});
  f.optional("batch", figure.batch, "Answers under way.", {.least = 1});
  f.optional("tensor_parallel", figure.tensor_parallel, "Chips of a copy.", {.least = 1});
  f.optional("cache_bits", figure.cache_bits, "Of a key or value.", {.least = 1});
  f.optional("node_power", figure.node_power, "That the node must not exceed.");
}

void describe(config::Fields& f, InferenceFigures& figures) {
  f.required("group", figures.group, "Name of the group.");
  f.required("source", figures.source, "Where the figures are printed.");
  f.optional("scope", figures.scope, "What they include.");
  f.optional("assumed", figures.assumed, "What is not published.");
  f.required("order", figures.order, "Place in the scoreboard.");
  f.optional("serving", figures.serving, "Entry of serving; default: by the node's maker.");
  f.optional("common", figures.common, "Settings of all figures that say no other.");
  f.required("figures", figures.figures, "The figures.");
}

std::vector<AnsweredFigures> inference_figures(const config::Catalogue& catalogue,
                                               config::Diagnostics& diagnostics) {
  constexpr auto kind = InferenceFigures::catalogue_kind;
  std::vector<AnsweredFigures> all;
  for (const auto& entry : catalogue.names(kind)) {
    auto root = config::load_document(*catalogue.find(kind, entry), diagnostics);
    if (!root) continue;
    const auto place = root->place;
    auto& group = all.emplace_back();
    config::Reader(std::move(*root), entry, catalogue, diagnostics).read(group.figures);
    for (const auto& figure : group.figures.figures) {
      const auto [ours, problems] =
          ours_of(case_of(group.figures, figure), figure.quantity, catalogue);
      for (const auto& problem : problems)
        diagnostics.error(place,
                          fmt::format("{}, {}: {}", figure.name, problem.path, problem.message),
                          problem.remedy);
      group.ours.push_back(ours);
    }
  }
  std::ranges::stable_sort(all, {}, [](const AnsweredFigures& one) { return one.figures.order; });
  return all;
}

Scoreboard inference_scoreboard(const std::vector<AnsweredFigures>& groups) {
  Scoreboard board;
  board.name = "inference";
  board.title = "Answers, images and their memory, measured and predicted.";
  board.ours_label = "predicted";
  board.remarks = {
      "Constants of a runtime were fitted to the rows called calibration and frozen; all others "
      "are "
      "predicted with them. Rates of one answer alone hang on the bandwidth of the memory, those "
      "of "
      "many on arithmetic."};
  for (const auto& group : groups)
    for (std::size_t i = 0; i < group.figures.figures.size(); ++i)
      board.rows.push_back(row_of(group.figures, group.figures.figures[i], group.ours[i]));
  return board;
}

}  // namespace icekeel::analysis
