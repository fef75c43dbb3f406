// SPDX-License-Identifier: Apache-2.0
#include "simulator/facility/battery.h"

#include <algorithm>
#include <cmath>

#include "simulator/base/units.h"

namespace icekeel::facility {

Battery::Battery(const BatterySpec& spec)
    : spec_(spec),
      one_way_(std::sqrt(spec.round_trip)),
      store_(spec.first_charge * spec.capacity, -std::log1p(-spec.self_discharge) / units::day) {}

BatteryStep Battery::pass(Power wanted, Duration length) {
  const Power room = store_.flow_to(spec_.most_charge * spec_.capacity, length);
  const Power there = -store_.flow_to(spec_.least_charge * spec_.capacity, length);
  BatteryStep step;
  step.charge = std::clamp(std::min(wanted, room / one_way_), Power{}, spec_.power);
  step.discharge = std::clamp(std::min(-wanted, there * one_way_), Power{}, spec_.power);
  const Energy before = store_.energy();
  const Power flow = step.charge * one_way_ - step.discharge / one_way_;
  step.self_discharge = store_.pass(flow, length) / length;
  step.conversion_loss = (1.0 - one_way_) * step.charge + (1.0 / one_way_ - 1.0) * step.discharge;
  step.stored = (store_.energy() - before) / length;
  return step;
}

std::vector<config::Finding> check(const BatterySpec& battery) {
  std::vector<config::Finding> found;
  if (battery.least_charge >= battery.most_charge)
    found.push_back({"least_charge", "the least charge is not below the most",
                     "give shares in order, as 'least_charge: 10 %' and 'most_charge: 90 %'"});
  else if (battery.first_charge < battery.least_charge ||
           battery.first_charge > battery.most_charge)
    found.push_back({"first_charge", "the first charge is outside the least and the most",
                     "give a share between them"});
  if (battery.use == BatteryUse::peak_shaving && !battery.limit)
    found.push_back({"use", "shaving peaks needs the limit that they are cut to",
                     "add 'limit: 2 MW', the most that shall be drawn from the grid"});
  if (battery.use != BatteryUse::peak_shaving && battery.limit)
    found.push_back({"limit", "a limit only counts with 'use: peak-shaving'",
                     "take it out, or change the use"});
  return found;
}

void describe(config::Fields& f, BatterySpec& battery) {
  f.required("capacity", battery.capacity, "Energy from empty to full.", {.above_least = true});
  f.required("power", battery.power, "Most power it takes or gives.", {.above_least = true});
  f.required("round_trip", battery.round_trip,
             "Energy given back over energy taken, with inverters, without self-discharge.",
             {.least = 0.1, .most = 1.0});
  f.optional("least_charge", battery.least_charge, "Share of the capacity it is emptied to.",
             {.most = 1.0});
  f.optional("most_charge", battery.most_charge, "Share of the capacity it is filled to.",
             {.most = 1.0});
  f.optional("first_charge", battery.first_charge, "Share when the simulation starts.",
             {.most = 1.0});
  f.required("self_discharge", battery.self_discharge, "Share of its energy lost in a day.",
             {.most = 0.9});
  f.optional("use", battery.use,
             "What it is for: keeping the sun's surplus, cutting peaks to 'limit', or charging in "
             "the cheapest (cleanest) hours of each day for the dearest (dirtiest).");
  f.optional("limit", battery.limit, "Draw from the grid that peaks are cut to.",
             {.above_least = true});
}

}  // namespace icekeel::facility
