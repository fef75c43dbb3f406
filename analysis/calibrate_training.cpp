// SPDX-License-Identifier: Apache-2.0
#include "analysis/calibrate_training.h"

#include <ceres/ceres.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "simulator/base/expect.h"
#include "workloads/collectives.h"
#include "workloads/step.h"

namespace icekeel::analysis {
namespace {

using workloads::EfficiencySpec;

// A constant: where it is, in which unit it is printed, and what it may be.
struct Constant {
  std::string_view name;
  std::string_view unit;
  double least, most;
  double (*get)(const EfficiencySpec&);
  void (*set)(EfficiencySpec&, double);
};

template <double EfficiencySpec::* Member>
double plain_get(const EfficiencySpec& e) {
  return e.*Member;
}
template <double EfficiencySpec::* Member>
void plain_set(EfficiencySpec& e, double value) {
  e.*Member = value;
}
template <Duration EfficiencySpec::* Member>
double micro_get(const EfficiencySpec& e) {
  return 1e6 * (e.*Member).si();
}
template <Duration EfficiencySpec::* Member>
void micro_set(EfficiencySpec& e, double value) {
  e.*Member = Duration::si(value * 1e-6);
}

constexpr std::array constants{
    Constant{"matrix_share", "", 0.05, 1, plain_get<&EfficiencySpec::matrix_share>,
             plain_set<&EfficiencySpec::matrix_share>},
    Constant{"half_size", "", 1, 2000, plain_get<&EfficiencySpec::half_size>,
             plain_set<&EfficiencySpec::half_size>},
    Constant{"memory_share", "", 0.05, 1, plain_get<&EfficiencySpec::memory_share>,
             plain_set<&EfficiencySpec::memory_share>},
    Constant{"attention_share", "", 0.05, 1, plain_get<&EfficiencySpec::attention_share>,
             plain_set<&EfficiencySpec::attention_share>},
    Constant{"launch", "us", 1, 1000, micro_get<&EfficiencySpec::launch>,
             micro_set<&EfficiencySpec::launch>},
    Constant{"launch_across_processors", "", 1, 10,
             plain_get<&EfficiencySpec::launch_across_processors>,
             plain_set<&EfficiencySpec::launch_across_processors>},
    Constant{"step_overhead", "us", 1, 1e6, micro_get<&EfficiencySpec::step_overhead>,
             micro_set<&EfficiencySpec::step_overhead>},
    Constant{"link.share", "", 0.05, 1, [](const EfficiencySpec& e) { return e.link.share; },
             [](EfficiencySpec& e, double v) { e.link.share = v; }},
    Constant{"link.latency", "us", 0.1, 1000,
             [](const EfficiencySpec& e) { return 1e6 * e.link.latency.si(); },
             [](EfficiencySpec& e, double v) { e.link.latency = Duration::si(v * 1e-6); }},
    Constant{"network.share", "", 0.05, 1, [](const EfficiencySpec& e) { return e.network.share; },
             [](EfficiencySpec& e, double v) { e.network.share = v; }},
    Constant{"network.latency", "us", 0.1, 1000,
             [](const EfficiencySpec& e) { return 1e6 * e.network.latency.si(); },
             [](EfficiencySpec& e, double v) { e.network.latency = Duration::si(v * 1e-6); }},
};

// ln(predicted / measured)
double residual(const MeasuredStep& step, const EfficiencySpec& efficiency,
                const workloads::Hardware& hardware) {
  workloads::TrainingSpec training = step.training;
  training.efficiency = efficiency;
  const auto plan = workloads::plan_step(training, hardware, workloads::Detail::times);
  return std::log(plan.step_time / step.time);
}

double residual(const AllReduceSpec& measured, const EfficiencySpec& efficiency,
                const workloads::Hardware& hardware) {
  const auto ranks = static_cast<std::int64_t>(hardware.gpus_per_node);
  const workloads::Paths paths{
      workloads::tier(hardware.link_bandwidth, efficiency.link), {}, hardware.reducing_switches};
  const Duration time = workloads::fastest_all_reduce(measured.size, {ranks, 1}, paths).time;
  return std::log(measured.bus_bandwidth /
                  workloads::all_reduce_bus_bandwidth(measured.size, ranks, time));
}

// Fitted constants as multiples of where they start.
class FitProblem {
 public:
  FitProblem(const EfficiencySpec& start, const workloads::Hardware& hardware,
             const std::vector<CalibrationGroup>& groups, const std::vector<std::string>& free)
      : start_(start), hardware_(hardware) {
    for (const CalibrationGroup& group : groups) {
      const double weight = 1 / static_cast<double>(group.fitted.size() + group.all_reduces.size());
      for (const MeasuredStep& step : group.fitted) points_.push_back({&step, nullptr, weight});
      for (const AllReduceSpec& one : group.all_reduces) points_.push_back({nullptr, &one, weight});
    }
    for (const Constant& constant : constants)
      if (std::ranges::find(free, constant.name) != free.end()) free_.push_back(&constant);
    ICEKEEL_EXPECT(free_.size() == free.size());
  }

