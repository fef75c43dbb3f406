// SPDX-License-Identifier: Apache-2.0
#include "simulator/run/service_run.h"

#include <algorithm>
#include <cmath>

#include "simulator/run/timed_step.h"

namespace icekeel::run {
namespace {

// Dates of hours are sums: the rate is that of the hour which a moment later belongs to.
constexpr double moment = 1e-6;  // [s]
constexpr double speed_step = 1e-3;

double rate_at(const workloads::ServiceSpec& service, const workloads::WeeklyCycle& cycle,
               Timestamp start, Duration at) {
  return service.arrivals.rate.si() * cycle.at(start, at.si() + moment);
}

}  // namespace

double requests_between(const workloads::ServiceSpec& service, Timestamp start, Duration from,
                        Duration to) {
  const workloads::WeeklyCycle cycle(service.arrivals);
  double sum = 0;
  while (from < to) {
    const Duration next = std::min(to, Duration::si(cycle.next_change(start, from.si() + moment)));
    sum += rate_at(service, cycle, start, from) * (next - from).si();
    from = next;
  }
  return sum;
}

ServiceRun::ServiceRun(JobId id, JobRecord& record, JobServices services, Timestamp start)
    : id_(id),
      record_(record),
      services_(std::move(services)),
      start_(start),
      cycle_(record.job->spec.serving->arrivals) {}

void ServiceRun::start(std::unique_ptr<Occupation> nodes) {
  nodes_ = std::move(nodes);
  energy_before_ = record_.energy;
  since_ = services_.kernel.now();
  energy_ = nodes_->energy(since_);
}

// What came while it was away found nobody.
void ServiceRun::begin() {
  auto& service = record_.service;
  if (service.away_since) {
    const double missed = requests_between(spec(), start_, *service.away_since, since_);
    service.came += missed;
    service.lost += missed;
    service.away_since.reset();
  }
  record_.restarts > 0 && services_.restart > Duration{} ? rest() : serve();
}

// The weights are loaded before it answers; whoever asks is turned away.
void ServiceRun::rest() {
  resting_ = true;
  now_ = {.rate = rate_at(spec(), cycle_, start_, services_.kernel.now())};
  hold(0.0, 1.0, {});
  if (over_) return;
  next_event_ = services_.kernel.after(services_.restart, engine::Priority::end, [this] {
    record_.lost_time += services_.restart;
    close();
    resting_ = false;
    serve();
  });
}

// The state that the present rate leads to, on the nodes as they are.
void ServiceRun::serve() {
  close();
  const auto last = last_moment();
  const Duration now = services_.kernel.now();
  if (last && now >= *last) return finish(JobState::completed, {});
  now_.rate = rate_at(spec(), cycle_, start_, now);
  now_.active = record_.service.piled_up > 0.0 ? nodes() : nodes_for(now_.rate);
  const double each = now_.rate / copies();
  const auto wanted = [&](double speed) {
    const double full = speed * plan().copy->capacity();
    return record_.service.piled_up > 0.0 ? std::max(each, full) : each;
  };
  const auto& free = state_at(wanted(1.0), 1.0);
  const double pace = paced(workloads::activity_of(plan(), free), services_.machine, *nodes_).speed;
  if (pace <= 0.0) return interrupt("its nodes lost their power or became too warm");
  const double speed = std::max(speed_step, std::floor(pace / speed_step + 1e-9) * speed_step);
  hold(now_.active, speed, state_at(wanted(speed), speed));
  if (over_) return;
  services_.kernel.cancel(next_event_);
  if (const Duration next = next_change(); std::isfinite(next.si()))
    next_event_ = services_.kernel.at(next, engine::Priority::end, [this] { serve(); });
}

const workloads::CopyState& ServiceRun::state_at(double rate, double speed) {
  const auto found = states_.find({rate, speed});
  if (found != states_.end()) return found->second;
  return states_.emplace(std::pair{rate, speed}, workloads::state_of(*plan().copy, rate, speed))
      .first->second;
}

double ServiceRun::nodes_for(double rate) const {
  if (!spec().scale_to) return nodes();
  return std::clamp(std::ceil(rate / (*spec().scale_to * plan().capacity())), 1.0, nodes());
}

Duration ServiceRun::next_change() const {
  const Duration now = services_.kernel.now();
  Duration next = Duration::si(cycle_.next_change(start_, now.si() + moment));
  if (const auto last = last_moment()) next = std::min(next, *last);
  const double shrinks = now_.copy.done * copies() - now_.rate;
  if (record_.service.piled_up > 0.0 && shrinks > 0.0)
    next = std::min(next, now + Duration::si(record_.service.piled_up / shrinks));
  return std::max(next, now);
}

std::optional<Duration> ServiceRun::last_moment() const {
  if (!spec().lasting) return std::nullopt;
  return *record_.start + *spec().lasting;
}

// Some nodes answer, the others are idle; each zone has its part of both.
void ServiceRun::hold(double active, double speed, const workloads::CopyState& copy) {
  close();
  auto activity = workloads::activity_of(plan(), copy);
  for (double* share : {&activity.tensor, &activity.memory, &activity.link})
    *share = std::min(1.0, *share / speed);
  const auto busy = paced(activity, services_.machine, *nodes_);
  const auto idle = paced({}, services_.machine, *nodes_);
  if (busy.speed <= 0.0) return interrupt("its nodes lost their power or became too warm");
  const double share = active / nodes();
  now_.active = active;
  now_.speed = speed;
  now_.copy = copy;
  now_.idle = {};
  for (std::size_t z = 0; z < nodes_->zones.size(); ++z) {
    auto& zone = nodes_->zones[z];
    services_.machine.hold(zone, share * busy.node_power[z] + (1.0 - share) * idle.node_power[z]);
    now_.idle += static_cast<double>(zone.nodes) * idle.node_power[z];
  }
}

PhaseTotals ServiceRun::phases_until(Duration at) const {
  PhaseTotals totals = record_.phases;
  if (over_ || !nodes_) return totals;
  const double busy = now_.copy.busy * now_.active / nodes();
  const Energy all = nodes_->energy(at) - energy_;
  const Energy idle = (1.0 - busy) * (now_.idle * (at - since_));
  auto& waits = totals[static_cast<std::size_t>(workloads::PhaseKind::idle)];
  auto& works = totals[static_cast<std::size_t>(workloads::PhaseKind::compute)];
  waits.time += (1.0 - busy) * (at - since_);
  waits.energy += idle;
  works.time += busy * (at - since_);
  works.energy += all - idle;
  return totals;
}

// Books what happened since the last change.
void ServiceRun::close() {
  services_.machine.before_change();
  const Duration now = services_.kernel.now(), length = now - since_;
  const auto phases = phases_until(now);
  constexpr auto idle = static_cast<std::size_t>(workloads::PhaseKind::idle);
  record_.service.idle_energy += phases[idle].energy - record_.phases[idle].energy;
  record_.phases = phases;
  if (length > Duration{}) {
    count_requests(length);
    add_spell(length, nodes_->energy(now) - energy_);
  }
  since_ = now;
  energy_ = nodes_->energy(now);
}

void ServiceRun::count_requests(Duration length) {
  auto& service = record_.service;
  const double seconds = length.si(), came = now_.rate * seconds;
  service.came += came;
  if (resting_) {
    service.lost += came;
    return;
  }
  if (failing_) service.lost += came / nodes();
  const double capacity = now_.copy.done * copies(), before = service.piled_up;
  service.busy_seconds += now_.copy.busy * now_.active * seconds;
  double& piled = service.piled_up;
  piled = std::max(0.0, piled + (now_.rate - capacity) * seconds);
  if (piled < 1e-6 * std::max(1.0, now_.rate)) piled = 0.0;
  service.most_piled_up = std::max(service.most_piled_up, piled);
  service.inside = piled + copies() * (now_.copy.under_way + now_.copy.waiting);
  service.token.add(now_.copy.token, came);
  if (before <= 0.0 && piled <= 0.0) return service.first_token.add(now_.copy.first_token, came);
  // Who comes waits for all that piled up before.
  constexpr int parts = 16;
  const double first = now_.copy.first_token.mean();
  for (int part = 0; part < parts; ++part)
    service.first_token.add(first + std::lerp(before, piled, (part + 0.5) / parts) / capacity,
                            came / parts);
}

void ServiceRun::add_spell(Duration length, Energy energy) {
  auto& spells = record_.service.spells;
  const auto& state = now_.copy;
  const double inside = record_.service.inside;
  const bool goes_on = !spells.empty() && spells.back().rate == now_.rate &&
                       spells.back().nodes == now_.active && spells.back().speed == now_.speed &&
                       spells.back().busy == state.busy &&
                       std::abs((spells.back().from + spells.back().length - since_).si()) < moment;
  if (!goes_on)
    spells.push_back({since_,
                      {},
                      now_.rate,
                      now_.active,
                      now_.speed,
                      state.busy,
                      inside,
                      state.first_token.mean(),
                      state.token.mean(),
                      {}});
  spells.back().length += length;
  spells.back().inside = inside;
  spells.back().energy += energy;
}

void ServiceRun::surroundings_changed() {
  if (over_) return;
  resting_ ? hold(0.0, 1.0, {}) : serve();
}

// The other nodes go on until somebody notices; then it begins again on whole ones.
void ServiceRun::fail(Duration detection, const std::string& why) {
  if (over_ || failing_) return;
  close();
  failing_ = true;
  services_.kernel.after(detection, engine::Priority::end, [this, why] {
    if (!over_) interrupt(why);
  });
}

void ServiceRun::settle() {
  if (over_) return;
  close();
  record_.energy = energy_before_ + energy_;
}

void ServiceRun::interrupt(const std::string& why) {
  settle();
  auto& service = record_.service;
  service.lost += service.inside;
  service.inside = service.piled_up = 0.0;
  service.away_since = services_.kernel.now();
  finish(JobState::waiting, why);
}

void ServiceRun::finish(JobState state, const std::string& why) {
  settle();
  over_ = true;
  services_.kernel.cancel(next_event_);
  services_.ended(id_, state, why);
}

}  // namespace icekeel::run
