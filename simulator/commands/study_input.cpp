// SPDX-License-Identifier: Apache-2.0
#include "simulator/commands/study_input.h"

#include <fmt/format.h>
#include <unistd.h>

#include <iostream>

#include "simulator/commands/commands.h"
#include "simulator/config/catalogue.h"

namespace icekeel::commands {
namespace {

namespace fs = std::filesystem;

constexpr double many_points = 100'000, most_points = 20'000'000;

bool goes_on(const std::string& file, double points, bool agreed) {
  if (points > most_points) {
    std::cerr << fmt::format(
        "icekeel: error: '{}' would make {:.3g} points; at most {:.0f} are possible\n"
        "      = sample the ranges with design: latin-hypercube or sobol\n",
        file, points, most_points);
    return false;
  }
  if (points <= many_points || agreed) return true;
  if (::isatty(STDIN_FILENO) == 1 && ::isatty(STDERR_FILENO) == 1) {
    std::cerr << fmt::format("'{}' makes {:.0f} points. Go on? [y/N] ", file, points);
    std::string answer;
    std::getline(std::cin, answer);
    return answer == "y" || answer == "yes";
  }
  std::cerr << fmt::format(
      "icekeel: error: '{}' makes {:.0f} points\n      = add --yes if you mean it, or sample the "
      "ranges with design: latin-hypercube or sobol\n",
      file, points);
  return false;
}

}  // namespace

std::optional<studies::Study> open_study(const std::string& file, studies::Purpose purpose) {
  config::Diagnostics diagnostics;
  auto study =
      studies::read_study(file, purpose, config::Catalogue::installed(), version(), diagnostics);
  std::cerr << diagnostics.text("no point was run");
  return study;
}

std::optional<OpenStudy> open_points(const std::string& file, bool agreed) {
  auto study = open_study(file, studies::Purpose::sweep);
  if (!study || !goes_on(file, studies::number_of_points(*study), agreed)) return std::nullopt;
  auto points = studies::points_of(*study);
  return OpenStudy{std::move(*study), std::move(points)};
}

fs::path named_after(const std::string& study, const std::string& given, const char* end) {
  return given.empty() ? fs::path(fs::path(study).stem().string() + end) : fs::path(given);
}

fs::path this_program() {
  return fs::read_symlink("/proc/self/exe");
}

SweepLine::SweepLine(const std::string& mode)
    : line_(mode == "auto" && ::isatty(STDERR_FILENO) == 1), json_(mode == "json") {}

void SweepLine::show(const studies::SweepProgress& progress) {
  constexpr double every_s = 0.5;
  const bool last = progress.running == 0 && progress.done == progress.points;
  if (!line_ && !json_) return;
  if (!last && last_ >= 0.0 && progress.wall_s - last_ < every_s) return;
  last_ = progress.wall_s;
  if (json_) {
    std::cerr << fmt::format(
        "{{\"points\": {}, \"done\": {}, \"failed\": {}, \"running\": {}, \"wall_s\": {:.1f}}}\n",
        progress.points, progress.done, progress.failed, progress.running, progress.wall_s);
    return;
  }
  const auto left = static_cast<double>(progress.points - progress.done);
  std::cerr << fmt::format("\r{} of {} points, {} running, {} failed, {:.0f} s", progress.done,
                           progress.points, progress.running, progress.failed, progress.wall_s);
  if (progress.ran > 0)
    std::cerr << fmt::format(", about {:.0f} s left",
                             left * progress.wall_s / static_cast<double>(progress.ran));
  std::cerr << "\x1b[K" << std::flush;
  shown_ = true;
}

void SweepLine::end() {
  if (shown_) std::cerr << "\r\x1b[K" << std::flush;
}

}  // namespace icekeel::commands
