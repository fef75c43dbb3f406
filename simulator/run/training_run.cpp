// SPDX-License-Identifier: Apache-2.0
#include "simulator/run/training_run.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "simulator/base/units.h"

namespace icekeel::run {
namespace {

constexpr double steady = 1e-6;           // relative change from step to step
constexpr std::size_t most_samples = 16;  // where competing jobs drift past each other, their mean

bool is_network(const workloads::Phase& phase) {
  return !phase.flows.empty();
}

}  // namespace

TrainingRun::TrainingRun(JobId id, JobRecord& record, JobServices services)
    : id_(id), record_(record), services_(std::move(services)) {
  for (const auto& phase : plan().phases) network_time_.push_back(phase.duration);
}

TrainingRun::~TrainingRun() = default;

std::int64_t TrainingRun::steps_left() const {
  return plan().steps - record_.steps_done;
}

void TrainingRun::start(std::unique_ptr<Occupation> nodes) {
  nodes_ = std::move(nodes);
  steps_at_start_ = record_.steps_done;
  prepare_routes();
  group_ = {id_};
  energy_before_ = record_.energy;
  idle_power_ = all_nodes();
  mark_saved();
  if (plan().checkpoint_every) next_checkpoint_ = services_.kernel.now() + *plan().checkpoint_every;
}

// --- in detail -----------------------------------------------------------------------------------

// --- in detail, or not again
void TrainingRun::begin_stepping() {
  mark_saved();
  if (!has_ways()) return interrupt("the network has no way between its nodes");
  const auto known = record_.measured.find(pattern_);
  if (group_.size() > 1 || known == record_.measured.end()) return begin_detail();
  network_time_ = known->second;
  in_group_ = false;
  measure_again_ = false;
  mode_ = Mode::between;
  go_on();
}

void TrainingRun::mark_saved() {
  saved_at_ = services_.kernel.now();
  energy_saved_ = nodes_->energy(saved_at_);
}

void TrainingRun::begin_detail() {
  mode_ = Mode::detail;
  samples_.clear();
  measure_again_ = false;
  in_group_ = true;
  begin_step();
}

void TrainingRun::begin_step() {
  auto& kernel = services_.kernel;
  mode_ = Mode::detail;
  step_ = timed();
  if (!step_.possible()) return interrupt();
  step_began_ = kernel.now();
  services_.machine.go_on_sending(id_, step_.length(), steps_made());
  bursts_.assign(plan().phases.size(), {});
  sample_ = network_time_;
  Duration offset;
  for (std::size_t i = 0; i < plan().phases.size(); ++i) {
    const auto& phase = plan().phases[i];
    // Transfers that hide under the phases before begin that much earlier.
    if (is_network(phase) && phase.hidden > Duration{})
      bursts_[i].launch = kernel.at(step_began_ + offset - phase.hidden, engine::Priority::change,
                                    [this, i] { launch(i); });
    offset += step_.phases()[i].length;
  }
  begin_phase(0);
}

TimedStep TrainingRun::timed() {
  const TimedStep own(plan(), network_time_, services_.machine, *nodes_);
  Store* store = services_.machine.store();
  if (!store || plan().step_data <= Information{} || !own.possible()) return own;
  store->read_samples(id_, std::min(own_rate(), plan().step_data / own.length()),
                      [this] { surroundings_changed(); });
  return own.waiting_for(plan().step_data / store->sample_rate(id_));
}

// What the adapters of the job's nodes carry.
Bandwidth TrainingRun::own_rate() const {
  return static_cast<double>(nodes_->nodes.size()) * services_.machine.fabric().injection_rate();
}

void TrainingRun::begin_phase(std::size_t phase) {
  phase_ = phase;
  phase_began_ = services_.kernel.now();
  const auto& planned = plan().phases[phase];
  hold_activity(planned.activity, planned.kind);
  if (!is_network(planned)) {
    next_event_ = services_.kernel.after(step_.phases()[phase].length, engine::Priority::end,
                                         [this, phase] { end_phase(phase); });
    return;
  }
  if (!bursts_[phase].launched) launch(phase);
  if (bursts_[phase].done) end_phase(phase);
}

void TrainingRun::launch(std::size_t phase) {
  auto& burst = bursts_[phase];
  if (burst.launched || mode_ != Mode::detail) return;
  services_.kernel.cancel(burst.launch);
  burst.launched = true;
  const bool alone = group_.size() == 1;
  if (alone && stand_ins_.empty()) prepare_stand_ins();
  const auto& flows = (alone ? stand_ins_ : services_.stand_ins(id_))[phase];
  burst.in_flight = flows.size();
  for (const StandIn& one : flows)
    services_.kernel.send(one.links, one.bytes, {}, [this, phase] { flow_arrived(phase); });
}

void TrainingRun::flow_arrived(std::size_t phase) {
  if (--bursts_[phase].in_flight > 0 || mode_ != Mode::detail) return;
  services_.kernel.after(plan().phases[phase].latency, engine::Priority::end, [this, phase] {
    if (mode_ != Mode::detail) return;
    bursts_[phase].done = true;
    if (phase_ == phase) end_phase(phase);
  });
}

void TrainingRun::end_phase(std::size_t phase) {
  if (is_network(plan().phases[phase])) sample_[phase] = services_.kernel.now() - phase_began_;
  if (phase + 1 < plan().phases.size()) return begin_phase(phase + 1);
  end_step();
}

void TrainingRun::end_step() {
  close_phase();
  ++record_.steps_done;
  record_.step_time = services_.kernel.now() - step_began_;
  // Once all competitors have measured, the first of them sleep and their flows are missing.
  if (!(in_group_ && services_.may_skip(id_))) take_sample();
  go_on();
}

// The mean of what was measured since the situation changed; the first step after a change may
// still have met the flows of before.
void TrainingRun::take_sample() {
  samples_.push_back(sample_);
  if (samples_.size() > most_samples) samples_.erase(samples_.begin());
  const std::size_t first = samples_.size() > 1 ? 1 : 0;
  for (std::size_t i = 0; i < network_time_.size(); ++i) {
    Duration sum;
    for (std::size_t s = first; s < samples_.size(); ++s) sum += samples_[s][i];
    network_time_[i] = sum / static_cast<double>(samples_.size() - first);
  }
}

bool TrainingRun::is_steady() const {
  const bool uses_network = std::any_of(plan().phases.begin(), plan().phases.end(), is_network);
  if (!uses_network || samples_.size() >= most_samples) return true;
  if (samples_.size() < 2) return false;
  const auto& last = samples_.back();
  const auto& before = samples_[samples_.size() - 2];
  for (std::size_t i = 0; i < last.size(); ++i)
    if (std::abs((last[i] - before[i]).si()) > steady * std::max(last[i], before[i]).si())
      return false;
  return true;
}

// --- what comes next -----------------------------------------------------------------------------

void TrainingRun::go_on() {
  if (steps_left() <= 0) return finish(JobState::completed, {});
  if (checkpoint_is_due()) return begin_checkpoint();
  if (measure_again_) return begin_detail();
  if (in_group_) {
    if (is_steady()) services_.measured_steady(id_);
    if (!services_.may_skip(id_)) return begin_step();
    in_group_ = false;
    if (group_.size() == 1) remembered_[group_] = record_.measured[pattern_] = network_time_;
  }
  skip();
}

void TrainingRun::skip() {
  mode_ = Mode::skipping;
  step_ = timed();
  if (!step_.possible()) return interrupt();
  record_.step_time = step_.length();
  const Pattern pattern = step_.pattern_of_all(*nodes_);
  record_.largest_change = std::max(record_.largest_change, pattern.largest_change(units::second));
  services_.step_repeats(id_, pattern);
  skip_steps_ = steps_left();
  if (plan().checkpoint_every) {
    const double until = std::ceil((next_checkpoint_ - services_.kernel.now()) / step_.length());
    skip_steps_ = std::clamp<std::int64_t>(static_cast<std::int64_t>(until), 1, skip_steps_);
  }
  repeat_from({});
}

void TrainingRun::repeat_from(Duration position) {
  const Duration now = services_.kernel.now();
  skip_origin_ = now - position;
  banked_until_ = position;
  services_.machine.go_on_sending(id_, step_.length(), steps_made() + position / step_.length());
  for (std::size_t z = 0; z < nodes_->zones.size(); ++z)
    services_.machine.repeat(nodes_->zones[z], step_.pattern(z), position);
  services_.kernel.cancel(next_event_);
  next_event_ =
      services_.kernel.at(skip_origin_ + static_cast<double>(skip_steps_) * step_.length(),
                          engine::Priority::end, [this] { wake(); });
}

void TrainingRun::wake() {
  bank_skipped();
  record_.steps_done += skip_steps_;
  skip_steps_ = 0;
  mode_ = Mode::between;
  go_on();
}

// Counts the phases since the last call, and the whole steps as done.
void TrainingRun::bank_skipped() {
  services_.machine.before_change();
  const Duration most = static_cast<double>(skip_steps_) * step_.length();
  const Duration position = std::min(services_.kernel.now() - skip_origin_, most);
  add_skipped(banked_until_, position, record_.phases);
  banked_until_ = position;
}

// What the step that repeats does between two positions.
void TrainingRun::add_skipped(Duration from, Duration to, PhaseTotals& totals) const {
  Duration begin;
  for (const auto& phase : step_.phases()) {
    if (phase.length <= Duration{}) continue;
    const auto passed = [&](Duration until) {
      const double periods = std::floor(until / step_.length());
      const Duration within = until - periods * step_.length() - begin;
      return periods * phase.length + std::clamp(within, Duration{}, phase.length);
    };
    const Duration time = passed(to) - passed(from);
    auto& total = totals[static_cast<std::size_t>(phase.kind)];
    total.time += time;
    for (std::size_t z = 0; z < nodes_->zones.size(); ++z)
      total.energy += static_cast<double>(nodes_->zones[z].nodes) * time * phase.node_power[z];
    begin += phase.length;
  }
}

PhaseTotals TrainingRun::phases_until(Duration at) const {
  PhaseTotals totals = record_.phases;
  if (mode_ == Mode::skipping) {
    const Duration most = static_cast<double>(skip_steps_) * step_.length();
    add_skipped(banked_until_, std::min(at - skip_origin_, most), totals);
  } else if (open_kind_) {
    auto& open = totals[static_cast<std::size_t>(*open_kind_)];
    open.time += at - open_since_;
    open.energy += nodes_->energy(at) - open_energy_;
  }
  return totals;
}

void TrainingRun::surroundings_changed() {
  if (mode_ == Mode::over) return;
  if (mode_ != Mode::skipping) {
    // The phase that is going on keeps its length; the next ones take the new pace.
    if (!open_kind_) return;
    const auto kind = *open_kind_;
    if (mode_ == Mode::detail)
      if (auto other = timed(); other.possible()) step_ = std::move(other);
    close_phase();
    return hold_activity(held_, kind);
  }
  const Duration position = services_.kernel.now() - skip_origin_;
  const double whole =
      std::min(std::floor(position / step_.length()), static_cast<double>(skip_steps_));
  give_up_skipped_steps();
  const TimedStep other = timed();
  if (!other.possible()) return interrupt();
  const Duration within = std::max(Duration{}, position - whole * step_.length());
  const Duration there = step_.same_point_in(other, within);
  step_ = other;
  record_.step_time = step_.length();
  repeat_from(skip_steps_ > 0 ? there : Duration{});
}

// Counts the whole steps since it began to skip, and what they were.
void TrainingRun::give_up_skipped_steps() {
  bank_skipped();
  const Duration position = services_.kernel.now() - skip_origin_;
  const auto whole = static_cast<std::int64_t>(
      std::min(std::floor(position / step_.length()), static_cast<double>(skip_steps_)));
  record_.steps_done += whole;
  skip_steps_ -= whole;
}

void TrainingRun::competitors_changed() {
  if (mode_ == Mode::over && record_.state == JobState::running && steps_left() > 0)
    return record_.restarts > 0 ? begin_restarting()
           : must_resume()      ? begin_resuming()
                                : begin_stepping();
  if (mode_ == Mode::over) return;
  if (mode_ == Mode::detail) {
    samples_.clear();
    in_group_ = true;
    return;
  }
  const auto known = remembered_.find(group_);
  const auto measured = record_.measured.find(pattern_);
  const bool alone = group_.size() == 1 && measured != record_.measured.end();
  if (known != remembered_.end() || alone) {
    network_time_ = known != remembered_.end() ? known->second : measured->second;
    in_group_ = false;
    measure_again_ = false;
    return mode_ == Mode::skipping ? surroundings_changed() : void();
  }
  measure_again_ = true;
  if (mode_ != Mode::skipping) return;
  // Finish the step that is going on, then measure.
  const Duration position = services_.kernel.now() - skip_origin_;
  const auto steps = static_cast<std::int64_t>(std::ceil(position / step_.length() - 1e-9));
  skip_steps_ = std::clamp<std::int64_t>(steps, 0, skip_steps_);
  services_.kernel.cancel(next_event_);
  next_event_ =
      services_.kernel.at(skip_origin_ + static_cast<double>(skip_steps_) * step_.length(),
                          engine::Priority::end, [this] { wake(); });
}

// --- checkpoints and the end ---------------------------------------------------------------------

bool TrainingRun::checkpoint_is_due() const {
  // A step that ends within rounding of the date counts as after it.
  return plan().checkpoint_every && services_.kernel.now() >= next_checkpoint_ - Duration::si(1e-6);
}

platforms::Activity TrainingRun::checkpoint_activity() const {
  const auto& machine = services_.machine;
  platforms::Activity activity;
  activity.network = std::min(1.0, machine.site().spec.storage->write / own_rate());
  return activity;
}

// States go through the store, which is shared with others; the job's own adapters set another
// limit.
void TrainingRun::move_state(Store::Direction direction, void (TrainingRun::*then)()) {
  mode_ = Mode::checkpoint;
  services_.machine.go_on_sending(id_, {}, steps_made());
  checkpoint_began_ = services_.kernel.now();
  hold_activity(checkpoint_activity(), workloads::PhaseKind::checkpoint);
  note_change(mean_of_step(), all_nodes());
  Store& store = *services_.machine.store();
  store.read_samples(id_, {}, {});  // the next samples are there
  store.transfer(id_, direction, plan().checkpoint_size, own_rate(), [this, then] {
    if (mode_ != Mode::checkpoint) return;
    close_phase();
    (this->*then)();
  });
}

void TrainingRun::begin_checkpoint() {
  move_state(Store::Direction::write, &TrainingRun::end_checkpoint);
}

void TrainingRun::end_checkpoint() {
  ++record_.checkpoints;
  record_.saved_steps = record_.steps_done;
  mark_saved();
  next_checkpoint_ = services_.kernel.now() + *plan().checkpoint_every;
  go_on();
}

// A job that was interrupted goes on from the state that it saved last.
bool TrainingRun::must_resume() const {
  return !resumed_ && (plan().resume || record_.saved_steps > 0);
}

void TrainingRun::begin_resuming() {
  resumed_ = true;
  move_state(Store::Direction::read, &TrainingRun::begin_stepping);
}

void TrainingRun::hold_activity(const platforms::Activity& activity, workloads::PhaseKind kind) {
  close_phase();
  const auto [speed, power] = paced(activity, services_.machine, *nodes_);
  for (std::size_t z = 0; z < nodes_->zones.size(); ++z)
    services_.machine.hold(nodes_->zones[z], power[z]);
  held_ = activity;
  open_kind_ = kind;
  open_since_ = services_.kernel.now();
  open_energy_ = nodes_->energy(open_since_);
}

void TrainingRun::close_phase() {
  if (!open_kind_) return;
  services_.machine.before_change();
  auto& total = record_.phases[static_cast<std::size_t>(*open_kind_)];
  total.time += services_.kernel.now() - open_since_;
  total.energy += nodes_->energy(services_.kernel.now()) - open_energy_;
  open_kind_.reset();
}

void TrainingRun::settle() {
  if (mode_ == Mode::over) return;
  if (mode_ == Mode::skipping) {
    bank_skipped();
  } else if (open_kind_) {
    const auto kind = *open_kind_;
    close_phase();
    open_kind_ = kind;
    open_since_ = services_.kernel.now();
    open_energy_ = nodes_->energy(open_since_);
  }
  record_.energy = energy_before_ + nodes_->energy(services_.kernel.now());
}

// Its nodes cannot go on. What was done since the last checkpoint is lost.
void TrainingRun::interrupt(const std::string& why) {
  record_.lost_time += services_.kernel.now() - saved_at_;
  record_.wasted += nodes_->energy(services_.kernel.now()) - energy_saved_;
  finish(JobState::waiting, why);
}

// The others wait for the node that failed: their kernels run, and get no data.
void TrainingRun::fail(Duration detection, const std::string& why) {
  if (mode_ == Mode::over || mode_ == Mode::stalled) return;
  if (mode_ == Mode::skipping) give_up_skipped_steps();
  mode_ = Mode::stalled;
  services_.machine.go_on_sending(id_, {});
  services_.kernel.cancel(next_event_);
  for (const auto& burst : bursts_) services_.kernel.cancel(burst.launch);
  if (Store* store = services_.machine.store()) store->forget(id_);
  platforms::Activity waiting;
  waiting.busy = 1.0;
  hold_activity(waiting, workloads::PhaseKind::data_comm);
  next_event_ =
      services_.kernel.after(detection, engine::Priority::end, [this, why] { interrupt(why); });
}

// Nodes are checked and processes start before it can read its state.
void TrainingRun::begin_restarting() {
  mode_ = Mode::restarting;
  hold_activity({}, workloads::PhaseKind::data_loading);
  next_event_ = services_.kernel.after(services_.restart, engine::Priority::end, [this] {
    close_phase();
    record_.lost_time += services_.restart;
    record_.wasted += nodes_->energy(services_.kernel.now()) - energy_saved_;
    must_resume() ? begin_resuming() : begin_stepping();
  });
}

Power TrainingRun::all_nodes() const {
  Power sum;
  for (const auto& zone : nodes_->zones)
    sum += static_cast<double>(zone.nodes) * zone.draw.mean_power();
  return sum;
}

// Of all its nodes while it steps; before the first step, what they draw without it.
Power TrainingRun::mean_of_step() const {
  if (!step_.possible()) return idle_power_;
  const Pattern pattern = step_.pattern_of_all(*nodes_);
  return pattern.energy_of_period() / pattern.period();
}

void TrainingRun::note_change(Power before, Power after) {
  record_.largest_change = std::max({record_.largest_change, before - after, after - before});
  services_.load_changed(before, after);
}

void TrainingRun::finish(JobState state, const std::string& why) {
  note_change(mean_of_step(), idle_power_);
  settle();
  close_phase();
  if (mode_ == Mode::skipping && state != JobState::completed && skip_steps_ > 0) {
    const double whole = std::floor((services_.kernel.now() - skip_origin_) / step_.length());
    record_.steps_done += std::min(static_cast<std::int64_t>(whole), skip_steps_);
  }
  record_.energy = energy_before_ + nodes_->energy(services_.kernel.now());
  services_.kernel.cancel(next_event_);
  for (const auto& burst : bursts_) services_.kernel.cancel(burst.launch);
  services_.machine.go_on_sending(
      id_, {}, state == JobState::completed ? std::optional(steps_made()) : std::nullopt);
  services_.machine.end_traffic(id_);
  mode_ = Mode::over;
  routes_ = {};
  stand_ins_ = {};  // flows that are on their way keep their own
  if (Store* store = services_.machine.store()) store->forget(id_);
  if (state == JobState::waiting) {
    record_.lost_steps += record_.steps_done - record_.saved_steps;
    record_.steps_done = record_.saved_steps;
  }
  services_.ended(id_, state, why);
}

}  // namespace icekeel::run
