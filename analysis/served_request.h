// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// What one request cost a simulated site that answered it: electricity with its part of cooling
/// and losses, and its part of what the site embodies.
///
/// See simulator/docs/methods/request-path.md.
/// Verified by: tests/verification/run/service_run_test.cpp, tests/cli/cases/footprint.

#include <optional>
#include <string>
#include <vector>

#include "simulator/config/finding.h"
#include "simulator/facility/grid.h"
#include "simulator/lifecycle/contribution.h"
#include "simulator/result/result_file.h"

namespace icekeel::analysis {

/// Energies and masses are those of one request that was answered.
struct ServedRequest {
  std::string service, scenario;
  Energy answering, waiting;  ///< of the service's nodes
  Energy overhead;            ///< its part of the site's cooling, losses and lights
  facility::CarbonSpan grid;  ///< of the site's electricity, over the run
  std::vector<lifecycle::Contribution> made;
  Duration first_token;  ///< half of the requests had it by then
  Duration token_time;   ///< half of them at most, between two tokens
  double tokens = 0;     ///< of an answer
};

struct ServedOutcome {
  std::optional<ServedRequest> request;
  std::vector<config::Finding> problems;  ///< paths are options without dashes
};

/// \param service  name of the job; empty: the only one
ServedOutcome served_request(const result::ResultFile& file, const std::string& service);

}  // namespace icekeel::analysis
