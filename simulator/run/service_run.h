// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// A service in motion: its nodes follow the requests that come, from one rate to the next.
///
/// No request is an event. Between changes of the rate, of the nodes' speed, and the moment at
/// which what piled up is answered, the service is in the steady state of workloads::CopyOfModel,
/// or full while requests pile up as a fluid. See simulator/docs/methods/serving.md.

#include <map>
#include <utility>

#include "simulator/base/calendar.h"
#include "simulator/run/job_record.h"

namespace icekeel::run {

/// Requests that come to a service between two dates of the simulation.
double requests_between(const workloads::ServiceSpec& service, Timestamp start, Duration from,
                        Duration to);

class ServiceRun : public RunningJob {
 public:
  /// \param start when the simulation starts
  ServiceRun(JobId id, JobRecord& record, JobServices services, Timestamp start);

  void start(std::unique_ptr<Occupation> nodes) override;
  void surroundings_changed() override;
  void settle() override;
  PhaseTotals phases_until(Duration at) const override;
  std::unique_ptr<Occupation> give_up_nodes() override { return std::move(nodes_); }
  bool uses(std::size_t node) const override { return nodes_ && nodes_->holds(node); }
  void fail(Duration detection, const std::string& why) override;
  void kill(const std::string& why) override {
    if (!over_) finish(JobState::killed, why);
  }

  /// Begins to serve; called once after `start`.
  void begin();

 private:
  /// What the nodes do now.
  struct Now {
    double rate = 0;    // requests that come [1/s]
    double active = 0;  // nodes that answer
    double speed = 1;
    workloads::CopyState copy;
    Power idle;  // of all nodes, were they idle
  };

  void serve();
  void rest();
  void hold(double active, double speed, const workloads::CopyState& copy);
  const workloads::CopyState& state_at(double rate, double speed);
  double nodes_for(double rate) const;
  Duration next_change() const;
  void close();
  void count_requests(Duration length);
  void add_spell(Duration length, Energy energy);
  void interrupt(const std::string& why);
  void finish(JobState state, const std::string& why);
  std::optional<Duration> last_moment() const;
  const workloads::ServiceSpec& spec() const { return *record_.job->spec.serving; }
  const workloads::ServicePlan& plan() const { return *record_.place->service; }
  double nodes() const { return static_cast<double>(record_.place->nodes); }
  double copies() const { return now_.active * static_cast<double>(plan().copies); }

  JobId id_;
  JobRecord& record_;
  JobServices services_;
  Timestamp start_;
  workloads::WeeklyCycle cycle_;
  std::unique_ptr<Occupation> nodes_;
  std::map<std::pair<double, double>, workloads::CopyState> states_;  // by rate and speed
  Now now_;
  bool resting_ = false;  // before it serves again
  bool failing_ = false;  // one of its nodes does not answer, which nobody has noticed
  Duration since_;
  Energy energy_, energy_before_;  // at the last change; before an interruption
  engine::EventId next_event_;
  bool over_ = false;
};

}  // namespace icekeel::run
