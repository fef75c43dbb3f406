// SPDX-License-Identifier: Apache-2.0
#include "simulator/run/federated_run.h"

#include <algorithm>

namespace icekeel::run {

namespace {

void add(workloads::ClientTotals& sum, const workloads::ClientTotals& more) {
  sum.selected += more.selected;
  sum.received += more.received;
  sum.dropped += more.dropped;
  sum.late += more.late;
  sum.energy.download += more.energy.download;
  sum.energy.compute += more.energy.compute;
  sum.energy.upload += more.energy.upload;
  sum.energy.waiting += more.energy.waiting;
  sum.downloaded += more.downloaded;
  sum.uploaded += more.uploaded;
  sum.line_time += more.line_time;
}

}  // namespace

FederatedRun::FederatedRun(JobId id, JobRecord& record, JobServices services, RandomStream random,
                           Duration time_of_day)
    : id_(id),
      record_(record),
      services_(std::move(services)),
      random_(random),
      time_of_day_(time_of_day) {}

void FederatedRun::start(std::unique_ptr<Occupation> nodes) {
  nodes_ = std::move(nodes);
  energy_before_ = record_.energy;
  since_ = services_.kernel.now();
  rounds_.emplace(spec(), random_, time_of_day_ + since_);
  totals_before_ = record_.federated.totals;
}

// Called once when the job has started; a server does not compete for links of the fabric.
void FederatedRun::competitors_changed() {
  if (!over_ && next_event_.booking == 0) begin_round();
}

void FederatedRun::begin_round() {
  round_ = rounds_->next();
  round_began_ = services_.kernel.now();
  // The server sends and receives the models over the whole collection.
  platforms::Activity waiting;
  const Bandwidth all =
      static_cast<double>(nodes_->nodes.size()) * services_.machine.fabric().injection_rate();
  if (round_.collection > Duration{})
    waiting.network =
        std::min(1.0, std::max(round_.downloaded, round_.uploaded) / round_.collection / all);
  hold(waiting, workloads::PhaseKind::data_comm);
  if (over_) return;
  next_event_ = services_.kernel.after(round_.collection, engine::Priority::end,
                                       [this] { begin_aggregation(); });
}

void FederatedRun::begin_aggregation() {
  platforms::Activity aggregating;
  aggregating.cpu = 1.0;
  hold(aggregating, workloads::PhaseKind::compute);
  if (over_) return;
  next_event_ =
      services_.kernel.after(round_.aggregation, engine::Priority::end, [this] { end_round(); });
}

void FederatedRun::end_round() {
  ++record_.steps_done;
  record_.step_time = round_.time;
  record_.federated.rounds.push_back(round_);
  record_.federated.ends.push_back(services_.kernel.now());
  book_devices();
  if (!is_over()) return begin_round();
  rounds_->stop();
  book_devices();
  finish(JobState::completed, {});
}

bool FederatedRun::is_over() const {
  const bool too_long =
      spec().longest && services_.kernel.now() - *record_.start >= *spec().longest;
  return too_long || record_.steps_done >= spec().rounds;
}

// Devices are booked at the end of the rounds in which they ended.
void FederatedRun::book_devices() {
  auto& totals = record_.federated.totals;
  totals = rounds_->totals();
  for (std::size_t k = 0; k < totals_before_.size(); ++k) add(totals[k], totals_before_[k]);
}

void FederatedRun::hold(const platforms::Activity& activity, workloads::PhaseKind kind) {
  close_phase();
  const auto [speed, power] = paced(activity, services_.machine, *nodes_);
  if (speed <= 0.0) return interrupt();
  for (std::size_t z = 0; z < nodes_->zones.size(); ++z)
    services_.machine.hold(nodes_->zones[z], power[z]);
  activity_ = activity;
  kind_ = kind;
}

// Its server cannot go on. The rounds that are over are kept; the one that was going on is lost.
void FederatedRun::interrupt() {
  record_.saved_steps = record_.steps_done;
  record_.lost_time += services_.kernel.now() - round_began_;
  finish(JobState::waiting, "its nodes lost their power or became too warm");
}

PhaseTotals FederatedRun::phases_until(Duration at) const {
  PhaseTotals totals = record_.phases;
  if (over_ || !nodes_) return totals;
  auto& open = totals[static_cast<std::size_t>(kind_)];
  open.time += at - since_;
  open.energy += nodes_->energy(at) - energy_;
  return totals;
}

void FederatedRun::close_phase() {
  services_.machine.before_change();
  const Duration now = services_.kernel.now();
  auto& total = record_.phases[static_cast<std::size_t>(kind_)];
  total.time += now - since_;
  total.energy += nodes_->energy(now) - energy_;
  since_ = now;
  energy_ = nodes_->energy(now);
}

void FederatedRun::surroundings_changed() {
  if (!over_) hold(activity_, kind_);
}

// The server is a single point: without it the job is over.
void FederatedRun::fail(Duration /*detection*/, const std::string& why) {
  if (!over_) finish(JobState::failed, why);
}

void FederatedRun::settle() {
  if (over_) return;
  close_phase();
  record_.energy = energy_before_ + energy_;
}

void FederatedRun::finish(JobState state, const std::string& why) {
  settle();
  over_ = true;
  services_.kernel.cancel(next_event_);
  services_.ended(id_, state, why);
}

}  // namespace icekeel::run
