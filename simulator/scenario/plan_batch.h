// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Reads the traces and draws the streams of a scenario.

#include "simulator/config/diagnostics.h"
#include "simulator/config/reader.h"
#include "simulator/scenario/scenario.h"

namespace icekeel::scenario {

/// All batch jobs. Faults of a trace are reported in its file, jobs that no nodes can run at the
/// setting that brought them.
/// All jobs of a stream, batch jobs and others.
std::vector<workloads::StreamJob> drawn_jobs(const ScenarioSpec& scenario,
                                             const workloads::StreamSpec& stream);

BatchJobs plan_batch(const ScenarioSpec& scenario, const std::vector<Site>& sites,
                     config::Reader& reader, config::Diagnostics& diagnostics);

}  // namespace icekeel::scenario
