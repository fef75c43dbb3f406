// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// A study that was read and checked against its scenario, and its points.

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "analysis/studies/design.h"
#include "analysis/studies/parameter.h"
#include "analysis/studies/study_spec.h"
#include "simulator/config/catalogue.h"
#include "simulator/config/diagnostics.h"

namespace icekeel::studies {

struct Study {
  StudySpec spec;
  std::vector<Parameter> parameters;
  std::int64_t seed = 0;  ///< of the first replicate
  std::string base;  ///< of the scenario with its includes and files, the catalogue, the version

  std::string scenario() const { return spec.scenario.resolved; }
};

/// What a study is read for: a search takes its ranges whole, whatever the design.
enum class Purpose { sweep, search };

/// Reads a study and tries each parameter on the scenario. What is wrong is in `diagnostics`.
/// \param version of the program: another one gives other points
std::optional<Study> read_study(const std::filesystem::path& file, Purpose purpose,
                                const config::Catalogue& catalogue, std::string_view version,
                                config::Diagnostics& diagnostics);

/// One run of the scenario.
struct Point {
  std::size_t sample = 0;     ///< row of the design, from 0
  std::size_t replicate = 0;  ///< from 0
  std::int64_t seed = 0;      ///< the same for all samples of a replicate
  std::vector<Value> values;  ///< one a parameter
  std::string id;             ///< by content: the same run has the same id in any study
};

/// Number of points without making them; infinite if it is beyond counting.
double number_of_points(const Study& study);
std::size_t number_of_samples(const Study& study);

/// In the order of samples, then replicates.
std::vector<Point> points_of(const Study& study);

/// The point with these values.
Point point_of(const Study& study, std::vector<Value> values, std::size_t sample,
               std::size_t replicate);

/// What the program is called with, but for the output.
std::vector<std::string> arguments_of(const Study& study, const Point& point);

}  // namespace icekeel::studies
