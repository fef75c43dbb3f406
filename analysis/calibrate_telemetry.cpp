// SPDX-License-Identifier: Apache-2.0
#include "analysis/calibrate_telemetry.h"

#include <ceres/ceres.h>
#include <fmt/format.h>

#include <algorithm>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <limits>
#include <stdexcept>

#include "analysis/text_format.h"

namespace icekeel::analysis {
namespace {

constexpr double slope_step = 1e-3;  // of the range

/// Residuals of all that was measured, as a function of places in the ranges, 0 to 1.
class TelemetryCost : public ceres::CostFunction {
 public:
  TelemetryCost(const Telemetry& telemetry, const std::vector<FreeSetting>& free,
                const SimulateMeans& simulate)
      : telemetry_(telemetry), free_(free), simulate_(simulate) {
    for (std::size_t s = 0; s < telemetry.series.size(); ++s) {
      double sum = 0, count = 0;
      for (std::size_t i = 0; i < telemetry.from.size(); ++i) {
        const double value = telemetry.series[s].values[i];
        if (!std::isfinite(value)) continue;
        measured_.push_back({s, i});
        sum += value;
        ++count;
      }
      scale_.push_back(sum == 0 ? 1.0 : std::abs(sum) / count);
    }
    set_num_residuals(static_cast<int>(measured_.size()));
    mutable_parameter_block_sizes()->push_back(static_cast<int>(free.size()));
  }

  std::vector<double> values_at(const double* places) const {
    std::vector<double> values;
    for (std::size_t k = 0; k < free_.size(); ++k)
      values.push_back(free_[k].least + places[k] * (free_[k].most - free_[k].least));
    return values;
  }

  bool Evaluate(double const* const* parameters, double* residuals,
                double** jacobians) const override {
    const double* at = parameters[0];
    std::vector<std::vector<double>> points{values_at(at)};
    const bool slopes = jacobians && jacobians[0];
    for (std::size_t k = 0; slopes && k < free_.size(); ++k) {
      std::vector<double> moved(at, at + free_.size());
      moved[k] += step(at[k]);
      points.push_back(values_at(moved.data()));
    }
    const auto means = simulate_(points);
    runs_ += points.size();
    if (std::ranges::any_of(means, [](const auto& one) { return !one; })) return false;
    for (std::size_t r = 0; r < measured_.size(); ++r) {
      residuals[r] = residual(*means[0], r);
      if (!std::isfinite(residuals[r])) return false;
      for (std::size_t k = 0; slopes && k < free_.size(); ++k)
        jacobians[0][r * free_.size() + k] =
            (residual(*means[k + 1], r) - residuals[r]) / step(at[k]);
    }
    return true;
  }

  std::size_t size() const { return measured_.size(); }
  std::size_t runs() const { return runs_; }

 private:
  struct Place {
    std::size_t series, interval;
  };
  // Away from the nearer end of the range.
  static double step(double at) { return at > 0.5 ? -slope_step : slope_step; }
  double residual(const std::vector<std::vector<double>>& means, std::size_t r) const {
    const auto& [s, i] = measured_[r];
    return (means[s][i] - telemetry_.series[s].values[i]) / scale_[s];
  }

