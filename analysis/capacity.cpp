// SPDX-License-Identifier: Apache-2.0
#include "analysis/capacity.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <set>

#include "simulator/base/units.h"
#include "simulator/power/node_power.h"
#include "simulator/scenario/checks.h"
#include "simulator/scenario/design_load.h"

namespace icekeel::analysis {
namespace {

using scenario::SiteSpec;

constexpr std::int64_t most_racks = 100'000;
constexpr double rounding = 1e-9;
constexpr Power unused = 1.0 * units::kilowatt;  // the least size of a block that nothing uses

struct Block {
  const char* name;
  std::optional<Power>* size;
};

// Blocks of a plant that carry its heat. What only saves energy, as an economizer before the
// chillers, is no limit.
std::vector<Block> blocks(facility::CoolingSpec& plant) {
  std::vector<Block> all;
  const auto add = [&](const char* name, auto& block, auto size) {
    if (block) all.push_back({name, &((*block).*size)});
  };
  add("air handlers", plant.air_handler, &facility::AirHandlerSpec::design_heat);
  add("coolant distribution units", plant.cdu, &facility::CduSpec::design_heat);
  add("facility water", plant.facility_water, &facility::WaterLoopSpec::design_heat);
  add("chillers", plant.chiller, &facility::ChillerSpec::capacity);
  add("cooling towers", plant.tower, &facility::CoolingTowerSpec::design_heat);
  add("dry coolers", plant.dry_cooler, &facility::DryCoolerSpec::design_heat);
  if (plant.plant == facility::PlantKind::warm_water_tower)
    add("plate exchangers", plant.economizer, &facility::EconomizerSpec::design_heat);
  if (plant.air_water) all.push_back({"water of the room air", &plant.air_water->loop.design_heat});
  return all;
}

// The plant that exactly this load needs.
facility::CoolingSpec needed_plant(const SiteSpec& site) {
  facility::CoolingSpec plant = site.cooling;
  for (auto& block : blocks(plant)) block.size->reset();
  plant.sizing_margin = 1.0;
  return facility::sized(plant, scenario::design_heat(site).heat);
}

std::vector<CapacityRow> plant_rows(const SiteSpec& site) {
  auto built = scenario::plant_of(site).spec();
  auto needed = needed_plant(site);
  const auto built_blocks = blocks(built), needed_blocks = blocks(needed);
  std::vector<CapacityRow> rows;
  for (std::size_t i = 0; i < built_blocks.size(); ++i) {
    if (!*built_blocks[i].size || **built_blocks[i].size <= unused) continue;
    const double can = (**built_blocks[i].size).in(units::kilowatt);
    const double has_to = needed_blocks[i].size->value_or(Power{}).in(units::kilowatt);
    rows.push_back({built_blocks[i].name, "kW", can, has_to, has_to});
  }
  return rows;
}

std::vector<CapacityRow> chain_rows(const SiteSpec& site) {
  const auto design = scenario::design_load(site, scenario::plant_of(site));
  const power::ElectricalChain chain(site.power, design);
  const auto steps = chain.design_steps(design);
  std::vector<CapacityRow> rows;
  for (std::size_t i = 0; i < chain.stages().size(); ++i) {
    const auto& stage = chain.stages()[i];
    const auto& part = chain.graph().parts[stage.part];
    CapacityRow row{stage.name, "kW", 0, 0, 0};
    row.built = stage.rating.in(units::kilowatt) * static_cast<double>(part.needed) /
                static_cast<double>(part.modules);
    for (const auto& step : steps)
      row.used = std::max(row.used, step.stages[i].output.in(units::kilowatt));
    row.used_after = row.used;
    rows.push_back(row);
  }
  return rows;
}

std::vector<CapacityRow> all_rows(const SiteSpec& site) {
  auto rows = chain_rows(site);
  for (auto& row : plant_rows(site)) rows.push_back(std::move(row));
  for (const auto& hall : site.halls) {
    if (!hall.layout.positions) continue;
    const auto racks = static_cast<double>(platforms::rack_count(hall));
    rows.push_back({"positions in " + hall.name, "1", static_cast<double>(*hall.layout.positions),
                    racks, racks});
  }
  return rows;
}

std::vector<RackRow> rack_rows(const SiteSpec& site) {
  std::vector<RackRow> rows;
  for (const auto& hall : site.halls)
    for (const auto& group : hall.racks)
      rows.push_back({group.name, group.count, group.power_limit.in(units::kilowatt),
                      platforms::most_power(group).in(units::kilowatt),
                      platforms::floor_load(group).si(), hall.layout.floor_limit.si()});
  return rows;
}

// The most racks without a limit exceeded, between one number that fits and one that does not.
std::int64_t most_that_fit(const std::function<bool(std::int64_t)>& fits) {
  std::int64_t fitting = 0, too_many = 1;
  while (fits(too_many)) {
    if (too_many >= most_racks) return most_racks;
    fitting = too_many;
    too_many = std::min(most_racks, 2 * too_many);
  }
  while (too_many - fitting > 1) {
    const std::int64_t middle = fitting + (too_many - fitting) / 2;
    (fits(middle) ? fitting : too_many) = middle;
  }
  return fitting;
}

double speed_at(const platforms::RackSpec& rack) {
  const platforms::Activity full{1, 1, 1, 1, 1, 1};
  power::Surroundings around{rack.coolant, rack.node.air.reference, rack.node.supplies.count};
  if (rack.coolant == platforms::Coolant::liquid && rack.node.liquid)
    around.inlet = rack.node.liquid->inlet.reference;
  return power::NodePowerModel(rack.node).throttle(full, around);
}

}  // namespace

// Stated ratings lose a little more than those that follow the load, so a few rounds settle them.
SiteSpec as_built(SiteSpec site) {
  constexpr int rounds = 4;
  for (int round = 0; round < rounds; ++round) {
    const auto plant = scenario::plant_of(site);
    const auto design = scenario::design_load(site, plant);
    const power::ElectricalChain chain(site.power, design);
    const auto steps = chain.design_steps(design);
    for (std::size_t i = 0; i < chain.stages().size(); ++i) {
      const auto& stage = chain.stages()[i];
      const auto needed = chain.graph().parts[stage.part].needed;
      auto& spec = site.power.drawn()
                       ? static_cast<power::StageSpec&>(site.power.parts[stage.stage])
                       : site.power.stages[stage.stage];
      Power module = stage.rating / static_cast<double>(stage.modules);
      for (const auto& step : steps)
        module = std::max(module, step.stages[i].output / static_cast<double>(needed));
      spec.module_rating = std::max(spec.module_rating.value_or(module), module);
      if (!site.power.drawn()) spec.modules = needed;
    }
    site.cooling = plant.spec();
  }
  return site;
}

SiteSpec capped(SiteSpec site, double share) {
  for (auto& hall : site.halls)
    for (auto& group : hall.racks) group.node.power_max = share * group.node.power_max;
  return site;
}

SiteSpec with_racks(SiteSpec site, const platforms::RackSpec& rack, std::int64_t more) {
  if (more == 0) return site;
  auto& groups = site.halls.front().racks;
  const auto same = std::find_if(groups.begin(), groups.end(),
                                 [&](const auto& group) { return group.name == rack.name; });
  if (same != groups.end()) {
    same->count += more;
    return site;
  }
  platforms::RackGroup added;
  static_cast<platforms::RackSpec&>(added) = rack;
  added.count = more;
  groups.push_back(added);
  return site;
}

std::vector<std::string> exceeded_limits(const SiteSpec& site) {
  std::vector<std::string> limits;
  // Ratings are told below, with the others in the order of how far they are exceeded.
  for (const auto& finding : scenario::check_site(site))
    if (!finding.path.starts_with("power.stages") && !finding.path.starts_with("power.parts"))
      limits.push_back(finding.message);
  if (!limits.empty()) return limits;
  auto rows = all_rows(site);
  std::erase_if(rows,
                [](const CapacityRow& row) { return row.used <= row.built * (1.0 + rounding); });
  std::stable_sort(rows.begin(), rows.end(), [](const CapacityRow& a, const CapacityRow& b) {
    return a.used / a.built > b.used / b.built;
  });
  std::set<std::string> told;  // the same stage of another feed is no news
  for (const auto& row : rows)
    if (told.insert(row.name.substr(row.name.find('/') + 1)).second)
      limits.push_back(fmt::format("{} would carry {:.4g} kW, {:.1f} % of {:.4g} kW", row.name,
                                   row.used, 100.0 * row.used / row.built, row.built));
  return limits;
}

Capacity capacity(const SiteSpec& site, const platforms::RackSpec& rack, double cap) {
  const SiteSpec built = capped(as_built(site), cap);
  platforms::RackSpec added = rack;
  added.node.power_max = cap * rack.node.power_max;
  Capacity result;
  result.site = site.name;
  result.rack = rack.name;
  result.cap = cap;
  result.speed_at_cap = speed_at(added) / std::max(1e-12, speed_at(rack));
  result.racks = rack_rows(built);
  result.binding = exceeded_limits(built);
  if (result.binding.empty()) {
    result.more = most_that_fit(
        [&](std::int64_t more) { return exceeded_limits(with_racks(built, added, more)).empty(); });
    result.without_end = result.more >= most_racks;
    if (!result.without_end)
      result.binding = exceeded_limits(with_racks(built, added, result.more + 1));
  }
  result.rows = all_rows(built);
  const auto after = all_rows(with_racks(built, added, result.more));
  for (std::size_t i = 0; i < result.rows.size(); ++i) result.rows[i].used_after = after[i].used;
  return result;
}

}  // namespace icekeel::analysis
