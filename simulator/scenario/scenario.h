// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// A scenario that was read, expanded and checked: what a simulation starts from. Never changes.

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "simulator/config/catalogue.h"
#include "simulator/config/diagnostics.h"
#include "simulator/config/fields.h"
#include "simulator/facility/grid_account.h"
#include "simulator/facility/weather.h"
#include "simulator/scenario/batch_jobs.h"
#include "simulator/scenario/expansion.h"
#include "simulator/scenario/scenario_spec.h"
#include "workloads/hpl.h"
#include "workloads/step.h"

namespace icekeel::scenario {

struct Site {
  SiteSpec spec;
  Expansion expansion;
  facility::WeatherYear weather;
  facility::GridSeries grid;
  std::vector<facility::SolarOutput> solar{};  ///< in the order of its arrays
};

/// Nodes of one kind that a job can run on, and what it would be there.
struct Place {
  std::size_t site = 0;
  std::size_t partition = 0;
  std::size_t nodes = 0;
  std::size_t gpus = 0;
  std::shared_ptr<const workloads::StepPlan> plan;        ///< of a training job; none otherwise
  std::shared_ptr<const workloads::HplPlan> hpl;          ///< of a run of Linpack; none otherwise
  std::shared_ptr<const workloads::ServicePlan> service;  ///< of a service; none otherwise
  Bandwidth data_rate{};                                  ///< at most, of a flow of data
};

/// A job with the places it can run in, in the order of sites and halls; at least one.
struct PlannedJob {
  std::string name;
  workloads::JobSpec spec;
  std::vector<Place> places;
  std::vector<std::size_t> after{};  ///< planned jobs that have to complete before
};

inline constexpr std::int64_t all_modules = 1'000'000;  ///< more than any part has

/// A feed that is switched off, modules of a part of the chain that fail, or pumps of the plant.
/// Parts of the fabric, from one on.
struct FabricOutage {
  platforms::FabricPart part = platforms::FabricPart::cable;
  std::size_t first = 0;
  std::size_t count = 1;
};

struct Outage {
  std::size_t site = 0;
  std::optional<std::size_t> feed{};
  bool cdu_pumps = false;                ///< of the plant, instead of a part of the chain
  bool cooling = false;                  ///< the plant itself, likewise
  std::optional<FabricOutage> fabric{};  ///< of the network, likewise
  std::size_t part = 0;
  std::int64_t modules = 0;
  Duration at;
  std::optional<Duration> lasting;
  std::string reason{};  ///< "common cause", "maintenance" ...
  bool planned = false;
};

/// Nodes of a partition that the queue keeps free for a time.
struct Window {
  std::size_t site = 0;
  std::size_t partition = 0;
  std::size_t nodes = 0;
  Duration from, to;
};

struct Scenario {
  ScenarioSpec spec;
  std::vector<Site> sites;
  std::vector<PlannedJob> jobs;
  BatchJobs batch;
  std::vector<Outage> outages;
  std::vector<Window> windows;

  std::string text;      ///< of the file
  std::string resolved;  ///< as YAML, every default written out
  std::vector<config::InputPath> inputs;
};

/// What the command line adds to the file.
struct Overrides {
  std::vector<std::string> settings;  ///< path=value
  std::optional<std::int64_t> seed;
};

/// Reads, expands and checks. Everything that is wrong is in `diagnostics`.
std::optional<Scenario> load(const std::filesystem::path& file, const Overrides& overrides,
                             const config::Catalogue& catalogue, config::Diagnostics& diagnostics);

}  // namespace icekeel::scenario
