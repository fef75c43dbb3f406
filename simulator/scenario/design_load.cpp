// SPDX-License-Identifier: Apache-2.0
#include "simulator/scenario/design_load.h"

#include <algorithm>

#include "platforms/network.h"
#include "simulator/facility/fluids.h"

namespace icekeel::scenario {
namespace {

// A hot and humid hour, to size the electrical chain for the plant at its worst.
// The chain's ratings only; nothing is simulated in it.
constexpr facility::Weather design_weather{
    Temperature::from_celsius(35.0), Temperature::from_celsius(24.0), 0.4, Pressure::si(101325.0)};

}  // namespace

// The node with the highest injection rate sizes the fabric.
Power switch_power(const SiteSpec& site) {
  const platforms::NodeSpec* strongest = nullptr;
  std::int64_t nodes = 0;
  for (const auto& hall : site.halls) {
    nodes += platforms::node_count(hall);
    for (const auto& group : hall.racks)
      if (!strongest ||
          platforms::injection_rate(group.node) > platforms::injection_rate(*strongest))
        strongest = &group.node;
  }
  if (!strongest) return {};
  const auto count = platforms::switch_count(site.fabric, strongest->nics.count, nodes);
  return static_cast<double>(count) *
         std::max(site.fabric.switch_power, site.fabric.switch_power_most);
}

DesignHeat design_heat(const SiteSpec& site) {
  DesignHeat design;
  design.it = switch_power(site);
  for (const auto& hall : site.halls) {
    design.it += platforms::most_power(hall);
    for (const auto& group : hall.racks) {
      const Power racks = static_cast<double>(group.count) *
                          std::min(group.power_limit, platforms::most_power(group));
      design.heat.liquid += platforms::liquid_share(group) * racks;
    }
  }
  if (site.storage) design.it += site.storage->most;
  if (site.flexible) {
    design.it += site.flexible->power;
    design.heat.liquid += site.flexible->liquid_share * site.flexible->power;
  }
  // The room's air also takes the losses of the chain and the lighting.
  const power::ElectricalChain chain(site.power, {design.it, {}, {}});
  const power::ChainLoad all{design.it, {}, {}, {}, {}};
  const auto losses = chain.step(all, power::all_feeds(chain.feeds()));
  design.heat.room = losses.losses_in_room + losses.lighting;
  design.heat.air = design.it - design.heat.liquid + design.heat.room;
  return design;
}

facility::CoolingPlant plant_of(const SiteSpec& site) {
  return {site.cooling, site.heat_reuse ? &*site.heat_reuse : nullptr, design_heat(site).heat};
}

Power critical_power(const facility::PlantStep& plant) {
  return plant.cdu_pumps + plant.air_fans;
}

power::DesignLoad design_load(const SiteSpec& site, const facility::CoolingPlant& plant) {
  const auto design = design_heat(site);
  const auto hot = plant.step(design.heat, design_weather, {});
  const auto warm =
      plant.step(design.heat, design_weather, site.heat_reuse ? design.heat.total() : Power{});
  const Power all = std::max(hot.cooling_power(), warm.cooling_power()) + warm.heat_pump;
  return {design.it, all - critical_power(hot), critical_power(hot)};
}

power::ElectricalChain chain_of(const SiteSpec& site) {
  return {site.power, design_load(site, plant_of(site))};
}

facility::RoomMass room_of(const SiteSpec& site, const facility::CoolingPlant& plant) {
  const auto& handler = *plant.spec().air_handler;
  facility::RoomMass::Sizes sizes{};
  sizes.flow = *handler.design_heat / handler.air_rise;
  for (const auto& hall : site.halls) {
    const auto& room = hall.room;
    const Area floor = platforms::floor_area(hall);
    HeatCapacity solids = floor * room.building;
    for (const auto& group : hall.racks)
      solids += static_cast<double>(group.count) * platforms::mass(group) * room.racks;
    sizes.air += facility::indoor_air_density * facility::air_specific_heat * floor * room.height;
    sizes.solids += solids;
    sizes.exchange += solids / room.follow;
  }
  return facility::RoomMass(sizes);
}

HeatCapacity coolant_capacity(const SiteSpec& site) {
  const auto per_volume = facility::water_density * facility::water_specific_heat;
  HeatCapacity sum;
  for (const auto& hall : site.halls)
    for (const auto& group : hall.racks)
      if (group.coolant_volume && platforms::liquid_share(group) > 0.0)
        sum += static_cast<double>(group.count) * *group.coolant_volume * per_volume;
  return sum;
}

}  // namespace icekeel::scenario
