// SPDX-License-Identifier: Apache-2.0
#include "simulator/facility/heat_reuse.h"
#include "simulator/facility/root.h"

#include <algorithm>
#include <limits>

#include "simulator/base/expect.h"

namespace icekeel::facility {
namespace {

// The largest x in [0, most] whose `excess`, which rises with x, is not above zero.
template <class Excess>
Power largest(Power most, Excess&& excess) {
  if (excess(most) <= Power{}) return most;
  constexpr double found = 1e-14;
  const auto at = [&](double share) { return excess(share * most) / most; };
  const double share = root_between(at, 0.0, 1.0, found);
  // Either side of the root will do within the tolerance; below it, nothing is exceeded.
  return std::max(0.0, share - 2 * found) * most;
}

}  // namespace

Power heat_demand(const DemandSpec& demand, Temperature outdoor) {
  if (demand.unlimited) return Power::si(std::numeric_limits<double>::infinity());
  const TemperatureDifference cold = std::max(demand.threshold - outdoor, TemperatureDifference{});
  const Power wanted = demand.base + demand.per_degree * cold;
  return demand.most ? std::min(wanted, *demand.most) : wanted;
}

HeatReuse::HeatReuse(const ReuseSpec& spec, TemperatureDifference water_range) : spec_(spec) {
  ICEKEEL_EXPECT(spec.exchanger_heat && spec.heat_pump.has_value() != spec.direct.has_value());
  // Equal flows on both sides at design: transfer units = range / approach.
  const HeatCapacityRate rate = *spec.exchanger_heat / water_range;
  conductance_ = (water_range / spec.exchanger_approach) * rate;
}

ReuseStep HeatReuse::take(Power liquid, Power carried, Stream water, Power demand) const {
  const Power available =
      spec_.from == HeatSource::cold_plates ? std::min(liquid, carried) : carried;
  if (available <= Power{} || demand <= Power{} || water.capacity_rate <= HeatCapacityRate{})
    return {};
  if (spec_.preheat) return graded(available, water, demand);
  return spec_.heat_pump ? by_heat_pump(available, water, demand)
                         : directly(available, water, demand);
}

// The source loop runs at the flow of the cooling water, so the heat pump's evaporator leaves it
// at return - taken / (effectiveness rate): the more is taken, the colder the source.
ReuseStep HeatReuse::by_heat_pump(Power available, Stream water, Power demand) const {
  const auto& pump = *spec_.heat_pump;
  const HeatCapacityRate moved = inlet_conductance(FlowArrangement::counter, conductance_,
                                                   water.capacity_rate, water.capacity_rate);
  const Power wanted = pump.most_heat ? std::min(demand, *pump.most_heat) : demand;
  const auto electricity = [&](Power taken) {
    const Temperature out = water.inlet - taken / moved;
    const HeatPumpStreams streams{out + taken / water.capacity_rate, out,
                                  pump.back.value_or(pump.supply)};
    return taken / (heating_cop(pump, streams) - 1.0);
  };
  const Power taken =
      largest(available, [&](Power heat) { return heat + electricity(heat) - wanted; });
  const Power used = electricity(taken);
  return {taken, taken + used, used};
}

// Two steps of temperature: the network's water takes what the exchanger gives it for nothing, and
// the heat pump, whose source is the water behind that exchanger, lifts it the rest of the way.
ReuseStep HeatReuse::graded(Power available, Stream water, Power demand) const {
  const auto& pump = *spec_.heat_pump;
  const Temperature back = *pump.back;
  const HeatCapacityRate moved = inlet_conductance(FlowArrangement::counter, conductance_,
                                                   water.capacity_rate, water.capacity_rate);
  struct Grades {
    Power direct, pumped, electricity;
  };
  const auto grades = [&](Power delivered) {
    Grades now;
    const HeatCapacityRate rate = delivered / (pump.supply - back);
    if (water.inlet > back && rate > HeatCapacityRate{})
      now.direct = std::min(
          exchange(FlowArrangement::counter, conductance_, water, {back, rate}).heat, delivered);
    now.pumped = delivered - now.direct;
    if (now.pumped <= Power{}) return now;
    const Temperature source = water.inlet - now.direct / water.capacity_rate;
    const Temperature sink = back + now.direct / rate;
    // Colder sources cost more electricity and so give less heat: this contracts quickly.
    for (int round = 0; round < 60; ++round) {
      const Power taken = now.pumped - now.electricity;
      const Temperature out = source - taken / moved;
      const Power next =
          now.pumped /
          heating_cop(pump, HeatPumpStreams{out + taken / water.capacity_rate, out, sink});
      const bool settled = std::abs((next - now.electricity).si()) <= 1e-15 * next.si();
      now.electricity = next;
      if (settled) break;
    }
    return now;
  };
  const auto excess = [&](Power delivered) {
    const Grades now = grades(delivered);
    const Power beyond = now.direct + now.pumped - now.electricity - available;
    return pump.most_heat ? std::max(beyond, now.pumped - *pump.most_heat) : beyond;
  };
  constexpr double most_over_taken = 101.0;  // at the worst COP, 1.01
  const Power delivered = largest(std::min(demand, most_over_taken * available), excess);
  const Grades now = grades(delivered);
  return {delivered - now.electricity, delivered, now.electricity};
}

// Network water must reach its supply temperature, so its flow is heat / (supply - back); the
// exchanger must move that heat from return water to network water.
ReuseStep HeatReuse::directly(Power available, Stream water, Power demand) const {
  const auto& network = *spec_.direct;
  if (water.inlet <= network.supply) return {};
  const Power taken = largest(std::min(available, demand), [&](Power heat) {
    const HeatCapacityRate rate = heat / (network.supply - network.back);
    return heat -
           exchange(FlowArrangement::counter, conductance_, water, {network.back, rate}).heat;
  });
  return {taken, taken, Power{}};
}

std::vector<config::Finding> check(const ReuseSpec& reuse) {
  std::vector<config::Finding> found;
  if (reuse.heat_pump && reuse.direct)
    found.push_back({"direct", "'heat_pump' and 'direct' are both given", "keep one of them"});
  if (!reuse.heat_pump && !reuse.direct)
    found.push_back({"", "neither 'heat_pump' nor 'direct' is given",
                     "give 'heat_pump: {supply: 70 degC}', or 'direct' with the network's supply "
                     "and return temperatures"});
  if (reuse.direct && reuse.direct->supply <= reuse.direct->back)
    found.push_back({"direct.supply", "the network's supply is not warmer than its return",
                     "give a supply temperature above the return"});
  if (reuse.preheat && (!reuse.heat_pump || !reuse.heat_pump->back))
    found.push_back({"preheat", "preheating needs a heat pump and the network's return",
                     "give 'heat_pump: {supply: 70 degC, return: 45 degC}'"});
  const auto add = [&](const std::vector<config::Finding>& more, const std::string& prefix) {
    for (const auto& one : more)
      found.push_back({prefix + "." + one.path, one.message, one.remedy});
  };
  if (reuse.heat_pump) add(check(*reuse.heat_pump), "heat_pump");
  if (reuse.tank) add(check(*reuse.tank), "tank");
  return found;
}

void describe(config::Fields& f, DemandSpec& demand) {
  f.optional("unlimited", demand.unlimited,
             "Takes whatever heat is offered; the other settings are then ignored.");
  f.optional("base", demand.base, "Heat taken all year, such as hot water.");
  f.optional("per_degree", demand.per_degree,
             "Heat taken for each kelvin that the mean outdoor temperature of the last 24 hours is "
             "below the threshold.");
  f.optional("threshold", demand.threshold,
             "Outdoor temperature at which heating starts. Estimate: 16 degC, a usual heating "
             "limit of existing buildings.");
  f.optional("most", demand.most, "Most heat the connection carries; no limit if not given.");
  f.optional("replaced_carbon", demand.replaced_carbon,
             "Greenhouse gas per heat that the network would use otherwise. It is reported beside "
             "the site's own, and never taken off it.");
}

void describe(config::Fields& f, DirectHeatSpec& direct) {
  f.required("supply", direct.supply, "Temperature the network water has to reach.");
  f.required("return", direct.back, "Temperature of the water coming back from the network.");
}

void describe(config::Fields& f, ReuseSpec& reuse) {
  f.required("demand", reuse.demand, "Heat that is wanted.");
  f.optional("from", reuse.from,
             "Whose heat is given away: that of the cold plates (tanks, doors), or all that the "
             "facility water carries, the room's share too.");
  f.optional("heat_pump", reuse.heat_pump, "Heat pump between cooling water and network.");
  f.optional("direct", reuse.direct, "Network water heated by the exchanger alone.");
  f.optional("preheat", reuse.preheat,
             "The network's water goes through the exchanger first, and the heat pump lifts it "
             "from there.");
  f.optional("tank", reuse.tank, "Tank of hot water between the plant and the network.");
  f.optional("exchanger_heat", reuse.exchanger_heat,
             "Design heat of the exchanger; that of the facility water if not given.",
             {.above_least = true});
  f.optional("exchanger_approach", reuse.exchanger_approach,
             "Temperature difference over the exchanger's plates at design. Estimate: 2.5 K, a "
             "usual plate exchanger.",
             {.above_least = true});
  f.optional("heat_price", reuse.heat_price, "Price paid for heat delivered.",
             {.least = -config::unlimited});
}

}  // namespace icekeel::facility