  const std::vector<const Constant*>& free() const { return free_; }

  EfficiencySpec at(const double* multiples) const {
    EfficiencySpec efficiency = start_;
    for (std::size_t i = 0; i < free_.size(); ++i)
      free_[i]->set(efficiency, std::clamp(multiples[i] * free_[i]->get(start_), free_[i]->least,
                                           free_[i]->most));
    return efficiency;
  }

  std::size_t size() const { return points_.size(); }

  double residual_of(std::size_t index, const double* multiples) const {
    const EfficiencySpec efficiency = at(multiples);
    const Point& point = points_[index];
    return point.step ? residual(*point.step, efficiency, hardware_)
                      : residual(*point.all_reduce, efficiency, hardware_);
  }

  // So that every group counts alike.
  double weight_of(std::size_t index) const { return points_[index].weight; }

 private:
  struct Point {
    const MeasuredStep* step = nullptr;
    const AllReduceSpec* all_reduce = nullptr;
    double weight = 1;
  };

  EfficiencySpec start_;
  const workloads::Hardware& hardware_;
  std::vector<Point> points_;
  std::vector<const Constant*> free_;
};

struct OneResidual {
  const FitProblem& problem;
  std::size_t index;

  bool operator()(double const* const* parameters, double* value) const {
    *value = problem.residual_of(index, parameters[0]);
    return std::isfinite(*value);
  }
};

double mean_error(const std::vector<MeasuredStep>& steps, const EfficiencySpec& efficiency,
                  const workloads::Hardware& hardware) {
  double sum = 0;
  for (const MeasuredStep& step : steps)
    sum += std::abs(std::expm1(residual(step, efficiency, hardware)));
  return steps.empty() ? 0 : sum / static_cast<double>(steps.size());
}

double mean_error(const std::vector<AllReduceSpec>& all, const EfficiencySpec& efficiency,
                  const workloads::Hardware& hardware) {
  double sum = 0;
  for (const AllReduceSpec& one : all)
    sum += std::abs(std::expm1(residual(one, efficiency, hardware)));
  return sum / static_cast<double>(all.size());
}

GroupErrors errors_of(const CalibrationGroup& group, const EfficiencySpec& before,
                      const EfficiencySpec& after, const workloads::Hardware& hardware) {
  if (!group.all_reduces.empty())
    return {group.name, group.all_reduces.size(), 0,
            mean_error(group.all_reduces, before, hardware),
            mean_error(group.all_reduces, after, hardware)};
  return {group.name,
          group.fitted.size(),
          group.held_out.size(),
          mean_error(group.fitted, before, hardware),
          mean_error(group.fitted, after, hardware),
          mean_error(group.held_out, before, hardware),
          mean_error(group.held_out, after, hardware)};
}

// Half of the 95 % intervals, as multiples of the start.
std::vector<double> confidence(ceres::Problem& ceres_problem, const FitProblem& problem,
                               double* point, double cost) {
  const std::size_t n = problem.free().size();
  std::vector<double> half(n, std::numeric_limits<double>::quiet_NaN());
  ceres::Covariance::Options options;
  options.algorithm_type = ceres::DENSE_SVD;
  options.null_space_rank = -1;
  ceres::Covariance covariance(options);
  std::vector<double> matrix(n * n);
  const std::vector<std::pair<const double*, const double*>> blocks{{point, point}};
  if (!covariance.Compute(blocks, &ceres_problem) ||
      !covariance.GetCovarianceBlock(point, point, matrix.data()))
    return half;
  // Ceres' cost is half the weighted sum of squares.
  const double variance = 2 * cost / static_cast<double>(problem.size() - n);
  for (std::size_t i = 0; i < n; ++i)
    half[i] = 1.96 * std::sqrt(std::max(0.0, matrix[i * n + i] * variance));
  return half;
}

}  // namespace

std::vector<std::string> fittable_constants() {
  std::vector<std::string> names;
  for (const Constant& constant : constants) names.emplace_back(constant.name);
  return names;
}

Calibration calibrate_training(const EfficiencySpec& start, const workloads::Hardware& hardware,
                               const std::vector<CalibrationGroup>& groups,
                               const std::vector<std::string>& free) {
  const FitProblem problem(start, hardware, groups, free);
  std::vector<double> point(problem.free().size(), 1.0);

  ceres::Problem ceres_problem;
  for (std::size_t i = 0; i < problem.size(); ++i) {
    auto* cost = new ceres::DynamicNumericDiffCostFunction<OneResidual, ceres::CENTRAL>(
        new OneResidual{problem, i});
    cost->AddParameterBlock(static_cast<int>(point.size()));
    cost->SetNumResiduals(1);
    auto* loss = new ceres::ScaledLoss(new ceres::SoftLOneLoss(0.003), problem.weight_of(i),
                                       ceres::TAKE_OWNERSHIP);
    ceres_problem.AddResidualBlock(cost, loss, point.data());
  }
  for (std::size_t i = 0; i < point.size(); ++i) {
    const Constant& constant = *problem.free()[i];
    const double at = constant.get(start);
    ceres_problem.SetParameterLowerBound(point.data(), static_cast<int>(i), constant.least / at);
    ceres_problem.SetParameterUpperBound(point.data(), static_cast<int>(i), constant.most / at);
  }
  ceres::Solver::Options options;
  options.linear_solver_type = ceres::DENSE_QR;
  options.max_num_iterations = 200;
  options.function_tolerance = 1e-8;
  ceres::Solver::Summary summary;
  ceres::Solve(options, &ceres_problem, &summary);

  Calibration result;
  result.efficiency = problem.at(point.data());
  result.iterations = static_cast<int>(summary.iterations.size());
  result.converged = summary.termination_type == ceres::CONVERGENCE;
  const auto half = confidence(ceres_problem, problem, point.data(), summary.final_cost);
  for (std::size_t i = 0; i < point.size(); ++i) {
    const Constant& c = *problem.free()[i];
    const double at = c.get(start);
    result.constants.push_back({fmt::format("{}{}{}", c.name, c.unit.empty() ? "" : ", ", c.unit),
                                at, point[i] * at, half[i] * at});
  }
  for (const CalibrationGroup& group : groups)
    result.groups.push_back(errors_of(group, start, result.efficiency, hardware));
  return result;
}

std::string to_text(const Calibration& c) {
  std::string text =
      fmt::format("{:<28}{:>12}{:>12}{:>16}\n", "Constant", "start", "fitted", "95 % interval");
  for (const FittedConstant& constant : c.constants)
    text += fmt::format(
        "  {:<26}{:>12.4g}{:>12.4g}{:>16}\n", constant.name, constant.start, constant.value,
        std::isfinite(constant.confidence) ? fmt::format("+- {:.2g}", constant.confidence)
                                           : "not determined");
  text += fmt::format("\n{:<40}{:>8}{:>10}{:>10}\n", "Mean absolute error", "points", "start",
                      "fitted");
  for (const GroupErrors& g : c.groups) {
    text += fmt::format("  {:<38}{:>8}{:>8.2f} %{:>8.2f} %\n", g.name, g.fitted,
                        100 * g.fitted_before, 100 * g.fitted_after);
    if (g.held_out > 0)
      text += fmt::format("  {:<38}{:>8}{:>8.2f} %{:>8.2f} %\n", "  rows that were not fitted",
                          g.held_out, 100 * g.held_out_before, 100 * g.held_out_after);
  }
  text += fmt::format("\n{} after {} iterations.\n", c.converged ? "Converged" : "Not converged",
                      c.iterations);
  return text;
}

nlohmann::ordered_json to_json(const Calibration& c) {
  auto constants = nlohmann::ordered_json::array(), groups = nlohmann::ordered_json::array();
  for (const FittedConstant& one : c.constants) {
    nlohmann::ordered_json entry{{"name", one.name}, {"start", one.start}, {"value", one.value}};
    if (std::isfinite(one.confidence)) entry["confidence_95"] = one.confidence;
    constants.push_back(std::move(entry));
  }
  for (const GroupErrors& g : c.groups)
    groups.push_back({{"name", g.name},
                      {"fitted_points", g.fitted},
                      {"held_out_points", g.held_out},
                      {"fitted_error_before", g.fitted_before},
                      {"fitted_error_after", g.fitted_after},
                      {"held_out_error_before", g.held_out_before},
                      {"held_out_error_after", g.held_out_after}});
  return {{"converged", c.converged},
          {"iterations", c.iterations},
          {"constants", constants},
          {"groups", groups}};
}

}  // namespace icekeel::analysis
