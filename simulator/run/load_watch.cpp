// SPDX-License-Identifier: Apache-2.0
#include "simulator/run/load_watch.h"

#include <algorithm>

namespace icekeel::run {

void LoadWatch::repeats(std::size_t job, std::vector<power::LoadPiece> step) {
  auto& known = steps_[job];
  const auto same = [](const power::LoadPiece& a, const power::LoadPiece& b) {
    return a.length == b.length && a.power == b.power;
  };
  if (std::ranges::equal(known.pieces, step, same)) return;
  const auto before = known.swing;
  known.swing = power::swing_behind(step, smoothing_);
  known.pieces = std::move(step);
  sum_.swing += known.swing.swing - before.swing;
  sum_.ramp += known.swing.ramp - before.ramp;
}

void LoadWatch::stops(std::size_t job) {
  const auto found = steps_.find(job);
  if (found == steps_.end()) return;
  sum_.swing -= found->second.swing.swing;
  sum_.ramp -= found->second.swing.ramp;
  steps_.erase(found);
  if (steps_.empty()) sum_ = {};
}

}  // namespace icekeel::run
