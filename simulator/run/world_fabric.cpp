// SPDX-License-Identifier: Apache-2.0
// Parts of the network that fail: flows take other ways and jobs slow down; nodes without a way
// left are away with the part, and their jobs stop.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "simulator/run/training_run.h"
#include "simulator/run/world.h"

namespace icekeel::run {
namespace {

constexpr std::array<std::string_view, 4> part_names{"adapter", "leaf switch", "upper switch",
                                                     "cable"};
constexpr auto for_ever = Duration::si(1e12);

std::string text_of(const scenario::FabricOutage& parts) {
  const auto name = part_names[static_cast<std::size_t>(parts.part)];
  if (parts.count == 1) return fmt::format("{} {}", name, parts.first);
  return fmt::format("{} {} to {}", name, parts.first, parts.first + parts.count - 1);
}

}  // namespace

// Competitors drift past each other: any of their phases may meet.
const PhaseStandIns& World::stand_ins_of(JobId job) {
  auto& group = *groups_.at(job);
  if (const auto known = group.stand_ins.find(job); known != group.stand_ins.end())
    return known->second;
  std::vector<SeenFlow> seen;
  std::vector<std::pair<JobId, std::size_t>> phase_of;  // job and its own phase
  for (const JobId member : group.members) {
    const auto& run = static_cast<const TrainingRun&>(*jobs_[member.index()]);
    const std::size_t phases = run.show_flows(phase_of.size(), seen);
    group.stand_ins[member].resize(phases);
    for (std::size_t i = 0; i < phases; ++i) phase_of.emplace_back(member, i);
  }
  const auto capacity = [this](engine::LinkId link) { return kernel_.capacity(link); };
  for (StandIn& one : stand_ins(seen, capacity)) {
    const auto [owner, phase] = phase_of[one.phase];
    group.stand_ins[owner][phase].push_back(std::move(one));
  }
  return group.stand_ins.at(job);
}

Duration World::detection_at(std::size_t site) const {
  const auto& failures = scenario_.sites[site].spec.node_failures;
  return failures ? failures->detection : Duration{};
}

void World::book_fabric_outage(const scenario::Outage& outage) {
  kernel_.at(outage.at, engine::Priority::change,
             [this, outage] { strike_fabric(outage.site, *outage.fabric, "", outage.lasting); });
}

FabricChange World::set_lost(std::size_t site, const scenario::FabricOutage& parts, bool lost) {
  FabricChange all;
  for (std::size_t i = 0; i < parts.count; ++i) {
    auto one = machines_[site]->set_lost(parts.part, parts.first + i, lost);
    all.links.insert(all.links.end(), one.links.begin(), one.links.end());
    all.cut_off.merge(one.cut_off);
  }
  std::ranges::sort(all.links);
  return all;
}

void World::strike_fabric(std::size_t site, const scenario::FabricOutage& parts,
                          const std::string& cause, std::optional<Duration> repair) {
  recorder_->catch_up(now());
  const auto change = set_lost(site, parts, true);
  if (change.links.empty()) return;  // it is away already
  const std::string what = text_of(parts);
  note("network part lost", scenario_.sites[site].spec.name,
       cause.empty() ? what : what + ": " + cause);
  if (!change.cut_off.empty())
    strike(site, {change.cut_off.begin(), change.cut_off.end()}, what + " lost",
           repair.value_or(for_ever));
  adapt_jobs(site, change.links, what + " lost");
  if (!repair) return;
  kernel_.after(*repair, engine::Priority::change, [this, site, parts, what] {
    recorder_->catch_up(now());
    const auto back = set_lost(site, parts, false);
    note("network part back", scenario_.sites[site].spec.name, what);
    adapt_jobs(site, back.links, what + " back");
  });
}

// Jobs that use one of the links, and with fixed routes all others too: their detours may end.
void World::adapt_jobs(std::size_t site, const std::vector<engine::LinkId>& links,
                       const std::string& cause) {
  const bool fixed = scenario_.sites[site].spec.fabric.routing == platforms::Routing::fixed_hash;
  std::set<JobId> affected;
  for (const std::size_t i : std::set(running_)) {
    auto* job = records_[i].place->site == site && jobs_[i]
                    ? dynamic_cast<TrainingRun*>(jobs_[i].get())
                    : nullptr;
    if (!job) continue;
    const bool uses = std::ranges::any_of(job->link_demands(), [&](const LinkDemand& demand) {
      return std::ranges::binary_search(links, demand.link);
    });
    if (!fixed && !uses) continue;
    if (!job->reroute()) {
      job->fail(detection_at(site), cause);
      continue;
    }
    const JobId id(i);
    affected.merge(contention_.group_of(id));
    contention_.remove(id);
    contention_.add(id, job->link_demands());
    affected.insert(id);
  }
  regroup(affected);
}

}  // namespace icekeel::run
