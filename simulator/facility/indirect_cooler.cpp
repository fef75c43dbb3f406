// SPDX-License-Identifier: Apache-2.0
#include "simulator/facility/indirect_cooler.h"

#include <algorithm>

#include "simulator/facility/psychrometrics.h"

namespace icekeel::facility {

IndirectCooler::IndirectCooler(const IndirectSpec& spec, VolumeFlow room_flow)
    : spec_(spec), outdoor_flow_(spec.outdoor_air_ratio * room_flow) {}

IndirectStep IndirectCooler::cool(const RoomAir& room, double flow_ratio,
                                  const Weather& outdoor) const {
  IndirectStep step;
  const Power wanted = room.rate * (room.back - room.wanted);
  const Power dry = spec_.effectiveness * room.rate * (room.back - outdoor.dry_bulb);
  Power most = dry;
  bool wet = false;
  if (spec_.wet && dry < wanted && outdoor.dry_bulb > spec_.wet->above) {
    most = spec_.wet->effectiveness * room.rate * (room.back - outdoor.wet_bulb);
    wet = most > dry;
    most = std::max(most, dry);
  }
  if (most <= Power{}) return step;
  step.heat = std::min(wanted, most);
  const double flow = flow_ratio * (step.heat / most);
  const double running = std::max(flow, spec_.fan.least_flow);
  step.fans = (flow / running) * fan_power(spec_.fan, outdoor_flow_, running);
  if (!wet) return step;
  const auto film = std::max(outdoor.wet_bulb, Temperature::from_celsius(0.0));
  const MassFlow evaporated = step.heat / latent_heat(film);
  const MassFlow circulating = spec_.wet->circulation * evaporated;
  step.water = water_use(spec_.wet->water, evaporated, circulating);
  step.pumps = pump_power(spec_.wet->pump, circulating, 1.0);
  return step;
}

void describe(config::Fields& f, IndirectSpec& indirect) {
  f.required("effectiveness", indirect.effectiveness,
             "Cooling of the room's air as a share of return air minus outdoor dry bulb, dry.",
             {.most = 1.0, .above_least = true});
  f.optional("wet", indirect.wet,
             "Sprays on the outdoor side; their effectiveness is the cooling as a share of return "
             "air minus outdoor wet bulb.");
  f.required("outdoor_air_ratio", indirect.outdoor_air_ratio,
             "Full flow of the outdoor air over that of the room's air.",
             {.least = 0.1, .most = 10.0});
  f.required("fan", indirect.fan, "Fans of the outdoor air.");
  f.required("exchanger", indirect.exchanger,
             "Pressure drop of the exchanger on the room's side, at the design flow.");
}

}  // namespace icekeel::facility
