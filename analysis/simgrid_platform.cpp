// SPDX-License-Identifier: Apache-2.0
#include "analysis/simgrid_platform.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

#include "platforms/network.h"
#include "simulator/base/units.h"
#include "simulator/power/node_power.h"

namespace icekeel::analysis {
namespace {

using platforms::Network;

std::string xml(std::string_view text) {
  std::string safe;
  for (const char c : text) {
    if (c == '&')
      safe += "&amp;";
    else if (c == '<')
      safe += "&lt;";
    else if (c == '>')
      safe += "&gt;";
    else if (c == '"')
      safe += "&quot;";
    else
      safe += c;
  }
  return safe;
}

/// Nodes [first, last) of one switch.
struct Leaf {
  std::size_t first = 0, last = 0, group = 0;
};

/// What a fabric is without its routes: nodes on switches, switches in pods or groups, and how much
/// latency each level adds to one side of a path.
struct Levels {
  std::vector<Leaf> leaves;
  std::size_t groups = 0;
  Duration host, leaf, group;
};

std::vector<Leaf> leaves_of(const Network& network, std::size_t nodes) {
  std::vector<Leaf> leaves;
  for (std::size_t node = 0; node < nodes; ++node) {
    if (leaves.empty() || network.leaf_of(node) != network.leaf_of(leaves.back().first))
      leaves.push_back({node, node, network.group_of(node)});
    leaves.back().last = node + 1;
  }
  return leaves;
}

/// Latency between the first nodes of two switches, in one group or not; nothing if no two are so.
std::optional<Duration> latency_between(const Network& network, const std::vector<Leaf>& leaves,
                                        bool within) {
  for (std::size_t i = 1; i < leaves.size(); ++i)
    if ((leaves[i].group == leaves[i - 1].group) == within)
      return network.route(leaves[i - 1].first, leaves[i].first, 0).latency;
  return std::nullopt;
}

Levels levels_of(const platforms::FabricSpec& fabric, const Network& network, std::size_t nodes) {
  Levels levels{
      leaves_of(network, nodes), 0, fabric.nic_latency + 0.5 * fabric.hop_latency, {}, {}};
  levels.groups = levels.leaves.back().group + 1;
  const Duration one_switch = 2.0 * levels.host;
  const Duration one_group = latency_between(network, levels.leaves, true).value_or(one_switch);
  levels.leaf = 0.5 * (one_group - one_switch);
  levels.group =
      0.5 * (latency_between(network, levels.leaves, false).value_or(one_group) - one_group);
  return levels;
}

/// Peak rate of a chip that SimGrid's hosts compute with: of the most precise arithmetic it has.
struct HostSpeed {
  double flops = 0;
  std::string_view precision;
};

HostSpeed host_speed(const platforms::ChipSpec& chip) {
  const auto& names = config::Choices<platforms::Precision>::names;
  for (std::size_t i = 0; i < names.size(); ++i)
    if (const auto rate = peak_rate(chip, static_cast<platforms::Precision>(i));
        rate > ComputeRate{})
      return {rate.si(), names[i]};
  return {1, "none"};
}

/// Attributes and properties that all nodes of a group of racks have in common.
struct HostKind {
  std::string attributes, properties;
  bool operator==(const HostKind&) const = default;
};

HostKind host_kind(const platforms::RackGroup& group) {
  const auto& node = group.node;
  const auto speed = host_speed(node.chip);
  const power::NodePowerModel model(node);
  power::Surroundings around{group.coolant, node.air.reference, node.supplies.count};
  if (group.coolant == platforms::Coolant::liquid && node.liquid)
    around.inlet = node.liquid->inlet.reference;
  const auto property = [](std::string_view id, const auto& value) {
    return fmt::format("<prop id=\"{}\" value=\"{}\"/>", id, value);
  };
  return {
      fmt::format("speed=\"{}f\" core=\"{}\"", speed.flops, std::max<std::int64_t>(1, node.chips)),
      property("kind", xml(node.name)) + property("precision", speed.precision) +
          property("wattage_per_state", fmt::format("{:.9g}:{:.9g}", model.idle(around).total.si(),
                                                    node.power_max.si())) +
          property("wattage_off",
                   fmt::format("{:.9g}", model.standby(node.supplies.count).total.si()))};
}

/// One site, written zone by zone.
class SitePlatform {
 public:
  SitePlatform(const scenario::Site& site, std::string prefix, std::ostream& out)
      : site_(site),
        prefix_(std::move(prefix)),
        network_(site.spec.fabric, adapters_of_fabric(site.expansion), site.expansion.nodes()),
        levels_(levels_of(site.spec.fabric, network_, site.expansion.nodes())),
        out_(out) {
    for (const auto& zone : site.expansion.zones)
      kinds_.push_back(host_kind(group_of(site.spec, zone)));
  }

