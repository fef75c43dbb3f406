// SPDX-License-Identifier: Apache-2.0
// What small works take on single devices: sums and products of matrices, frames of a video.
#include <iostream>

#include "analysis/matrix_work.h"
#include "analysis/video_tracking.h"
#include "simulator/commands/estimate_parts.h"

namespace icekeel::commands {
namespace {

template <class Outcome>
int print_work(const Outcome& outcome, const std::string& format, bool refused) {
  for (const auto& problem : outcome.problems) complain_of(problem);
  if (format == "csv")
    complain_of({"format", "this is told as text or json", "give --format json"});
  if (refused || format == "csv" || !outcome.problems.empty()) return bad_input;
  if (format == "json")
    std::cout << analysis::to_json(outcome.answers).dump(2) << "\n";
  else
    std::cout << analysis::to_text(outcome.answers);
  return done;
}

}  // namespace

int matrix_work(const EstimateCommand& command, const MatrixCommand& asked) {
  const std::string chips =
      command.on.empty() ? "core-i9-13900k,ryzen-9-7950x,rtx-4090,h100-sxm" : command.on;
  return print_work(analysis::matrix_work(analysis::MatrixCase{asked.kind, asked.size, chips},
                                          config::Catalogue::installed()),
                    command.format, refuse_foreign(command, {"on"}, "--matrix"));
}

int track(const EstimateCommand& command, const TrackingCommand& asked) {
  analysis::TrackingCase given{.frames = asked.frames};
  if (!asked.tracker.empty()) given.tracker = asked.tracker;
  return print_work(analysis::track(given, config::Catalogue::installed()), command.format,
                    refuse_foreign(command, {}, "--tracking"));
}

}  // namespace icekeel::commands
