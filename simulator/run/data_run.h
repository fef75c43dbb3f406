// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Data on their way through nodes, into storage or out of it.

#include "simulator/run/job_record.h"

namespace icekeel::run {

/// One transfer. With storage it shares the servers with other jobs; the nodes work as if it had
/// them alone. A run that loses its nodes begins again.
class DataRun : public RunningJob {
 public:
  DataRun(JobId id, JobRecord& record, JobServices services);

  void start(std::unique_ptr<Occupation> nodes) override;
  void surroundings_changed() override;
  void settle() override;
  PhaseTotals phases_until(Duration at) const override;
  std::unique_ptr<Occupation> give_up_nodes() override { return std::move(nodes_); }
  bool uses(std::size_t node) const override { return nodes_ && nodes_->holds(node); }
  void fail(Duration /*detection*/, const std::string& why) override {
    if (!over_) interrupt(why);
  }
  void kill(const std::string& why) override {
    if (!over_) finish(JobState::killed, why);
  }

  /// Begins to move; called once after `start`.
  void begin();

 private:
  void move();
  void hold();
  void close();
  void interrupt(const std::string& why);
  void finish(JobState state, const std::string& why);
  const workloads::DataMovementSpec& spec() const { return *record_.job->spec.data; }

  JobId id_;
  JobRecord& record_;
  JobServices services_;
  std::unique_ptr<Occupation> nodes_;
  Duration began_, since_;
  Energy energy_, energy_before_;  // at the last change; before an interruption
  engine::EventId next_event_;
  bool over_ = false;
};

}  // namespace icekeel::run
