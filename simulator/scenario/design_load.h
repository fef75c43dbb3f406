// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// What a site's chain and plant are built for: everything at its nameplate.

#include "simulator/facility/cooling_plant.h"
#include "simulator/facility/room_mass.h"
#include "simulator/power/electrical_chain.h"
#include "simulator/scenario/scenario_spec.h"

namespace icekeel::scenario {

/// Power of the fabric's switches, of which the number does not change.
Power switch_power(const SiteSpec& site);

/// The IT at its nameplate, and the heat of it with the losses of the chain in the room.
struct DesignHeat {
  Power it;
  facility::HeatLoad heat;
};
DesignHeat design_heat(const SiteSpec& site);

/// The plant that is built for it.
facility::CoolingPlant plant_of(const SiteSpec& site);

/// What the plant draws at its worst, on top of the IT.
power::DesignLoad design_load(const SiteSpec& site, const facility::CoolingPlant& plant);

/// The electrical chain that carries both.
power::ElectricalChain chain_of(const SiteSpec& site);

/// What of a plant hangs on the UPS: pumps and fans that must not stop.
Power critical_power(const facility::PlantStep& plant);

/// What warms up with the air of all halls, as one room.
facility::RoomMass room_of(const SiteSpec& site, const facility::CoolingPlant& plant);

/// Heat capacity of the coolant in all racks; zero where no volume is given.
HeatCapacity coolant_capacity(const SiteSpec& site);

}  // namespace icekeel::scenario
