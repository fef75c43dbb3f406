// SPDX-License-Identifier: Apache-2.0
#include "simulator/run/life_cycle.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "simulator/base/units.h"
#include "simulator/facility/grid.h"
#include "simulator/lifecycle/embodied.h"

namespace icekeel::run {
namespace {

using lifecycle::Contribution;
using lifecycle::MassRange;
using lifecycle::Phase;
using result::Column;
using result::Scalar;

void merge(std::vector<Contribution>& sum, const std::vector<Contribution>& more) {
  for (const auto& one : more) {
    const auto same = std::ranges::find_if(
        sum, [&](const Contribution& c) { return c.part == one.part && c.phase == one.phase; });
    if (same == sum.end())
      sum.push_back(one);
    else
      same->carbon += one.carbon;
  }
}

// Hours that were read from a file have no range.
MassRange electricity(const scenario::Site& site, Mass carbon) {
  const auto& grid = site.spec.grid;
  const auto span = facility::location_carbon(grid);
  if (site.grid.carbon || span.mid <= CarbonIntensity{}) return MassRange::exactly(carbon);
  return {carbon * (span.low / span.mid), carbon, carbon * (span.high / span.mid)};
}

constexpr std::array<const char*, 3> ends{"_low", "", "_high"};

std::array<Mass, 3> values(const MassRange& range) {
  return {range.low, range.mid, range.high};
}

/// What jobs of one site take.
class SiteShares {
 public:
  SiteShares(const scenario::Site& site, const SitePlant& plant, Duration ran)
      : cycle_(*site.spec.life_cycle), it_(plant.electricity().of("it")) {
    for (const auto& partition : site.expansion.partitions) {
      chips_.push_back(static_cast<double>(partition.node.chips));
      nodes_.push_back(lifecycle::embodied(partition.node, cycle_));
    }
    const auto parts = lifecycle::worn(site.spec.halls, cycle_, ran);
    for (const auto& part : parts.value_or(std::vector<Contribution>{}))
      if (part.part == "building" || part.part == "plant") around_ += part.carbon;
  }

  std::optional<MassRange> of(std::size_t partition, double nodes, double chips, Duration time,
                              Energy energy) const {
    if (!nodes_[partition]) return std::nullopt;
    const bool by_chips = cycle_.rule == lifecycle::Rule::share;
    const double host = by_chips ? chips / (nodes * chips_[partition]) : 1.0;
    const double used = by_chips ? host : 1.0;
    auto node = *nodes_[partition];
    node.chips = used * node.chips;
    auto carbon = nodes * lifecycle::share_of_job(cycle_, time) * node.total(host);
    if (cycle_.rule == lifecycle::Rule::building && it_ > Energy{})
      carbon += (energy / it_) * around_;
    return carbon;
  }

