// SPDX-License-Identifier: Apache-2.0
#include "simulator/run/chain_events.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/random/binomial_distribution.hpp>

#include "simulator/base/text.h"
#include "simulator/base/units.h"

namespace icekeel::run {

using engine::Priority;

namespace {

std::string with_reason(std::string text, const std::string& reason) {
  return reason.empty() ? text : text + "; " + reason;
}

}  // namespace

ChainEvents::ChainEvents(engine::Kernel& kernel, const scenario::Site& site, SitePlant& plant,
                         bool random_starts, RandomStream random, EventCalls calls)
    : kernel_(kernel),
      site_(site),
      plant_(plant),
      random_(random),
      calls_(std::move(calls)),
      cooling_(kernel, site, plant, calls_),
      generators_(kernel, site, plant, calls_, [this] { respond(false); }),
      points_in_order_(power::single_points(plant.chain().graph(), plant.state())) {
  if (!random_starts) return;
  const auto& components = site.spec.reliability->components;
  if (const auto found = components.find("generator"); found != components.end())
    start_failure_ = found->second.start_failure;
}

std::string ChainEvents::name_of(std::size_t part) const {
  return site_.spec.name + "/" + plant_.chain().graph().parts[part].name;
}

// --- what is lost and comes back ---------------------------------------------------------------

void ChainEvents::book(const scenario::Outage& outage) {
  kernel_.at(outage.at, Priority::change, [this, outage] { set(outage, true); });
  if (outage.lasting)
    kernel_.at(outage.at + *outage.lasting, Priority::change,
               [this, outage] { set(outage, false); });
}

void ChainEvents::set(const scenario::Outage& outage, bool lost) {
  calls_.settle();
  const auto& name = site_.spec.name;
  if (outage.cdu_pumps) {
    cooling_.count_pumps(lost);
    calls_.note(lost ? "cdu pumps lost" : "cdu pumps restored", name, outage.reason);
  } else if (outage.cooling) {
    cooling_.count_plant(lost);
    calls_.note(lost ? "plant lost" : "plant restored", name, outage.reason);
  } else if (outage.feed) {
    plant_.dynamics().isolate(*outage.feed, lost);
    calls_.note(lost ? "feed lost" : "feed restored",
                name + "/feed " + site_.spec.power.feeds[*outage.feed], {});
  } else {
    set_part(outage, lost);
  }
  respond(!lost && !outage.cdu_pumps && !outage.cooling);
}

void ChainEvents::set_part(const scenario::Outage& outage, bool lost) {
  auto& dynamics = plant_.dynamics();
  lost ? dynamics.lose(outage.part, outage.modules) : dynamics.restore(outage.part, outage.modules);
  const auto& part = plant_.chain().graph().parts[outage.part];
  const auto work = part.modules - dynamics.state().parts[outage.part].out;
  calls_.note(lost ? "part lost" : "part restored", name_of(outage.part),
              with_reason(fmt::format("{} of {} modules work", work, part.modules), outage.reason));
  if (lost && outage.planned) note_redundancy(outage.part);
}

// Planned work may leave loads that hang on single parts.
void ChainEvents::note_redundancy(std::size_t part) {
  const auto& graph = plant_.chain().graph();
  std::map<std::size_t, std::vector<std::string>> lost;  // by load
  for (const auto& [load, single] : power::single_points(graph, plant_.state()))
    if (!points_in_order_.contains({load, single})) lost[load].push_back(graph.parts[single].name);
  for (auto& [load, parts] : lost) {
    constexpr std::size_t shown = 6;
    const auto more = parts.size() > shown ? fmt::format(" and {} more", parts.size() - shown) : "";
    parts.resize(std::min(parts.size(), shown));
    calls_.note("redundancy lost", site_.spec.name + "/" + graph.loads[load].name,
                fmt::format("while {} is maintained it hangs on {}{}", graph.parts[part].name,
                            joined(parts, ", "), more));
  }
}

// --- by the reliability data -------------------------------------------------------------------

void ChainEvents::prepare_random() {
  if (outages_) return;
  groups_ = component_groups(site_.spec, plant_.chain().graph());
  outages_.emplace(kernel_, *site_.spec.reliability, groups_,
                   [this](const RandomOutages::Outage& outage) { book(outage); });
}

void ChainEvents::book_random(std::uint64_t seed) {
  prepare_random();
  outages_->book_failures(site_.spec.name, seed);
}

void ChainEvents::book_maintenance() {
  prepare_random();
  outages_->book_maintenance();
}

void ChainEvents::book(const RandomOutages::Outage& outage) {
  if (outage.group->part)
    return book(scenario::Outage{.part = *outage.group->part,
                                 .modules = outage.modules,
                                 .at = outage.at,
                                 .lasting = outage.lasting,
                                 .reason = outage.reason,
                                 .planned = outage.planned});
  kernel_.at(outage.at, Priority::change, [this, outage] { set_group(outage, true); });
  kernel_.at(outage.at + outage.lasting, Priority::change,
             [this, outage] { set_group(outage, false); });
}

// Modules of a group of the cooling plant: below those that are needed, the plant, or the pumps of
// its CDUs, stand still.
void ChainEvents::set_group(const RandomOutages::Outage& outage, bool lost) {
  calls_.settle();
  const auto& spec = *outage.group->cooling;
  auto& state = group_states_[outage.group];
  const auto working = [&] {
    return state.whole > 0 ? 0 : std::max<std::int64_t>(0, spec.modules - state.single);
  };
  const auto before = working();
  (outage.modules < spec.modules ? state.single : state.whole) += lost ? 1 : -1;
  const auto now = working();
  const auto subject = site_.spec.name + "/" + spec.name;
  calls_.note(lost ? "part lost" : "part restored", subject,
              with_reason(fmt::format("{} of {} modules work", now, spec.modules), outage.reason));
  if (lost && outage.planned && spec.modules > spec.needed && now == spec.needed)
    calls_.note("redundancy lost", site_.spec.name + "/cooling",
                fmt::format("while one of {} is maintained none is to spare", spec.name));
  if ((before < spec.needed) != (now < spec.needed))
    spec.kind == "cdu" ? cooling_.count_pumps(now < spec.needed)
                       : cooling_.count_plant(now < spec.needed);
  respond(false);
}

// --- what follows ------------------------------------------------------------------------------

// After every change: calls generators, looks at the cooling, tells the racks, and looks ahead.
void ChainEvents::respond(bool restored) {
  for (const std::size_t generators : plant_.dynamics().call_generators()) call(generators);
  cooling_.look();
  calls_.changed(restored);
  shed_overloads();
  rebook();
}

void ChainEvents::call(std::size_t generators) {
  calls_.note("generators called", name_of(generators), {});
  kernel_.after(plant_.chain().graph().parts[generators].start, Priority::change,
                [this, generators] { generators_carry(generators); });
}

void ChainEvents::generators_carry(std::size_t generators) {
  auto& dynamics = plant_.dynamics();
  if (!dynamics.called(generators)) return;
  calls_.settle();
  const auto& part = plant_.chain().graph().parts[generators];
  const std::int64_t ready = part.modules - dynamics.state().parts[generators].out;
  boost::random::binomial_distribution<std::int64_t> fail(std::max<std::int64_t>(0, ready),
                                                          start_failure_);
  const std::int64_t failed = start_failure_ > 0.0 && ready > 0 ? fail(random_) : 0;
  const bool carries = dynamics.started(generators, failed);
  calls_.note(
      carries ? "generators carry" : "generators failed", name_of(generators),
      fmt::format("{} of {} started, {} are needed", ready - failed, part.modules, part.needed));
  respond(carries);
  if (carries) generators_.took_load(generators);
}

power::ChainStep ChainEvents::step_now() const {
  return plant_.chain_step(calls_.load(), kernel_.now());
}

void ChainEvents::rebook() {
  kernel_.cancel(threshold_);
  threshold_ = {};
  if (!plant_.dynamics().disturbed()) return;
  if (const auto next = plant_.dynamics().next_change(step_now()))
    threshold_ = kernel_.after(*next, Priority::change, [this] { reach_threshold(); });
}

void ChainEvents::reach_threshold() {
  threshold_ = {};
  calls_.settle();
  auto& dynamics = plant_.dynamics();
  const auto before = dynamics.state().parts;
  const auto step = step_now();
  const bool batteries = dynamics.batteries_changed(step), tanks = dynamics.tanks_changed();
  if (!batteries && !tanks) return rebook();
  for (std::size_t part = 0; part < before.size(); ++part) {
    const auto& now = dynamics.state().parts[part];
    if (now.battery_empty && !before[part].battery_empty)
      calls_.note("battery empty", name_of(part), {});
    if (before[part].running && !now.running) calls_.note("tank empty", name_of(part), {});
  }
  respond(false);
}

// A UPS that carries more than its modules can, without a battery to help, sheds racks.
void ChainEvents::shed_overloads() {
  while (true) {
    const auto overloaded = plant_.dynamics().overloaded(step_now());
    if (overloaded.empty()) return;
    const std::size_t part = plant_.chain().stages()[overloaded.front()].part;
    const auto racks = calls_.shed(groups_behind(part));
    if (!racks) return;
    calls_.note("load shed", *racks, "more than " + name_of(part) + " can carry");
    calls_.changed(false);
  }
}

// Cord groups that take power through a part.
std::set<std::size_t> ChainEvents::groups_behind(std::size_t part) const {
  const auto& graph = plant_.chain().graph();
  std::vector<char> behind(graph.parts.size());
  behind[part] = 1;
  for (std::size_t i = part + 1; i < graph.parts.size(); ++i)
    for (const std::size_t from : graph.parts[i].from)
      if (behind[from]) behind[i] = 1;
  std::set<std::size_t> groups;
  for (const auto& load : graph.loads)
    for (const std::size_t cord : load.cords)
      if (load.kind == power::LoadKind::racks && behind[cord]) groups.insert(load.group);
  return groups;
}

}  // namespace icekeel::run
