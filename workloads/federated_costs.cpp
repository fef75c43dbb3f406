// SPDX-License-Identifier: Apache-2.0
#include "workloads/federated_costs.h"

#include <bit>
#include <cmath>

namespace icekeel::workloads {
namespace {

// Bits of a number that counts to `values`.
double index_bits(std::int64_t values) {
  return static_cast<double>(std::bit_width(static_cast<std::uint64_t>(values - 1)));
}

Duration mask_time(const FederatedSpec& s) {
  if (!s.secure_aggregation) return {};
  const auto masks = static_cast<double>(s.secure_aggregation->group);
  return masks * payload_of(s).upload / s.secure_aggregation->mask_rate;
}

platforms::DataEnergy data_energy(const ClientSpec& client) {
  platforms::DataEnergy sum = client.line.energy;
  for (const auto& part : client.route) sum = sum + part.energy;
  return sum;
}

NetworkEnergy times(const platforms::DataEnergy& energy, Information data) {
  return {energy.low * data, energy.mid * data, energy.high * data};
}

}  // namespace

// An update of some of the parameters says which they are. Sums of masked numbers need as many
// bits more as the count of those that are added.
Payload payload_of(const FederatedSpec& s) {
  const auto parameters = static_cast<double>(s.parameters);
  const double sent = std::ceil(s.update_share * parameters);
  Information one = s.update_parameter_size.value_or(s.parameter_size);
  if (s.update_share < 1.0) one += Information::si(index_bits(s.parameters));
  Payload payload{parameters * s.parameter_size, {}};
  if (const auto& secure = s.secure_aggregation) {
    one += Information::si(index_bits(secure->group));
    const Information shares = static_cast<double>(secure->group) * secure->shares;
    payload.download += shares;
    payload.upload += shares;
  }
  payload.upload += sent * one;
  return payload;
}

Duration latency_of(const ClientSpec& client) {
  Duration sum = client.line.latency;
  for (const auto& part : client.route) sum += platforms::latency(part);
  return sum;
}

ClientTimes times_of(const FederatedSpec& s, const ClientSpec& client, const ClientTraits& traits) {
  const Payload payload = payload_of(s);
  const Duration latency = latency_of(client);
  const double samples = static_cast<double>(s.local_epochs) * traits.samples;
  return {latency + payload.download / client.line.download,
          samples * s.work_per_sample / (traits.speed * client.device.compute_rate) + mask_time(s),
          latency + payload.upload / client.line.upload};
}

ClientTimes times_of(const FederatedSpec& s, const ClientSpec& client) {
  return times_of(s, client, {static_cast<double>(client.samples), 1.0});
}

// The server makes one mask for each update, and one a pair for each client that is missing.
Duration aggregation_time(const FederatedSpec& s, std::int64_t received, std::int64_t missing) {
  const auto updates = static_cast<double>(received);
  Duration time = updates * s.server.aggregation_work / s.server.compute_rate;
  if (const auto& secure = s.secure_aggregation; secure && received > 0) {
    const double masks =
        updates + static_cast<double>(missing) * static_cast<double>(secure->group);
    time += masks * payload_of(s).upload / secure->server_mask_rate;
  }
  return time;
}

Energy standing_energy(const ClientSpec& client, const ClientTotals& totals) {
  return client.line.standing_power * totals.line_time;
}

NetworkEnergy network_energy(const FederatedSpec& s, const ClientSpec& client,
                             const ClientTotals& totals) {
  NetworkEnergy energy = times(data_energy(client), totals.downloaded + totals.uploaded);
  const Energy standing = s.line_share * standing_energy(client, totals);
  return {energy.low + standing, energy.mid + standing, energy.high + standing};
}

std::optional<double> carbon_kg(const FederatedSpec& s, const ClientSpec& client,
                                const ClientTotals& totals) {
  if (!client.grid) return std::nullopt;
  const Energy energy = totals.energy.total() + network_energy(s, client, totals).mid;
  return (energy * carbon_of(*client.grid)).si();
}

ClientSpec as_client(const EdgeServersSpec& edges) {
  ClientSpec client;
  client.name = "edge servers";
  client.count = edges.count;
  client.device = edges.device;
  client.line = edges.line;
  client.grid = edges.grid;
  return client;
}

CentralTraining train_centrally(const FederatedSpec& s, const std::vector<ClientTotals>& totals) {
  CentralTraining central;
  const CentralTrainingSpec& there = *s.central;
  Work work;
  for (std::size_t k = 0; k < s.clients.size(); ++k) {
    const ClientSpec& client = s.clients[k];
    const auto samples = static_cast<double>(client.samples);
    work += static_cast<double>(totals[k].received * s.local_epochs) * samples * s.work_per_sample;

    const Information data = static_cast<double>(client.count) * samples * there.sample_size;
    const Energy sending = data / client.line.upload * client.device.sending_power;
    const NetworkEnergy network = times(data_energy(client), data);
    central.transfer += sending;
    central.network.low += network.low;
    central.network.mid += network.mid;
    central.network.high += network.high;
    if (client.grid) central.carbon_kg += ((sending + network.mid) * carbon_of(*client.grid)).si();
  }
  central.time = work / there.device.compute_rate;
  central.compute = there.pue * central.time * there.device.training_power;
  if (there.grid) central.carbon_kg += (central.compute * carbon_of(*there.grid)).si();
  return central;
}

}  // namespace icekeel::workloads
