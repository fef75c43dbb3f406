// SPDX-License-Identifier: Apache-2.0
#include "simulator/scheduler/profile.h"

#include <algorithm>

#include "simulator/scheduler/request.h"

namespace icekeel::scheduler {
namespace {

// Nodes are whole numbers; sums of watts carry rounding errors.
constexpr double slack = 1e-6;

}  // namespace

std::size_t Profile::step_at(Duration when) const {
  const auto after =
      std::upper_bound(steps_.begin() + static_cast<std::ptrdiff_t>(first_), steps_.end(), when,
                       [](Duration t, const Step& step) { return t < step.begin; });
  const auto index = static_cast<std::size_t>(after - steps_.begin());
  return std::max(index, first_ + 1) - 1;
}

Duration Profile::end_of(std::size_t step) const {
  return step + 1 < steps_.size() ? steps_[step + 1].begin : never;
}

// The step that begins there, made if there is none.
std::size_t Profile::split(Duration when) {
  const std::size_t at = step_at(when);
  if (steps_[at].begin >= when) return at;
  steps_.insert(steps_.begin() + static_cast<std::ptrdiff_t>(at) + 1, {when, steps_[at].free});
  return at + 1;
}

void Profile::take(Duration from, Duration to, double amount) {
  if (from >= to) return;
  const std::size_t begin = split(from);
  const std::size_t end = to < never ? split(to) : steps_.size();
  for (std::size_t i = begin; i < end; ++i) steps_[i].free -= amount;
  const auto drop_if_same = [this](std::size_t i) {
    if (i > first_ && i < steps_.size() && steps_[i].free == steps_[i - 1].free)
      steps_.erase(steps_.begin() + static_cast<std::ptrdiff_t>(i));
  };
  drop_if_same(end);
  drop_if_same(begin);
}

void Profile::advance(Duration now) {
  while (first_ + 1 < steps_.size() && steps_[first_ + 1].begin <= now) ++first_;
  if (first_ < 64 || first_ < steps_.size() / 2) return;
  steps_.erase(steps_.begin(), steps_.begin() + static_cast<std::ptrdiff_t>(first_));
  first_ = 0;
}

double Profile::free_at(Duration when) const {
  return steps_[step_at(when)].free;
}

double Profile::most_free(Duration from, Duration to) const {
  double most = 0;
  for (std::size_t i = step_at(from); i < steps_.size() && (steps_[i].begin < to); ++i)
    most = std::max(most, steps_[i].free);
  return most;
}

double Profile::least_free(Duration from, Duration to) const {
  double least = free_at(from);
  for (std::size_t i = step_at(from); i < steps_.size() && (steps_[i].begin < to); ++i)
    least = std::min(least, steps_[i].free);
  return least;
}

bool Profile::fits(Duration from, Duration length, double amount) const {
  for (std::size_t i = step_at(from);; ++i) {
    if (steps_[i].free < amount - slack) return false;
    if (end_of(i) >= from + length) return true;
  }
}

Duration Profile::earliest(Duration from, Duration length, double amount) const {
  for (std::size_t i = step_at(from);; ++i) {
    if (steps_[i].free < amount - slack)
      from = end_of(i);
    else if (end_of(i) >= from + length)
      return from;
    if (i + 1 == steps_.size()) return never;
  }
}

}  // namespace icekeel::scheduler
