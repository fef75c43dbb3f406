// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Time, memory, power, energy, carbon and money of a training configuration, without a site: the
/// models of the simulator (workloads, power), asked directly.
///
///     step_time    plan_step(), nothing contending
///     node_power   mean over the step's phases of NodePowerModel, weighted by their durations
///     it_energy    node_power * nodes * steps * step_time
///     facility     pue * it_energy;  carbon and cost follow from it
///
/// See simulator/docs/methods/estimate.md.
/// Verified by: tests/unit/analysis/estimate_test.cpp.

#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/estimate_case.h"
#include "platforms/machine.h"
#include "platforms/node.h"
#include "simulator/base/quantity.h"
#include "simulator/config/catalogue.h"
#include "simulator/config/finding.h"
#include "simulator/facility/grid.h"
#include "workloads/job.h"
#include "workloads/step.h"

namespace icekeel::analysis {

/// The answer for one case. Absent is what the case does not define; it is never 0.
struct Estimate {
  std::string name;
  std::string model;      ///< in words, as "transformer, 65.3 B parameters"
  std::string node_name;  ///< catalogue name of the node
  std::string cooling;
  double parameters = 0;
  double trained_parameters = 0;             ///< fewer than all where adapters are trained
  workloads::TrainingSpec training;          ///< everything filled in
  workloads::StepPlan plan;                  ///< without flows
  ComputeRate peak;                          ///< of one GPU in the precision of the case
  Information gpu_memory;                    ///< of one GPU
  bool searched = false;                     ///< the layout was found, not given
  std::size_t considered = 0;                ///< layouts whose step was worked out
  Power node_power;                          ///< mean over the step, at the inlet of the supplies
  std::optional<double> tokens_per_second;   ///< of networks that see tokens
  std::optional<double> samples_per_second;  ///< of the others: images
  double pue = 0;
  std::optional<Duration> gpu_time;
  std::optional<Duration> wall_time;
  std::optional<Energy> it_energy;
  std::optional<Energy> facility_energy;
  std::optional<Mass> carbon;
  std::optional<Money> cost;
  std::optional<Money> chips_price;  ///< of the chips at work, where they are sold
  std::optional<Money> rent;         ///< of their hours, where they are rented
  std::string currency;              ///< empty where there is no price
  std::vector<std::string> assumed;  ///< what was not given, as "pue 1.2"
  std::vector<std::string> warnings;

  double tflops_per_gpu() const;  ///< model work, nothing counted twice
  double hardware_tflops_per_gpu() const;
  double mfu() const { return plan.model_work / capacity(); }
  double hfu() const { return plan.hardware_work / capacity(); }

 private:
  Work capacity() const { return static_cast<double>(plan.gpus) * (plan.step_time * peak); }
};

/// Why no layout fits.
struct LackingMemory {
  std::string message;
  std::int64_t gpus = 0;  ///< that were to be had
  std::int64_t global_batch = 0;
};

/// An estimate, or what is wrong with the case; paths are names of columns, or empty.
struct EstimateOutcome {
  std::optional<Estimate> estimate;
  std::vector<config::Finding> problems;
  std::optional<LackingMemory> lacking;  ///< among the problems, where it is this one
};

/// "United Kingdom" -> "united-kingdom"; a code of ISO 3166 becomes the name of its grid.
std::string grid_name(std::string_view country);

/// Answers many cases; catalogue entries are read once.
class Estimator {
 public:
  explicit Estimator(config::Catalogue catalogue);

  EstimateOutcome estimate(const EstimateCase& asked);

  /// A machine of the catalogue, or one node by its name.
  std::optional<platforms::MachineSpec> machine(const std::string& name,
                                                std::vector<config::Finding>& problems);

 private:
  template <class Spec>
  const Spec* entry(const std::string& name, std::string_view column,
                    std::vector<config::Finding>& problems);

  /// Of training on this chip; nothing where the catalogue has none for its family.
  std::optional<workloads::EfficiencySpec> efficiency_of(const platforms::ChipSpec& chip,
                                                         std::vector<config::Finding>& problems);

  config::Catalogue catalogue_;
  std::map<std::string, platforms::NodeSpec> nodes_;
  std::map<std::string, workloads::ModelSpec> models_;
  std::map<std::string, workloads::JobSpec> jobs_;
  std::map<std::string, workloads::EfficiencySpec> efficiencies_;
  std::map<std::string, workloads::WeightFormatSpec> formats_;
  std::map<std::string, facility::GridSpec> grids_;
  std::map<std::string, platforms::MachineSpec> machines_;
};

}  // namespace icekeel::analysis
