// SPDX-License-Identifier: Apache-2.0
// Lines on what units of chips do: sums and products, adapting a network, following a thing.
#include <fmt/format.h>

#include <array>

#include "analysis/matrix_work.h"
#include "analysis/talks/answers.h"
#include "analysis/talks/asked.h"
#include "analysis/video_tracking.h"

namespace icekeel::talks {
namespace {

std::vector<analysis::MatrixAnswer> on_units(const Asked& asked, const char* kind) {
  auto outcome = analysis::matrix_work(
      {.kind = kind, .size = asked.entry(kind), .chips = asked.entry("chips")}, asked.catalogue);
  if (!outcome.problems.empty()) throw CannotAnswer(outcome.problems.front().message);
  return std::move(outcome.answers);
}

// L1: a sum and a product of matrices, one number at a time and on whole blocks.
Figures sums_and_products(const Asked& asked) {
  Figures figures;
  for (const char* kind : {"add", "product"}) {
    const auto answers = on_units(asked, kind);
    const auto& first = answers.front();
    figures.push_back({fmt::format("steps of {}, {}", kind, first.unit), "millions",
                       first.clocks * first.at_once / 1e6});
    for (const auto& one : answers) {
      figures.push_back(
          {fmt::format("{}, {}, {}", kind, one.chip, one.unit), "us", 1e6 * one.time.si()});
      figures.push_back({fmt::format("energy of {}, {}, {}", kind, one.chip, one.unit), "mJ",
                         1e3 * one.energy.si()});
    }
    figures.push_back(
        {fmt::format("{}, the first over the last", kind), "1", first.time / answers.back().time});
  }
  return figures;
}

// B7: arithmetic for a watt.
Figures arithmetic_of_chips(const Asked& asked) {
  Figures figures;
  for (const auto& name : asked.entries("chips")) {
    const auto chip = named<platforms::ChipSpec>(name, asked.catalogue);
    const auto rate = std::max({chip.peak.bf16, chip.peak.fp16, chip.peak.fp32});
    figures.push_back(
        {"arithmetic of " + chip.name, "Tflop/s", rate.in(units::teraflop_per_second)});
    figures.push_back({"for a watt of " + chip.name, "Gflop/s", rate.si() / 1e9 / chip.tdp.si()});
  }
  return figures;
}

// B8: a network that is adapted on one rented chip.
Figures adapted_for_cents(const Asked& asked) {
  const auto found =
      estimated({.node = asked.entry("node"), .job = asked.entry("job")}, asked.catalogue);
  if (!found.wall_time || !found.rent) throw CannotAnswer("it has no end, or no rent");
  return {{"time", "min", *found.wall_time / units::minute},
          {"rent", "cents", 100 * found.rent->si() / asked.input("euro_for_a_dollar")}};
}

// B9: frames of a video.
Figures frames_of_a_video(const Asked& asked) {
  const auto tracker = part<analysis::TrackerSpec>(asked, "tracker");
  Figures figures;
  for (const bool long_term : {false, true}) {
    const auto found = analysis::track(tracker, long_term, 1.0);
    const std::string term = long_term ? "long-term" : "short-term";
    figures.push_back({"frames, " + term, "1/s", 1.0 / found.time.si()});
    figures.push_back(ranged("energy of a frame, " + term, "J",
                             {found.frame.low.si(), found.frame.mid.si(), found.frame.high.si()}));
  }
  return figures;
}

}  // namespace

std::span<const NamedAnswer> answers_of_devices() {
  static constexpr std::array all{
      NamedAnswer{"L1", sums_and_products}, NamedAnswer{"B7", arithmetic_of_chips},
      NamedAnswer{"B8", adapted_for_cents}, NamedAnswer{"B9", frames_of_a_video}};
  return all;
}

}  // namespace icekeel::talks
