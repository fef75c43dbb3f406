// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Shared storage in motion: jobs that read their samples and save their states share its servers.
///
/// Reading at rate r keeps r / read bandwidth of the store busy, writing at w keeps w / write
/// bandwidth busy; together that is at most all of it:
///
///     sum(r_i / R) + sum(w_j / W) <= 1
///
/// Who asks for less than a fair part gets it; the others share what is left evenly (max-min). A
/// reader asks for what its steps consume, a transfer for what the adapters of its nodes carry.
/// Between changes all rates are constant, so ends of transfers are exact.
///
/// Verified by: tests/unit/run/store_test.cpp, tests/verification/run/store_run_test.cpp.

#include <functional>
#include <map>
#include <vector>

#include "platforms/storage.h"
#include "simulator/engine/kernel.h"
#include "simulator/scheduler/request.h"

namespace icekeel::run {

using scheduler::JobId;

/// Parts of a whole that everybody gets who asks for `demands` of it.
std::vector<double> max_min_shares(const std::vector<double>& demands, double whole = 1.0);

class Store {
 public:
  enum class Direction { read, write };
  using Action = std::function<void()>;

  /// \param busy_changed told which share of the store is busy, whenever that changes
  Store(const platforms::StorageSpec& spec, engine::Kernel& kernel,
        std::function<void(double)> busy_changed);

  /// The job's steps consume samples at this rate; none where it is zero. `rate_changed` is called,
  /// as an event, when it gets more or less than before.
  void read_samples(JobId job, Bandwidth demand, Action rate_changed);
  /// The rate at which the job's samples arrive.
  Bandwidth sample_rate(JobId job) const;

  /// Moves a state of the job; one at a time.
  void transfer(JobId job, Direction direction, Information bytes, Bandwidth most, Action done);

  /// The job is over.
  void forget(JobId job);

  double busy() const { return busy_; }

 private:
  struct Reader {
    Bandwidth demand;
    double share = 0;  // of the store
    Action rate_changed;
  };
  struct Transfer {
    Bandwidth full;  // at which it would have the store alone
    Bandwidth most;
    Information size;
    Information left;
    double share = 0;
    Action done;
  };

  void share_out();
  void advance();
  void book_next_end();
  void end_transfers();

  const platforms::StorageSpec spec_;
  engine::Kernel& kernel_;
  std::function<void(double)> busy_changed_;
  std::map<JobId, Reader> readers_;
  std::map<JobId, Transfer> transfers_;
  Duration settled_;
  engine::EventId next_end_;
  double busy_ = 0;
};

}  // namespace icekeel::run