 private:
  const lifecycle::LifeCycleSpec& cycle_;
  Energy it_;
  std::vector<double> chips_;
  std::vector<std::optional<lifecycle::NodeEmbodied>> nodes_;
  MassRange around_;
};

std::vector<SiteShares> shares_of(const World& world) {
  std::vector<SiteShares> shares;
  for (std::size_t s = 0; s < world.scenario().sites.size(); ++s)
    shares.emplace_back(world.scenario().sites[s], world.plants()[s], world.now());
  return shares;
}

}  // namespace

std::vector<Contribution> Footprint::parts() const {
  auto all = embodied.value_or(std::vector<Contribution>{});
  all.push_back({"electricity", Phase::use, electricity});
  if (direct) all.push_back({"leaks and fuel", Phase::use, MassRange::exactly(*direct)});
  return all;
}

Footprint footprint(const World& world, std::optional<Mass> direct) {
  Footprint result;
  result.direct = direct;
  std::vector<Contribution> embodied;
  Volume water;
  bool known = true, wet = true;
  const auto& sites = world.scenario().sites;
  for (std::size_t s = 0; s < sites.size(); ++s) {
    const auto& plant = world.plants()[s];
    const auto& spec = sites[s].spec;
    result.electricity += electricity(sites[s], plant.grid_account().carbon());
    const auto own =
        spec.life_cycle ? lifecycle::worn(spec.halls, *spec.life_cycle, world.now()) : std::nullopt;
    known = known && own;
    if (own) merge(embodied, *own);
    wet = wet && spec.grid.water;
    if (spec.grid.water) water += *spec.grid.water * plant.electricity().of("grid");
  }
  if (known) result.embodied = std::move(embodied);
  if (wet) result.water_off_site = water;
  return result;
}

std::vector<Scalar> footprint_figures(const Footprint& footprint, Energy it) {
  const auto all = footprint.parts();
  const auto embodied =
      footprint.embodied ? std::optional(lifecycle::total(*footprint.embodied)) : std::nullopt;
  const auto whole = embodied ? std::optional(lifecycle::total(all)) : std::nullopt;
  std::vector<Scalar> figures;
  const auto add = [&](const std::string& name, const char* text,
                       const std::optional<MassRange>& range) {
    for (std::size_t i = 0; i < ends.size(); ++i)
      figures.push_back({name + ends[i], "t", text,
                         range ? std::optional(values(*range)[i].in(units::tonne)) : std::nullopt});
  };
  add("carbon_operational_t", "carbon of the electricity, location-based", footprint.electricity);
  add("carbon_embodied_t", "what the sites embody, as far as the run wore it off", embodied);
  add("carbon_total_t", "carbon of electricity, leaks and fuel and of what was made", whole);
  for (std::size_t i = 0; i < ends.size(); ++i)
    figures.push_back({std::string("cue_kg_per_kWh") + ends[i], "kg kW-1 h-1",
                       "carbon of the operation over IT energy",
                       it > Energy{} ? std::optional(values(footprint.electricity)[i].si() /
                                                     it.in(units::kilowatt_hour))
                                     : std::nullopt});
  figures.push_back({"water_off_site_m3", "m3", "water of power stations for the electricity",
                     footprint.water_off_site
                         ? std::optional(footprint.water_off_site->in(units::cubic_metre))
                         : std::nullopt});
  return figures;
}

std::vector<Column> life_cycle_columns(const Footprint& footprint) {
  std::vector<std::string> part, phase;
  std::array<std::vector<double>, 3> carbon;
  for (const auto& one : footprint.parts()) {
    part.push_back(one.part);
    phase.emplace_back(lifecycle::name(one.phase));
    for (std::size_t i = 0; i < carbon.size(); ++i)
      carbon[i].push_back(values(one.carbon)[i].in(units::tonne));
  }
  return {{"part", "", "what emits or embodies it", part},
          {"phase", "", "phase of a life", phase},
          {"carbon_low", "t", "low estimate", carbon[0]},
          {"carbon", "t", "middle estimate", carbon[1]},
          {"carbon_high", "t", "high estimate", carbon[2]}};
}

void append_embodied(std::vector<Column>& jobs, const World& world) {
  const auto shares = shares_of(world);
  std::array<std::vector<double>, 3> carbon;
  const auto add = [&](const std::optional<MassRange>& range) {
    for (std::size_t i = 0; i < carbon.size(); ++i)
      carbon[i].push_back(range ? values(*range)[i].in(units::tonne) : std::nan(""));
  };
  for (const auto& record : world.records())
    add(record.start ? shares[record.place->site].of(record.place->partition,
                                                     static_cast<double>(record.place->nodes),
                                                     static_cast<double>(record.place->gpus),
                                                     run_time(record, world.now()), record.energy)
                     : std::nullopt);
  for (const auto& record : world.batch_records()) {
    const auto& partition =
        world.scenario().sites[record.site].expansion.partitions[record.partition];
    // Its nodes come and go, and it may hold a part of one: their time together counts.
    const auto chips = static_cast<double>(partition.node.chips);
    add(record.start
            ? shares[record.site].of(record.partition, 1.0, chips, record.node_time, record.energy)
            : std::nullopt);
  }
  const char* text = "its part of what the site embodies, by the rule of the site";
  for (std::size_t i = 0; i < ends.size(); ++i)
    jobs.push_back({std::string("carbon_embodied") + ends[i], "t", text, std::move(carbon[i])});
}

}  // namespace icekeel::run
