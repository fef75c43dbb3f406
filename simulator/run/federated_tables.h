// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// What federated jobs did outside of their sites: tables and figures.

#include <vector>

#include "simulator/result/records.h"
#include "simulator/run/world.h"

namespace icekeel::run {

bool has_federated_jobs(const World& world);

/// One row a job and kind of clients, and one for its edge servers.
std::vector<result::Column> federated_client_columns(const World& world);
/// One row a round.
std::vector<result::Column> federated_round_columns(const World& world);
/// Without a value where the scenario has no such job.
std::vector<result::Scalar> federated_figures(const World& world);

/// Energy of a job's devices, edge servers included.
Energy device_energy(const JobRecord& record);

}  // namespace icekeel::run
