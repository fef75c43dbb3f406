// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// The whole input as the user writes it.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "platforms/fabric.h"
#include "platforms/hall.h"
#include "platforms/storage.h"
#include "simulator/base/units.h"
#include "simulator/config/fields.h"
#include "simulator/facility/climate.h"
#include "simulator/facility/cooling_spec.h"
#include "simulator/facility/direct_emissions.h"
#include "simulator/facility/flexible_load.h"
#include "simulator/facility/grid.h"
#include "simulator/facility/heat_reuse.h"
#include "simulator/facility/on_site_energy.h"
#include "simulator/facility/recirculation.h"
#include "simulator/lifecycle/life_cycle_spec.h"
#include "simulator/power/electrical_spec.h"
#include "simulator/reliability/failure_data.h"
#include "simulator/reliability/node_failures.h"
#include "simulator/scheduler/queue_spec.h"
#include "workloads/batch.h"
#include "workloads/job.h"
#include "workloads/load_profile.h"

namespace icekeel::scenario {

/// A datacenter: where it stands, what it holds, what feeds and cools it.
struct SiteSpec {
  static constexpr std::string_view catalogue_kind = "sites";
  std::string name;
  facility::ClimateSpec climate;
  facility::GridSpec grid;
  std::vector<platforms::HallSpec> halls;
  platforms::FabricSpec fabric;
  std::optional<platforms::StorageSpec> storage;
  power::ElectricalSpec power;
  facility::CoolingSpec cooling;
  std::optional<facility::ReuseSpec> heat_reuse;
  std::optional<facility::OnSiteSpec> on_site;
  std::optional<facility::FlexibleSpec> flexible;
  std::optional<facility::RecirculationSpec> recirculation;
  std::optional<facility::DirectEmissionsSpec> direct_emissions;
  /// Of what was made; without it, life-cycles/standard, which the reader fills in.
  std::optional<lifecycle::LifeCycleSpec> life_cycle;
  std::optional<reliability::ReliabilitySpec> reliability;
  std::optional<reliability::NodeFailureSpec> node_failures;
};

struct WorkloadSpec {
  std::vector<workloads::JobSpec> jobs;
  std::vector<workloads::TraceSpec> traces;
  std::vector<workloads::StreamSpec> streams;
  std::map<std::string, std::vector<workloads::LoadStepSpec>> load_profiles;  ///< by name
};

/// Something that happens to a site at a date.
struct EventSpec {
  Duration at;
  std::string lose;                     ///< "feed A", "utility A", "A/ups"
  std::optional<std::int64_t> modules;  ///< of a part; all without it
  std::optional<Duration> lasting;
  std::optional<std::string> site;
};

struct RackRecordSpec {
  Duration every = 15.0 * units::minute;
};

struct LinkRecordSpec {
  Duration every = 15.0 * units::minute;
  std::int64_t busiest = 20;
};

struct RecordSpec {
  Duration every = units::minute;
  std::optional<RackRecordSpec> racks;
  std::optional<LinkRecordSpec> links;
  bool phases = false;
};

enum class Until { jobs_done };

struct ScenarioSpec {
  std::int64_t schema = 0;
  std::string name;
  std::string currency = "EUR";
  Timestamp start;
  std::optional<Duration> duration;
  std::optional<Until> until;
  std::vector<SiteSpec> sites;
  WorkloadSpec workload;
  scheduler::QueueSpec queue;
  std::vector<EventSpec> events;
  RecordSpec record;
  Duration facility_step = units::minute;
  bool random_failures = false;      ///< of chains and cooling, by the sites' reliability data
  bool planned_maintenance = false;  ///< once a year for each component, likewise
  std::int64_t seed = 1;
};

void describe(config::Fields& f, SiteSpec& site);
void describe(config::Fields& f, WorkloadSpec& workload);
void describe(config::Fields& f, EventSpec& event);
void describe(config::Fields& f, RackRecordSpec& racks);
void describe(config::Fields& f, LinkRecordSpec& links);
void describe(config::Fields& f, RecordSpec& record);
void describe(config::Fields& f, ScenarioSpec& scenario);

}  // namespace icekeel::scenario

template <>
struct icekeel::config::Choices<icekeel::scenario::Until> {
  static constexpr std::array<std::string_view, 1> names{"jobs done"};
};
