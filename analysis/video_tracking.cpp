// SPDX-License-Identifier: Apache-2.0
#include "analysis/video_tracking.h"

#include <fmt/format.h>

#include "analysis/inference_parts.h"
#include "analysis/text_format.h"
#include "simulator/base/units.h"
#include "simulator/config/units_text.h"

namespace icekeel::analysis {
namespace {

nlohmann::ordered_json range_json(const lifecycle::Range<Energy>& range, Energy unit) {
  return {{"low", range.low / unit}, {"mid", range.mid / unit}, {"high", range.high / unit}};
}

const char* term_of(const Tracking& tracking) {
  return tracking.long_term ? "long-term" : "short-term";
}

}  // namespace

void describe(config::Fields& f, TrackerSpec& t) {
  f.required("name", t.name, "Name of the program.");
  f.required("short_term", t.short_term, "Frames in a time while the thing is in sight.",
             {.above_least = true});
  f.required("long_term", t.long_term, "Frames in a time where it may leave and come back.",
             {.above_least = true});
  f.required("device", t.device, "What it was measured on.");
  f.required("power", t.power, "Power of that meanwhile.");
}

Tracking track(const TrackerSpec& by, bool long_term, double frames) {
  const Duration each = 1.0 / (long_term ? by.long_term : by.short_term);
  Tracking made{by, long_term, frames, frames * each, each * by.power, {}};
  made.energy = frames * made.frame;
  return made;
}

TrackingOutcome track(const TrackingCase& asked, const config::Catalogue& catalogue) {
  TrackingOutcome outcome;
  const auto frames = config::parse_count(asked.frames);
  if (!frames || *frames < 1)
    outcome.problems.push_back({"tracking",
                                fmt::format("'{}' is no number of frames", asked.frames),
                                "give a whole number of at least 1, as 90000"});
  TrackerSpec tracker;
  if (read_entry(asked.tracker, "tracker", catalogue, outcome.problems, tracker) &&
      outcome.problems.empty())
    for (const bool long_term : {false, true})
      outcome.answers.push_back(track(tracker, long_term, static_cast<double>(*frames)));
  return outcome;
}

nlohmann::ordered_json to_json(const std::vector<Tracking>& answers) {
  auto all = nlohmann::ordered_json::array();
  for (const auto& a : answers)
    all.push_back({{"tracker", a.by.name},
                   {"device", a.by.device},
                   {"term", term_of(a)},
                   {"frames", a.frames},
                   {"frames_per_s", a.frames / a.time.si()},
                   {"time_s", a.time.si()},
                   {"J_per_frame", range_json(a.frame, units::joule)},
                   {"energy_kWh", range_json(a.energy, units::kilowatt_hour)}});
  return all;
}

std::string to_text(const std::vector<Tracking>& answers) {
  std::string text =
      fmt::format("{}{}{}{}{}\n", left("", 14), right("frames/s", 10), right("time", 12),
                  right("J a frame (low to high)", 30), right("kWh in all", 14));
  for (const auto& a : answers) {
    const auto frame = fmt::format("{} ({} to {})", number_text(a.frame.mid.si()),
                                   number_text(a.frame.low.si()), number_text(a.frame.high.si()));
    text += fmt::format("{}{}{}{}{}\n", left(term_of(a), 14),
                        right(number_text(a.frames / a.time.si()), 10),
                        right(duration_text(a.time), 12), right(frame, 30),
                        right(number_text(a.energy.mid.in(units::kilowatt_hour)), 14));
  }
  if (!answers.empty())
    text += fmt::format("\n  {} on {}\n", answers.front().by.name, answers.front().by.device);
  return text;
}

}  // namespace icekeel::analysis
