// SPDX-License-Identifier: Apache-2.0
#include "simulator/scenario/checks.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <set>

#include "simulator/base/text.h"
#include "simulator/scenario/check_unit.h"
#include "simulator/scenario/design_load.h"

namespace icekeel::scenario {
namespace {

using Findings = std::vector<config::Finding>;

constexpr std::size_t most_nodes_of_a_site = 2'000'000;

void add(Findings& all, const Findings& more, const std::string& prefix) {
  for (const auto& finding : more)
    all.push_back({finding.path.empty() || prefix.empty() ? prefix + finding.path
                                                          : prefix + "." + finding.path,
                   finding.message, finding.remedy});
}

template <class Named>
void check_names_differ(const std::vector<Named>& list, const std::string& path, Findings& found) {
  std::set<std::string> seen;
  for (std::size_t i = 0; i < list.size(); ++i)
    if (!seen.insert(list[i].name).second)
      found.push_back({fmt::format("{}[{}].name", path, i),
                       fmt::format("the name '{}' is taken", list[i].name),
                       "give each a name of its own"});
}

// A kind of plant says which racks it can cool, and whether it has heat to give away.
void check_heat_has_a_way_out(const SiteSpec& site, Findings& found) {
  const auto able = facility::abilities(site.cooling.plant);
  bool liquid = false, air = false;
  for (const auto& hall : site.halls)
    for (const auto& group : hall.racks) (platforms::liquid_share(group) > 0 ? liquid : air) = true;
  if (liquid && !able.liquid_racks)
    found.push_back({"cooling.plant",
                     "liquid-cooled racks need a plant with coolant distribution units",
                     "use 'plant: warm-water', 'chilled-water', 'air-cooled-chiller', 'rear-door' "
                     "or 'immersion', or air-cooled racks"});
  if (air && !able.air_racks)
    found.push_back({"cooling.plant", "air-cooled racks cannot stand in immersion tanks",
                     "use racks of immersed nodes, such as 'racks/dgx-h100-4-immersion', or "
                     "another plant"});
  if (site.heat_reuse && !able.heat_reuse)
    found.push_back({"heat_reuse", "the cooling plant has no water to take heat from",
                     "use a plant with facility water, such as 'warm-water'"});
  const bool doors = site.cooling.plant == facility::PlantKind::rear_door;
  if (site.heat_reuse && able.heat_reuse && !liquid && !doors &&
      site.heat_reuse->from == facility::HeatSource::cold_plates)
    found.push_back(
        {"heat_reuse", "there are no racks on liquid whose heat could be given away",
         "use racks on liquid, or 'from: facility-water' to give away the room's heat"});
}

std::string celsius(Temperature t) {
  return fmt::format("{:.4g} degC", t.celsius());
}

// Cold plates get water of at least the plant's coldest supply; CDUs add some kelvin to its
// warmest.
void check_coolant_fits(const SiteSpec& site, Findings& found) {
  const auto& cooling = site.cooling;
  if (!facility::abilities(cooling.plant).liquid_racks || !cooling.supply) return;
  const Temperature warmest = facility::warmest_set_point(cooling);
  for (const auto& hall : site.halls)
    for (const auto& group : hall.racks) {
      if (platforms::liquid_share(group) <= 0) continue;
      const auto& inlet = group.node.liquid->inlet;
      if (*cooling.supply < inlet.least)
        found.push_back(
            {"cooling.supply",
             fmt::format(
                 "facility water of {} is colder than the coolant of the nodes '{}' may be, "
                 "{}",
                 celsius(*cooling.supply), group.node.name, celsius(inlet.least)),
             "give a warmer supply, such as that of 'plants/warm-water', or other nodes"});
      if (warmest > inlet.most)
        found.push_back(
            {"cooling.supply",
             fmt::format("facility water of up to {} is warmer than the coolant at which the nodes "
                         "'{}' slow down, {}",
                         celsius(warmest), group.node.name, celsius(inlet.most)),
             "give a colder supply, or other nodes"});
    }
}

void check_recirculation(const SiteSpec& site, Findings& found) {
  std::size_t racks = 0;
  for (const auto& hall : site.halls)
    for (const auto& group : hall.racks) racks += static_cast<std::size_t>(group.count);
  add(found, facility::check(*site.recirculation, racks), "recirculation");
  const auto& handler = site.cooling.air_handler;
  if (handler && facility::recirculation(*handler) > 0.0)
    found.push_back({"recirculation",
                     fmt::format("the plant already mixes {:.3g} of exhaust into all inlets",
                                 facility::recirculation(*handler)),
                     "add 'recirculation: 0' to 'cooling.air_handler'"});
}

// What the flexible load follows has to change within a day.
void check_flexible_has_a_guide(const SiteSpec& site, Findings& found) {
  using facility::Follow;
  const auto& load = *site.flexible;
  const auto complain = [&](const char* message, const char* remedy) {
    found.push_back({"flexible.follow", message, remedy});
  };
  if (load.follow == Follow::price && !site.grid.hourly_price)
    complain("the price does not change by the hour", "give 'grid.hourly_price'");
  if (load.follow == Follow::carbon && !site.grid.hourly_carbon)
    complain("the carbon intensity does not change by the hour", "give 'grid.hourly_carbon'");
  if (load.follow == Follow::heat_demand && (!site.heat_reuse || site.heat_reuse->demand.unlimited))
    complain("there is no demand for heat that could be followed",
             "give 'heat_reuse' with a demand that has an end");
  if (load.liquid_share > 0 && !facility::abilities(site.cooling.plant).liquid_racks)
    found.push_back({"flexible.liquid_share", "the cooling plant has no place for its liquid heat",
                     "give 0, or use 'plant: warm-water'"});
}

// A chain whose ratings are stated, or drawn, has to carry everything at its nameplate.
Findings check_ratings(const SiteSpec& site) {
  const auto stated = [](const power::StageSpec& stage) { return stage.module_rating.has_value(); };
  const auto& chain = site.power;
  if (std::none_of(chain.stages.begin(), chain.stages.end(), stated) &&
      std::none_of(chain.parts.begin(), chain.parts.end(), stated))
    return {};
  const auto design = design_load(site, plant_of(site));
  return power::ElectricalChain(chain, design).check_ratings(design);
}

// Tests of generators are described in one place.
void check_tests_once(const SiteSpec& site, Findings& found) {
  bool tested = site.power.backup && site.power.backup->set && site.power.backup->set->tests;
  for (const auto& part : site.power.parts) tested = tested || (part.set && part.set->tests);
  if (tested && site.direct_emissions && site.direct_emissions->generator_tests)
    found.push_back({"direct_emissions.generator_tests",
                     "tests of the generators are described with their sets too",
                     "keep one of the two"});
}

// Pods are those of fat trees, groups those of dragonflies.
void check_placement(const ScenarioSpec& scenario, Findings& found) {
  using platforms::FabricKind;
  using scheduler::Placement;
  const auto wanted = scenario.queue.placement;
  if (wanted == Placement::leaves) return;
  for (const auto& site : scenario.sites) {
    const bool tree = site.fabric.kind == FabricKind::fat_tree;
    const bool torus = site.fabric.kind == FabricKind::torus;
    if (!torus && tree == (wanted == Placement::pods)) continue;
    found.push_back({"queue.placement",
                     fmt::format("the fabric of site '{}' has no {}", site.name,
                                 wanted == Placement::pods ? "pods" : "groups"),
                     torus  ? "give 'leaves'"
                     : tree ? "give 'pods' or 'leaves'"
                            : "give 'groups' or 'leaves'"});
    return;
  }
}

}  // namespace

Findings check_outline(const ScenarioSpec& scenario) {
  Findings found;
  if (scenario.duration.has_value() == scenario.until.has_value())
    found.push_back({scenario.until ? "until" : "",
                     scenario.until ? "both a duration and an 'until' are given"
                                    : "the scenario says neither 'duration' nor 'until'",
                     "write one of 'duration: 7 d' and 'until: jobs done'"});
  const auto& workload = scenario.workload;
  if (scenario.until && workload.jobs.empty() && workload.traces.empty() &&
      workload.streams.empty())
    found.push_back({"until", "there are no jobs to wait for", "give a duration, or jobs"});
  for (std::size_t s = 0; s < workload.streams.size(); ++s)
    if (scenario.until && !workload.streams[s].lasting && !workload.streams[s].jobs)
      found.push_back({fmt::format("workload.streams[{}]", s), "the stream never ends",
                       "give it 'for' or 'jobs', or the scenario a duration"});
  for (std::size_t j = 0; j < workload.jobs.size(); ++j)
    if (const auto& serving = workload.jobs[j].serving;
        scenario.until && serving && !serving->lasting)
      found.push_back({fmt::format("workload.jobs[{}].serving", j), "the service never ends",
                       "give it 'for', or the scenario a duration"});
  for (std::size_t s = 0; s < scenario.sites.size(); ++s)
    if ((scenario.random_failures || scenario.planned_maintenance) &&
        !scenario.sites[s].reliability)
      found.push_back({fmt::format("sites[{}]", s),
                       scenario.random_failures ? "random failures need failure data"
                                                : "planned maintenance needs reliability data",
                       "add 'reliability: {like: reliability/standard}'"});
  add(found, scheduler::check(scenario.queue), "queue");
  for (auto& finding : check_order_of_jobs(workload.jobs)) found.push_back(std::move(finding));
  check_placement(scenario, found);
  if (scenario.sites.empty()) found.push_back({"sites", "there is no site", "write at least one"});
  check_names_differ(scenario.sites, "sites", found);
  for (std::size_t s = 0; s < scenario.sites.size(); ++s)
    check_names_differ(scenario.sites[s].halls, fmt::format("sites[{}].halls", s), found);
  return found;
}

Findings check_site(const SiteSpec& site) {
  Findings found;
  add(found, facility::check(site.climate), "climate");
  add(found, facility::check(site.grid), "grid");
  add(found, facility::check(site.cooling), "cooling");
  if (site.cooling.unit) {
    add(found, check_unit(*site.cooling.unit), "cooling.unit");
    if (site.cooling.unit->outputs.heat_recovered && !site.heat_reuse)
      found.push_back({"cooling.unit.outputs.heat_recovered", "nobody takes the heat",
                       "add 'heat_reuse' to the site, or take the line out"});
  }
  if (site.heat_reuse) add(found, facility::check(*site.heat_reuse), "heat_reuse");
  if (site.on_site) add(found, facility::check(*site.on_site, site.grid), "on_site");
  if (site.recirculation) check_recirculation(site, found);
  if (site.flexible) {
    add(found, facility::check(*site.flexible), "flexible");
    check_flexible_has_a_guide(site, found);
  }
  if (site.direct_emissions)
    add(found, facility::check(*site.direct_emissions), "direct_emissions");
  if (site.life_cycle) add(found, lifecycle::check(*site.life_cycle), "life_cycle");
  add(found, power::check_electrical(site.power), "power");
  check_tests_once(site, found);
  if (site.node_failures) add(found, reliability::check(*site.node_failures), "node_failures");
  if (site.reliability) add(found, reliability::check(*site.reliability), "reliability");
  std::int64_t nodes = 0, adapters = 1;
  for (std::size_t h = 0; h < site.halls.size(); ++h) {
    const auto& hall = site.halls[h];
    add(found, platforms::check_hall(hall), fmt::format("halls[{}]", h));
    nodes += platforms::node_count(hall);
    for (const auto& group : hall.racks) {
      adapters = std::max(adapters, group.node.nics.count);
    }
  }
  if (nodes == 0) found.push_back({"halls", "the site has no nodes", "add racks to a hall"});
  if (nodes > static_cast<std::int64_t>(most_nodes_of_a_site))
    found.push_back({"halls", fmt::format("the site has {} nodes", nodes),
                     fmt::format("at most {} can be simulated", most_nodes_of_a_site)});
  else if (nodes > 0)
    add(found, platforms::check_fabric(site.fabric, adapters, nodes), "fabric");
  check_heat_has_a_way_out(site, found);
  check_coolant_fits(site, found);
  if (found.empty()) add(found, check_ratings(site), "power");
  return found;
}

}  // namespace icekeel::scenario
