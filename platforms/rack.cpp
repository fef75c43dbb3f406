// SPDX-License-Identifier: Apache-2.0
#include "platforms/rack.h"

#include <fmt/format.h>

#include "simulator/base/units.h"

namespace icekeel::platforms {

double liquid_share(const RackSpec& rack) {
  return rack.coolant == Coolant::liquid && rack.node.liquid ? rack.node.liquid->heat_share : 0.0;
}

Mass mass(const RackSpec& rack) {
  return rack.frame + static_cast<double>(rack.nodes) * rack.node.mass;
}

Area footprint(const RackSpec& rack) {
  return rack.size.width * rack.size.depth;
}

Power most_power(const RackSpec& rack) {
  return static_cast<double>(rack.nodes) * rack.node.power_max;
}

std::vector<config::Finding> check_rack(const RackSpec& rack) {
  std::vector<config::Finding> findings = check_node(rack.node);
  for (auto& finding : findings) finding.path = "node." + finding.path;
  if (rack.coolant == Coolant::liquid && !rack.node.liquid)
    findings.push_back({"coolant", "the rack is cooled by liquid and its nodes have no liquid part",
                        "give 'node.liquid' or choose 'coolant: air'"});
  if (most_power(rack) > rack.power_limit)
    findings.push_back(
        {"power_limit",
         fmt::format("{} nodes may draw {:g} kW and the rack delivers {:g} kW", rack.nodes,
                     most_power(rack).in(units::kilowatt), rack.power_limit.in(units::kilowatt)),
         "raise 'power_limit' or lower 'nodes' or 'node.power_max'"});
  const Length stack = static_cast<double>(rack.nodes) * rack.node.size.height;
  if (stack > rack.size.height)
    findings.push_back({"nodes",
                        fmt::format("{} nodes are {:g} m high and the rack is {:g} m", rack.nodes,
                                    stack.in(units::metre), rack.size.height.in(units::metre)),
                        "lower 'nodes' or raise 'size.height'"});
  return findings;
}

void describe(config::Fields& f, RackSpec& rack) {
  f.optional("name", rack.name, "Name of the rack type in results.");
  f.required("node", rack.node, "The nodes of the rack, all equal.");
  f.required("nodes", rack.nodes, "Number of nodes in the rack.", {.least = 1, .most = 1000});
  f.optional("coolant", rack.coolant, "What takes the heat away from the chips.");
  f.required("power_limit", rack.power_limit, "Most power that the feeds of the rack deliver.",
             {.above_least = true});
  f.required("frame", rack.frame, "Mass of the rack without nodes.");
  f.required("size", rack.size, "Outer dimensions of the rack.");
  f.optional("coolant_volume", rack.coolant_volume,
             "Liquid in plates, hoses and manifolds of the rack; it warms when its pumps are lost.",
             {.above_least = true});
}

void describe(config::Fields& f, RackGroup& group) {
  describe(f, static_cast<RackSpec&>(group));
  f.optional("count", group.count, "Number of equal racks.", {.least = 1, .most = 1e6});
}

}  // namespace icekeel::platforms
