// SPDX-License-Identifier: Apache-2.0
#include "simulator/power/electrical_chain.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/graph/breadth_first_search.hpp>
#include <cmath>

#include "simulator/base/expect.h"
#include "simulator/base/units.h"

namespace icekeel::power {
namespace {

std::size_t stage_named(const ElectricalSpec& spec, const std::string& name) {
  const auto found = std::find_if(spec.stages.begin(), spec.stages.end(),
                                  [&](const StageSpec& stage) { return stage.name == name; });
  ICEKEEL_EXPECT(found != spec.stages.end());
  return static_cast<std::size_t>(found - spec.stages.begin());
}

Power stage_loss(const LossSpec& losses, Power rating, double load) {
  return (losses.no_load + (losses.linear + losses.quadratic * load) * load) * rating;
}

}  // namespace

FeedState all_feeds(std::size_t count) {
  ICEKEEL_EXPECT(count <= most_feeds);
  FeedState on;
  for (std::size_t i = 0; i < count; ++i) on.set(i);
  return on;
}

ElectricalChain::ElectricalChain(const ElectricalSpec& spec, const DesignLoad& design)
    : spec_(spec),
      mechanical_tap_(stage_named(spec, spec.mechanical_after)),
      critical_tap_(stage_named(spec, spec.critical_mechanical_after)),
      lighting_(spec.lighting * design.it) {
  ICEKEEL_EXPECT(check_electrical(spec).empty());
  size_stages(design);
  build_graph();
}

// From the racks upwards, so that each stage carries the losses of those below it.
void ElectricalChain::size_stages(const DesignLoad& design) {
  const double part =
      carries_all_alone(spec_.topology) ? 1.0 : 1.0 / static_cast<double>(spec_.feeds.size());
  const std::size_t stages = spec_.stages.size();
  stages_.resize(stages * spec_.feeds.size());
  Power below = part * design.it;
  for (std::size_t i = stages; i-- > 0;) {
    if (i == critical_tap_) below += part * design.critical_mechanical;
    if (i == mechanical_tap_) below += part * (design.mechanical + lighting_);
    const StageSpec& stage = spec_.stages[i];
    const Power module = stage.module_rating.value_or(below / static_cast<double>(stage.modules));
    const std::int64_t needed =
        stage.module_rating
            ? std::max<std::int64_t>(1, static_cast<std::int64_t>(std::ceil(below / module - 1e-9)))
            : stage.modules;
    const std::int64_t modules = needed + spare_modules(spec_.topology);
    const Power rating = static_cast<double>(modules) * module;
    for (std::size_t feed = 0; feed < spec_.feeds.size(); ++feed)
      stages_[feed * stages + i] = {ChainVertex::Kind::stage,
                                    fmt::format("{}/{}", spec_.feeds[feed], stage.name),
                                    feed,
                                    i,
                                    modules,
                                    rating};
    below += stage_loss(stage.losses, rating, rating > Power{} ? below / rating : 0.0);
  }
}

void ElectricalChain::build_graph() {
  const std::size_t stages = spec_.stages.size();
  for (const auto& stage : stages_) add_vertex(stage, graph_);
  const auto load = [&](const char* name) {
    return add_vertex({ChainVertex::Kind::load, name, 0, 0, 0, {}}, graph_);
  };
  const auto racks = load("racks"), mechanical = load("mechanical"),
             critical = load("critical mechanical"), other = load("other");
  for (std::size_t feed = 0; feed < spec_.feeds.size(); ++feed) {
    const std::size_t first = feed * stages;
    const auto utility = add_vertex(
        {ChainVertex::Kind::utility, spec_.feeds[feed] + "/utility", feed, 0, 0, {}}, graph_);
    add_edge(utility, first, graph_);
    for (std::size_t i = 1; i < stages; ++i) add_edge(first + i - 1, first + i, graph_);
    add_edge(first + stages - 1, racks, graph_);
    add_edge(first + mechanical_tap_, mechanical, graph_);
    add_edge(first + mechanical_tap_, other, graph_);
    add_edge(first + critical_tap_, critical, graph_);
  }
}

// Part of the load on each feed that is on.
double ElectricalChain::share(FeedState on) const {
  const std::size_t sharing = carries_all_alone(spec_.topology) ? on.count() : spec_.feeds.size();
  return sharing == 0 ? 0.0 : 1.0 / static_cast<double>(sharing);
}

ChainStep ElectricalChain::step(const ChainLoad& load, FeedState on) const {
  on &= all_feeds(spec_.feeds.size());
  const std::size_t stages = spec_.stages.size();
  const double part = share(on);
  ChainStep step;
  step.stages.resize(stages_.size());
  step.grid.resize(spec_.feeds.size());
  for (std::size_t feed = 0; feed < spec_.feeds.size(); ++feed) {
    if (!on[feed]) continue;
    Power flow = part * load.it;
    for (std::size_t i = stages; i-- > 0;) {
      if (i == critical_tap_) flow += part * load.critical_mechanical;
      if (i == mechanical_tap_) flow += part * (load.mechanical + load.other + lighting_);
      const std::size_t vertex = feed * stages + i;
      const Power rating = stages_[vertex].rating;
      StageStep& stage = step.stages[vertex];
      stage.output = flow;
      stage.load = rating > Power{} ? flow / rating : 0.0;
      stage.loss = stage_loss(spec_.stages[i].losses, rating, stage.load);
      stage.input = flow += stage.loss;
      (spec_.stages[i].heat_to == LossPlace::room ? step.losses_in_room : step.losses_outside) +=
          stage.loss;
    }
    step.grid[feed] = flow;
    step.total += flow;
  }
  const double served = part * static_cast<double>(on.count());
  step.lighting = served * lighting_;
  step.unserved_it = (1.0 - served) * load.it;
  step.unserved = (1.0 - served) *
                  (load.it + load.mechanical + load.critical_mechanical + load.other + lighting_);
  return step;
}

std::vector<config::Finding> ElectricalChain::overloads(const ChainStep& step) const {
  std::vector<config::Finding> findings;
  for (std::size_t i = 0; i < step.stages.size(); ++i) {
    // Rounding must not call a chain overloaded that was sized for exactly this load.
    if (step.stages[i].load <= 1.0 + 1e-9) continue;
    findings.push_back(
        {fmt::format("stages[{}]", stages_[i].stage),
         fmt::format("{} carries {:g} kW, {:.0f} % of its rating of {:g} kW", stages_[i].name,
                     step.stages[i].output.in(units::kilowatt), 100.0 * step.stages[i].load,
                     stages_[i].rating.in(units::kilowatt)),
         "raise 'module_rating' or 'modules', choose a topology with more feeds, or lower the "
         "load"});
  }
  return findings;
}

bool ElectricalChain::reaches(const std::string& load, FeedState on) const {
  const auto [first, last] = vertices(graph_);
  for (auto utility = first; utility != last; ++utility) {
    const ChainVertex& place = graph_[*utility];
    if (place.kind != ChainVertex::Kind::utility || !on[place.feed]) continue;
    std::vector<boost::default_color_type> colors(num_vertices(graph_));
    boost::queue<Graph::vertex_descriptor> pending;
    breadth_first_search(graph_, *utility, pending, boost::default_bfs_visitor(), colors.data());
    for (auto vertex = first; vertex != last; ++vertex)
      if (graph_[*vertex].kind == ChainVertex::Kind::load && graph_[*vertex].name == load &&
          colors[*vertex] == boost::black_color)
        return true;
  }
  return false;
}

std::int64_t ElectricalChain::supplies_on(const platforms::SupplySpec& supplies, FeedState on,
                                          std::size_t home_feed) const {
  on &= all_feeds(spec_.feeds.size());
  if (!carries_all_alone(spec_.topology)) return on[home_feed % feeds()] ? supplies.count : 0;
  return platforms::supplies_on(supplies, static_cast<std::int64_t>(feeds()),
                                static_cast<std::int64_t>(on.count()));
}

}  // namespace icekeel::power
