// SPDX-License-Identifier: Apache-2.0
#include "simulator/run/data_run.h"

#include <algorithm>

#include "simulator/run/timed_step.h"

namespace icekeel::run {

DataRun::DataRun(JobId id, JobRecord& record, JobServices services)
    : id_(id), record_(record), services_(std::move(services)) {}

void DataRun::start(std::unique_ptr<Occupation> nodes) {
  nodes_ = std::move(nodes);
  energy_before_ = record_.energy;
  began_ = since_ = services_.kernel.now();
  energy_ = nodes_->energy(since_);
}

void DataRun::begin() {
  hold();
  if (over_) return;
  next_event_ =
      services_.kernel.after(workloads::latency(spec()), engine::Priority::end, [this] { move(); });
}

void DataRun::move() {
  const auto arrived = [this] {
    if (over_) return;
    record_.steps_done = 1;
    record_.data_moved = spec().size;
    finish(JobState::completed, {});
  };
  const Bandwidth most = record_.place->data_rate;
  Store* store = services_.machine.store();
  if (spec().storage == workloads::StorageUse::none || store == nullptr) {
    next_event_ = services_.kernel.after(spec().size / most, engine::Priority::end, arrived);
    return;
  }
  const auto direction = spec().storage == workloads::StorageUse::read ? Store::Direction::read
                                                                       : Store::Direction::write;
  store->transfer(id_, direction, spec().size, most, arrived);
}

void DataRun::hold() {
  close();
  platforms::Activity activity;
  activity.cpu = spec().cpu;
  const Bandwidth adapters =
      static_cast<double>(nodes_->nodes.size()) * services_.machine.fabric().injection_rate();
  if (adapters > Bandwidth{}) activity.network = std::min(1.0, record_.place->data_rate / adapters);
  const auto [speed, power] = paced(activity, services_.machine, *nodes_);
  if (speed <= 0.0) return interrupt("its nodes lost their power or became too warm");
  for (std::size_t z = 0; z < nodes_->zones.size(); ++z)
    services_.machine.hold(nodes_->zones[z], power[z]);
}

void DataRun::surroundings_changed() {
  if (!over_) hold();
}

PhaseTotals DataRun::phases_until(Duration at) const {
  PhaseTotals totals = record_.phases;
  if (over_ || !nodes_) return totals;
  auto& open = totals[static_cast<std::size_t>(workloads::PhaseKind::data_loading)];
  open.time += at - since_;
  open.energy += nodes_->energy(at) - energy_;
  return totals;
}

// Writes down what was drawn since the last change.
void DataRun::close() {
  services_.machine.before_change();
  const Duration now = services_.kernel.now();
  record_.phases = phases_until(now);
  since_ = now;
  energy_ = nodes_->energy(now);
}

void DataRun::settle() {
  if (over_) return;
  close();
  record_.energy = energy_before_ + energy_;
}

void DataRun::interrupt(const std::string& why) {
  settle();
  record_.lost_time += services_.kernel.now() - began_;
  record_.wasted += energy_;
  finish(JobState::waiting, why);
}

void DataRun::finish(JobState state, const std::string& why) {
  settle();
  over_ = true;
  services_.kernel.cancel(next_event_);
  if (Store* store = services_.machine.store()) store->forget(id_);
  services_.ended(id_, state, why);
}

}  // namespace icekeel::run
