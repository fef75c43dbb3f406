// SPDX-License-Identifier: Apache-2.0
#include "platforms/fabric.h"

#include <fmt/format.h>

#include "platforms/fat_tree.h"

namespace icekeel::platforms {

std::int64_t most_nodes(const FabricSpec& fabric, std::int64_t nics_per_node) {
  const auto leaf = fat_tree_shape(fabric, nics_per_node, 1);
  // Three levels: half of a spine's ports go down to the leaves of its pod, and a core reaches
  // one spine in each pod.
  return fabric.radix * leaf.leaves_per_pod * leaf.nodes_per_leaf;
}

std::vector<config::Finding> check_fabric(const FabricSpec& fabric, std::int64_t nics_per_node,
                                          std::int64_t nodes) {
  std::vector<config::Finding> findings;
  if (fabric.radix < 4 || fabric.radix % 2 != 0) {
    findings.push_back({"radix",
                        fmt::format("a switch has {} ports; a fat tree needs an even number of at "
                                    "least 4",
                                    fabric.radix),
                        "choose another switch"});
    return findings;
  }
  if (fat_tree_shape(fabric, nics_per_node, 1).nodes_per_leaf == 0) {
    findings.push_back({"rail_optimised",
                        fmt::format("the {} adapters of one node do not fit on one leaf switch of "
                                    "{} ports",
                                    nics_per_node, fabric.radix),
                        "set 'rail_optimised: true'"});
    return findings;
  }
  const std::int64_t most = most_nodes(fabric, nics_per_node);
  if (nodes > most)
    findings.push_back({"radix",
                        fmt::format("three levels of {}-port switches connect at most {} nodes; "
                                    "there are {}",
                                    fabric.radix, most, nodes),
                        "use switches with more ports, 'rail_optimised: true', or fewer nodes"});
  return findings;
}

void describe(config::Fields& f, FabricSpec& fabric) {
  f.optional("name", fabric.name, "Name of the fabric in results.");
  f.optional("kind", fabric.kind, "Topology of the switches.");
  f.required("link_rate", fabric.link_rate, "Rate of a switch port, in one direction.",
             {.above_least = true});
  f.required("radix", fabric.radix, "Ports of a switch.", {.least = 4, .most = 4096});
  f.optional("rail_optimised", fabric.rail_optimised,
             "Whether adapter i of every node goes to leaf switch i of its group.");
  f.optional("oversubscription", fabric.oversubscription,
             "Ports to nodes over uplinks of a leaf switch.", {.least = 1, .most = 100});
  f.optional("routing", fabric.routing, "How flows choose among equal paths.");
  f.required("switch_power", fabric.switch_power, "Power of one switch with its transceivers.");
  f.required("hop_latency", fabric.hop_latency, "Latency of one switch and one cable.");
  f.required("nic_latency", fabric.nic_latency, "Latency of the adapter at either end.");
}

}  // namespace icekeel::platforms
