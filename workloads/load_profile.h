// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// How the load of a batch job changes while it runs: steps over its run time.

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "simulator/base/quantity.h"
#include "simulator/config/fields.h"
#include "simulator/config/finding.h"

namespace icekeel::workloads {

/// A step lasts for a time or for a share of the job; without either it is the last.
struct LoadStepSpec {
  std::optional<Duration> lasting;
  std::optional<double> share;
  double load = 1;
};

void describe(config::Fields& f, LoadStepSpec& step);

/// Paths relative to the list of steps.
std::vector<config::Finding> check(const std::vector<LoadStepSpec>& steps);

/// Steps over the work of a job, which is counted in seconds at full pace: a job that is slowed
/// down spends longer in each. See simulator/docs/methods/batch-jobs.md.
class LoadProfile {
 public:
  explicit LoadProfile(const std::vector<LoadStepSpec>& steps);

  struct Step {
    double load = 1;
    Duration until;  ///< position in the job's work at which the next one begins, or infinite
  };
  /// The step at a position in a job of such a length. Positions within a millionth of a second
  /// before the end of a step are in the next one.
  Step at(Duration position, Duration run) const;
  double most() const;

 private:
  struct Piece {
    double end = 0;  // seconds, or a share of the job
    double load = 1;
  };
  std::vector<Piece> pieces_;
  bool shares_ = false;   // of the job; seconds otherwise
  bool repeats_ = false;  // from the end of the last step on
};

}  // namespace icekeel::workloads
