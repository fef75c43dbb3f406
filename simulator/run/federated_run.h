// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// A federated job in motion: the server waits for its devices, aggregates, and begins again.

#include <optional>

#include "simulator/base/random.h"
#include "simulator/run/job_record.h"
#include "simulator/run/timed_step.h"

namespace icekeel::run {

/// A round of the devices is simulated when it begins (workloads::FederatedRounds) and is one event
/// here; their energy is drawn at their homes and is no part of the site's.
class FederatedRun : public RunningJob {
 public:
  /// \param time of day (UTC) when the simulation starts
  FederatedRun(JobId id, JobRecord& record, JobServices services, RandomStream random,
               Duration time_of_day);

  void start(std::unique_ptr<Occupation> nodes) override;
  void surroundings_changed() override;
  void competitors_changed() override;
  void settle() override;
  PhaseTotals phases_until(Duration at) const override;
  std::unique_ptr<Occupation> give_up_nodes() override { return std::move(nodes_); }
  bool uses(std::size_t node) const override { return nodes_ && nodes_->holds(node); }
  void fail(Duration detection, const std::string& why) override;
  void kill(const std::string& why) override {
    if (!over_) finish(JobState::killed, why);
  }

 private:
  void begin_round();
  void begin_aggregation();
  void end_round();
  void hold(const platforms::Activity& activity, workloads::PhaseKind kind);
  void close_phase();
  bool is_over() const;
  void book_devices();
  void interrupt();
  void finish(JobState state, const std::string& why);
  const workloads::FederatedSpec& spec() const { return *record_.job->spec.federated; }

  JobId id_;
  JobRecord& record_;
  JobServices services_;
  RandomStream random_;
  Duration time_of_day_;
  std::optional<workloads::FederatedRounds> rounds_;
  std::vector<workloads::ClientTotals> totals_before_;  // before an interruption
  std::unique_ptr<Occupation> nodes_;
  workloads::Round round_;
  platforms::Activity activity_;
  workloads::PhaseKind kind_ = workloads::PhaseKind::data_comm;
  Duration since_;
  Energy energy_;
  Energy energy_before_;  // of its nodes, before an interruption
  Duration round_began_;
  engine::EventId next_event_;
  bool over_ = false;
};

}  // namespace icekeel::run
