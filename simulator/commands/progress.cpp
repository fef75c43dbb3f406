// SPDX-License-Identifier: Apache-2.0
#include "simulator/commands/progress.h"

#include <fmt/format.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cstdio>

#include "simulator/base/units.h"

namespace icekeel::commands {
namespace {

constexpr double shortest_interval_s = 0.2;

double memory_mb() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1024.0;
}

// Share of the work that is done, by time or by jobs.
double share_done(const run::Progress& progress) {
  if (progress.duration) return progress.simulated / *progress.duration;
  return progress.jobs > 0
             ? static_cast<double>(progress.jobs_done) / static_cast<double>(progress.jobs)
             : 0.0;
}

}  // namespace

ProgressLine::ProgressLine(const std::string& mode, std::function<double()> wall_seconds)
    : wall_seconds_(std::move(wall_seconds)) {
  if (mode == "json")
    mode_ = Mode::json;
  else if (mode == "auto" && isatty(STDERR_FILENO))
    mode_ = Mode::line;
}

void ProgressLine::show(const run::Progress& progress) {
  if (mode_ == Mode::none) return;
  const double wall = wall_seconds_();
  if (shown_ && wall - last_shown_ < shortest_interval_s) return;
  last_shown_ = wall;
  shown_ = true;
  mode_ == Mode::json ? print_json(progress, wall) : print_line(progress, wall);
}

void ProgressLine::print_line(const run::Progress& progress, double wall) const {
  const double days = progress.simulated / units::day;
  const double share = share_done(progress);
  const auto eta =
      share > 0.01 ? fmt::format(", {:.0f} s left", wall * (1.0 - share) / share) : std::string();
  fmt::print(stderr,
             "\r\033[Ksimulated {:.2f} d ({:.0f} %), {} of {} jobs, {:.2g} events/s, "
             "{:.0f} MB{}",
             days, 100.0 * share, progress.jobs_done, progress.jobs,
             wall > 0 ? static_cast<double>(progress.events) / wall : 0.0, memory_mb(), eta);
  std::fflush(stderr);
}

void ProgressLine::print_json(const run::Progress& progress, double wall) const {
  fmt::print(stderr,
             "{{\"simulated_s\": {}, \"wall_s\": {:.3f}, \"share\": {:.4f}, \"jobs_done\": {}, "
             "\"jobs\": {}, \"events\": {}, \"memory_MB\": {:.1f}}}\n",
             progress.simulated.si(), wall, share_done(progress), progress.jobs_done, progress.jobs,
             progress.events, memory_mb());
}

void ProgressLine::end() {
  if (mode_ == Mode::line && shown_) fmt::print(stderr, "\r\033[K");
}

}  // namespace icekeel::commands
