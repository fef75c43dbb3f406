// SPDX-License-Identifier: Apache-2.0
#include "workloads/clients_at_work.h"

#include <algorithm>

namespace icekeel::workloads {
namespace {

constexpr double never = std::numeric_limits<double>::infinity();

enum class Direction { down, up };

// What all clients of a kind share on their way, least of all parts.
double together(const ClientSpec& client) {
  double least = client.shared_access ? client.shared_access->si() : never;
  for (const auto& part : client.route)
    if (part.capacity > Bandwidth{}) least = std::min(least, part.capacity.si());
  return least;
}

// In a hierarchy clients reach their edge servers without it.
double uplink(const FederatedSpec& s) {
  const bool used = s.topology == FederatedTopology::star && s.server.uplink;
  return used ? s.server.uplink->si() : never;
}

SharedTraffic traffic(const FederatedSpec& s, Direction direction, Information bits) {
  std::vector<SharedTraffic::Kind> kinds;
  for (const ClientSpec& client : s.clients) {
    const Bandwidth own = direction == Direction::down ? client.line.download : client.line.upload;
    kinds.push_back({own.si(), together(client)});
  }
  return {std::move(kinds), uplink(s), bits.si()};
}

// Whether any shared part can be full.
bool shares(const FederatedSpec& s) {
  const auto at_work = static_cast<double>(concurrency_of(s));
  double fastest = 0;
  for (const ClientSpec& client : s.clients) {
    const double line = std::max(client.line.download, client.line.upload).si();
    fastest = std::max(fastest, line);
    if (together(client) < line * std::min(at_work, static_cast<double>(client.count))) return true;
  }
  return uplink(s) < fastest * at_work;
}

}  // namespace

ClientsAtWork::ClientsAtWork(const FederatedSpec& spec)
    : spec_(spec),
      payload_(payload_of(spec)),
      shared_(shares(spec)),
      down_(traffic(spec, Direction::down, payload_.download)),
      up_(traffic(spec, Direction::up, payload_.upload)) {
  for (const ClientSpec& client : spec.clients) latency_.push_back(latency_of(client).si());
}

std::uint32_t ClientsAtWork::free_slot() {
  if (free_.empty()) {
    slots_.emplace_back();
    return static_cast<std::uint32_t>(slots_.size() - 1);
  }
  const std::uint32_t slot = free_.back();
  free_.pop_back();
  return slot;
}

void ClientsAtWork::book(double at, std::uint32_t slot, Step step) {
  events_.push({at, order_++, slot, slots_[slot].generation, step});
}

void ClientsAtWork::begin(const ClientId& client, const ClientTraits& traits, std::int64_t version,
                          const std::optional<Leaving>& leaving, Duration now) {
  const std::uint32_t number = free_slot();
  const ClientTimes times = times_of(spec_, spec_.clients[client.kind], traits);
  Slot& slot = slots_[number];
  slot = {client,
          Phase::downloading,
          leaving ? leaving->fate : Fate::left,
          slot.generation,
          version,
          0,
          now.si(),
          never,
          never,
          times.compute.si()};
  ++working_;
  if (!shared_) return on_own_lines(number, times, leaving);
  if (leaving) book((now + leaving->after).si(), number, Step::gives_up);
  slot.ticket = down_.start(client.kind, number, now.si());
}

void ClientsAtWork::on_own_lines(std::uint32_t number, const ClientTimes& times,
                                 const std::optional<Leaving>& leaving) {
  Slot& slot = slots_[number];
  slot.downloaded = slot.began + times.download.si();
  slot.computed = slot.downloaded + times.compute.si();
  if (leaving && leaving->after < times.total())
    book(slot.began + leaving->after.si(), number, Step::gives_up);
  else
    book(slot.computed + times.upload.si(), number, Step::delivered);
}

void ClientsAtWork::downloaded(std::uint32_t number, double at) {
  Slot& slot = slots_[number];
  slot.downloaded = at + latency_[slot.client.kind];
  slot.phase = Phase::computing;
  book(slot.downloaded + slot.compute, number, Step::computed);
}

void ClientsAtWork::computed(std::uint32_t number, double at) {
  Slot& slot = slots_[number];
  slot.computed = at;
  slot.phase = Phase::uploading;
  slot.ticket = up_.start(slot.client.kind, number, at);
}

std::optional<EndedWork> ClientsAtWork::next_end(Duration limit) {
  for (;;) {
    while (!events_.empty() && events_.top().generation != slots_[events_.top().slot].generation)
      events_.pop();
    const double booked = events_.empty() ? never : events_.top().at;
    const double down = down_.next_end(), up = up_.next_end();
    const double next = std::min({booked, down, up});
    if (next > limit.si() || next == never) return std::nullopt;
    if (down == next) {
      downloaded(down_.take_next(), next);
    } else if (up == next) {
      const std::uint32_t number = up_.take_next();
      slots_[number].phase = Phase::sent;
      book(next + latency_[slots_[number].client.kind], number, Step::delivered);
    } else {
      const Event event = events_.top();
      events_.pop();
      if (event.step == Step::computed)
        computed(event.slot, event.at);
      else
        return end(event.slot,
                   event.step == Step::delivered ? Fate::delivered : slots_[event.slot].gives_up_as,
                   event.at);
    }
  }
}

// On lines of its own a client moves at a constant rate once the latency is over.
Payload ClientsAtWork::moved(Slot& slot, double at) {
  const auto kind = slot.client.kind;
  if (shared_) {
    Payload part;
    if (slot.phase == Phase::downloading)
      part.download = Information::si(down_.stop(kind, slot.ticket, at));
    else
      part.download = payload_.download;
    if (slot.phase == Phase::uploading)
      part.upload = Information::si(up_.stop(kind, slot.ticket, at));
    if (slot.phase == Phase::sent) part.upload = payload_.upload;
    return part;
  }
  const auto& line = spec_.clients[kind].line;
  const auto part = [&](double since, Bandwidth rate, Information all) {
    return std::clamp(Duration::si(at - since - latency_[kind]) * rate, Information{}, all);
  };
  return {part(slot.began, line.download, payload_.download),
          part(slot.computed, line.upload, payload_.upload)};
}

EndedWork ClientsAtWork::end(std::uint32_t number, Fate fate, double at) {
  Slot& slot = slots_[number];
  const double downloaded = std::min(slot.downloaded, at), computed = std::min(slot.computed, at);
  EndedWork ended{slot.client, fate, slot.version, Duration::si(at), {}, {}};
  ended.times = {Duration::si(downloaded - slot.began), Duration::si(computed - downloaded),
                 Duration::si(at - computed)};
  ended.moved = fate == Fate::delivered ? payload_ : moved(slot, at);
  slot.phase = Phase::idle;
  ++slot.generation;
  free_.push_back(number);
  --working_;
  return ended;
}

std::vector<EndedWork> ClientsAtWork::stop_all(Duration now) {
  std::vector<EndedWork> all;
  for (std::uint32_t number = 0; number < slots_.size(); ++number)
    if (slots_[number].phase != Phase::idle)
      all.push_back(end(number, Fate::stopped, std::max(now.si(), slots_[number].began)));
  events_ = {};
  return all;
}

}  // namespace icekeel::workloads
