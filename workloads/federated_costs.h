// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// What one client, one transfer and one aggregation of a federated job cost: closed forms.

#include "workloads/federated.h"
#include "workloads/federated_clients.h"

namespace icekeel::workloads {

/// What crosses the network for one client in a round.
struct Payload {
  Information download;
  Information upload;
};

/// How long one client works in a round on lines of its own.
struct ClientTimes {
  Duration download;
  Duration compute;
  Duration upload;
  Duration total() const { return download + compute + upload; }
};

/// Energy of the networks, where sources disagree.
struct NetworkEnergy {
  Energy low;
  Energy mid;
  Energy high;
};

/// Where the energy of devices goes; losers of a round included.
struct DeviceEnergy {
  Energy download;
  Energy compute;
  Energy upload;
  Energy waiting;
  Energy total() const { return download + compute + upload + waiting; }
};

/// What clients of one kind, or the edge servers, have done so far.
struct ClientTotals {
  std::int64_t selected = 0;
  std::int64_t received = 0;  ///< updates that count
  std::int64_t dropped = 0;   ///< devices that left
  std::int64_t late = 0;      ///< devices that were not waited for, or sent what was too old
  DeviceEnergy energy;
  Information downloaded;
  Information uploaded;
  Duration line_time;  ///< that they took part, waiting included
};

/// The same work in one place.
struct CentralTraining {
  Energy compute;   ///< of the machine, facility included
  Energy transfer;  ///< of devices that send their samples
  NetworkEnergy network;
  Duration time;
  double carbon_kg = 0;
};

Payload payload_of(const FederatedSpec& federated);

/// Latency one way of line and route.
Duration latency_of(const ClientSpec& client);

ClientTimes times_of(const FederatedSpec& federated, const ClientSpec& client,
                     const ClientTraits& traits);
/// Of the median client of a kind.
ClientTimes times_of(const FederatedSpec& federated, const ClientSpec& client);

/// Time of the server to add up that many updates, and to take out the masks of those missing.
Duration aggregation_time(const FederatedSpec& federated, std::int64_t received,
                          std::int64_t missing);

NetworkEnergy network_energy(const FederatedSpec& federated, const ClientSpec& client,
                             const ClientTotals& totals);
/// Of the lines' standing power over the time that clients took part, whatever share counts.
Energy standing_energy(const ClientSpec& client, const ClientTotals& totals);

/// Of devices and networks of a kind; nothing where its grid is not given.
std::optional<double> carbon_kg(const FederatedSpec& federated, const ClientSpec& client,
                                const ClientTotals& totals);

/// Edge servers, as clients of the main server.
ClientSpec as_client(const EdgeServersSpec& edges);

/// As many samples, as often, as the updates that counted; every registered device sends its own.
CentralTraining train_centrally(const FederatedSpec& federated,
                                const std::vector<ClientTotals>& totals);

}  // namespace icekeel::workloads
