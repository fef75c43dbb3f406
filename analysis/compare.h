// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Results beside each other: how their figures differ, what in their scenarios differs, and which
/// is the best by a figure.

#include <cstddef>
#include <nlohmann/json.hpp>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/result/result_file.h"

namespace icekeel::analysis {

struct ComparedRun {
  std::string file;
  std::string scenario;
  std::string status;
  std::string currency;  ///< empty if the scenario has none
};

/// A figure of all runs; differences are to the first run that was named.
struct ComparedFigure {
  std::string name;
  std::string units;
  std::string long_name;
  std::vector<std::optional<double>> values;

  std::optional<double> difference(std::size_t run) const;
  /// The difference over the first run's value; nothing where that is zero.
  std::optional<double> relative(std::size_t run) const;
};

/// A setting that is not the same in all scenarios, by its path, as "sites[0].cooling.supply".
struct ComparedSetting {
  std::string path;
  std::vector<std::optional<std::string>> values;  ///< nothing where a scenario does not have it
};

struct Place {
  std::size_t run = 0;
  std::size_t rank = 0;  ///< from 1; equal values share a rank, and the next value has the next one
  double value = 0;
};

/// The runs from the best to the worst. It depends on the set of results only: not on their order,
/// and not on one of them being named twice.
struct Ranking {
  std::string figure;
  bool more_is_better = false;
  std::vector<Place> places;
  std::vector<std::size_t> without;  ///< runs that do not have the figure
};

struct Comparison {
  std::vector<ComparedRun> runs;
  std::vector<ComparedFigure> figures;
  std::vector<ComparedSetting> settings;
  std::optional<Ranking> ranking;
};

Comparison compare(std::span<const result::ResultFile> files);

/// The ranking by a figure; nothing if no run has it.
std::optional<Ranking> rank_by(const Comparison& comparison, std::string_view figure);

/// At most 100 columns wide.
std::string to_text(const Comparison& comparison);
nlohmann::ordered_json to_json(const Comparison& comparison);
/// A page that opens offline.
std::string to_html(const Comparison& comparison);

/// "+12.3" or "-0.5": with its sign.
std::string signed_text(double value);

}  // namespace icekeel::analysis
