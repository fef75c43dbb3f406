// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// What it takes to follow a thing through a video, frame by frame.
///
///     time = frames / rate     energy of a frame = power / rate     live at f frames a second: f /
///     rate
///
/// Rates are measured ones; the power is a range, since papers say at most on what they ran. A
/// tracker that waits for a camera is at work f / rate of the time; what it idles meanwhile is not
/// counted.
///
/// See simulator/docs/methods/video-tracking.md.
/// Verified by: tests/unit/analysis/video_tracking_test.cpp.

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/base/quantity.h"
#include "simulator/config/catalogue.h"
#include "simulator/config/fields.h"
#include "simulator/config/finding.h"
#include "simulator/lifecycle/range_fields.h"

namespace icekeel::analysis {

/// A program that follows a thing through a video, as it was measured.
struct TrackerSpec {
  static constexpr std::string_view catalogue_kind = "trackers";
  std::string name;
  Frequency short_term;  ///< frames a second while the thing is in sight
  Frequency long_term;   ///< and where it may leave and come back
  std::string device;    ///< that it ran on
  lifecycle::Range<Power> power;
};

void describe(config::Fields& f, TrackerSpec& tracker);

struct Tracking {
  TrackerSpec by;
  bool long_term = false;
  double frames = 0;
  Duration time;
  lifecycle::Range<Energy> frame, energy;  ///< of a frame, of all
};

Tracking track(const TrackerSpec& tracker, bool long_term, double frames);

struct TrackingCase {
  std::string frames;  ///< how many
  std::string tracker = "dasiamrpn";
};

struct TrackingOutcome {
  std::vector<Tracking> answers;  ///< short-term, long-term
  std::vector<config::Finding> problems;
};

TrackingOutcome track(const TrackingCase& asked, const config::Catalogue& catalogue);

nlohmann::ordered_json to_json(const std::vector<Tracking>& answers);
std::string to_text(const std::vector<Tracking>& answers);

}  // namespace icekeel::analysis
