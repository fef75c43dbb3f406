// SPDX-License-Identifier: Apache-2.0
// One round of federated averaging. Every client has links of its own, so that its times are
// closed forms and the round is a matter of sorting them.
#include <algorithm>
#include <boost/random/bernoulli_distribution.hpp>
#include <boost/random/uniform_01.hpp>
#include <boost/random/uniform_int_distribution.hpp>
#include <cmath>

#include "simulator/base/expect.h"
#include "workloads/federated.h"

namespace icekeel::workloads {
namespace {

// A device that takes part in the round.
struct Participant {
  const ClientSpec* client;
  ClientTimes times;
  bool leaves = false;
  Duration end{};  // of its work, or when it leaves
};

// Devices without repetition, each with the same chance, by index over all kinds.
std::vector<const ClientSpec*> drawn(const FederatedSpec& s, std::size_t wanted,
                                     RandomStream& random) {
  std::vector<const ClientSpec*> devices;
  for (const ClientSpec& client : s.clients)
    devices.insert(devices.end(), static_cast<std::size_t>(client.count), &client);
  wanted = std::min(wanted, devices.size());
  for (std::size_t i = 0; i < wanted; ++i) {
    const boost::random::uniform_int_distribution<std::size_t> pick(i, devices.size() - 1);
    std::swap(devices[i], devices[pick(random)]);
  }
  devices.resize(wanted);
  return devices;
}

std::vector<Participant> participants(const FederatedSpec& s, RandomStream& random) {
  const double wanted = s.over_selection * static_cast<double>(s.updates_per_round);
  // 1.3 * 100 is a little more than 130 in binary, and no reason for one more device.
  const auto selected = static_cast<std::size_t>(std::ceil(wanted - 1e-9 * wanted));
  const boost::random::bernoulli_distribution<double> leaves(s.dropout_probability);
  boost::random::uniform_01<double> moment;
  std::vector<Participant> result;
  for (const ClientSpec* client : drawn(s, selected, random)) {
    Participant p{client, times_of(s, *client)};
    p.leaves = leaves(random);
    p.end = p.leaves ? moment(random) * p.times.total() : p.times.total();
    result.push_back(p);
  }
  return result;
}

// When the server stops to collect: enough updates, the deadline, or nobody left to wait for.
Duration collection_time(const FederatedSpec& s, std::vector<Participant>& list) {
  std::ranges::sort(list, {}, &Participant::end);
  std::int64_t finished = 0;
  Duration last;
  for (const Participant& p : list) {
    if (s.deadline && p.end > *s.deadline) return *s.deadline;
    last = p.end;
    if (!p.leaves && ++finished == s.updates_per_round) return last;
  }
  // The server does not see a device leave: with a deadline it waits until then.
  return s.deadline.value_or(last);
}

// Splits the time that a device was active into its phases, in order.
void add_energy(const Participant& p, Duration active, DeviceEnergy& energy) {
  const ClientSpec& c = *p.client;
  const auto take = [&active](Duration phase) {
    const Duration part = std::min(phase, active);
    active -= part;
    return part;
  };
  energy.download += take(p.times.download) * c.receiving_power;
  energy.compute += take(p.times.compute) * c.training_power;
  energy.upload += take(p.times.upload) * c.sending_power;
}

}  // namespace

ClientTimes times_of(const FederatedSpec& s, const ClientSpec& client) {
  const Information update = static_cast<double>(s.parameters) * s.parameter_size;
  const double samples = static_cast<double>(s.local_epochs) * static_cast<double>(client.samples);
  return {client.latency + update / client.download,
          samples * s.work_per_sample / client.compute_rate,
          client.latency + update / client.upload};
}

Round simulate_round(const FederatedSpec& s, RandomStream& random) {
  ICEKEEL_EXPECT(s.updates_per_round > 0);
  std::vector<Participant> list = participants(s, random);
  Round round;
  round.selected = list.size();
  round.collection = collection_time(s, list);

  const Information update = static_cast<double>(s.parameters) * s.parameter_size;
  const auto wanted = static_cast<std::size_t>(s.updates_per_round);
  for (const Participant& p : list) {
    const bool in_time = p.end <= round.collection;
    if (p.leaves && in_time)
      ++round.dropped;
    else if (in_time && round.received < wanted)
      ++round.received;
    else
      ++round.late;
  }
  round.aggregation =
      static_cast<double>(round.received) * s.server.aggregation_work / s.server.compute_rate;
  round.time = round.collection + round.aggregation;

  for (const Participant& p : list) {
    // Who is late stops when the server has what it needs; all who stay wait for the new model.
    const Duration active = std::min(p.end, round.collection);
    add_energy(p, active, round.energy);
    if (!p.leaves || p.end > round.collection)
      round.energy.waiting += (round.time - active) * p.client->idle_power;
    const Duration downloading = p.times.download - p.client->latency;
    const Duration uploading = p.times.upload - p.client->latency;
    const auto moved = [](Duration time, Duration all) { return std::clamp(time / all, 0.0, 1.0); };
    round.downloaded += moved(active - p.client->latency, downloading) * update;
    round.uploaded += moved(active - p.times.total() + uploading, uploading) * update;
  }
  return round;
}

}  // namespace icekeel::workloads
