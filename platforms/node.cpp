// SPDX-License-Identifier: Apache-2.0
#include "platforms/node.h"

#include <fmt/format.h>

#include "simulator/base/units.h"

namespace icekeel::platforms {

Bandwidth injection_rate(const NodeSpec& node) {
  return static_cast<double>(node.nics.count) * node.nics.rate;
}

Information chip_memory(const NodeSpec& node) {
  return static_cast<double>(node.chips) * node.chip.memory;
}

ComputeRate peak_rate(const NodeSpec& node, Precision precision) {
  return static_cast<double>(node.chips) * peak_rate(node.chip, precision);
}

namespace {

void check_inlet(const InletRange& inlet, const std::string& path,
                 std::vector<config::Finding>& findings) {
  if (inlet.least < inlet.most && inlet.most < inlet.shutdown) return;
  findings.push_back(
      {path,
       fmt::format("inlet temperatures are out of order: least {:g}, most {:g}, "
                   "shutdown {:g} degC",
                   inlet.least.celsius(), inlet.most.celsius(), inlet.shutdown.celsius()),
       "give them so that least < most < shutdown"});
}

void check_pair(Power idle, Power most, const std::string& path,
                std::vector<config::Finding>& findings) {
  if (idle <= most) return;
  findings.push_back({path + ".most",
                      fmt::format("at most {:g} W is below the idle {:g} W", most.in(units::watt),
                                  idle.in(units::watt)),
                      fmt::format("raise '{0}.most' or lower '{0}.idle'", path)});
}

void append(std::vector<config::Finding>& all, std::vector<config::Finding> more,
            const std::string& prefix) {
  for (auto& finding : more) {
    finding.path = prefix + "." + finding.path;
    all.push_back(std::move(finding));
  }
}

}  // namespace

std::vector<config::Finding> check_node(const NodeSpec& node) {
  std::vector<config::Finding> findings;
  append(findings, check_chip(node.chip), "chip");
  append(findings, check_supplies(node.supplies), "supplies");
  check_inlet(node.air, "air", findings);
  if (node.liquid) check_inlet(node.liquid->inlet, "liquid.inlet", findings);
  check_pair(node.cpu.idle, node.cpu.most, "cpu", findings);
  check_pair(node.nics.idle, node.nics.most, "nics", findings);
  check_pair(node.chip_switches.idle, node.chip_switches.most, "chip_switches", findings);
  if (node.fans.least > node.fans.most)
    findings.push_back(
        {"fans.least",
         fmt::format("the least flow {:g} is above the most {:g}", node.fans.least, node.fans.most),
         "lower 'fans.least'"});
  const Power carried = static_cast<double>(node.supplies.needed) * node.supplies.rating;
  if (node.power_max > 1.1 * carried)
    findings.push_back({"power_max",
                        fmt::format("the node may draw {:g} kW and its {} needed supplies give "
                                    "{:g} kW",
                                    node.power_max.in(units::kilowatt), node.supplies.needed,
                                    carried.in(units::kilowatt)),
                        "raise 'supplies.rating' or 'supplies.needed', or lower 'power_max'"});
  return findings;
}

void describe(config::Fields& f, CpuSpec& cpu) {
  f.optional("name", cpu.name, "Name of the host processor.");
  f.required("sockets", cpu.sockets, "Number of host processors.", {.most = 64});
  f.required("cores", cpu.cores, "Cores of one processor.", {.most = 4096});
  f.optional("clock", cpu.clock, "Base clock rate.");
  f.optional("boost", cpu.boost, "Highest clock rate of one core.");
  f.required("idle", cpu.idle, "Power of one idle processor.");
  f.required("most", cpu.most, "Power of one processor with all cores at work.");
}

void describe(config::Fields& f, NicSpec& nics) {
  f.required("count", nics.count, "Adapters that connect the node to the fabric.", {.most = 64});
  f.required("rate", nics.rate, "Rate of one adapter, in one direction.");
  f.required("idle", nics.idle, "Power of one adapter and its transceiver without traffic.");
  f.required("most", nics.most, "Power of one adapter and its transceiver at full rate.");
}

void describe(config::Fields& f, ChipSwitchSpec& switches) {
  f.required("count", switches.count, "Switches between the chips of the node.", {.most = 64});
  f.optional("reduces", switches.reduces, "Whether the switches add up data on its way.");
  f.required("idle", switches.idle, "Power of one switch without traffic.");
  f.required("most", switches.most, "Power of one switch at full link activity.");
}

void describe(config::Fields& f, DriveSpec& drive) {
  f.required("count", drive.count, "Number of equal drives.", {.most = 1000});
  f.required("capacity", drive.capacity, "Capacity of one drive.");
  f.optional("use", drive.use, "What the drives are for.");
}

void describe(config::Fields& f, BasePower& base) {
  f.required("memory", base.memory, "Power of all memory modules.");
  f.required("drives", base.drives, "Power of all drives.");
  f.required("board", base.board, "Power of boards, controllers and voltage regulators.");
  f.required("standby", base.standby, "Power of the management controller while the node is off.");
}

void describe(config::Fields& f, FanSpec& fans) {
  f.required("power", fans.power, "Power of all fans at the reference flow.");
  f.required("flow", fans.flow, "Air flow that carries the reference heat.", {.above_least = true});
  f.required("heat", fans.heat, "Heat to the air that the reference flow carries, without fans.",
             {.above_least = true});
  f.optional("reference_inlet", fans.reference_inlet,
             "Inlet temperature above which the fans speed up.", {.least = 253.15, .most = 333.15});
  f.optional("doubling", fans.doubling,
             "Rise of the inlet above the reference that would double the flow.",
             {.above_least = true});
  f.optional("least", fans.least, "Smallest flow over the reference flow.", {.most = 1});
  f.optional("most", fans.most, "Largest flow over the reference flow.", {.least = 0.5, .most = 3});
}

void describe(config::Fields& f, InletRange& inlet) {
  constexpr config::Limits range{.least = 253.15, .most = 373.15};
  f.required("least", inlet.least, "Coldest inlet allowed.", range);
  f.required("reference", inlet.reference, "Inlet temperature for which power is given.", range);
  f.required("most", inlet.most, "Warmest inlet at full speed.", range);
  f.required("shutdown", inlet.shutdown, "Inlet temperature at which the node shuts down.", range);
}

void describe(config::Fields& f, LiquidSpec& liquid) {
  f.required("heat_share", liquid.heat_share, "Share of the node's heat that goes to the liquid.",
             {.most = 1});
  f.required("fan_share", liquid.fan_share,
             "Share of the air-cooled node's fan power that remains.", {.most = 1});
  f.required("inlet", liquid.inlet, "Temperatures of the liquid that enters the node.");
}

void describe(config::Fields& f, Dimensions& size) {
  f.required("height", size.height, "Height.", {.above_least = true});
  f.required("width", size.width, "Width.", {.above_least = true});
  f.required("depth", size.depth, "Depth.", {.above_least = true});
}

void describe(config::Fields& f, NodeSpec& node) {
  f.optional("name", node.name, "Name of the node type in results.");
  f.required("chip", node.chip, "The accelerators, all equal.");
  f.required("chips", node.chips, "Number of accelerators.", {.least = 1, .most = 1024});
  f.required("cpu", node.cpu, "The host processors, all equal.");
  f.required("memory", node.memory, "Memory of the host processors.");
  f.required("nics", node.nics, "Network adapters for traffic between nodes.");
  f.required("chip_switches", node.chip_switches, "Switches between the chips.");
  f.optional("drives", node.drives, "Local drives by kind.");
  f.required("base", node.base, "Power that does not depend on what the node does.");
  f.required("supplies", node.supplies, "Power supplies.");
  f.required("fans", node.fans, "Fans of the air-cooled node.");
  f.required("air", node.air, "Temperatures of the air that enters the node.");
  f.optional("liquid", node.liquid, "Liquid cooling, for nodes that have it.");
  f.required("power_max", node.power_max, "Most power at the inlet of the supplies.",
             {.above_least = true});
  f.required("mass", node.mass, "Mass of the node.", {.above_least = true});
  f.required("size", node.size, "Outer dimensions of the node.");
  f.optional("embodied", node.embodied, "Greenhouse gases of making the node without its chips.");
  f.optional("price", node.price, "Price of the node with its chips.");
}

}  // namespace icekeel::platforms
