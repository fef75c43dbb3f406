// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// A scenario in motion: jobs, machines and plants on one clock.
///
/// The order of updates at one instant (engine::Priority): ends of work, changes (feeds, transfers
/// that begin), arrivals, the queue, and last those who watch: facility and recorder. The facility
/// settles the interval that has just passed; what it finds holds from now on.

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "simulator/run/batch_runs.h"
#include "simulator/run/breakdowns.h"
#include "simulator/run/chain_events.h"
#include "simulator/run/contention.h"
#include "simulator/run/flexible_run.h"
#include "simulator/run/job_record.h"
#include "simulator/run/machine.h"
#include "simulator/run/recorder.h"
#include "simulator/run/simulation.h"
#include "simulator/run/site_plant.h"
#include "simulator/scheduler/queue.h"

namespace icekeel::run {

struct EventRow {
  Duration time;
  std::string kind;
  std::string subject;
  std::string text;
};

class World {
 public:
  World(const scenario::Scenario& scenario, result::ResultWriter& writer,
        const RunOptions& options);

  /// Simulates to the end, or to an interruption.
  void run();

  bool interrupted() const { return interrupted_; }
  Duration now() const { return kernel_.now(); }
  const std::vector<JobRecord>& records() const { return records_; }
  const std::vector<BatchRecord>& batch_records() const { return batch_->records(); }
  const scenario::Scenario& scenario() const { return scenario_; }
  const std::deque<SitePlant>& plants() const { return plants_; }
  const Machine& machine(std::size_t site) const { return *machines_[site]; }
  /// By site; nothing where it has none.
  const std::vector<std::unique_ptr<FlexibleRun>>& flexible() const { return flexible_; }
  const std::vector<EventRow>& events() const { return events_; }
  const std::optional<LinkRecord>& link_record() const { return recorder_->links(); }
  std::uint64_t event_count() const { return kernel_.events(); }

 private:
  /// Jobs that compete for links, and who of them has measured a steady step.
  struct Group {
    std::set<JobId> members;
    std::set<JobId> steady;
    std::map<JobId, PhaseStandIns> stand_ins;  // made when they are asked for
  };

  void book_arrivals();
  void book_outages();
  void book_windows();
  EventCalls calls_of_chain(std::size_t site);
  void book_breakdowns();
  void book_fabric_outage(const scenario::Outage& outage);
  void strike_fabric(std::size_t site, const scenario::FabricOutage& parts,
                     const std::string& cause, std::optional<Duration> repair);
  FabricChange set_lost(std::size_t site, const scenario::FabricOutage& parts, bool lost);
  void adapt_jobs(std::size_t site, const std::vector<engine::LinkId>& links,
                  const std::string& cause);
  Duration detection_at(std::size_t site) const;
  void strike(std::size_t site, const std::vector<std::size_t>& nodes, const std::string& cause,
              Duration repair);
  std::size_t usable_nodes(std::size_t site, std::size_t partition) const;
  void arrive(JobId job);
  void tell_followers(std::size_t job);
  void give_up(std::size_t job);
  void request_decision();
  bool make_room();
  bool shrink_jobs();
  void grow_jobs();
  bool resize(const BatchRuns::Elastic& job, std::size_t nodes);
  void decide();
  void let_queue_decide();
  scheduler::Request request_of(JobId job) const;
  bool start(JobId job, scheduler::PoolId pool);
  BatchRuns::Calls calls_of_batch();
  scheduler::Request batch_request(std::size_t job) const;
  void job_is_over();
  void watch_overrun(JobId job, Duration planned_end);
  void tell_queue_of_nodes(std::size_t site);
  std::pair<std::size_t, std::size_t> place_of(scheduler::PoolId pool) const;
  const scenario::Place& place_in(JobId job, scheduler::PoolId pool) const;
  PhaseTotals phases_until(Duration at) const;
  void ended(JobId job, JobState state, const std::string& why);
  void release(JobId job);
  void interrupted(JobId job, const std::string& why);
  void regroup(const std::set<JobId>& jobs);
  const PhaseStandIns& stand_ins_of(JobId job);
  JobServices services_for(std::size_t site);

  void supplies_changed(std::size_t site, bool restored);
  ItLoad load_now(std::size_t site) const;
  void look_at_swing(std::size_t site, const power::LoadSwing& swing);
  void surroundings_changed(std::size_t site);
  void tick();
  void settle();
  void settle_soon();
  void look_at_temperatures(std::size_t site);
  void feed_back(std::size_t site, const SiteStep& step);
  void finish();
  void report_progress();
  void note(const std::string& kind, const std::string& subject, const std::string& text);

  const scenario::Scenario& scenario_;
  const RunOptions& options_;
  engine::Kernel kernel_;
  std::vector<std::unique_ptr<Machine>> machines_;
  std::deque<SitePlant> plants_;
  std::vector<std::unique_ptr<ChainEvents>> chain_events_;
  std::vector<std::unique_ptr<FlexibleRun>> flexible_;
  std::vector<std::unique_ptr<Breakdowns>> breakdowns_;
  std::unique_ptr<Recorder> recorder_;

  std::vector<JobRecord> records_;
  std::optional<BatchRuns> batch_;  // their numbers follow those of the other jobs
  std::vector<std::unique_ptr<RunningJob>> jobs_;
  std::vector<std::unique_ptr<RunningJob>> retired_;  // transfers may still call them
  std::vector<std::size_t> first_pool_;               // of each site
  std::vector<std::size_t> nodes_up_;                 // of each pool, as far as the queue knows
  std::optional<scheduler::Queue> queue_;
  std::set<std::size_t> running_;
  std::vector<std::vector<std::size_t>> followers_;  // of each job
  std::vector<std::size_t> still_to_complete_;       // jobs that each one follows
  PhaseTotals phases_of_others_{};                   // of jobs that do not run now
  std::size_t jobs_over_ = 0;
  bool decision_booked_ = false;

  Contention contention_;
  std::map<JobId, std::shared_ptr<Group>> groups_;

  Duration settled_until_;
  std::int64_t ticks_ = 0;
  bool settle_booked_ = false;
  std::vector<Energy> settled_it_, settled_liquid_;  // readings at that moment
  std::vector<std::vector<Energy>> settled_groups_;  // by site and cord group
  std::vector<bool> missing_set_point_, slowed_by_coolant_, slowed_by_air_;
  std::vector<engine::EventId> temperature_looks_;

  std::vector<EventRow> events_;
  bool interrupted_ = false;
  bool finished_ = false;
};

}  // namespace icekeel::run
