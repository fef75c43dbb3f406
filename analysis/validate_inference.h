// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Scoreboard of answering and drawing: measured rates, energies and sizes beside ours (catalogue
/// kind "inference-figures").

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/inference.h"
#include "analysis/validate_published.h"
#include "analysis/validate_scoreboard.h"
#include "simulator/config/catalogue.h"
#include "simulator/config/diagnostics.h"

namespace icekeel::analysis {

/// What is compared, each in the unit in brackets.
enum class InferenceQuantity {
  answer_rate,   ///< of one answer alone [tokens/s]
  prompt_rate,   ///< of one prompt alone [tokens/s]
  node_rate,     ///< of all answers under way on the node [tokens/s]
  image_rate,    ///< of the node [images/s]
  image_energy,  ///< at the node, without its facility [Wh]
  weights,       ///< [MiB]
  cache,         ///< of the whole request [MiB]
  crossover      ///< batch at which the roofline bends [1]
};

/// One figure; what is not given is that of the group.
struct InferenceFigure {
  std::string name;
  InferenceQuantity quantity = InferenceQuantity::answer_rate;
  double published = 0;
  double tolerance = 0;
  Standing standing = Standing::scored;
  std::string note;
  std::string node, model, weights;
  std::optional<std::int64_t> prompt, answer, batch, tensor_parallel, cache_bits;
  std::optional<Power> node_power;
};

struct InferenceFigures {
  static constexpr std::string_view catalogue_kind = "inference-figures";
  std::string group;
  std::string source;
  std::string scope;
  std::string assumed;
  std::int64_t order = 0;
  std::string serving;
  InferenceFigure common;  ///< its case is that of figures that say no other
  std::vector<InferenceFigure> figures;
};

void describe(config::Fields& f, InferenceFigure& figure);
void describe(config::Fields& f, InferenceFigures& figures);

/// Figures with what asks for them; entries that cannot be used are reported.
struct AnsweredFigures {
  InferenceFigures figures;
  std::vector<double> ours;  ///< by figure
};
std::vector<AnsweredFigures> inference_figures(const config::Catalogue& catalogue,
                                               config::Diagnostics& diagnostics);

Scoreboard inference_scoreboard(const std::vector<AnsweredFigures>& groups);

}  // namespace icekeel::analysis

template <>
struct icekeel::config::Choices<icekeel::analysis::InferenceQuantity> {
  static constexpr std::array<std::string_view, 8> names{"answer_rate", "prompt_rate",  "node_rate",
                                                         "image_rate",  "image_energy", "weights",
                                                         "cache",       "crossover"};
};
