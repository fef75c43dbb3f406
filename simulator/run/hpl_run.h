// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// A run of Linpack in motion: its power falls as less and less of the matrix is left.

#include "simulator/run/job_record.h"

namespace icekeel::run {

/// The plan's phases follow each other, one event each, at the pace of the nodes. Transfers are
/// part of the closed form: the run does not compete for links of the fabric.
class HplRun : public RunningJob {
 public:
  HplRun(JobId id, JobRecord& record, JobServices services);

  void start(std::unique_ptr<Occupation> nodes) override;
  void surroundings_changed() override;
  void settle() override;
  PhaseTotals phases_until(Duration at) const override;
  std::unique_ptr<Occupation> give_up_nodes() override { return std::move(nodes_); }
  bool uses(std::size_t node) const override { return nodes_ && nodes_->holds(node); }
  /// A run without a node is no result.
  void fail(Duration /*detection*/, const std::string& why) override {
    if (!over_) finish(JobState::failed, why);
  }
  void kill(const std::string& why) override {
    if (!over_) finish(JobState::killed, why);
  }

  /// Begins the first phase; called once after `start`.
  void begin();

 private:
  void begin_phase();
  void end_phase();
  void hold();
  void account();
  void finish(JobState state, const std::string& why);
  const workloads::HplPlan& plan() const { return *record_.place->hpl; }

  JobId id_;
  JobRecord& record_;
  JobServices services_;
  std::unique_ptr<Occupation> nodes_;
  std::size_t phase_ = 0;
  Duration left_;       // of the phase, at full speed
  double speed_ = 1.0;  // since the last change
  Duration since_;
  Energy energy_;
  engine::EventId next_event_;
  bool over_ = false;
};

}  // namespace icekeel::run
