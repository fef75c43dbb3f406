// SPDX-License-Identifier: Apache-2.0
#include "workloads/federated_rounds.h"

#include <algorithm>
#include <boost/random/bernoulli_distribution.hpp>
#include <boost/random/uniform_01.hpp>
#include <utility>

namespace icekeel::workloads {
namespace {

constexpr std::int64_t least_lost = 100;  // until a server gives a round up
constexpr auto without_end = Duration::si(std::numeric_limits<double>::infinity());

void add(DeviceEnergy& sum, const DeviceEnergy& more) {
  sum.download += more.download;
  sum.compute += more.compute;
  sum.upload += more.upload;
  sum.waiting += more.waiting;
}

// Edge servers pass the model on before a round, and their averages after it.
struct EdgeTimes {
  Duration download, aggregation, upload;
};

EdgeTimes edge_times(const FederatedSpec& s, std::int64_t received) {
  if (!s.edges) return {};
  const auto& edges = *s.edges;
  const auto count = static_cast<double>(edges.count);
  const auto rate = [&](Bandwidth own) {
    return s.server.uplink ? std::min(own, *s.server.uplink / count) : own;
  };
  const Payload payload = payload_of(s);
  return {
      edges.line.latency + payload.download / rate(edges.line.download),
      static_cast<double>(received) / count * s.server.aggregation_work / edges.device.compute_rate,
      edges.line.latency + payload.upload / rate(edges.line.upload)};
}

}  // namespace

FederatedRounds::FederatedRounds(const FederatedSpec& spec, RandomStream random,
                                 Duration time_of_day)
    : spec_(spec),
      random_(random),
      time_of_day_(time_of_day),
      population_(spec, random_()),
      at_work_(spec),
      totals_(spec.clients.size() + (spec.edges ? 1 : 0)),
      ready_(spec.clients.size()) {}

Round FederatedRounds::next() {
  began_ = now_;
  if (spec_.topology == FederatedTopology::ring) return ring_round();
  if (spec_.mode == FederatedMode::synchronous) return synchronous_round();
  return overlapping_round();
}

// Who leaves, when: by chance at a moment of its work, because its hours are over, or because it
// has a deadline of its own.
std::optional<Leaving> FederatedRounds::leaving(const ClientId& client,
                                                const ClientTraits& traits) {
  Leaving first{without_end, Fate::left};
  if (spec_.dropout_probability > 0) {
    const boost::random::bernoulli_distribution<double> leaves(spec_.dropout_probability);
    const bool does = leaves(random_);
    const double moment = boost::random::uniform_01<double>()(random_);
    if (does) first.after = moment * times_of(spec_, spec_.clients[client.kind], traits).total();
  }
  if (spec_.clients[client.kind].available)
    first.after = std::min(first.after, population_.stays(client, time_of_day_ + now_));
  if (spec_.mode != FederatedMode::synchronous && spec_.deadline && *spec_.deadline < first.after)
    first = {*spec_.deadline, Fate::timed_out};
  return first.after < without_end ? std::optional(first) : std::nullopt;
}

void FederatedRounds::begin_clients(std::int64_t count, Duration at) {
  for (const ClientId& client : population_.draw(count, time_of_day_ + at, random_)) {
    const ClientTraits traits = population_.traits(client);
    at_work_.begin(client, traits, version_, leaving(client, traits), at);
    ++totals_[client.kind].selected;
    ++open_.selected;
  }
}

// Books what a device has done. It is free unless it waits for the end of the round.
void FederatedRounds::count(const EndedWork& ended) {
  const auto& device = spec_.clients[ended.client.kind].device;
  ClientTotals& totals = totals_[ended.client.kind];
  const DeviceEnergy energy{ended.times.download * device.receiving_power,
                            ended.times.compute * device.training_power,
                            ended.times.upload * device.sending_power,
                            {}};
  add(totals.energy, energy);
  add(open_.energy, energy);
  totals.line_time += ended.times.total();
  totals.downloaded += ended.moved.download;
  totals.uploaded += ended.moved.upload;
  open_.downloaded += ended.moved.download;
  open_.uploaded += ended.moved.upload;

  const std::int64_t staleness = version_ - ended.version;
  if (ended.fate == Fate::left) {
    ++totals.dropped, ++open_.dropped, ++lost_in_a_row_;
  } else if (ended.fate != Fate::delivered ||
             (spec_.most_staleness && staleness > *spec_.most_staleness)) {
    ++totals.late, ++open_.late, ++lost_in_a_row_;
  } else {
    lost_in_a_row_ = 0;
    ++totals.received, ++open_.received;
    open_.staleness += staleness;
  }
}

void FederatedRounds::wait_until_ready(const EndedWork& ended) {
  Ready& ready = ready_[ended.client.kind];
  ++ready.devices;
  ready.since += ended.at - began_;
  ready_clients_.push_back(ended.client);
}

// The round is over: who was ready gets a new model, or goes.
void FederatedRounds::end_waiting() {
  for (std::size_t k = 0; k < ready_.size(); ++k) {
    const Duration waited =
        static_cast<double>(ready_[k].devices) * (now_ - began_) - ready_[k].since;
    const Energy energy = waited * spec_.clients[k].device.idle_power;
    totals_[k].energy.waiting += energy;
    open_.energy.waiting += energy;
    totals_[k].line_time += waited;
    ready_[k] = {};
  }
  for (const ClientId& client : ready_clients_) population_.release(client);
  ready_clients_.clear();
}

Round FederatedRounds::closed() {
  Round round = std::exchange(open_, {});
  round.time = now_ - began_;
  round.collection = std::max(Duration{}, round.time - round.aggregation);
  round.failed = round.received < spec_.least_updates;
  if (!round.failed) ++version_;
  return round;
}

Round FederatedRounds::synchronous_round() {
  const EdgeTimes down = edge_times(spec_, 0);
  begin_clients(concurrency_of(spec_), now_ + down.download);
  if (open_.selected == 0) {
    now_ += spec_.retry;
    return closed();
  }
  const Duration limit = spec_.deadline ? began_ + down.download + *spec_.deadline : without_end;
  now_ += down.download;
  while (open_.received < spec_.updates_per_round) {
    const auto ended = at_work_.next_end(limit);
    if (!ended) {
      // The server does not see a device leave: with a deadline it waits until then.
      if (spec_.deadline) now_ = limit;
      break;
    }
    now_ = ended->at;
    count(*ended);
    if (ended->fate == Fate::delivered)
      wait_until_ready(*ended);
    else
      population_.release(ended->client);
  }
  for (const EndedWork& late : at_work_.stop_all(now_)) {
    count(late);
    wait_until_ready(late);
  }
  const EdgeTimes up = edge_times(spec_, open_.received);
  open_.aggregation = aggregation_time(
      spec_, spec_.edges ? std::min(open_.received, spec_.edges->count) : open_.received,
      open_.selected - open_.received);
  if (spec_.edges) {
    add_edges(up.download, up.upload);
    now_ += up.aggregation + up.upload;
  }
  now_ += open_.aggregation;
  end_waiting();
  return closed();
}

// Edge servers wait while the clients work.
void FederatedRounds::add_edges(Duration download, Duration upload) {
  ClientTotals& totals = totals_.back();
  const auto count = static_cast<double>(spec_.edges->count);
  const auto& device = spec_.edges->device;
  const Payload payload = payload_of(spec_);
  const EdgeTimes times = edge_times(spec_, open_.received);
  const Duration waiting = now_ - began_ - download + open_.aggregation;
  const DeviceEnergy energy{
      count * download * device.receiving_power, count * times.aggregation * device.training_power,
      count * upload * device.sending_power, count * waiting * device.idle_power};
  totals.selected += spec_.edges->count;
  totals.received += spec_.edges->count;
  add(totals.energy, energy);
  add(open_.energy, energy);
  totals.downloaded += count * payload.download;
  totals.uploaded += count * payload.upload;
  totals.line_time += count * (waiting + download + times.aggregation + upload);
}

// Twice as many as work at once were lost one after the other.
bool FederatedRounds::is_hopeless() const {
  return lost_in_a_row_ >= std::max(least_lost, 2 * concurrency_of(spec_));
}

Round FederatedRounds::overlapping_round() {
  const bool asynchronous = spec_.mode == FederatedMode::asynchronous;
  lost_in_a_row_ = 0;
  while (open_.received < spec_.updates_per_round && !is_hopeless()) {
    // Whoever begins has the newest version: the last update of a round comes before.
    const auto waiting = static_cast<std::int64_t>(ready_clients_.size());
    const std::int64_t missing = concurrency_of(spec_) - at_work_.size() - waiting;
    if (missing > 0) begin_clients(missing, now_);
    const auto ended = at_work_.next_end(without_end);
    if (!ended) {
      now_ += spec_.retry;  // nobody is there
      break;
    }
    now_ = std::max(now_, ended->at);
    count(*ended);
    if (!asynchronous && ended->fate == Fate::delivered)
      wait_until_ready(*ended);
    else
      population_.release(ended->client);
  }
  open_.aggregation = aggregation_time(spec_, open_.received, 0);
  if (!asynchronous) {
    now_ += open_.aggregation;
    end_waiting();
  }
  return closed();
}

// All train, then pass parts of the sum round and round: 2 (N - 1) steps of a part each. Without
// one of them there is no ring.
Round FederatedRounds::ring_round() {
  begin_clients(spec_.updates_per_round, now_);
  std::vector<EndedWork> members;
  while (auto ended = at_work_.next_end(without_end)) members.push_back(*ended);
  const auto count_of = static_cast<double>(members.size());
  const bool whole =
      open_.selected == spec_.updates_per_round &&
      std::ranges::all_of(members, [](const EndedWork& m) { return m.fate == Fate::delivered; });
  const Payload payload = payload_of(spec_);
  Duration trained = began_, step;
  for (EndedWork& member : members) {
    const ClientSpec& client = spec_.clients[member.client.kind];
    const Bandwidth rate = std::min(client.line.download, client.line.upload);
    step = std::max(step, latency_of(client) + payload.upload / count_of / rate);
    member.at = began_ + member.times.compute;
    trained = std::max(trained, member.at);
    // What the devices received from a server in another topology, they have already.
    member.times.download = member.times.upload = {};
    member.moved = {};
  }
  const double steps = whole ? 2.0 * (count_of - 1.0) : 0.0;
  now_ = members.empty() ? now_ + spec_.retry : trained + steps * step;
  for (EndedWork& member : members) {
    member.times.upload = steps * step;
    member.moved.download = member.moved.upload = steps / count_of * payload.upload;
    if (!whole && member.fate == Fate::delivered) member.fate = Fate::stopped;
    count(member);
    member.at += member.times.upload;
    if (member.fate == Fate::left)
      population_.release(member.client);
    else
      wait_until_ready(member);
  }
  end_waiting();
  return closed();
}

void FederatedRounds::stop() {
  for (const EndedWork& late : at_work_.stop_all(now_)) {
    count(late);
    population_.release(late.client);
  }
  open_ = {};
}

}  // namespace icekeel::workloads
