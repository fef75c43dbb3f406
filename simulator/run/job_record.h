// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// What is known of a job when the simulation ends, and how jobs talk to those around them.

#include <array>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "simulator/base/quantity.h"
#include "simulator/run/alike_flows.h"
#include "simulator/run/machine.h"
#include "simulator/run/service_record.h"
#include "simulator/scenario/scenario.h"
#include "simulator/scheduler/request.h"
#include "workloads/federated_rounds.h"
#include "workloads/step.h"

namespace icekeel::run {

using scheduler::JobId;

enum class JobState { waiting, running, completed, failed, killed };

/// Time that the job spent in one kind of phase, and energy of all its nodes in it.
struct PhaseTotal {
  Duration time;
  Energy energy;
};

using PhaseTotals = std::array<PhaseTotal, workloads::phase_kinds>;

/// Adds totals to a sum, or with -1 takes them out of it.
inline void add_to(PhaseTotals& sum, const PhaseTotals& more, double times = 1.0) {
  for (std::size_t kind = 0; kind < sum.size(); ++kind) {
    sum[kind].time += times * more[kind].time;
    sum[kind].energy += times * more[kind].energy;
  }
}

/// What a federated job did outside of the site.
struct FederatedRecord {
  std::vector<workloads::ClientTotals> totals;  ///< by kind, then the edge servers
  std::vector<workloads::Round> rounds;
  std::vector<Duration> ends;  ///< of the rounds
};

struct JobRecord {
  const scenario::PlannedJob* job = nullptr;
  const scenario::Place* place = nullptr;  ///< where it runs; before it starts, the first choice
  JobState state = JobState::waiting;
  std::optional<Duration> submitted;
  std::optional<Duration> start;
  std::optional<Duration> end;
  std::int64_t steps_done = 0;
  std::optional<Duration> step_time;  ///< of the last steady step
  std::int64_t checkpoints = 0;
  std::int64_t saved_steps = 0;         ///< in the last checkpoint
  std::int64_t restarts = 0;            ///< after its nodes had failed
  std::int64_t lost_steps = 0;          ///< done after the last checkpoint, and done again
  Duration lost_time{};                 ///< spent on them, and on finding failures and restarts
  Energy wasted;                        ///< of its nodes, in that time
  Duration away{};                      ///< in the queue, between interruptions and restarts
  std::optional<Duration> interrupted;  ///< since when it waits to be restarted
  std::optional<Duration> began;        ///< its last start
  /// Lengths of the phases with flows, by the pattern of links that they share.
  std::map<std::uint64_t, std::vector<Duration>> measured{};
  Power largest_change{};  ///< of all its nodes from one second to the next
  Energy energy;           ///< of its nodes, at the inlet of their supplies
  PhaseTotals phases{};
  FederatedRecord federated{};
  ServiceRecord service{};
  Information data_moved;
};

/// Time on its nodes.
Duration run_time(const JobRecord& record, Duration now);

/// A job in motion.
class RunningJob {
 public:
  virtual ~RunningJob() = default;
  /// The nodes are there.
  virtual void start(std::unique_ptr<Occupation> nodes) = 0;
  /// Inlet temperatures or supplies of the nodes have changed.
  virtual void surroundings_changed() = 0;
  /// Jobs that compete for links have come or gone.
  virtual void competitors_changed() {}
  /// Brings the record up to now.
  virtual void settle() = 0;
  /// Its phases up to a moment between the last change and now.
  virtual PhaseTotals phases_until(Duration at) const = 0;
  virtual std::unique_ptr<Occupation> give_up_nodes() = 0;
  virtual bool uses(std::size_t node) const = 0;
  /// One of its nodes has failed; that is noticed after a while.
  virtual void fail(Duration detection, const std::string& why) = 0;
  /// Ends it here and now.
  virtual void kill(const std::string& why) = 0;
};

/// What a job asks of those around it.
struct JobServices {
  engine::Kernel& kernel;
  Machine& machine;
  /// The job is over, or in the state `waiting` has to be started again: it calls this last.
  std::function<void(JobId, JobState, const std::string& why)> ended;
  /// All members of its group of competitors measure their steps until each is steady.
  std::function<void(JobId)> measured_steady;
  std::function<bool(JobId)> may_skip;
  /// Of the flows of its whole group one of each kind: those of this job, by phase.
  std::function<const PhaseStandIns&(JobId)> stand_ins;
  /// The power of all its nodes over a step that repeats from now on, and a change of it.
  std::function<void(JobId, const Pattern&)> step_repeats;
  std::function<void(Power before, Power after)> load_changed;
  Duration restart;  ///< from the end of an interruption until the job goes on
};

}  // namespace icekeel::run
