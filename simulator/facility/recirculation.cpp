// SPDX-License-Identifier: Apache-2.0
#include "simulator/facility/recirculation.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "simulator/base/expect.h"

namespace icekeel::facility {
namespace {

constexpr int most_sweeps = 500;
constexpr double inlets_settled = 1e-10;  // [K]

// Flow-weighted mean exhaust of each hall.
std::vector<double> means(std::span<const RackAir> racks, std::span<const double> exhaust,
                          const std::vector<RackPlace>& places, std::size_t halls) {
  std::vector<double> sums(halls), flows(halls);
  for (std::size_t i = 0; i < racks.size(); ++i) {
    sums[places[i].hall] += racks[i].flow.si() * exhaust[i];
    flows[places[i].hall] += racks[i].flow.si();
  }
  for (std::size_t h = 0; h < halls; ++h) sums[h] = flows[h] > 0.0 ? sums[h] / flows[h] : 0.0;
  return sums;
}

double rise(const RackAir& rack) {
  return rack.flow > HeatCapacityRate{} ? (rack.heat / rack.flow).si() : 0.0;
}

}  // namespace

Recirculation::Recirculation(const RecirculationSpec& spec, std::vector<RackPlace> places)
    : spec_(spec), places_(std::move(places)) {
  for (const auto& place : places_) halls_ = std::max(halls_, place.hall + 1);
}

bool Recirculation::beside(std::size_t one, std::size_t other) const {
  return (one + 1 == other || other + 1 == one) && places_[one].hall == places_[other].hall &&
         places_[one].row == places_[other].row;
}

double Recirculation::share(std::size_t inlet, std::size_t exhaust,
                            std::span<const RackAir> racks) const {
  if (!spec_.matrix.empty()) return spec_.matrix[inlet][exhaust];
  double sum = inlet == exhaust ? spec_.own : 0.0;
  if (beside(inlet, exhaust)) sum += spec_.neighbour;
  if (places_[inlet].hall != places_[exhaust].hall) return sum;
  HeatCapacityRate hall;
  for (std::size_t i = 0; i < racks.size(); ++i)
    if (places_[i].hall == places_[inlet].hall) hall += racks[i].flow;
  return sum + (hall > HeatCapacityRate{} ? spec_.room * (racks[exhaust].flow / hall) : 0.0);
}

// One pass of the sum, without writing the matrix out where it has a pattern.
void Recirculation::mix(std::span<const double> exhaust, std::span<const double> hall_means,
                        std::vector<double>& inlets) const {
  for (std::size_t i = 0; i < inlets.size(); ++i) {
    if (!spec_.matrix.empty()) {
      inlets[i] = std::inner_product(exhaust.begin(), exhaust.end(), spec_.matrix[i].begin(), 0.0);
      continue;
    }
    inlets[i] = spec_.own * exhaust[i] + spec_.room * hall_means[places_[i].hall];
    if (i > 0 && beside(i, i - 1)) inlets[i] += spec_.neighbour * exhaust[i - 1];
    if (i + 1 < inlets.size() && beside(i, i + 1)) inlets[i] += spec_.neighbour * exhaust[i + 1];
  }
}

// Rows sum to less than one, so each round leaves no more than that share of the error.
std::vector<TemperatureDifference> Recirculation::inlets(std::span<const RackAir> racks) const {
  ICEKEEL_EXPECT(racks.size() == places_.size());
  std::vector<double> inlet(racks.size()), exhaust(racks.size()), before;
  for (int round = 0; round < most_sweeps; ++round) {
    before = inlet;
    for (std::size_t i = 0; i < racks.size(); ++i) exhaust[i] = inlet[i] + rise(racks[i]);
    mix(exhaust, means(racks, exhaust, places_, halls_), inlet);
    double moved = 0.0;
    for (std::size_t i = 0; i < racks.size(); ++i)
      moved = std::max(moved, std::abs(inlet[i] - before[i]));
    if (moved < inlets_settled) break;
  }
  std::vector<TemperatureDifference> result;
  for (const double kelvin : inlet) result.push_back(TemperatureDifference::si(kelvin));
  return result;
}

double supply_heat_index(std::span<const RackAir> racks,
                         std::span<const TemperatureDifference> inlets) {
  Power back, all;
  for (std::size_t i = 0; i < racks.size(); ++i) {
    back += racks[i].flow * inlets[i];
    all += racks[i].flow * inlets[i] + racks[i].heat;
  }
  return all > Power{} ? back / all : 0.0;
}

std::vector<config::Finding> check(const RecirculationSpec& spec, std::size_t racks) {
  std::vector<config::Finding> found;
  if (spec.matrix.empty()) {
    if (spec.own + 2.0 * spec.neighbour + spec.room >= 1.0)
      found.push_back({"", "the shares of exhaust at an inlet add up to 1 or more",
                       "give own + 2 neighbour + room below 1; what is left is supply air"});
    return found;
  }
  if (spec.matrix.size() != racks)
    found.push_back({"matrix",
                     fmt::format("the matrix has {} rows for {} racks", spec.matrix.size(), racks),
                     "give a row for each rack, in the order of the halls' racks"});
  for (std::size_t i = 0; i < spec.matrix.size(); ++i) {
    const auto& row = spec.matrix[i];
    const double sum = std::accumulate(row.begin(), row.end(), 0.0);
    if (row.size() != spec.matrix.size())
      found.push_back(
          {fmt::format("matrix[{}]", i),
           fmt::format("the row has {} numbers for {} racks", row.size(), spec.matrix.size()),
           "give a number for each rack"});
    else if (sum >= 1.0)
      found.push_back({fmt::format("matrix[{}]", i),
                       fmt::format("the row adds up to {:.4g}: no supply air is left", sum),
                       "give shares that add up to less than 1"});
  }
  return found;
}

void describe(config::Fields& f, RecirculationSpec& spec) {
  f.optional("own", spec.own, "Share of a rack's inlet air that is its own exhaust.",
             {.most = 1.0});
  f.optional("neighbour", spec.neighbour,
             "Share that is exhaust of each of the two racks beside it in its row.", {.most = 1.0});
  f.optional("room", spec.room, "Share that is the mean exhaust of its hall.", {.most = 1.0});
  f.optional(
      "matrix", spec.matrix,
      "Instead, in full: row i has the shares of rack i's inlet air that are exhaust of each "
      "rack, in the order of the halls' racks.",
      {.most = 1.0});
}

}  // namespace icekeel::facility
