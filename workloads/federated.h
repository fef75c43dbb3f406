// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Federated averaging as a scenario describes it: who trains, over which lines, under which rules.

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "platforms/access_line.h"
#include "platforms/device.h"
#include "simulator/base/quantity.h"
#include "simulator/config/fields.h"
#include "simulator/config/finding.h"

namespace icekeel::workloads {

/// Daily hours in which a device may be asked, in its own time. Its day begins at a moment between
/// `from` and `from` + `spread`, evenly over all devices of its kind, and lasts as long for all.
struct AvailabilitySpec {
  Duration from;       ///< of the day
  Duration until;      ///< of the same or the next day, for the first of them
  Duration spread;     ///< between the first device and the last
  Duration time_zone;  ///< ahead of UTC; may be negative
};

/// What one source says of a grid in one year.
struct ClientGridYearSpec {
  std::int64_t year = 0;
  CarbonIntensity carbon;
};

/// The grid that a kind of clients draws from: an entry of the catalogue, or a number.
struct ClientGridSpec {
  static constexpr std::string_view catalogue_kind = "grids";

  CarbonIntensity carbon;
  std::vector<ClientGridYearSpec> years;                    ///< other years and sources
  std::optional<std::int64_t> year;                         ///< of them, to count
  std::optional<decltype(Volume{} / Energy{})> water = {};  ///< listed by the entry, not used here
};

/// Of the year asked for, what its first source says; without a year `carbon`.
CarbonIntensity carbon_of(const ClientGridSpec& grid);

/// Devices of one kind, in one country, on one kind of line.
struct ClientSpec {
  std::string name;
  std::int64_t count = 0;
  platforms::DeviceSpec device;
  platforms::LineSpec line;
  std::vector<platforms::WanSpec> route;   ///< from the line to the server
  std::optional<Bandwidth> shared_access;  ///< each way, of all of them together
  std::optional<ClientGridSpec> grid;      ///< of devices, lines and route
  std::int64_t samples = 0;                ///< held by a device, in the median
  double samples_spread = 0.0;             ///< standard deviation of their logarithm
  double speed_spread = 0.0;               ///< standard deviation of the logarithm of their speed
  std::optional<AvailabilitySpec> available;  ///< always if not given
};

struct FederatedServerSpec {
  std::int64_t nodes = 1;
  Work aggregation_work;            ///< of one update
  ComputeRate compute_rate;         ///< reached while aggregating, all nodes
  std::optional<Bandwidth> uplink;  ///< each way; no limit if not given
};

/// Servers between the clients and the main one: each averages the updates of its share.
struct EdgeServersSpec {
  std::int64_t count = 0;
  platforms::DeviceSpec device;
  platforms::LineSpec line;
  std::optional<ClientGridSpec> grid;
};

/// Pairwise masks that cancel in the sum, so that the server sees no single update.
struct SecureAggregationSpec {
  std::int64_t group = 0;      ///< clients that mask each other
  Information shares;          ///< keys and shares that two clients exchange, through the server
  Bandwidth mask_rate;         ///< at which a client makes masks
  Bandwidth server_mask_rate;  ///< at which the server takes masks of the missing out
};

/// The same work in one place: the samples come over the lines once, a machine trains.
struct CentralTrainingSpec {
  platforms::DeviceSpec device;
  Information sample_size;
  double pue = 1.0;
  std::optional<ClientGridSpec> grid;
};

enum class FederatedMode { synchronous, semi_synchronous, asynchronous };
enum class FederatedTopology { star, hierarchical, ring };

struct FederatedSpec {
  std::vector<ClientSpec> clients;
  std::int64_t parameters = 0;
  Information parameter_size = Information::si(32.0);
  std::optional<Information> update_parameter_size;  ///< of an update; that of the model if absent
  double update_share = 1.0;                         ///< of the parameters that an update has
  std::int64_t local_epochs = 1;
  Work work_per_sample;  ///< forward and backward
  FederatedMode mode = FederatedMode::synchronous;
  FederatedTopology topology = FederatedTopology::star;
  std::int64_t rounds = 0;
  std::optional<Duration> longest;  ///< of all rounds together
  std::int64_t updates_per_round = 0;
  std::int64_t least_updates = 1;           ///< a round with fewer has failed
  double over_selection = 1.3;              ///< devices asked for every update wanted, >= 1
  std::optional<std::int64_t> concurrency;  ///< devices at work; from over-selection if absent
  std::optional<Duration> deadline;         ///< of a round; of a device where rounds overlap
  std::optional<std::int64_t> most_staleness;
  double dropout_probability = 0.0;      ///< that a selected device leaves during its work
  Duration retry = Duration::si(600.0);  ///< until the server asks again where nobody was there
  double line_share = 0.0;               ///< of the lines' standing power that counts
  FederatedServerSpec server;
  std::optional<EdgeServersSpec> edges;
  std::optional<SecureAggregationSpec> secure_aggregation;
  std::optional<CentralTrainingSpec> central;
};

void describe(config::Fields& f, AvailabilitySpec& hours);
void describe(config::Fields& f, ClientGridYearSpec& year);
void describe(config::Fields& f, ClientGridSpec& grid);
void describe(config::Fields& f, ClientSpec& client);
void describe(config::Fields& f, FederatedServerSpec& server);
void describe(config::Fields& f, EdgeServersSpec& edges);
void describe(config::Fields& f, SecureAggregationSpec& secure);
void describe(config::Fields& f, CentralTrainingSpec& central);
void describe(config::Fields& f, FederatedSpec& federated);

std::vector<config::Finding> check(const FederatedSpec& federated);

/// Devices of all kinds.
std::int64_t registered(const FederatedSpec& federated);
/// Devices that are asked to work at the same time.
std::int64_t concurrency_of(const FederatedSpec& federated);

}  // namespace icekeel::workloads

template <>
struct icekeel::config::Choices<icekeel::workloads::FederatedMode> {
  static constexpr std::array<std::string_view, 3> names{"synchronous", "semi-synchronous",
                                                         "asynchronous"};
};
template <>
struct icekeel::config::Choices<icekeel::workloads::FederatedTopology> {
  static constexpr std::array<std::string_view, 3> names{"star", "hierarchical", "ring"};
};
