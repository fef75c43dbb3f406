// SPDX-License-Identifier: Apache-2.0
#include "simulator/power/node_power.h"

#include <algorithm>
#include <cmath>

#include "simulator/base/expect.h"

namespace icekeel::power {
namespace {

constexpr auto same_temperature = TemperatureDifference::si(1e-6);

double share(double value) {
  return std::clamp(value, 0.0, 1.0);
}

template <class Number>
double count(Number n) {
  return static_cast<double>(n);
}

}  // namespace

NodePowerModel::NodePowerModel(const platforms::NodeSpec& node)
    : node_(node), supplies_(node.supplies) {}

const platforms::InletRange& NodePowerModel::inlet_range(const Surroundings& around) const {
  if (around.coolant == platforms::Coolant::air) return node_.air;
  ICEKEEL_EXPECT(node_.liquid.has_value());
  return node_.liquid->inlet;
}

double NodePowerModel::leakage_factor(const Surroundings& around) const {
  const auto& power = node_.chip.power;
  const double rise = (around.inlet - inlet_range(around).reference) / power.leakage_doubling;
  return 1.0 + power.leakage * (std::exp2(rise) - 1.0);
}

NodePowerModel::Demand NodePowerModel::demand(const platforms::Activity& activity,
                                              const Surroundings& around) const {
  const double tensor = share(activity.tensor), memory = share(activity.memory);
  const double link = share(activity.link), network = share(activity.network);
  const double busy = std::max({share(activity.busy), tensor, memory});
  const auto& chip = node_.chip;
  const double leakage = leakage_factor(around);
  const Power idle = std::min(leakage * chip.power.idle, chip.tdp);
  const Power dynamic = leakage * (busy * chip.power.busy + tensor * chip.power.tensor +
                                   memory * chip.power.memory + link * chip.power.link);

  Demand d;
  d.chips_idle = count(node_.chips) * idle;
  d.chips_dynamic = count(node_.chips) * std::min(dynamic, chip.tdp - idle);
  d.cpus_idle = count(node_.cpu.sockets) * node_.cpu.idle;
  d.cpus_dynamic =
      count(node_.cpu.sockets) * share(activity.cpu) * (node_.cpu.most - node_.cpu.idle);
  d.others_idle = count(node_.nics.count) * node_.nics.idle +
                  count(node_.chip_switches.count) * node_.chip_switches.idle + node_.base.memory +
                  node_.base.drives + node_.base.board;
  d.others_dynamic = count(node_.nics.count) * network * (node_.nics.most - node_.nics.idle) +
                     count(node_.chip_switches.count) * link *
                         (node_.chip_switches.most - node_.chip_switches.idle);
  return d;
}

double NodePowerModel::fan_flow(Power heat, const Surroundings& around) const {
  const auto& fans = node_.fans;
  double rise = 1.0;
  if (around.coolant == platforms::Coolant::air)
    rise += std::max(0.0, (around.inlet - fans.reference_inlet) / fans.doubling);
  return std::clamp(heat / fans.heat * rise, fans.least, fans.most);
}

Power NodePowerModel::fan_power(Power heat, const Surroundings& around) const {
  const double remaining =
      around.coolant == platforms::Coolant::liquid ? node_.liquid->fan_share : 1.0;
  const double flow = fan_flow(heat, around);
  return remaining * flow * flow * flow * node_.fans.power;
}

// Fans answer a watt of heat with a fraction of a watt, so that each round gains a digit or so.
Power NodePowerModel::compute(Power total, const Surroundings& around) const {
  const Power output = supplies_.output(total, around.supplies_on);
  constexpr int most_rounds = 30;
  Power heat = output;
  for (int round = 0; round < most_rounds; ++round) {
    const Power next = std::max(output - fan_power(heat, around), Power{});
    const double moved = std::abs((next - heat).si());
    heat = next;
    if (moved <= 1e-9 * output.si()) break;
  }
  return heat;
}

NodePower NodePowerModel::at_speed(const Demand& demand, double speed,
                                   const Surroundings& around) const {
  NodePower p;
  p.chips =
      demand.chips_idle + std::pow(speed, node_.chip.power.speed_exponent) * demand.chips_dynamic;
  p.cpus = demand.cpus_idle + speed * demand.cpus_dynamic;
  p.other = demand.others_idle + speed * demand.others_dynamic;
  const Power heat = p.chips + p.cpus + p.other;
  p.fans = fan_power(heat, around);
  const Power output = heat + p.fans;
  p.total = supplies_.input(output, around.supplies_on);
  p.supply_loss = p.total - output;
  return p;
}

bool NodePowerModel::trips(const Surroundings& around) const {
  return inlet_range(around).shutdown - around.inlet <= same_temperature;
}

bool NodePowerModel::is_cool(const Surroundings& around) const {
  return around.inlet <= inlet_range(around).most;
}

// From full speed at the highest inlet temperature down to the lowest clock at shutdown: a step
// never takes longer than at that clock.
double NodePowerModel::thermal_speed(const Surroundings& around) const {
  const auto& range = inlet_range(around);
  if (around.tripped || trips(around)) return 0.0;
  const double left = share((range.shutdown - around.inlet) / (range.shutdown - range.most));
  const double lowest = node_.chip.power.lowest_speed;
  return lowest + (1.0 - lowest) * left;
}

Power NodePowerModel::limit(std::int64_t supplies_on) const {
  const auto& supplies = node_.supplies;
  if (supplies_on < supplies.least) return {};
  const double carried = std::min(1.0, count(supplies_on) / count(supplies.needed));
  return std::min(carried * node_.power_max,
                  supplies_.input(count(supplies_on) * supplies.rating, supplies_on));
}

// The largest speed that temperature and supplies allow; power rises with speed.
double NodePowerModel::speed(const Demand& demand, const Surroundings& around) const {
  const Power most = limit(around.supplies_on);
  double high = thermal_speed(around);
  if (most <= Power{} || high <= 0.0) return 0.0;
  if (at_speed(demand, high, around).total <= most) return high;
  double low = 0.0;
  for (int i = 0; i < 52; ++i) {
    const double middle = 0.5 * (low + high);
    (at_speed(demand, middle, around).total > most ? high : low) = middle;
  }
  return low < node_.chip.power.lowest_speed ? 0.0 : low;
}

double NodePowerModel::throttle(const platforms::Activity& activity,
                                const Surroundings& around) const {
  return speed(demand(activity, around), around);
}

NodePower NodePowerModel::at(const platforms::Activity& activity,
                             const Surroundings& around) const {
  const Demand full = demand(activity, around);
  const double allowed = speed(full, around);
  return allowed > 0.0 ? at_speed(full, allowed, around) : standby(around.supplies_on);
}

NodePower NodePowerModel::standby(std::int64_t supplies_on) const {
  NodePower p;
  if (supplies_on <= 0) return p;
  p.other = node_.base.standby;
  p.total = supplies_.input(p.other, supplies_on);
  p.supply_loss = p.total - p.other;
  return p;
}

VolumeFlow NodePowerModel::air_flow(const platforms::Activity& activity,
                                    const Surroundings& around) const {
  const NodePower p = at(activity, around);
  if (p.fans <= Power{}) return {};
  return std::cbrt(p.fans / node_.fans.power) * node_.fans.flow;
}

}  // namespace icekeel::power
