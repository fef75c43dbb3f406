// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Rounds of federated averaging, one after the other: versions of the model.
///
/// Synchronous: devices are drawn, the first updates count, the late are stopped. Semi-synchronous:
/// the round ends with enough updates, who is not ready goes on with the version it has.
/// Asynchronous: who is ready leaves, another begins at once, and every `updates_per_round` updates
/// make a version. All devices count, those that lose too.
///
/// Methods: simulator/docs/methods/federated-rounds.md.

#include <vector>

#include "simulator/base/random.h"
#include "workloads/clients_at_work.h"

namespace icekeel::workloads {

/// What happened until a version of the model was made, or the round failed.
struct Round {
  Duration time;         ///< collection and aggregation
  Duration collection;   ///< until the last update that counts, or the deadline
  Duration aggregation;  ///< on the server
  std::int64_t selected = 0;
  std::int64_t received = 0;   ///< updates that count
  std::int64_t dropped = 0;    ///< devices that left
  std::int64_t late = 0;       ///< devices that were not waited for, or sent what was too old
  std::int64_t staleness = 0;  ///< versions, summed over updates that count
  bool failed = false;         ///< too few updates, or nobody was there
  DeviceEnergy energy;         ///< of devices that ended in it
  Information downloaded;      ///< by them
  Information uploaded;
};

class FederatedRounds {
 public:
  /// \param time_of_day at the start, UTC
  FederatedRounds(const FederatedSpec& spec, RandomStream random, Duration time_of_day = {});

  Round next();

  /// The job is over: devices that are still at work stop, and count as late.
  void stop();

  /// Since the start.
  Duration now() const { return now_; }
  /// By kind of clients, and last those of the edge servers where there are some.
  const std::vector<ClientTotals>& totals() const { return totals_; }

 private:
  /// Devices of a kind that are ready and wait for the end of the round.
  struct Ready {
    std::int64_t devices = 0;
    Duration since;  // the start of the round, summed
  };

  Round synchronous_round();
  Round overlapping_round();
  Round ring_round();
  void begin_clients(std::int64_t count, Duration at);
  std::optional<Leaving> leaving(const ClientId& client, const ClientTraits& traits);
  void count(const EndedWork& ended);
  void wait_until_ready(const EndedWork& ended);
  void end_waiting();
  bool is_hopeless() const;
  void add_edges(Duration download, Duration upload);
  Round closed();

  const FederatedSpec& spec_;
  RandomStream random_;
  Duration time_of_day_;
  Population population_;
  ClientsAtWork at_work_;
  std::vector<ClientTotals> totals_;
  std::vector<Ready> ready_;  // by kind
  std::vector<ClientId> ready_clients_;
  Round open_;
  Duration now_, began_;
  std::int64_t version_ = 0;
  std::int64_t lost_in_a_row_ = 0;
};

}  // namespace icekeel::workloads
