// SPDX-License-Identifier: Apache-2.0
#include "platforms/fabric.h"

#include <fmt/format.h>

#include <string_view>

#include "platforms/dragonfly.h"
#include "platforms/fat_tree.h"

namespace icekeel::platforms {

namespace {

using Findings = std::vector<config::Finding>;

Findings check_dragonfly(const FabricSpec& fabric, std::int64_t nics_per_node, std::int64_t nodes) {
  if (!fabric.dragonfly)
    return {{"dragonfly", "a dragonfly needs to know its groups", "give 'dragonfly'"}};
  const DragonflySpec& d = *fabric.dragonfly;
  const bool plus = fabric.kind == FabricKind::dragonfly_plus;
  if (plus != (d.spines > 0))
    return {{"dragonfly.spines",
             plus ? "a dragonfly+ has spines in its groups"
                  : "the switches of a dragonfly's group are joined directly, without spines",
             plus ? "give how many" : "leave 'spines' out, or choose the kind dragonfly+"}};
  if (d.node_ports < nics_per_node)
    return {{"dragonfly.node_ports",
             fmt::format("a switch has {} ports for nodes; one node has {} adapters", d.node_ports,
                         nics_per_node),
             "raise 'node_ports'"}};
  const auto shape = dragonfly_shape(fabric, nics_per_node, nodes);
  const std::int64_t local = plus ? d.spines : d.switches - 1;
  const std::int64_t outer = shape.global_switches;
  const std::int64_t global = (shape.global_cables + outer - 1) / outer;
  Findings findings;
  const auto need = [&](std::string_view what, std::int64_t ports) {
    if (ports <= fabric.radix) return;
    findings.push_back(
        {"radix",
         fmt::format("{} needs {} ports to join {} groups, and has {}", what, ports, shape.groups,
                     fabric.radix),
         "lower 'node_ports', 'switches' or 'group_cables', or take larger switches"});
  };
  need(plus ? "a leaf" : "a switch", d.node_ports + local + (plus ? 0 : global));
  if (plus) need("a spine", d.switches + global);
  return findings;
}

Findings check_torus(const FabricSpec& fabric, std::int64_t nodes) {
  if (!fabric.torus || fabric.torus->size.empty())
    return {{"torus", "a torus needs its size along each axis", "give 'torus: {size: [8, 8, 8]}'"}};
  std::int64_t places = 1;
  for (const std::int64_t along : fabric.torus->size) places *= along;
  if (places >= nodes) return {};
  return {{"torus.size", fmt::format("the torus has {} places; there are {} nodes", places, nodes),
           "make it larger along an axis"}};
}

}  // namespace

std::int64_t most_nodes(const FabricSpec& fabric, std::int64_t nics_per_node) {
  const auto leaf = fat_tree_shape(fabric, nics_per_node, 1);
  // Three levels: half of a spine's ports go down to the leaves of its pod, and a core reaches
  // one spine in each pod.
  return fabric.radix * leaf.leaves_per_pod * leaf.nodes_per_leaf;
}

std::vector<config::Finding> check_fabric(const FabricSpec& fabric, std::int64_t nics_per_node,
                                          std::int64_t nodes) {
  if (fabric.kind == FabricKind::torus) return check_torus(fabric, nodes);
  if (fabric.kind != FabricKind::fat_tree) return check_dragonfly(fabric, nics_per_node, nodes);
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

void describe(config::Fields& f, DragonflySpec& dragonfly) {
  f.optional("switches", dragonfly.switches,
             "Switches of a group that nodes hang on; its leaves with the kind dragonfly+.",
             {.least = 1, .most = 4096});
  f.optional("node_ports", dragonfly.node_ports, "Ports of each of them to nodes.",
             {.least = 1, .most = 4096});
  f.optional("spines", dragonfly.spines,
             "Switches of a group that join its leaves and lead to other groups, of a dragonfly+.",
             {.most = 4096});
  f.optional("group_cables", dragonfly.group_cables, "Cables between any two groups.",
             {.least = 1, .most = 4096});
}

void describe(config::Fields& f, TorusSpec& torus) {
  f.required("size", torus.size, "Nodes along each axis.", {.least = 1, .most = 1e6});
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
  f.optional("dragonfly", fabric.dragonfly, "Groups of a dragonfly or a dragonfly+.");
  f.optional("torus", fabric.torus, "Size of a torus.");
  f.required("switch_power", fabric.switch_power,
             "Power of one switch with its transceivers, without traffic.");
  f.optional("switch_power_most", fabric.switch_power_most,
             "The same with all ports at full rate; by default as without traffic.");
  f.required("hop_latency", fabric.hop_latency, "Latency of one switch and one cable.");
  f.required("nic_latency", fabric.nic_latency, "Latency of the adapter at either end.");
}

}  // namespace icekeel::platforms
