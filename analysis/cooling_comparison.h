// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// The same load under several cooling strategies in several climates: a table of figures.

#include <nlohmann/json.hpp>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/summary.h"

namespace icekeel::analysis {

/// A figure of the table, named as in a summary.
struct CoolingFigure {
  std::string_view key;
  std::string_view heading;  ///< in the text
  int decimals = 0;
  std::string_view meaning;
};
std::span<const CoolingFigure> compared_figures();

/// One run.
struct CoolingRun {
  std::string strategy;
  std::string climate;
  std::vector<std::optional<double>> figures;  ///< in the order of `compared_figures()`
};

CoolingRun compared_run(const std::string& strategy, const std::string& climate,
                        const Summary& summary);

struct CoolingComparison {
  std::string scenario;
  std::string currency;
  std::vector<CoolingRun> runs;  ///< climate by climate, strategies in order
};

/// A table for each climate.
std::string to_text(const CoolingComparison& comparison);
/// A row for each run; an absent figure is empty.
std::string to_csv(const CoolingComparison& comparison);
nlohmann::ordered_json to_json(const CoolingComparison& comparison);

}  // namespace icekeel::analysis