  const Telemetry& telemetry_;
  const std::vector<FreeSetting>& free_;
  const SimulateMeans& simulate_;
  std::vector<Place> measured_;
  std::vector<double> scale_;  // of each series
  mutable std::size_t runs_ = 0;
};

struct Misfit {
  double cv_rmse = 0, nmbe = 0, mean = 0;
  std::size_t count = 0;
};

Misfit misfit(const std::vector<double>& measured, const std::vector<double>& simulated,
              std::size_t settings) {
  double squares = 0, differences = 0, sum = 0;
  Misfit fit;
  for (std::size_t i = 0; i < measured.size(); ++i) {
    if (!std::isfinite(measured[i])) continue;
    const double difference = measured[i] - simulated[i];
    squares += difference * difference;
    differences += difference;
    sum += measured[i];
    ++fit.count;
  }
  const double freedom =
      std::max(1.0, static_cast<double>(fit.count) - static_cast<double>(settings));
  fit.mean = fit.count ? sum / static_cast<double>(fit.count) : 0.0;
  fit.cv_rmse = std::sqrt(squares / freedom) / std::abs(fit.mean);
  fit.nmbe = differences / (freedom * fit.mean);
  return fit;
}

// Half of the 95 % interval of each place.
std::vector<double> half_intervals(ceres::Problem& problem, double* places, std::size_t settings,
                                   std::size_t residuals, double cost) {
  std::vector<double> half(settings, std::numeric_limits<double>::quiet_NaN());
  if (residuals <= settings) return half;
  ceres::Covariance::Options options;
  options.algorithm_type = ceres::DENSE_SVD;
  ceres::Covariance covariance(options);
  std::vector<double> matrix(settings * settings);
  const std::vector<std::pair<const double*, const double*>> blocks{{places, places}};
  if (!covariance.Compute(blocks, &problem) ||
      !covariance.GetCovarianceBlock(places, places, matrix.data()))
    return half;
  const auto freedom = static_cast<double>(residuals - settings);
  const double t = boost::math::quantile(boost::math::students_t(freedom), 0.975);
  for (std::size_t k = 0; k < settings; ++k)  // Ceres' cost is half the sum of squares
    half[k] = t * std::sqrt(std::max(0.0, matrix[k * settings + k] * 2 * cost / freedom));
  return half;
}

std::vector<std::vector<double>> means_at(const SimulateMeans& simulate,
                                          const std::vector<double>& values) {
  auto means = simulate({values});
  if (!means.front()) throw std::runtime_error("a run with these settings failed");
  return *means.front();
}

std::vector<SeriesFit> series_fits(const Telemetry& telemetry, std::size_t settings,
                                   const std::vector<std::vector<double>>& before,
                                   const std::vector<std::vector<double>>& after) {
  std::vector<SeriesFit> fits;
  for (std::size_t s = 0; s < telemetry.series.size(); ++s) {
    const auto& series = telemetry.series[s];
    const auto old = misfit(series.values, before[s], settings);
    const auto now = misfit(series.values, after[s], settings);
    fits.push_back({series.name, series.units, now.count, now.mean, old.cv_rmse, now.cv_rmse,
                    old.nmbe, now.nmbe});
  }
  return fits;
}

}  // namespace

TelemetryFit fit_telemetry(const Telemetry& telemetry, const std::vector<FreeSetting>& free,
                           const SimulateMeans& simulate) {
  std::vector<double> places, start;
  for (const auto& setting : free) {
    places.push_back((setting.start - setting.least) / (setting.most - setting.least));
    start.push_back(setting.start);
  }
  auto* cost = new TelemetryCost(telemetry, free, simulate);  // the problem owns it
  ceres::Problem problem;
  problem.AddResidualBlock(cost, nullptr, places.data());
  for (int k = 0; k < static_cast<int>(free.size()); ++k) {
    problem.SetParameterLowerBound(places.data(), k, 0.0);
    problem.SetParameterUpperBound(places.data(), k, 1.0);
  }
  if (cost->size() < free.size())
    throw std::runtime_error(
        fmt::format("{} measured values cannot tell {} settings", cost->size(), free.size()));
  const auto before = means_at(simulate, start);
  ceres::Solver::Options options;
  options.linear_solver_type = ceres::DENSE_QR;
  options.max_num_iterations = 30;
  options.function_tolerance = 1e-8;
  options.parameter_tolerance = 1e-6;
  options.logging_type = ceres::SILENT;
  ceres::Solver::Summary summary;
  ceres::Solve(options, &problem, &summary);
  if (summary.termination_type == ceres::FAILURE)
    throw std::runtime_error("a run failed, or does not cover what was measured");

  const auto half =
      half_intervals(problem, places.data(), free.size(), cost->size(), summary.final_cost);
  const auto values = cost->values_at(places.data());
  TelemetryFit fit;
  for (std::size_t k = 0; k < free.size(); ++k)
    fit.settings.push_back({free[k], values[k], half[k] * (free[k].most - free[k].least),
                            places[k] < 1e-6 || places[k] > 1 - 1e-6});
  fit.series = series_fits(telemetry, free.size(), before, means_at(simulate, values));
  fit.iterations = static_cast<int>(summary.iterations.size());
  fit.runs = cost->runs() + 2;
  fit.converged = summary.termination_type == ceres::CONVERGENCE;
  return fit;
}

std::string to_text(const TelemetryFit& fit) {
  std::string text = fmt::format("  {}{}  {}  {}\n", left("setting", 44), right("start", 12),
                                 right("fitted", 12), "95 % interval");
  for (const auto& one : fit.settings)
    text +=
        fmt::format("  {}{}  {}  +- {} {}{}\n", left(one.setting.path, 44),
                    right(number_text(one.setting.start), 12), right(number_text(one.value), 12),
                    std::isfinite(one.confidence) ? number_text(one.confidence) : "unknown",
                    one.setting.unit, one.at_limit ? "  (at the end of its range)" : "");
  text += fmt::format("\n  {}{}{}{}{}{}\n", left("series", 34), right("intervals", 10),
                      right("CV(RMSE)", 11), right("was", 10), right("NMBE", 10), right("was", 10));
  for (const auto& one : fit.series)
    text += fmt::format("  {}{:>10}{:>9.2f} %{:>8.2f} %{:>+8.2f} %{:>+8.2f} %\n",
                        left(one.name, 34), one.measured, 100 * one.cv_rmse,
                        100 * one.cv_rmse_before, 100 * one.nmbe, 100 * one.nmbe_before);
  return text + fmt::format("\n  {} iterations, {} runs, {}\n", fit.iterations, fit.runs,
                            fit.converged ? "settled" : "not settled: give better starts");
}

nlohmann::ordered_json to_json(const TelemetryFit& fit) {
  nlohmann::ordered_json json{
      {"converged", fit.converged}, {"iterations", fit.iterations}, {"runs", fit.runs}};
  for (const auto& one : fit.settings)
    json["settings"].push_back(
        {{"path", one.setting.path},
         {"unit", one.setting.unit},
         {"start", one.setting.start},
         {"value", one.value},
         {"confidence", std::isfinite(one.confidence) ? nlohmann::ordered_json(one.confidence)
                                                      : nlohmann::ordered_json()},
         {"at_limit", one.at_limit}});
  for (const auto& one : fit.series)
    json["series"].push_back({{"name", one.name},
                              {"intervals", one.measured},
                              {"mean", one.mean},
                              {"cv_rmse", one.cv_rmse},
                              {"cv_rmse_before", one.cv_rmse_before},
                              {"nmbe", one.nmbe},
                              {"nmbe_before", one.nmbe_before}});
  return json;
}

}  // namespace icekeel::analysis