  void write() const {
    const auto id = xml(site_.spec.name);
    if (levels_.leaves.size() == 1)
      add_leaf(0, id);
    else if (levels_.groups == 1)
      add_group(0, id);
    else
      add_groups(id);
  }

 private:
  std::string named(std::string_view what, std::size_t index) const {
    return fmt::format("{}{} {}", prefix_, what, index);
  }
  std::string hub(const std::string& zone) const { return zone + " switch"; }

  Bandwidth capacity(platforms::LinkId link) const {
    return network_.links()[link.index()].capacity;
  }

  void add_link(const std::string& id, Bandwidth capacity, Duration latency) const {
    out_ << fmt::format(
        "<link id=\"{}\" bandwidth=\"{:.15g}Bps\" latency=\"{:.15g}s\" "
        "sharing_policy=\"SPLITDUPLEX\"/>\n",
        id, capacity.in(units::byte_per_second), latency.in(units::second));
  }

  /// Nodes are joined to the switch that is the zone's router. Equal ones are told in one line,
  /// also since SimGrid looks for hosts and links by name one after the other.
  void add_leaf(std::size_t leaf, const std::string& id) const {
    const auto [first, last, group] = levels_.leaves[leaf];
    const auto& kind = kind_of(first);
    for (std::size_t node = first; node < last; ++node)
      if (kind_of(node) != kind) return add_mixed_leaf(levels_.leaves[leaf], id);
    out_ << fmt::format(
        "<cluster id=\"{0}\" prefix=\"{1}node \" radical=\"{2}-{3}\" suffix=\"\" {4} "
        "bw=\"{5:.15g}Bps\" lat=\"{6:.15g}s\" sharing_policy=\"SPLITDUPLEX\" "
        "router_id=\"{7}\">{8}</cluster>\n",
        id, prefix_, first, last - 1, kind.attributes,
        network_.injection_rate().in(units::byte_per_second), levels_.host.in(units::second),
        hub(id), kind.properties);
  }

  void add_mixed_leaf(const Leaf& leaf, const std::string& id) const {
    out_ << fmt::format("<zone id=\"{}\" routing=\"Cluster\">\n", id);
    for (std::size_t node = leaf.first; node < leaf.last; ++node) {
      const auto host = named("node", node);
      out_ << fmt::format("<host id=\"{}\" {}>{}</host>\n", host, kind_of(node).attributes,
                          kind_of(node).properties);
      add_link(host + " link", network_.injection_rate(), levels_.host);
      out_ << fmt::format("<host_link id=\"{0}\" up=\"{0} link_UP\" down=\"{0} link_DOWN\"/>\n",
                          host);
    }
    out_ << fmt::format("<router id=\"{}\"/>\n</zone>\n", hub(id));
  }

  const HostKind& kind_of(std::size_t node) const {
    return kinds_[site_.expansion.racks[site_.expansion.rack_of_node[node]].zone];
  }

  /// Zones below, a hub, and a trunk from each zone to the hub.
  void add_pod(const std::string& id, const std::vector<std::string>& zones,
               const std::vector<Bandwidth>& trunks, Duration latency) const {
    const auto top = id + " top";
    out_ << fmt::format("<zone id=\"{}\" routing=\"Cluster\"><router id=\"{}\"/></zone>\n", top,
                        hub(id));
    // Links come before all routes.
    for (std::size_t i = 0; i < zones.size(); ++i)
      add_link(zones[i] + " trunk", trunks[i], latency);
    for (const auto& zone : zones)
      out_ << fmt::format(
          "<zoneRoute src=\"{0}\" dst=\"{1}\" gw_src=\"{0} switch\" gw_dst=\"{2}\">"
          "<link_ctn id=\"{0} trunk\" direction=\"UP\"/></zoneRoute>\n",
          zone, top, hub(id));
  }

  /// The switches of a pod or group.
  void add_group(std::size_t group, const std::string& id) const {
    out_ << fmt::format("<zone id=\"{}\" routing=\"DijkstraCache\">\n", id);
    std::vector<std::string> zones;
    std::vector<Bandwidth> trunks;
    for (std::size_t leaf = 0; leaf < levels_.leaves.size(); ++leaf) {
      if (levels_.leaves[leaf].group != group) continue;
      zones.push_back(named("leaf", leaf));
      add_leaf(leaf, zones.back());
      trunks.push_back(capacity(route_out(leaf).links[1]));
    }
    add_pod(id, zones, trunks, levels_.leaf);
    out_ << "</zone>\n";
  }

