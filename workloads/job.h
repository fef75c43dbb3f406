// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// A job of the workload: what runs, from when, how often.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/base/quantity.h"
#include "simulator/config/fields.h"
#include "simulator/config/finding.h"
#include "workloads/data_movement.h"
#include "workloads/federated.h"
#include "workloads/hpl.h"
#include "workloads/service.h"
#include "workloads/training.h"

namespace icekeel::workloads {

/// Exactly one kind of work is given.
struct JobSpec {
  static constexpr std::string_view catalogue_kind = "jobs";

  std::string name;
  Duration start;                    ///< of its submission, after the start of the simulation
  std::vector<std::string> after;    ///< jobs that have to complete before that time begins
  std::int64_t count = 1;            ///< identical copies
  double priority = 0;               ///< the higher, the earlier it is looked at
  std::optional<Duration> walltime;  ///< that the queue plans with; default: what is planned
  std::optional<TrainingSpec> training;
  std::optional<FederatedSpec> federated;
  std::optional<HplSpec> hpl;
  std::optional<ServiceSpec> serving;
  std::optional<DataMovementSpec> data;
};

void describe(config::Fields& f, JobSpec& job);

/// What is wrong whatever the hardware; paths relative to the job.
std::vector<config::Finding> check(const JobSpec& job);

}  // namespace icekeel::workloads
