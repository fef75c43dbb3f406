// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// What a service answered: requests, how long they took, and the energy of its nodes.

#include <optional>
#include <vector>

#include "simulator/base/quantity.h"
#include "workloads/service_flow.h"

namespace icekeel::run {

/// A time in which requests came at one rate and nodes worked at one speed.
struct ServiceSpell {
  Duration from, length;
  double rate = 0;                    ///< requests that came [1/s]
  double nodes = 0;                   ///< that answered; the others waited idle
  double speed = 1;                   ///< of them
  double busy = 0;                    ///< share of the time in which each of those works
  double inside = 0;                  ///< requests under way and waiting, at its end
  double first_token = 0, token = 0;  ///< means [s]
  Energy energy;                      ///< of all nodes
};

/// Requests are counted as a flow, so they are no whole numbers. Those that came were answered, are
/// lost, or are inside.
struct ServiceRecord {
  double came = 0;
  double lost = 0;      ///< those inside when it was interrupted, and those that came meanwhile
  double inside = 0;    ///< now
  double piled_up = 0;  ///< of them, what came above its capacity and waits
  double most_piled_up = 0;  ///< at any moment
  workloads::TimeShares first_token, token;
  double busy_seconds = 0;  ///< of nodes
  Energy idle_energy;       ///< of nodes that wait for requests
  std::optional<Duration> away_since;
  std::vector<ServiceSpell> spells;

  double answered() const { return came - lost - inside; }
};

}  // namespace icekeel::run