  /// From the first node of a switch to that of another one.
  platforms::Path route_out(std::size_t leaf) const {
    return network_.route(levels_.leaves[leaf].first, levels_.leaves[leaf == 0 ? 1 : 0].first, 0);
  }

  std::size_t first_node_of(std::size_t group) const {
    for (const auto& leaf : levels_.leaves)
      if (leaf.group == group) return leaf.first;
    return 0;
  }

  /// What leads from a group to another one.
  Bandwidth between(std::size_t group, std::size_t other) const {
    return capacity(network_.route(first_node_of(group), first_node_of(other), 0).links[2]);
  }

  void add_groups(const std::string& id) const {
    const bool pairs = site_.spec.fabric.routing == platforms::Routing::fixed_hash;
    out_ << fmt::format("<zone id=\"{}\" routing=\"{}\">\n", id, pairs ? "Full" : "DijkstraCache");
    std::vector<std::string> zones;
    std::vector<Bandwidth> trunks;
    for (std::size_t group = 0; group < levels_.groups; ++group) {
      zones.push_back(named("group", group));
      add_group(group, zones.back());
      trunks.push_back(between(group, group == 0 ? 1 : 0));
    }
    if (pairs)
      add_pairs(zones);
    else
      add_pod(id, zones, trunks, levels_.group);
    out_ << "</zone>\n";
  }

  /// Of a dragonfly with static routing: cables between any two groups.
  void add_pairs(const std::vector<std::string>& zones) const {
    const auto link = [&](std::size_t g, std::size_t h) {
      return fmt::format("{}groups {} and {}", prefix_, g, h);
    };
    for (std::size_t g = 0; g < zones.size(); ++g)
      for (std::size_t h = g + 1; h < zones.size(); ++h)
        add_link(link(g, h), between(g, h), 2.0 * levels_.group);
    for (std::size_t g = 0; g < zones.size(); ++g)
      for (std::size_t h = g + 1; h < zones.size(); ++h)
        out_ << fmt::format(
            "<zoneRoute src=\"{0}\" dst=\"{1}\" gw_src=\"{0} switch\" gw_dst=\"{1} switch\">"
            "<link_ctn id=\"{2}\" direction=\"UP\"/></zoneRoute>\n",
            zones[g], zones[h], link(g, h));
  }

  const scenario::Site& site_;
  std::string prefix_;
  Network network_;
  Levels levels_;
  std::vector<HostKind> kinds_;  // by zone of the expansion
  std::ostream& out_;
};

}  // namespace

std::string simgrid_problem(const scenario::Scenario& scenario) {
  for (const auto& site : scenario.sites) {
    const auto& fabric = site.spec.fabric;
    if (fabric.kind == platforms::FabricKind::torus)
      return fmt::format(
          "the fabric of '{}' is a torus: such a file has no adapters in a torus\n      = fat "
          "trees and dragonflies can be written",
          site.spec.name);
    if (fabric.kind == platforms::FabricKind::fat_tree &&
        fabric.routing == platforms::Routing::fixed_hash)
      return fmt::format(
          "in the fabric of '{}' a hash chooses cables, which such a file cannot say\n      = "
          "write it with ideal spreading: --set 'sites[0].fabric.routing=adaptive'",
          site.spec.name);
  }
  return {};
}

void write_simgrid_platform(const scenario::Scenario& scenario, std::ostream& out) {
  out << "<?xml version='1.0'?>\n"
         "<!DOCTYPE platform SYSTEM \"https://simgrid.org/simgrid.dtd\">\n";
  out << "<platform version=\"4.1\">\n<config>\n";
  for (const auto& [name, value] :
       std::array<std::pair<const char*, const char*>, 3>{{{"network/model", "CM02"},
                                                           {"network/crosstraffic", "0"},
                                                           {"network/TCP-gamma", "1e18"}}})
    out << fmt::format("<prop id=\"{}\" value=\"{}\"/>\n", name, value);
  out << "</config>\n";
  const bool many = scenario.sites.size() > 1;
  if (many) out << "<zone id=\"all sites\" routing=\"Full\">\n";
  for (const auto& site : scenario.sites)
    SitePlatform(site, many ? xml(site.spec.name) + "/" : "", out).write();
  if (many) out << "</zone>\n";
  out << "</platform>\n";
}

}  // namespace icekeel::analysis
