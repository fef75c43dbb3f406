// SPDX-License-Identifier: Apache-2.0
// The ways of a training job's flows, and what they tell: demands on links, the pattern in which
// links are shared, flows that are alike.
#include <algorithm>
#include <array>
#include <cmath>
#include <unordered_map>
#include <utility>

#include "simulator/run/training_run.h"

namespace icekeel::run {

void TrainingRun::prepare_routes() {
  sender_share_ = 0.0;
  for (const auto& phase : plan().phases) {
    auto& routes = routes_.emplace_back();
    if (!phase.flows.empty()) sender_share_ = std::max(sender_share_, phase.network_share);
    for (const auto& flow : phase.flows) {
      const std::uint64_t key = (id_.index() << 32U) + routes.size();
      routes.push_back(
          services_.machine.path(nodes_->nodes[flow.from], nodes_->nodes[flow.to], key));
    }
  }
  demands_ = demands_of_routes();
  pattern_ = pattern_of_routes();
  if (sender_share_ > 0.0) services_.machine.limit_senders(nodes_->nodes, sender_share_);
  FabricTraffic::Step step;
  for (std::size_t i = 0; i < routes_.size(); ++i)
    for (std::size_t f = 0; f < routes_[i].size(); ++f)
      services_.machine.add_to(step, routes_[i][f], plan().phases[i].flows[f].bytes);
  services_.machine.begin_traffic(id_, std::move(step));
}

bool TrainingRun::has_ways() const {
  for (std::size_t i = 0; i < routes_.size(); ++i)
    for (std::size_t f = 0; f < routes_[i].size(); ++f) {
      const auto& flow = plan().phases[i].flows[f];
      if (flow.from != flow.to && routes_[i][f].links.empty()) return false;
    }
  return true;
}

bool TrainingRun::reroute() {
  if (mode_ == Mode::over || mode_ == Mode::stalled) return true;
  routes_.clear();
  stand_ins_.clear();
  remembered_.clear();
  prepare_routes();
  return has_ways();
}

// Each sender counts once on a link, in whatever phase: flows are taken sender by sender.
std::vector<LinkDemand> TrainingRun::demands_of_routes() const {
  constexpr auto nobody = static_cast<std::size_t>(-1);
  struct Use {
    std::size_t last = nobody;
    double senders = 0;
  };
  std::vector<std::array<std::size_t, 3>> flows;  // sender, phase, flow
  for (std::size_t i = 0; i < routes_.size(); ++i)
    for (std::size_t f = 0; f < routes_[i].size(); ++f)
      flows.push_back({plan().phases[i].flows[f].from, i, f});
  std::sort(flows.begin(), flows.end());
  std::unordered_map<std::size_t, Use> uses;
  uses.reserve(flows.size());
  for (const auto& [sender, phase, flow] : flows)
    for (const auto link : routes_[phase][flow].links)
      if (auto& use = uses[link.index()]; std::exchange(use.last, sender) != sender) ++use.senders;
  const Bandwidth each = sender_share_ * services_.machine.fabric().injection_rate();
  std::vector<LinkDemand> demands;
  for (const auto& [link, use] : uses)
    if (const auto capacity = services_.machine.shared_capacity(engine::LinkId(link)))
      demands.push_back({engine::LinkId(link), use.senders * each, *capacity});
  std::sort(demands.begin(), demands.end(),
            [](const LinkDemand& a, const LinkDemand& b) { return a.link < b.link; });
  return demands;
}

// How its flows share the links of which they could ask more than these carry, whatever nodes and
// links these are: on other nodes with the same pattern the phases last as long. Where no link is
// short, there is but one pattern.
std::uint64_t TrainingRun::pattern_of_routes() const {
  std::uint64_t pattern = 1469598103934665603U;
  const auto mix = [&pattern](std::uint64_t value) {
    pattern = (pattern ^ value) * 1099511628211U;
  };
  std::unordered_map<std::size_t, Bandwidth> is_short;
  for (const auto& demand : demands_)
    if (demand.most > (1 + 1e-9) * demand.capacity) is_short[demand.link.index()] = demand.capacity;
  if (is_short.empty()) return pattern;
  for (std::size_t i = 0; i < routes_.size(); ++i) {
    std::unordered_map<std::size_t, Information> bytes;
    const auto& flows = plan().phases[i].flows;
    for (std::size_t f = 0; f < flows.size(); ++f)
      for (const auto link : routes_[i][f].links)
        if (is_short.contains(link.index())) bytes[link.index()] += flows[f].bytes;
    std::vector<double> longest;  // of each flow, the time of its fullest link
    for (const auto& route : routes_[i]) {
      Duration most;
      for (const auto link : route.links)
        if (const auto found = bytes.find(link.index()); found != bytes.end())
          most = std::max(most, found->second / is_short.at(link.index()));
      longest.push_back(most.si());
    }
    std::sort(longest.begin(), longest.end());
    // Rounded: sums in another order differ in their last digits.
    for (const double seconds : longest)
      mix(static_cast<std::uint64_t>(std::llround(seconds * 1e8)));
    mix(i);
  }
  return pattern;
}

std::size_t TrainingRun::show_flows(std::size_t first_phase, std::vector<SeenFlow>& seen) const {
  for (std::size_t i = 0; i < routes_.size(); ++i)
    for (std::size_t f = 0; f < routes_[i].size(); ++f)
      seen.push_back({first_phase + i, plan().phases[i].flows[f].bytes, routes_[i][f].links});
  return routes_.size();
}

// Alone on all links that are short, the job's flows see nobody but each other. Flows of two phases
// may meet only where the later one hides under what comes before it.
void TrainingRun::prepare_stand_ins() {
  const auto capacity = [this](engine::LinkId link) { return services_.kernel.capacity(link); };
  stand_ins_.resize(routes_.size());
  for (std::size_t end = routes_.size(); end > 0;) {
    std::size_t begin = end - 1;
    if (!plan().phases[begin].flows.empty() && plan().phases[begin].hidden > Duration{}) begin = 0;
    std::vector<SeenFlow> seen;
    for (std::size_t i = begin; i < end; ++i)
      for (std::size_t f = 0; f < routes_[i].size(); ++f)
        seen.push_back({i, plan().phases[i].flows[f].bytes, routes_[i][f].links});
    for (StandIn& one : stand_ins(seen, capacity)) stand_ins_[one.phase].push_back(std::move(one));
    end = begin;
  }
}

}  // namespace icekeel::run
