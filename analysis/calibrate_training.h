// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Fits the constants of the training model to measured steps and transfers.
///
/// Minimised is the sum over groups (each table, and the all-reduces) of the mean of
/// rho(ln(predicted / measured)), rho close to the absolute value (soft L1, 2 %), so that a few
/// odd points do not pull. Ceres does it (Levenberg-Marquardt, numeric derivatives) within the
/// limits of each constant. The confidence is 1.96 standard deviations from the covariance at the
/// optimum, scaled by the residual variance.

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/iteration_table.h"
#include "analysis/validate_published.h"
#include "workloads/efficiency.h"
#include "workloads/hardware.h"

namespace icekeel::analysis {

/// Measured transfers and steps of one source.
struct CalibrationGroup {
  std::string name;
  std::vector<MeasuredStep> fitted;
  std::vector<MeasuredStep> held_out;
  std::vector<AllReduceSpec> all_reduces;
};

/// One constant.
struct FittedConstant {
  std::string name;  ///< its path in an efficiency entry, with its unit
  double start = 0;
  double value = 0;
  double confidence = 0;  ///< half of the 95 % interval; NaN where the points do not tell
};

/// Mean absolute error of a group.
struct GroupErrors {
  std::string name;
  std::size_t fitted = 0, held_out = 0;
  double fitted_before = 0, fitted_after = 0;
  double held_out_before = 0, held_out_after = 0;
};

struct Calibration {
  workloads::EfficiencySpec efficiency;
  std::vector<FittedConstant> constants;
  std::vector<GroupErrors> groups;
  int iterations = 0;
  bool converged = false;
};

/// Names of the constants that can be fitted.
std::vector<std::string> fittable_constants();

/// \param free names of the constants to fit, of `fittable_constants()`
Calibration calibrate_training(const workloads::EfficiencySpec& start,
                               const workloads::Hardware& hardware,
                               const std::vector<CalibrationGroup>& groups,
                               const std::vector<std::string>& free);

std::string to_text(const Calibration& calibration);
nlohmann::ordered_json to_json(const Calibration& calibration);

}  // namespace icekeel::analysis
