// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Runs the points of a study that have not ended, and says how far it is.

#include <cstddef>
#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "analysis/studies/study.h"
#include "analysis/studies/study_folder.h"

namespace icekeel::studies {

struct SweepProgress {
  std::size_t points = 0;   ///< different ones of this share
  std::size_t done = 0;     ///< that have ended, whoever ran them
  std::size_t failed = 0;   ///< of these
  std::size_t running = 0;  ///< here
  std::size_t ran = 0;      ///< that ended here
  double wall_s = 0.0;
};

struct SweepSettings {
  std::filesystem::path program;  ///< that simulates: "run SCENARIO -o RESULT ..."
  std::size_t at_once = 1;
  std::size_t share = 0, shares = 1;  ///< runs every `shares`-th point from `share` on
  std::size_t first = 0;              ///< begins with this point, so that pools meet less often
  bool retry = false;                 ///< failed points run again
  std::function<void(const SweepProgress&)> progress;
};

struct FailedPoint {
  std::size_t index = 0;  ///< among the points
  std::string error;
};

struct SweepReport {
  SweepProgress last;
  std::vector<FailedPoint> failed;  ///< in this call
  bool interrupted = false;
};

/// Runs the points, each a process of its own. A point that has ended is left alone; one that
/// another pool runs is waited for, and run if that pool does not end it; one that fails is noted,
/// and the rest goes on.
SweepReport run_sweep(const Study& study, std::span<const Point> points, const StudyFolder& folder,
                      const SweepSettings& settings);

/// How many different points have ended, run or wait.
struct SweepState {
  std::size_t points = 0, complete = 0, running = 0;
  std::vector<FailedPoint> failed;
  std::size_t waiting() const { return points - complete - running - failed.size(); }
};
SweepState state_of(std::span<const Point> points, const StudyFolder& folder);

}  // namespace icekeel::studies
