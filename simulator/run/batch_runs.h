// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Batch jobs in motion: a node count, a load, and an end. Hundreds of thousands of them.
///
/// A job that waits is a request, one that runs has three events at most, one that is over is a
/// record. Its energy is the difference of two meter readings, so it depends neither on how often
/// anything is recorded nor on its neighbours. See simulator/docs/methods/batch-jobs.md. Verified
/// by: tests/verification/run/batch_test.cpp and batch_sharing_test.cpp.

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "simulator/engine/kernel.h"
#include "simulator/run/job_record.h"
#include "simulator/run/machine.h"
#include "simulator/scenario/scenario.h"
#include "simulator/scheduler/queue.h"

namespace icekeel::run {

/// What is known of a batch job at the end.
struct BatchRecord {
  JobState state = JobState::waiting;
  std::optional<Duration> submitted;
  std::optional<Duration> start;  ///< its first
  std::optional<Duration> end;
  Energy energy;       ///< of its nodes, at the inlet of their supplies
  Duration ran;        ///< time on nodes, all starts together
  Duration node_time;  ///< of all its nodes together, of a shared one its part
  Duration lost;       ///< of the time, what was done again
  Energy wasted;       ///< of its energy, in that time
  std::uint32_t site = 0, partition = 0;
  std::uint32_t restarts = 0;
  std::uint32_t resizes = 0;
};

class BatchRuns {
 public:
  struct Calls {
    std::function<void(std::size_t)> queue;  ///< the job wants nodes
    std::function<void(std::size_t)> left;   ///< it has left its nodes
    std::function<void(std::size_t)> over;   ///< and does not come back
    /// It runs on after the time that it asked for; until when that is planned now.
    std::function<Duration(std::size_t)> overdue;
    std::function<void(const std::string& kind, std::size_t job, const std::string& why)> note;
  };

  BatchRuns(const scenario::Scenario& scenario, engine::Kernel& kernel,
            std::vector<std::unique_ptr<Machine>>& machines, Calls calls);

  /// Books the first arrival; each books the next.
  void book_arrivals();
  /// Takes nodes and begins, or goes on from what was saved.
  bool start(std::size_t job, std::size_t site, std::size_t partition,
             const scheduler::Choice& choice);
  /// Running jobs on whole nodes of a partition, of at most that priority: the lowest first, then
  /// who came last.
  std::vector<std::size_t> below(double priority, std::size_t site, std::size_t partition) const;
  std::size_t nodes_of(std::size_t job) const { return running_.at(job).nodes.places.size(); }
  /// Makes room; it goes on later, with the time to save and to load it on top.
  void preempt(std::size_t job);
  /// Running jobs of a partition that can take more nodes or give some back.
  struct Elastic {
    std::size_t job = 0;
    std::size_t nodes = 0, least = 0, most = 0;
    double over_asked = 1;  ///< nodes over those that it asked for
  };
  std::vector<Elastic> elastic(std::size_t site, std::size_t partition) const;
  bool any_elastic() const { return any_elastic_; }
  /// When it would have used up its time on so many nodes from now on; nothing if that change would
  /// bring its end no nearer, though it takes more nodes.
  std::optional<Duration> limit_on(std::size_t job, std::size_t nodes) const;
  bool resize(std::size_t job, std::size_t nodes);
  /// A node of the job failed, or all lost their power.
  void interrupt(std::size_t job, const std::string& why);
  /// Temperatures or supplies have changed.
  void surroundings_changed(std::size_t site);
  /// Brings the records of running jobs up to now.
  void settle();

  /// At its most.
  BatchLoad load_of(std::size_t job) const;
  const std::vector<BatchRecord>& records() const { return records_; }
  std::size_t running() const { return running_.size(); }
  /// Running jobs on a node of a pool.
  std::vector<std::size_t> jobs_on(std::size_t site, std::size_t partition,
                                   std::size_t place) const;

 private:
  struct Running {
    BatchNodes nodes;
    std::size_t site = 0;
    Duration began;
    Duration since;     // of the present pace
    double pace = 1;    // that its surroundings allow
    double speed = 1;   // of its size, over that of the one it asked for
    Duration sized;     // since when it has its nodes
    Duration left;      // work, at full pace on the nodes it asked for
    Duration limit_at;  // when it is killed, or planned anew
    Energy reading;     // when its load last changed
    Energy banked;      // of its nodes, from its begin until then
    engine::EventId end, limit, step;

    double rate() const { return pace * speed; }
  };

  void arrive_next();
  void submit(std::size_t job);
  void release_followers(std::size_t job);
  void book_end(std::size_t job, Running& running);
  void book_limit(std::size_t job, Running& running, Duration at);
  void book_step(std::size_t job, Running& running);
  void next_step(std::size_t job);
  const workloads::ScalingSpec* scaling_of(std::size_t job) const;
  double speed_on(std::size_t job, const Running& running, std::size_t nodes) const;
  std::int64_t asked(std::size_t job, const Running& running) const;
  workloads::LoadProfile::Step step_of(std::size_t job, const Running& running) const;
  BatchLoad load_of(std::size_t job, double of_it) const;
  void advance(Running& running) const;
  Energy energy_of(const Running& running) const;
  void write_down(BatchRecord& record, const Running& running) const;
  void leave(std::size_t job);
  void finish(std::size_t job, JobState state);
  Machine& machine_of(const Running& running) const { return *machines_[running.site]; }

  const scenario::Scenario& scenario_;
  engine::Kernel& kernel_;
  std::vector<std::unique_ptr<Machine>>& machines_;
  Calls calls_;
  std::vector<BatchRecord> records_;
  std::unordered_map<std::size_t, Running> running_;
  std::unordered_map<std::size_t, Duration> left_of_;  // of jobs that were saved
  std::unordered_map<std::size_t, std::vector<std::size_t>> followers_;
  std::size_t arrived_ = 0;
  bool any_elastic_ = false;
};

}  // namespace icekeel::run
