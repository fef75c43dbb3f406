// SPDX-License-Identifier: Apache-2.0
#include "simulator/run/hpl_run.h"

#include <algorithm>

#include "simulator/run/timed_step.h"

namespace icekeel::run {

HplRun::HplRun(JobId id, JobRecord& record, JobServices services)
    : id_(id), record_(record), services_(std::move(services)) {}

void HplRun::start(std::unique_ptr<Occupation> nodes) {
  nodes_ = std::move(nodes);
  since_ = services_.kernel.now();
  energy_ = nodes_->energy(since_);
}

void HplRun::begin() {
  begin_phase();
}

void HplRun::begin_phase() {
  left_ = plan().phases[phase_].length;
  account();
  hold();
}

// Draws what the phase asks for and books its end.
void HplRun::hold() {
  const auto [speed, power] = paced(plan().phases[phase_].activity, services_.machine, *nodes_);
  if (speed <= 0.0) return finish(JobState::failed, "its nodes lost their power");
  speed_ = speed;
  for (std::size_t z = 0; z < nodes_->zones.size(); ++z)
    services_.machine.hold(nodes_->zones[z], power[z]);
  next_event_ =
      services_.kernel.after(left_ / speed_, engine::Priority::end, [this] { end_phase(); });
}

void HplRun::end_phase() {
  if (++phase_ < plan().phases.size()) return begin_phase();
  record_.steps_done = 1;
  finish(JobState::completed, {});
}

void HplRun::surroundings_changed() {
  if (over_) return;
  left_ = std::max(left_ - speed_ * (services_.kernel.now() - since_), Duration{});
  services_.kernel.cancel(next_event_);
  account();
  hold();
}

// Writes down what was drawn since the last change.
void HplRun::account() {
  services_.machine.before_change();
  record_.phases = phases_until(services_.kernel.now());
  since_ = services_.kernel.now();
  energy_ = nodes_->energy(since_);
}

PhaseTotals HplRun::phases_until(Duration at) const {
  PhaseTotals totals = record_.phases;
  if (over_ || !nodes_) return totals;
  auto& compute = totals[static_cast<std::size_t>(workloads::PhaseKind::compute)];
  compute.time += at - since_;
  compute.energy += nodes_->energy(at) - energy_;
  return totals;
}

void HplRun::settle() {
  if (over_) return;
  left_ = std::max(left_ - speed_ * (services_.kernel.now() - since_), Duration{});
  account();
  record_.energy = energy_;
}

void HplRun::finish(JobState state, const std::string& why) {
  account();
  record_.energy = energy_;
  over_ = true;
  services_.kernel.cancel(next_event_);
  services_.ended(id_, state, why);
}

}  // namespace icekeel::run
