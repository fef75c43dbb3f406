// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// The flexible load of a site in motion: planned window by window, changed hour by hour.

#include <functional>
#include <vector>

#include "simulator/engine/kernel.h"
#include "simulator/facility/flexible_load.h"
#include "simulator/run/machine.h"
#include "simulator/scenario/scenario.h"

namespace icekeel::run {

/// Against the same load spread evenly over its window, at the prices and intensities of the grid.
struct FlexibleBooks {
  Energy used;
  Energy moved;
  Money saved;
  Mass carbon_saved;
};

class FlexibleRun {
 public:
  /// \param settle books the past before the load changes
  FlexibleRun(engine::Kernel& kernel, const scenario::Site& site, Timestamp start, Machine& machine,
              std::function<void()> settle);

  /// Runs the load from now on.
  void begin();
  /// Up to now, which is the end of the last hour that was begun or a moment within it.
  FlexibleBooks books(Duration now) const;

 private:
  void next_hour();
  void plan(double window);
  Duration since_midnight(Duration at) const;

  engine::Kernel& kernel_;
  const scenario::Site& site_;
  const facility::FlexibleSpec& spec_;
  Timestamp start_;
  Machine& machine_;
  std::function<void()> settle_;
  std::vector<Power> plan_;
  std::int64_t planned_ = -1;
  Duration hour_began_;
  Power now_;
  FlexibleBooks books_;  // of the hours before
};

}  // namespace icekeel::run
