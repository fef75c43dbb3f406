// SPDX-License-Identifier: Apache-2.0
#include "simulator/lifecycle/life_cycle_spec.h"

#include <fmt/format.h>

#include "simulator/lifecycle/range_fields.h"

namespace icekeel::lifecycle {
namespace {

template <class Value>
void describe_range(config::Fields& f, Range<Value>& range) {
  f.required("low", range.low, "Low estimate.");
  f.required("mid", range.mid, "Middle estimate.");
  f.required("high", range.high, "High estimate.");
}

template <class Value>
void check_rises(const Range<Value>& range, std::string_view where,
                 std::vector<config::Finding>& found) {
  if (range.low <= range.mid && range.mid <= range.high) return;
  found.push_back({std::string(where), "'low', 'mid' and 'high' do not rise",
                   "put the smallest estimate in 'low' and the largest in 'high'"});
}

}  // namespace

void describe(config::Fields& f, Range<double>& range) {
  describe_range(f, range);
}

void describe(config::Fields& f, Range<CarbonPerPower>& range) {
  describe_range(f, range);
}

void describe(config::Fields& f, Range<Mass>& range) {
  describe_range(f, range);
}

void describe(config::Fields& f, Range<Power>& range) {
  describe_range(f, range);
}

void describe(config::Fields& f, LifeSpec& life) {
  f.required("lifetime", life.lifetime, "Time in use here.", {.above_least = true});
  f.optional("second_life", life.second_life,
             "Time in use elsewhere after it, second-hand: it bears its part of the making.");
  f.optional("repair_per_year", life.repair_per_year,
             "Spare parts of a year, as a share of what the whole embodies.", {.most = 1.0});
}

void describe(config::Fields& f, LegSpec& leg) {
  f.required("by", leg.by, "Means of transport.");
  f.required("distance", leg.distance, "Length of the way.");
  f.required("carbon", leg.carbon,
             "Greenhouse gas of moving a mass, over that mass and the distance, as 5e-5 1/km.");
}

void describe(config::Fields& f, InfrastructureSpec& infrastructure) {
  f.required("carbon", infrastructure.carbon,
             "Greenhouse gas of making it, for the most power that the racks may draw.");
  f.required("life", infrastructure.life, "How long it is used.");
}

void describe(config::Fields& f, LifeCycleSpec& cycle) {
  f.optional("rule", cycle.rule, "How what nodes embody is given to jobs.");
  f.optional("utilisation", cycle.utilisation,
             "Share of their life in which nodes work, for the rule 'use-time'.",
             {.most = 1.0, .above_least = true});
  f.required("nodes", cycle.nodes, "Life of nodes with their chips and racks.");
  f.optional("frames", cycle.frames,
             "Greenhouse gas of making racks, over the mass of their frames.");
  f.optional("transport", cycle.transport, "The way of nodes from the factory.");
  f.optional("end_of_life", cycle.end_of_life,
             "Greenhouse gas of taking nodes apart, over their mass.");
  f.optional("building", cycle.building, "The building; without it, it does not count.");
  f.optional("plant", cycle.plant, "Electrical chain and cooling; without it, they do not count.");
}

std::vector<config::Finding> check(const LifeCycleSpec& cycle) {
  std::vector<config::Finding> found;
  if (cycle.frames) check_rises(*cycle.frames, "frames", found);
  if (cycle.end_of_life) check_rises(*cycle.end_of_life, "end_of_life", found);
  if (cycle.building) check_rises(cycle.building->carbon, "building.carbon", found);
  if (cycle.plant) check_rises(cycle.plant->carbon, "plant.carbon", found);
  return found;
}

}  // namespace icekeel::lifecycle
