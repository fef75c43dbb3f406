// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Fits settings of a scenario to measured series.
///
/// Minimised is the sum of squares of (simulated - measured) / mean measured over all measured
/// intervals of all series, by Levenberg-Marquardt (Ceres) within the range of each setting, with
/// slopes from simulations a thousandth of the range away. The confidence is Student's t times the
/// standard deviation from the covariance at the optimum, scaled by the residual variance.
/// How well a series fits, with n measured intervals and p settings (ASHRAE Guideline 14):
///
///     CV(RMSE) = sqrt( sum (m - s)^2 / (n - p) ) / mean m,    NMBE = sum (m - s) / ((n - p) mean
///     m)
///
/// Verified by: tests/unit/analysis/calibrate_telemetry_test.cpp, tests/cli/telemetry_test.py.

#include <functional>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "analysis/telemetry.h"

namespace icekeel::analysis {

/// A setting that is fitted, within its range.
struct FreeSetting {
  std::string path;
  std::string unit;  ///< as "K"; empty: none
  double least = 0;
  double most = 0;
  double start = 0;
};

/// Simulates all these settings; a point whose run failed is absent. May throw.
using SimulateMeans = std::function<std::vector<std::optional<std::vector<std::vector<double>>>>(
    const std::vector<std::vector<double>>& points)>;

struct FittedSetting {
  FreeSetting setting;
  double value = 0;
  double confidence = 0;  ///< half of the 95 % interval; NaN where the series do not tell
  bool at_limit = false;
};

/// How well a series is met.
struct SeriesFit {
  std::string name, units;
  std::size_t measured = 0;  ///< intervals
  double mean = 0;
  double cv_rmse_before = 0, cv_rmse = 0;
  double nmbe_before = 0, nmbe = 0;
};

struct TelemetryFit {
  std::vector<FittedSetting> settings;
  std::vector<SeriesFit> series;
  int iterations = 0;
  std::size_t runs = 0;
  bool converged = false;
};

/// \throws std::runtime_error if the start cannot be simulated, or fewer intervals are measured
/// than there are settings
TelemetryFit fit_telemetry(const Telemetry& telemetry, const std::vector<FreeSetting>& free,
                           const SimulateMeans& simulate);

std::string to_text(const TelemetryFit& fit);
nlohmann::ordered_json to_json(const TelemetryFit& fit);

}  // namespace icekeel::analysis
