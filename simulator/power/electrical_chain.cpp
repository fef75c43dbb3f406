// SPDX-License-Identifier: Apache-2.0
#include "simulator/power/electrical_chain.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "simulator/base/expect.h"
#include "simulator/base/units.h"

namespace icekeel::power {
namespace {

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

std::vector<std::string> utility_names(const ElectricalSpec& spec) {
  if (!spec.drawn()) return spec.feeds;
  std::vector<std::string> names;
  for (const auto& part : spec.parts)
    if (part.kind == StageKind::utility) names.push_back(part.name);
  return names;
}

ElectricalChain::ElectricalChain(const ElectricalSpec& spec, const DesignLoad& design)
    : spec_(spec), lighting_(spec.lighting * design.it), graph_(part_graph(spec)) {
  const auto names = utility_names(spec);
  utilities_ = names.size();
  generator_ratings_.resize(graph_.parts.size());
  stage_of_part_.resize(graph_.parts.size());
  utility_of_part_.resize(graph_.parts.size());
  for (std::size_t i = 0; i < graph_.parts.size(); ++i) {
    const Part& part = graph_.parts[i];
    if (part.kind == StageKind::utility)
      utility_of_part_[i] = part.feed.value_or(static_cast<std::size_t>(
          std::find(names.begin(), names.end(), part.name) - names.begin()));
    if (!part.spec) continue;
    stage_of_part_[i] = stages_.size();
    stages_.push_back({part.name, i, part.stage, 0, {}});
  }
  size_stages(design);
}

// --- sizing ------------------------------------------------------------------------------------

// What each part has to give beside its own losses, before the parts below are sized.
std::vector<Power> ElectricalChain::design_outputs(const DesignLoad& design) const {
  std::vector<Power> outputs(graph_.parts.size());
  std::vector<char> corded(graph_.parts.size());
  const double share = design_share(spec_);
  for (const auto& load : graph_.loads) {
    const Power whole = load.kind == LoadKind::racks        ? design.it
                        : load.kind == LoadKind::mechanical ? design.mechanical + lighting_
                                                            : design.critical_mechanical;
    for (const std::size_t cord : load.cords) {
      // Racks of several groups may hang on the same part.
      if (load.kind == LoadKind::racks && corded[cord]) continue;
      if (load.kind == LoadKind::racks) corded[cord] = 1;
      outputs[cord] += share * whole;
    }
  }
  return outputs;
}

// From the racks upwards, so that each stage carries the losses of those below it. Each input of
// a part can carry all of it; a reserve behind static switches carries the largest of them.
void ElectricalChain::size_stages(const DesignLoad& design) {
  auto outputs = design_outputs(design);
  std::vector<Power> reserved(graph_.parts.size());
  for (std::size_t i = graph_.parts.size(); i-- > 0;) {
    Part& part = graph_.parts[i];
    Power below = outputs[i] + reserved[i];
    if (const auto stage = stage_of_part_[i]) {
      const StageSpec& spec = *part.spec;
      const Power module = spec.module_rating.value_or(below / static_cast<double>(part.needed));
      if (spec.module_rating && !spec.modules && !spec_.drawn()) {
        const auto fit = static_cast<std::int64_t>(std::ceil(below / module - 1e-9));
        part.needed = std::max<std::int64_t>(1, fit);
        part.modules = part.needed + spare_modules(spec_.topology);
      }
      stages_[*stage].modules = part.modules;
      stages_[*stage].rating = static_cast<double>(part.modules) * module;
      const Power rating = stages_[*stage].rating;
      below += stage_loss(spec.losses, rating, rating > Power{} ? below / rating : 0.0);
    }
    if (part.kind == StageKind::generator)
      generator_ratings_[i] =
          static_cast<double>(part.modules) / static_cast<double>(part.needed) * below;
    for (std::size_t input = 0; input < part.from.size(); ++input) {
      const bool reserve = part.kind == StageKind::static_switch && input > 0;
      Power& above = reserve ? reserved[part.from[input]] : outputs[part.from[input]];
      above = reserve ? std::max(above, below) : above + below;
    }
  }
}

Energy ElectricalChain::battery(std::size_t stage) const {
  const Part& part = graph_.parts[stages_[stage].part];
  if (!part.spec->battery) return {};
  const double needed = static_cast<double>(part.needed) / static_cast<double>(part.modules);
  return needed * stages_[stage].rating * part.spec->battery->autonomy;
}

// --- who has voltage ---------------------------------------------------------------------------

std::vector<ChainStep> ElectricalChain::design_steps(const DesignLoad& design) const {
  const ChainLoad load{design.it, design.mechanical, design.critical_mechanical, {}, {}};
  const double others = static_cast<double>(spec_.feeds.size()) - 1.0;
  const bool one_may_fail = design_share(spec_) * others > 1.0 - 1e-9;
  std::vector<ChainStep> steps;
  for (std::size_t lost = 0; lost <= spec_.feeds.size(); ++lost) {
    if (lost < spec_.feeds.size() && !one_may_fail) continue;
    FeedState on = all_feeds(spec_.feeds.size());
    if (lost < spec_.feeds.size()) on.reset(lost);
    ChainState now = state(on);
    for (std::size_t i = 0; i < graph_.parts.size(); ++i)
      now.parts[i].out = graph_.parts[i].modules - graph_.parts[i].needed;
    steps.push_back(step(load, now));
  }
  return steps;
}

std::vector<config::Finding> ElectricalChain::check_ratings(const DesignLoad& design) const {
  std::vector<config::Finding> findings;
  std::set<std::string> reported;
  for (const auto& step : design_steps(design))
    for (auto& finding : overloads(step))
      if (reported.insert(finding.path).second) findings.push_back(std::move(finding));
  return findings;
}

ChainState ElectricalChain::state(FeedState on) const {
  ChainState state;
  state.parts.resize(graph_.parts.size());
  state.isolated = ~on & all_feeds(spec_.feeds.size());
  return state;
}

std::vector<char> ElectricalChain::voltage(const ChainState& state, bool batteries) const {
  std::vector<char> alive(graph_.parts.size());
  for (std::size_t i = 0; i < graph_.parts.size(); ++i) {
    const Part& part = graph_.parts[i];
    const PartState& now = state.parts[i];
    // The switches behind a feed stay alive when the feed is isolated: they take the reserve.
    const bool isolated =
        part.feed && state.isolated[*part.feed] && part.kind != StageKind::static_switch;
    if (isolated || now.out >= part.modules) continue;
    bool source = part.kind == StageKind::utility;
    if (part.kind == StageKind::generator) source = now.running;
    if (batteries && part.spec && part.spec->battery) source = !now.battery_empty;
    alive[i] = source || std::any_of(part.from.begin(), part.from.end(),
                                     [&](std::size_t input) { return alive[input] != 0; });
  }
  return alive;
}

std::vector<char> ElectricalChain::alive(const ChainState& state) const {
  return voltage(state, true);
}

std::vector<char> ElectricalChain::sourced(const ChainState& state) const {
  return voltage(state, false);
}

bool ElectricalChain::reaches(LoadKind kind, const ChainState& state) const {
  const auto on = alive(state);
  for (const auto& load : graph_.loads)
    for (const std::size_t cord : load.cords)
      if (load.kind == kind && on[cord]) return true;
  return false;
}

bool ElectricalChain::reaches(const std::string& load, FeedState on) const {
  const LoadKind kind = load == "racks"                 ? LoadKind::racks
                        : load == "critical mechanical" ? LoadKind::critical_mechanical
                                                        : LoadKind::mechanical;
  return reaches(kind, state(on));
}

std::int64_t ElectricalChain::supplies_on(const platforms::SupplySpec& supplies,
                                          const ChainState& state, std::size_t group) const {
  const auto on = alive(state);
  for (const auto& load : graph_.loads) {
    if (load.kind != LoadKind::racks || load.group != group) continue;
    const auto with_voltage = std::count_if(load.cords.begin(), load.cords.end(),
                                            [&](std::size_t cord) { return on[cord] != 0; });
    return platforms::supplies_on(supplies, static_cast<std::int64_t>(load.cords.size()),
                                  with_voltage);
  }
  ICEKEEL_EXPECT(false);
  return 0;
}

// --- power -------------------------------------------------------------------------------------

// Puts the loads on the parts they hang on.
std::vector<Power> ElectricalChain::serve(const ChainLoad& load, const std::vector<char>& alive,
                                          ChainStep& step) const {
  std::vector<Power> outputs(graph_.parts.size());
  for (const auto& point : graph_.loads) {
    Power wanted = load.critical_mechanical;
    if (point.kind == LoadKind::mechanical) wanted = load.mechanical + load.other + lighting_;
    if (point.kind == LoadKind::racks) {
      wanted = point.share * load.it;
      if (!load.groups.empty()) wanted += load.groups[point.group];
    }
    const auto live =
        static_cast<double>(std::count_if(point.cords.begin(), point.cords.end(),
                                          [&](std::size_t cord) { return alive[cord] != 0; }));
    if (live == 0.0) {
      step.unserved += wanted;
      if (point.kind == LoadKind::racks) step.unserved_it += wanted;
      continue;
    }
    if (point.kind == LoadKind::mechanical) step.lighting = lighting_;
    for (const std::size_t cord : point.cords)
      if (alive[cord]) outputs[cord] += wanted / live;
  }
  return outputs;
}

StageStep ElectricalChain::convert(std::size_t stage, Power output, const PartState& state) const {
  const ChainStage& place = stages_[stage];
  const double running =
      static_cast<double>(place.modules - state.out) / static_cast<double>(place.modules);
  const Power rating = running * place.rating;
  StageStep step;
  step.output = output + state.charging;
  step.load = rating > Power{} ? output / rating : 0.0;
  step.loss = stage_loss(graph_.parts[place.part].spec->losses, rating, step.load);
  step.input = step.output + step.loss;
  return step;
}

// Takes what a part needs from what feeds it, or from its battery, or from outside.
void ElectricalChain::take_input(std::size_t i, Power input, const std::vector<char>& alive,
                                 std::vector<Power>& outputs, ChainStep& step) const {
  const Part& part = graph_.parts[i];
  if (const auto utility = utility_of_part_[i]) {
    step.grid[*utility] += input;
    step.total += input;
    return;
  }
  if (part.kind == StageKind::generator) {
    step.generators += input;
    step.generated.resize(graph_.parts.size());
    step.generated[i] += input;
    return;
  }
  const auto live = static_cast<double>(std::count_if(
      part.from.begin(), part.from.end(), [&](std::size_t from) { return alive[from] != 0; }));
  if (live == 0.0) {
    step.discharging[*stage_of_part_[i]] += input;
    step.batteries += input;
    return;
  }
  for (const std::size_t from : part.from) {
    if (!alive[from]) continue;
    outputs[from] += part.switches() ? input : input / live;
    if (part.switches()) return;
  }
}

ChainStep ElectricalChain::step(const ChainLoad& load, const ChainState& state) const {
  ChainStep step;
  step.stages.resize(stages_.size());
  step.discharging.resize(stages_.size());
  step.grid.resize(utilities_);
  const auto on = alive(state);
  auto outputs = serve(load, on, step);
  for (std::size_t i = graph_.parts.size(); i-- > 0;) {
    if (!on[i]) continue;
    Power input = outputs[i];
    if (const auto index = stage_of_part_[i]) {
      StageStep& stage = step.stages[*index] = convert(*index, outputs[i], state.parts[i]);
      step.charging += state.parts[i].charging;
      const auto place = graph_.parts[i].spec->heat_to;
      (place == LossPlace::room ? step.losses_in_room : step.losses_outside) += stage.loss;
      input = stage.input;
      // What the modules that are left cannot convert comes from the battery.
      const bool has_battery = graph_.parts[i].spec->battery && !state.parts[i].battery_empty;
      if (has_battery && stage.load > 1.0 + 1e-9) {
        const Power given = (1.0 - 1.0 / stage.load) * input;
        step.discharging[*index] += given;
        step.batteries += given;
        input = input - given;
      }
    }
    take_input(i, input, on, outputs, step);
  }
  return step;
}

std::vector<config::Finding> ElectricalChain::overloads(const ChainStep& step) const {
  std::vector<config::Finding> findings;
  for (std::size_t i = 0; i < step.stages.size(); ++i) {
    // Rounding must not call a chain overloaded that was sized for exactly this load.
    if (step.stages[i].load <= 1.0 + 1e-9) continue;
    findings.push_back(
        {fmt::format("{}[{}]", spec_.drawn() ? "parts" : "stages", stages_[i].stage),
         fmt::format("{} carries {:g} kW, {:.0f} % of its rating of {:g} kW", stages_[i].name,
                     step.stages[i].output.in(units::kilowatt), 100.0 * step.stages[i].load,
                     (step.stages[i].output / step.stages[i].load).in(units::kilowatt)),
         "raise 'module_rating' or 'modules', choose a topology with more feeds, or lower the "
         "load"});
  }
  return findings;
}

}  // namespace icekeel::power
