// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "simulator/scenario/checks.h"
#include "simulator/scenario/failing_parts.h"
#include "simulator/scenario/plan_batch.h"
#include "workloads/checkpoints.h"
#include "workloads/hardware.h"

namespace icekeel::scenario {
namespace {

using Findings = std::vector<config::Finding>;

// A place for a job, or why it is none.
struct Attempt {
  std::optional<Place> place;
  Findings problems;
};

config::Finding too_large(const workloads::JobSpec& job, std::size_t needed, std::size_t there,
                          const Partition& partition) {
  return {job.training  ? "training.layout"
          : job.hpl     ? "hpl.nodes"
          : job.serving ? "serving.nodes"
          : job.data    ? "data.nodes"
                        : "federated.server",
          fmt::format("job '{}' needs {} nodes; the machine has {} {}", job.name, needed, there,
                      partition.node_name),
          job.hpl || job.serving || job.data ? "run it on fewer nodes, or add racks"
                                             : "lower its parallel layout, or add racks"};
}

// What the job does with storage needs some, and a way to it.
Findings check_storage(const workloads::JobSpec& job, const workloads::StepPlan& plan,
                       const Site& site, const platforms::NodeSpec& node) {
  Findings findings;
  const auto need = [&](bool used, std::string path, std::string_view what) {
    if (!used) return;
    if (!site.spec.storage)
      findings.push_back(
          {std::move(path),
           fmt::format("job '{}' {}, but site '{}' has no storage", job.name, what, site.spec.name),
           "add 'storage:' to the site, or take this out"});
    else if (platforms::injection_rate(node) <= Bandwidth{})
      findings.push_back(
          {std::move(path),
           fmt::format("job '{}' {}, but its nodes have no network adapters", job.name, what),
           "give the node 'nics', or take this out"});
  };
  need(plan.checkpoint_every.has_value(), "training.checkpoint.every", "writes checkpoints");
  need(plan.resume, "training.checkpoint.resume", "begins by reading a checkpoint");
  need(plan.step_data > Information{}, "training.sample_data", "reads its samples");
  return findings;
}

// The interval between checkpoints that loses least, for the failures of the site's nodes.
Findings follow_rule(const workloads::JobSpec& job, workloads::StepPlan& plan, const Site& site,
                     const platforms::NodeSpec& node) {
  const auto& checkpoint = job.training->checkpoint;
  if (!checkpoint.rule) return {};
  if (checkpoint.every)
    return {{"training.checkpoint.rule",
             fmt::format("job '{}' has an interval and a rule", job.name),
             "keep one; 'every: null' takes away that of an entry"}};
  if (!site.spec.node_failures || !site.spec.storage)
    return {{"training.checkpoint.rule",
             fmt::format("the rule needs failures and storage, which site '{}' does not have",
                         site.spec.name),
             "add 'node_failures' and 'storage' to the site, or give 'every'"}};
  const auto rate = reliability::rate_of_all(*site.spec.node_failures, parts_of(node, plan.nodes));
  const Duration write = workloads::checkpoint_write_time(
      plan.checkpoint_size, plan.nodes, platforms::injection_rate(node), site.spec.storage->write);
  const Duration between = 1.0 / rate;
  plan.checkpoint_every = *checkpoint.rule == workloads::CheckpointRule::young
                              ? workloads::young_interval(write, between)
                              : workloads::daly_interval(write, between);
  return {};
}

// Nodes that jobs may take, without those that stand by.
std::size_t usable_nodes(const Site& site, const Partition& partition) {
  const auto spares = site.spec.node_failures ? site.spec.node_failures->spares : 0;
  return partition.nodes.size() -
         std::min(partition.nodes.size(), static_cast<std::size_t>(spares));
}

Attempt attempt(const workloads::JobSpec& job, const Site& site, std::size_t site_index,
                std::size_t partition_index) {
  const auto& partition = site.expansion.partitions[partition_index];
  Place place{.site = site_index, .partition = partition_index};
  if (job.training) {
    const auto hardware = workloads::hardware_of(partition.node, job.training->precision);
    auto problems = workloads::check(*job.training, hardware);
    for (auto& problem : problems) problem.path = "training." + problem.path;
    if (!problems.empty()) return {std::nullopt, std::move(problems)};
    auto plan =
        std::make_shared<workloads::StepPlan>(workloads::plan_step(*job.training, hardware));
    auto contradictions = follow_rule(job, *plan, site, partition.node);
    if (!contradictions.empty()) return {std::nullopt, std::move(contradictions)};
    place.plan = std::move(plan);
    place.nodes = place.plan->nodes;
    place.gpus = place.plan->gpus;
    auto lacking = check_storage(job, *place.plan, site, partition.node);
    if (!lacking.empty()) return {std::nullopt, std::move(lacking)};
  } else if (job.hpl) {
    auto problems = workloads::check(*job.hpl, partition.node);
    for (auto& problem : problems) problem.path = "hpl." + problem.path;
    if (!problems.empty()) return {std::nullopt, std::move(problems)};
    place.hpl = std::make_shared<workloads::HplPlan>(workloads::plan_hpl(*job.hpl, partition.node));
    place.nodes = static_cast<std::size_t>(job.hpl->nodes);
    place.gpus = place.nodes * static_cast<std::size_t>(partition.node.chips);
  } else if (job.serving) {
    auto problems = workloads::check(*job.serving, partition.node);
    for (auto& problem : problems) problem.path = "serving." + problem.path;
    if (!problems.empty()) return {std::nullopt, std::move(problems)};
    place.service = std::make_shared<workloads::ServicePlan>(
        workloads::plan_service(*job.serving, partition.node));
    place.nodes = static_cast<std::size_t>(job.serving->nodes);
    place.gpus = place.nodes * static_cast<std::size_t>(partition.node.chips);
  } else if (job.data) {
    auto problems = workloads::check(*job.data, partition.node);
    if (job.data->storage != workloads::StorageUse::none && !site.spec.storage)
      problems.push_back({"storage", fmt::format("site '{}' has no storage", site.spec.name),
                          "add 'storage:' to the site, or say 'storage: none'"});
    for (auto& problem : problems) problem.path = "data." + problem.path;
    if (!problems.empty()) return {std::nullopt, std::move(problems)};
    place.data_rate = *workloads::most_rate(*job.data, partition.node);
    place.nodes = static_cast<std::size_t>(job.data->nodes);
    place.gpus = place.nodes * static_cast<std::size_t>(partition.node.chips);
  } else {
    place.nodes = static_cast<std::size_t>(job.federated->server.nodes);
    place.gpus = place.nodes * static_cast<std::size_t>(partition.node.chips);
  }
  if (const auto there = usable_nodes(site, partition); place.nodes > there)
    return {std::nullopt, {too_large(job, place.nodes, there, partition)}};
  return {std::move(place), {}};
}

// Every place that can run it; if there is none, `problems` says why of the last one tried.
std::vector<Place> places_for(const workloads::JobSpec& job, const std::vector<Site>& sites,
                              Findings& problems) {
  std::vector<Place> places;
  for (std::size_t s = 0; s < sites.size(); ++s)
    for (std::size_t p = 0; p < sites[s].expansion.partitions.size(); ++p) {
      auto tried = attempt(job, sites[s], s, p);
      if (tried.place)
        places.push_back(std::move(*tried.place));
      else
        problems = std::move(tried.problems);
    }
  if (!places.empty()) problems.clear();
  return places;
}

// Jobs of a stream that are no batch jobs. All of a kind can run at the same places.
void add_stream(const ScenarioSpec& scenario, std::size_t index, const std::vector<Site>& sites,
                std::vector<PlannedJob>& planned, Findings& found) {
  const auto& stream = scenario.workload.streams[index];
  const auto has_job = [](const auto& kind) { return kind.job.has_value(); };
  if (std::none_of(stream.kinds.begin(), stream.kinds.end(), has_job)) return;
  std::vector<std::vector<Place>> places;
  for (std::size_t k = 0; k < stream.kinds.size(); ++k) {
    const auto& kind = stream.kinds[k];
    places.emplace_back();
    if (!kind.job) continue;
    Findings problems;
    places.back() = places_for(*kind.job, sites, problems);
    for (auto& problem : problems) {
      problem.path = fmt::format("workload.streams[{}].kinds[{}].job.{}", index, k, problem.path);
      found.push_back(std::move(problem));
    }
    if (kind.partition)
      std::erase_if(places.back(), [&](const Place& place) {
        return sites[place.site].expansion.partitions[place.partition].node_name != *kind.partition;
      });
  }
  for (const auto& [job, k] : drawn_jobs(scenario, stream)) {
    if (places[k].empty()) continue;
    const auto& kind = stream.kinds[k];
    auto spec = *kind.job;
    spec.start = job.submit;
    spec.priority = kind.priority;
    planned.push_back({fmt::format("{}-{}", kind.name, job.number), std::move(spec), places[k]});
  }
}

}  // namespace

std::vector<PlannedJob> plan_jobs(const ScenarioSpec& scenario, const std::vector<Site>& sites,
                                  Findings& found) {
  std::vector<PlannedJob> planned;
  for (std::size_t i = 0; i < scenario.workload.jobs.size(); ++i) {
    const auto& job = scenario.workload.jobs[i];
    Findings problems;
    const auto places = places_for(job, sites, problems);
    for (auto& problem : problems) {
      problem.path = fmt::format("workload.jobs[{}].{}", i, problem.path);
      found.push_back(std::move(problem));
    }
    if (places.empty()) continue;
    for (std::int64_t copy = 1; copy <= job.count; ++copy)
      planned.push_back(
          {job.count > 1 ? fmt::format("{}-{}", job.name, copy) : job.name, job, places});
  }
  for (std::size_t s = 0; s < scenario.workload.streams.size(); ++s)
    add_stream(scenario, s, sites, planned, found);
  std::stable_sort(planned.begin(), planned.end(), [](const PlannedJob& a, const PlannedJob& b) {
    return a.spec.start < b.spec.start;
  });
  resolve_order(planned);
  return planned;
}

}  // namespace icekeel::scenario
