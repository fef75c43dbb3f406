// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// A training job in motion: steps in detail until they are steady, then a long sleep.

#include <map>
#include <set>
#include <vector>

#include "simulator/run/alike_flows.h"
#include "simulator/run/contention.h"
#include "simulator/run/job_record.h"
#include "simulator/run/timed_step.h"

namespace icekeel::run {

/// A training job alternates between two ways of going forward:
///
/// - *in detail*: every phase is an event, and the bytes that cross the fabric are flows on their
///   real routes, together with those of everybody else. Measured: how long the phases with flows
///   take.
/// - *skipping*: the measured step repeats; one event at the end of the job or at the next
///   checkpoint. Power follows the phases all the same (a pattern that repeats).
///
/// It goes back to detail at the next step boundary when competitors come or go, unless it has
/// measured the same situation before; it changes pace at once when its surroundings do.
class TrainingRun : public RunningJob {
 public:
  TrainingRun(JobId id, JobRecord& record, JobServices services);
  ~TrainingRun() override;

  void start(std::unique_ptr<Occupation> nodes) override;
  void surroundings_changed() override;
  void competitors_changed() override;
  void settle() override;
  PhaseTotals phases_until(Duration at) const override;
  std::unique_ptr<Occupation> give_up_nodes() override { return std::move(nodes_); }
  bool uses(std::size_t node) const override { return nodes_ && nodes_->holds(node); }
  void fail(Duration detection, const std::string& why) override;
  void kill(const std::string& why) override {
    if (mode_ != Mode::over) finish(JobState::killed, why);
  }

  /// The fabric has changed: takes other ways where it has to. False: there is none.
  bool reroute();
  bool has_ways() const;
  /// Adds its flows; its phases are numbered from `first_phase` on. How many there are.
  std::size_t show_flows(std::size_t first_phase, std::vector<SeenFlow>& seen) const;
  /// What the job asks of shared links, once it has nodes.
  const std::vector<LinkDemand>& link_demands() const { return demands_; }
  /// The situation that measurements belong to: everybody in the group of competitors.
  void set_group(std::set<JobId> group) { group_ = std::move(group); }

 private:
  /// Between: at a step boundary, deciding what comes next. Stalled: a node failed, and nobody has
  /// noticed yet.
  enum class Mode { detail, skipping, checkpoint, restarting, stalled, between, over };
  /// The flows of one phase of the step that is simulated in detail.
  struct Burst {
    bool launched = false;
    std::size_t in_flight = 0;
    bool done = false;
    engine::EventId launch;
  };

  // Detail.
  void begin_stepping();
  void begin_detail();
  void begin_step();
  void begin_phase(std::size_t phase);
  void launch(std::size_t phase);
  void flow_arrived(std::size_t phase);
  void end_phase(std::size_t phase);
  void end_step();
  void take_sample();
  bool is_steady() const;

  // Skipping.
  void go_on();
  void skip();
  void repeat_from(Duration position);
  void wake();
  void bank_skipped();
  void add_skipped(Duration from, Duration to, PhaseTotals& totals) const;

  // Checkpoints.
  bool checkpoint_is_due() const;
  void begin_checkpoint();
  void end_checkpoint();
  bool must_resume() const;
  void begin_resuming();
  void move_state(Store::Direction direction, void (TrainingRun::*then)());
  /// The step as it goes now, at the pace of its nodes and of its samples.
  TimedStep timed();
  Bandwidth own_rate() const;
  platforms::Activity checkpoint_activity() const;

  void begin_restarting();
  void give_up_skipped_steps();
  void interrupt(const std::string& why = "its nodes lost their power or became too warm");
  void mark_saved();
  /// Since its traffic began, at a step boundary.
  double steps_made() const { return static_cast<double>(record_.steps_done - steps_at_start_); }
  std::uint64_t pattern_of_routes() const;
  Power all_nodes() const;
  Power mean_of_step() const;
  void note_change(Power before, Power after);
  void finish(JobState state, const std::string& why);
  void hold_activity(const platforms::Activity& activity, workloads::PhaseKind kind);
  void close_phase();
  void prepare_routes();
  std::vector<LinkDemand> demands_of_routes() const;
  void prepare_stand_ins();
  std::int64_t steps_left() const;
  const workloads::StepPlan& plan() const { return *record_.place->plan; }

  JobId id_;
  JobRecord& record_;
  JobServices services_;
  std::unique_ptr<Occupation> nodes_;
  std::vector<std::vector<EnginePath>> routes_;  // by phase and flow
  std::vector<LinkDemand> demands_;
  PhaseStandIns stand_ins_;    // by phase; made when the job measures alone
  double sender_share_ = 1.0;  // of a node's rate that the job's protocol reaches
  std::int64_t steps_at_start_ = 0;
  Mode mode_ = Mode::over;
  engine::EventId next_event_;
  bool resumed_ = false;

  // Measured lengths of the phases with flows: of the last steps in detail, and by situation.
  std::vector<Duration> network_time_;
  std::vector<std::vector<Duration>> samples_;
  std::map<std::set<JobId>, std::vector<Duration>> remembered_;
  std::set<JobId> group_;
  bool measure_again_ = false;  // at the next step boundary
  bool in_group_ = false;       // the group waits for this job's measurement

  // The step in detail.
  std::size_t phase_ = 0;
  Duration step_began_;
  Duration phase_began_;
  std::vector<Burst> bursts_;
  std::vector<Duration> sample_;
  std::optional<workloads::PhaseKind> open_kind_;  // phase whose energy is being counted
  Duration open_since_;
  Energy open_energy_;

  // Skipping.
  TimedStep step_;
  Duration skip_origin_;   // when the step that is going on began, or would have
  Duration banked_until_;  // position since skip_origin_ whose phases are already counted
  std::int64_t skip_steps_ = 0;

  Power idle_power_;  // of its nodes before its first step
  Duration next_checkpoint_;
  Duration checkpoint_began_;
  Duration saved_at_;    // until here, what it did is safe
  Energy energy_saved_;  // of its nodes, likewise
  platforms::Activity held_;
  std::uint64_t pattern_ = 0;  // of the links that its flows share
  Energy energy_before_;       // of its nodes, before an interruption
};

}  // namespace icekeel::run
