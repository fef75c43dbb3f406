// SPDX-License-Identifier: Apache-2.0
#include "workloads/load_profile.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace icekeel::workloads {
namespace {

constexpr double rounding = 1e-6;  // s
constexpr double forever = std::numeric_limits<double>::infinity();

bool is_last(const LoadStepSpec& step) {
  return !step.lasting && !step.share;
}

}  // namespace

void describe(config::Fields& f, LoadStepSpec& step) {
  f.optional("for", step.lasting, "How long, at full pace.", {.least = 1.0});
  f.optional("share", step.share, "Instead: the share of the job's run time that it takes.",
             {.most = 1, .above_least = true});
  f.required("load", step.load, "What the job's utilisation or measured power is multiplied with.",
             {.most = 1});
}

std::vector<config::Finding> check(const std::vector<LoadStepSpec>& steps) {
  std::vector<config::Finding> found;
  if (steps.empty()) return {{"", "the load has no steps", "give at least one"}};
  double sum = 0;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const auto& step = steps[i];
    const auto path = fmt::format("[{}]", i);
    if (step.lasting && step.share)
      found.push_back({path, "the step has a time and a share", "keep 'for' or 'share'"});
    if (is_last(step) && i + 1 < steps.size())
      found.push_back({path, "only the last step may go on to the end of the job",
                       "give the step 'for' or 'share'"});
    if (!is_last(step) && step.share.has_value() != steps.front().share.has_value())
      found.push_back({path, "some steps have times, others shares", "use one of the two"});
    sum += step.share.value_or(0.0);
  }
  const bool open = is_last(steps.back());
  if (steps.front().share && (sum > 1.0 + 1e-9 || (!open && sum < 1.0 - 1e-9)))
    found.push_back({"", fmt::format("the shares of the steps add up to {:.6g}", sum),
                     open ? "let them leave something for the last step" : "make it 1"});
  return found;
}

LoadProfile::LoadProfile(const std::vector<LoadStepSpec>& steps)
    : shares_(steps.front().share.has_value()), repeats_(!shares_ && !is_last(steps.back())) {
  double end = 0;
  for (const auto& step : steps) {
    end += shares_ ? step.share.value_or(1.0) : step.lasting.value_or(Duration{}).si();
    pieces_.push_back({end, step.load});
  }
  if (!repeats_) pieces_.back().end = forever;
}

LoadProfile::Step LoadProfile::at(Duration position, Duration run) const {
  const double unit = shares_ ? run.si() : 1.0;
  const double period = repeats_ ? pieces_.back().end : 0.0;
  const double passed = position.si() + rounding;
  const double before = repeats_ ? std::floor(passed / period) * period : 0.0;
  for (const auto& piece : pieces_)
    if (passed - before < piece.end * unit)
      return {piece.load, Duration::si(before + piece.end * unit)};
  return {pieces_.back().load, Duration::si(forever)};
}

double LoadProfile::most() const {
  double most = 0;
  for (const auto& piece : pieces_) most = std::max(most, piece.load);
  return most;
}

}  // namespace icekeel::workloads
