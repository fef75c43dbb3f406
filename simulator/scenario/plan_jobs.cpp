// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "simulator/scenario/checks.h"
#include "workloads/hardware.h"

namespace icekeel::scenario {
namespace {

using Findings = std::vector<config::Finding>;

// Where a job could run, or why it cannot.
struct Attempt {
  std::optional<PlannedJob> job;
  Findings problems;
};

config::Finding too_large(const workloads::JobSpec& job, std::size_t needed, std::size_t there,
                          const Partition& partition) {
  return {job.training ? "training.layout" : "federated.server",
          fmt::format("job '{}' needs {} nodes; the machine has {} {}", job.name, needed, there,
                      partition.node_name),
          "lower its parallel layout, or add racks"};
}

Attempt attempt(const workloads::JobSpec& job, const Site& site, std::size_t site_index,
                std::size_t partition_index) {
  const auto& partition = site.expansion.partitions[partition_index];
  PlannedJob planned{job.name, job, site_index, partition_index, 0, 0, std::nullopt};
  if (job.training) {
    const auto hardware = workloads::hardware_of(partition.node, job.training->precision);
    auto problems = workloads::check(*job.training, hardware);
    for (auto& problem : problems) problem.path = "training." + problem.path;
    if (!problems.empty()) return {std::nullopt, std::move(problems)};
    planned.plan = workloads::plan_step(*job.training, hardware);
    planned.nodes = planned.plan->nodes;
    planned.gpus = planned.plan->gpus;
    if (planned.plan->checkpoint_every && !site.spec.storage)
      return {std::nullopt,
              {{"training.checkpoint.every",
                fmt::format("job '{}' writes checkpoints, but site '{}' has no storage", job.name,
                            site.spec.name),
                "add 'storage:' to the site, or take the checkpoints out"}}};
  } else {
    planned.nodes = static_cast<std::size_t>(job.federated->server.nodes);
    planned.gpus = planned.nodes * static_cast<std::size_t>(partition.node.chips);
  }
  if (planned.nodes > partition.nodes.size())
    return {std::nullopt, {too_large(job, planned.nodes, partition.nodes.size(), partition)}};
  return {std::move(planned), {}};
}

// The first nodes that can run it, in the order of sites and halls.
Attempt first_fit(const workloads::JobSpec& job, const std::vector<Site>& sites) {
  Attempt last;
  for (std::size_t s = 0; s < sites.size(); ++s)
    for (std::size_t p = 0; p < sites[s].expansion.partitions.size(); ++p) {
      last = attempt(job, sites[s], s, p);
      if (last.job) return last;
    }
  return last;
}

}  // namespace

std::vector<PlannedJob> plan_jobs(const ScenarioSpec& scenario, const std::vector<Site>& sites,
                                  Findings& found) {
  std::vector<PlannedJob> planned;
  for (std::size_t i = 0; i < scenario.workload.jobs.size(); ++i) {
    const auto& job = scenario.workload.jobs[i];
    auto fit = first_fit(job, sites);
    for (auto& problem : fit.problems) {
      problem.path = fmt::format("workload.jobs[{}].{}", i, problem.path);
      found.push_back(std::move(problem));
    }
    if (!fit.job) continue;
    for (std::int64_t copy = 1; copy <= job.count; ++copy) {
      planned.push_back(*fit.job);
      if (job.count > 1) planned.back().name = fmt::format("{}-{}", job.name, copy);
    }
  }
  std::stable_sort(planned.begin(), planned.end(), [](const PlannedJob& a, const PlannedJob& b) {
    return a.spec.start < b.spec.start;
  });
  return planned;
}

}  // namespace icekeel::scenario
