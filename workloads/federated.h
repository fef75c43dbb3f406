// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Synchronous federated averaging (FedAvg) over devices with links of their own.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/base/quantity.h"
#include "simulator/base/random.h"
#include "simulator/config/fields.h"
#include "simulator/config/finding.h"

namespace icekeel::workloads {

/// Identical devices that hold data.
struct ClientSpec {
  std::string name;
  std::int64_t count = 0;
  ComputeRate compute_rate;  ///< reached while training
  Power idle_power;          ///< also while waiting
  Power training_power;
  Power receiving_power;
  Power sending_power;
  Bandwidth download;
  Bandwidth upload;
  Duration latency;          ///< one way to the server
  std::int64_t samples = 0;  ///< held by each device
};

struct FederatedServerSpec {
  std::int64_t nodes = 1;
  Work aggregation_work;     ///< of one update
  ComputeRate compute_rate;  ///< reached while aggregating, all nodes
};

struct FederatedSpec {
  std::vector<ClientSpec> clients;
  std::int64_t parameters = 0;
  Information parameter_size = Information::si(32.0);
  std::int64_t local_epochs = 1;
  Work work_per_sample;  ///< forward and backward
  std::int64_t rounds = 0;
  std::int64_t updates_per_round = 0;
  double over_selection = 1.3;       ///< devices asked for every update wanted, >= 1
  std::optional<Duration> deadline;  ///< of a round, without aggregation
  double dropout_probability = 0.0;  ///< that a selected device leaves during the round
  FederatedServerSpec server;
};

void describe(config::Fields& f, ClientSpec& client);
void describe(config::Fields& f, FederatedServerSpec& server);
void describe(config::Fields& f, FederatedSpec& federated);

std::vector<config::Finding> check(const FederatedSpec& federated);

/// Where the energy of the devices goes; losers of the round included.
struct DeviceEnergy {
  Energy download;
  Energy compute;
  Energy upload;
  Energy waiting;
  Energy total() const { return download + compute + upload + waiting; }
};

/// How long one client works in a round.
struct ClientTimes {
  Duration download;
  Duration compute;
  Duration upload;
  Duration total() const { return download + compute + upload; }
};

ClientTimes times_of(const FederatedSpec& federated, const ClientSpec& client);

/// What happened in one round.
struct Round {
  Duration time;         ///< collection and aggregation
  Duration collection;   ///< until the last update that counts, or the deadline
  Duration aggregation;  ///< on the server
  DeviceEnergy energy;   ///< of the selected devices over the whole round
  std::size_t selected = 0;
  std::size_t received = 0;  ///< updates that count
  std::size_t dropped = 0;   ///< devices that left
  std::size_t late = 0;      ///< devices that were not waited for
  Information downloaded;    ///< from the server
  Information uploaded;      ///< to the server
};

/// One round: devices are drawn, download, train, upload; the server takes the first updates.
Round simulate_round(const FederatedSpec& federated, RandomStream& random);

}  // namespace icekeel::workloads
