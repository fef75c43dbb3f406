// SPDX-License-Identifier: Apache-2.0
#include "simulator/run/timed_step.h"

#include <algorithm>

namespace icekeel::run {
namespace {

platforms::Activity slowed(platforms::Activity activity, double speed) {
  activity.tensor *= speed;
  activity.memory *= speed;
  activity.link *= speed;
  activity.network *= speed;
  activity.cpu *= speed;
  activity.busy *= speed;
  return activity;
}

}  // namespace

PacedActivity paced(const platforms::Activity& activity, const Machine& machine,
                    const Occupation& nodes) {
  std::vector<double> speeds;
  for (const auto& zone : nodes.zones)
    speeds.push_back(machine.model(zone.zone).throttle(activity, machine.surroundings(zone.zone)));
  PacedActivity result{*std::min_element(speeds.begin(), speeds.end()), {}};
  for (std::size_t z = 0; z < nodes.zones.size(); ++z) {
    const std::size_t zone = nodes.zones[z].zone;
    // A zone that could go faster waits for the slowest the rest of the time.
    const double pace = speeds[z] > 0.0 ? result.speed / speeds[z] : 0.0;
    result.node_power.push_back(
        machine.model(zone).at(slowed(activity, pace), machine.surroundings(zone)).total);
  }
  return result;
}

TimedStep::TimedStep(const workloads::StepPlan& plan, const std::vector<Duration>& network_time,
                     const Machine& machine, const Occupation& nodes)
    : possible_(true) {
  std::vector<std::vector<Pattern::Segment>> segments(nodes.zones.size());
  for (std::size_t i = 0; i < plan.phases.size(); ++i) {
    const auto& phase = plan.phases[i];
    auto [speed, power] = paced(phase.activity, machine, nodes);
    if (speed <= 0.0) {
      possible_ = false;
      return;
    }
    const Duration length = phase.flows.empty() ? phase.duration / speed : network_time[i];
    for (std::size_t z = 0; z < power.size(); ++z) segments[z].push_back({length, power[z]});
    phases_.push_back({phase.kind, length, std::move(power)});
    length_ += length;
  }
  for (auto& zone : segments) patterns_.push_back(std::make_shared<Pattern>(std::move(zone)));
}

TimedStep TimedStep::waiting_for(Duration samples) const {
  const auto loading =
      std::ranges::find(phases_, workloads::PhaseKind::data_loading, &TimedPhase::kind);
  if (!possible_ || samples <= length_ || loading == phases_.end()) return *this;
  TimedStep late = *this;
  late.phases_[static_cast<std::size_t>(loading - phases_.begin())].length += samples - length_;
  late.length_ = samples;
  late.patterns_.clear();
  for (std::size_t zone = 0; zone < patterns_.size(); ++zone) {
    std::vector<Pattern::Segment> segments;
    for (const TimedPhase& phase : late.phases_)
      segments.push_back({phase.length, phase.node_power[zone]});
    late.patterns_.push_back(std::make_shared<Pattern>(std::move(segments)));
  }
  return late;
}

Pattern TimedStep::pattern_of_all(const Occupation& nodes) const {
  std::vector<Pattern::Segment> segments;
  for (const auto& phase : phases_) {
    Power all;
    for (std::size_t z = 0; z < nodes.zones.size(); ++z)
      all += static_cast<double>(nodes.zones[z].nodes) * phase.node_power[z];
    segments.push_back({phase.length, all});
  }
  return Pattern(std::move(segments));
}

Duration TimedStep::same_point_in(const TimedStep& other, Duration position) const {
  Duration there;
  for (std::size_t i = 0; i < phases_.size(); ++i) {
    if (position < phases_[i].length)
      return there + (position / phases_[i].length) * other.phases_[i].length;
    position -= phases_[i].length;
    there += other.phases_[i].length;
  }
  return there;
}

}  // namespace icekeel::run
