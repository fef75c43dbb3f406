// SPDX-License-Identifier: Apache-2.0
#include "simulator/run/draw.h"

#include <algorithm>
#include <cmath>

#include "simulator/base/expect.h"

namespace icekeel::run {

Pattern::Pattern(std::vector<Segment> segments) : segments_(std::move(segments)) {
  std::erase_if(segments_, [](const Segment& s) { return s.length <= Duration{}; });
  for (const auto& segment : segments_) {
    begins_.push_back(period_);
    before_.push_back(energy_);
    period_ += segment.length;
    energy_ += segment.length * segment.power;
  }
  ICEKEEL_EXPECT(period_ > Duration{});
}

std::size_t Pattern::segment_at(Duration within) const {
  const auto after = std::upper_bound(begins_.begin(), begins_.end(), within);
  return static_cast<std::size_t>(after - begins_.begin()) - 1;
}

Energy Pattern::energy_until(Duration position) const {
  const double periods = std::floor(position / period_);
  const Duration within = std::max(Duration{}, position - periods * period_);
  const std::size_t i = segment_at(within);
  return periods * energy_ + before_[i] + (within - begins_[i]) * segments_[i].power;
}

Power Pattern::power_at(Duration position) const {
  const double periods = std::floor(position / period_);
  return segments_[segment_at(std::max(Duration{}, position - periods * period_))].power;
}

// The difference is piecewise linear in the moment between the windows, with kinks where one of
// their three ends meets the beginning of a segment.
Power Pattern::largest_change(Duration window) const {
  const Duration lead = std::ceil(2.0 * window / period_) * period_;  // keeps positions positive
  Power largest;
  for (const Duration begin : begins_)
    for (const Duration shift : {-window, Duration{}, window}) {
      const Duration moment = lead + begin + shift;
      const Energy before = energy_until(moment) - energy_until(moment - window);
      const Energy after = energy_until(moment + window) - energy_until(moment);
      largest = std::max({largest, (after - before) / window, (before - after) / window});
    }
  return largest;
}

Energy Draw::energy(Duration now) const {
  ICEKEEL_EXPECT(now >= since_);
  if (!pattern_) return banked_ + (now - since_) * held_;
  return banked_ + pattern_->energy_until(into_ + (now - since_)) - pattern_->energy_until(into_);
}

Power Draw::mean_power() const {
  return pattern_ ? pattern_->energy_of_period() / pattern_->period() : held_;
}

Power Draw::power(Duration now) const {
  return pattern_ ? pattern_->power_at(into_ + (now - since_)) : held_;
}

void Draw::hold(Duration now, Power power) {
  banked_ = energy(now);
  since_ = now;
  held_ = power;
  pattern_.reset();
}

void Draw::repeat(Duration now, std::shared_ptr<const Pattern> pattern, Duration into) {
  banked_ = energy(now);
  since_ = now;
  pattern_ = std::move(pattern);
  into_ = into;
}

void LoadMeter::set_count(const Draw& draw, double count, Duration now) {
  const auto found = std::find_if(attached_.begin(), attached_.end(),
                                  [&](const Attached& a) { return a.draw == &draw; });
  if (found != attached_.end()) {
    banked_ += found->count * (draw.energy(now) - found->reading);
    attached_.erase(found);
  }
  if (count > 0.0) attached_.push_back({&draw, count, draw.energy(now)});
}

void LoadMeter::add_count(const Draw& draw, double more, Duration now) {
  const auto found = std::find_if(attached_.begin(), attached_.end(),
                                  [&](const Attached& a) { return a.draw == &draw; });
  const Energy reading = draw.energy(now);
  if (found == attached_.end()) {
    attached_.push_back({&draw, more, reading});
    return;
  }
  banked_ += found->count * (reading - found->reading);
  found->count += more;
  found->reading = reading;
}

Energy LoadMeter::energy(Duration now) const {
  Energy sum = banked_;
  for (const auto& a : attached_) sum += a.count * (a.draw->energy(now) - a.reading);
  return sum;
}

Power LoadMeter::mean_power() const {
  Power sum;
  for (const auto& a : attached_) sum += a.count * a.draw->mean_power();
  return sum;
}

}  // namespace icekeel::run
