// SPDX-License-Identifier: Apache-2.0
#include "workloads/data_movement.h"

#include <algorithm>

#include "simulator/base/counts.h"

namespace icekeel::workloads {

void describe(config::Fields& f, DataMovementSpec& m) {
  f.required("size", m.size, "Data that flow.", {.above_least = true});
  f.optional("nodes", m.nodes, "Nodes that they flow through.", {.least = 1, .most = 1e6});
  f.optional("route", m.route,
             "Networks outside the site over which they come, as [{like: wan/backbone-1000-km}].");
  f.optional("rate", m.rate, "Rate that the program reaches on a node.", {.above_least = true});
  f.optional("cpu", m.cpu, "Share of the cores of a node that work meanwhile.", {.most = 1.0});
  f.optional("storage", m.storage,
             "What they do with the site's storage: 'none', 'read' or 'write'.");
}

std::optional<Bandwidth> most_rate(const DataMovementSpec& movement,
                                   const platforms::NodeSpec& node) {
  std::optional<Bandwidth> most;
  const auto limit = [&](Bandwidth rate) { most = most ? std::min(*most, rate) : rate; };
  for (const auto& part : movement.route)
    if (part.capacity > Bandwidth{}) limit(part.capacity);
  const double nodes = number(movement.nodes);
  if (movement.rate) limit(nodes * *movement.rate);
  if (const auto adapters = platforms::injection_rate(node); adapters > Bandwidth{})
    limit(nodes * adapters);
  return most;
}

Duration latency(const DataMovementSpec& movement) {
  Duration sum;
  for (const auto& part : movement.route) sum += platforms::latency(part);
  return sum;
}

MovementEnergy outside_energy(const DataMovementSpec& movement) {
  platforms::DataEnergy sum;
  for (const auto& part : movement.route) sum = sum + part.energy;
  return {movement.size * sum.low, movement.size * sum.mid, movement.size * sum.high};
}

std::vector<config::Finding> check(const DataMovementSpec& movement,
                                   const platforms::NodeSpec& node) {
  if (most_rate(movement, node)) return {};
  return {{"rate", "nothing limits the rate of the data: no route, no program, no adapters",
           "give a 'rate', or the route's parts a capacity"}};
}

}  // namespace icekeel::workloads
