// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Rules that span several settings of a scenario.

#include <vector>

#include "simulator/config/finding.h"
#include "simulator/scenario/scenario.h"

namespace icekeel::scenario {

/// Names that must differ, an end that must be given, at least one site.
std::vector<config::Finding> check_outline(const ScenarioSpec& scenario);

/// Everything about one site but its jobs; paths relative to the site.
std::vector<config::Finding> check_site(const SiteSpec& site);

/// Finds all nodes that each job can run on; what no nodes can run is reported.
std::vector<PlannedJob> plan_jobs(const ScenarioSpec& scenario, const std::vector<Site>& sites,
                                  std::vector<config::Finding>& findings);

/// Jobs to follow that are not there, and those that follow themselves.
std::vector<config::Finding> check_order_of_jobs(const std::vector<workloads::JobSpec>& jobs);
/// Finds the planned jobs that each follows.
void resolve_order(std::vector<PlannedJob>& planned);

/// Finds the site and the feed or part of every event.
std::vector<Outage> plan_events(const ScenarioSpec& scenario,
                                std::vector<config::Finding>& findings);

/// Finds the nodes of every window of the queue, each time that it opens.
std::vector<Window> plan_windows(const ScenarioSpec& scenario, const std::vector<Site>& sites,
                                 std::vector<config::Finding>& findings);

}  // namespace icekeel::scenario
