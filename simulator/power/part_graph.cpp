// SPDX-License-Identifier: Apache-2.0
#include "simulator/power/part_graph.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/strong_components.hpp>
#include <boost/graph/topological_sort.hpp>
#include <cmath>
#include <map>

#include "simulator/base/expect.h"
#include "simulator/base/text.h"

namespace icekeel::power {
namespace {

using Drawing = boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS>;

std::optional<std::size_t> index_of(const ElectricalSpec& electrical, const std::string& name) {
  for (std::size_t i = 0; i < electrical.parts.size(); ++i)
    if (electrical.parts[i].name == name) return i;
  return std::nullopt;
}

// Edges from each part to those it feeds; unknown names are left out.
Drawing drawing_of(const ElectricalSpec& electrical) {
  Drawing drawing(electrical.parts.size());
  for (std::size_t i = 0; i < electrical.parts.size(); ++i)
    for (const auto& name : electrical.parts[i].from)
      if (const auto source = index_of(electrical, name)) add_edge(*source, i, drawing);
  return drawing;
}

// --- chains named in a line ------------------------------------------------------------------

std::size_t add(PartGraph& graph, Part part) {
  graph.parts.push_back(std::move(part));
  return graph.parts.size() - 1;
}

/// Where loads can hang on a feed.
struct FeedEnds {
  std::map<std::string, std::size_t> after_stage;
  std::size_t racks = 0;
};

std::size_t add_backup(PartGraph& graph, const ElectricalSpec& electrical, std::size_t feed,
                       std::size_t before) {
  const auto& name = electrical.feeds[feed];
  const std::int64_t needed = electrical.backup->generators;
  const auto generators = add(graph, {name + "/generators",
                                      StageKind::generator,
                                      feed,
                                      {},
                                      {},
                                      0,
                                      needed + spare_modules(electrical.topology),
                                      needed,
                                      electrical.backup->start,
                                      electrical.backup->set});
  return add(graph, {name + "/transfer switch",
                     StageKind::transfer_switch,
                     feed,
                     {before, generators},
                     {},
                     0,
                     1,
                     1});
}

FeedEnds add_feed(PartGraph& graph, const ElectricalSpec& electrical, std::size_t feed) {
  const auto& name = electrical.feeds[feed];
  FeedEnds ends;
  std::size_t before = add(graph, {name + "/utility", StageKind::utility, feed, {}, {}, 0, 1, 1});
  for (std::size_t i = 0; i < electrical.stages.size(); ++i) {
    const auto& stage = electrical.stages[i];
    before = add(graph, {name + "/" + stage.name,
                         stage.kind,
                         feed,
                         {before},
                         stage,
                         i,
                         stage.modules.value_or(1) + spare_modules(electrical.topology),
                         stage.modules.value_or(1)});
    if (electrical.backup && electrical.backup->after == stage.name)
      before = add_backup(graph, electrical, feed, before);
    ends.after_stage[stage.name] = before;
  }
  ends.racks = before;
  return ends;
}

std::string group_name(const ElectricalSpec& electrical, const std::vector<std::size_t>& group) {
  std::string name;
  for (const std::size_t feed : group) name += (name.empty() ? "" : "+") + electrical.feeds[feed];
  return name;
}

// A group of racks whose cords end at these parts, one for each feed of the group.
LoadPoint rack_point(const ElectricalSpec& electrical, const std::vector<std::size_t>& ends,
                     std::size_t group, std::size_t groups) {
  const auto feeds = cord_groups(electrical)[group];
  LoadPoint point{LoadKind::racks, "racks", group, 1.0 / static_cast<double>(groups), {}, {}};
  if (groups > 1) point.name += " on " + group_name(electrical, feeds);
  for (const std::size_t feed : feeds) point.cords.push_back(ends[feed]);
  point.requirements.push_back({1, point.cords});
  // Two of three paths out: the last one would carry more than it is built for, and trips.
  if (electrical.topology == Redundancy::three_n_over_two)
    point.requirements.push_back({static_cast<std::int64_t>(ends.size()) - 1, ends});
  return point;
}

// A static switch takes the reserve when its own block is gone. The reserve carries one block: so
// either the own block is alive, which is as good as all others being so, or all others are.
void add_blocks(PartGraph& graph, const ElectricalSpec& electrical,
                const std::vector<std::size_t>& ends) {
  const std::size_t blocks = ends.size() - 1, reserve = ends.back();
  for (std::size_t block = 0; block < blocks; ++block) {
    const auto sts = add(graph, {electrical.feeds[block] + "/static switch",
                                 StageKind::static_switch,
                                 block,
                                 {ends[block], reserve},
                                 {},
                                 0,
                                 1,
                                 1});
    LoadPoint point = rack_point(electrical, ends, block, blocks);
    point.cords = {sts};
    Requirement capacity{static_cast<std::int64_t>(blocks) - 1, {}};
    for (std::size_t other = 0; other < blocks; ++other)
      capacity.parts.insert(capacity.parts.end(), other == block ? blocks - 1 : 1, ends[other]);
    point.requirements = {{1, {sts}}, capacity};
    graph.loads.push_back(std::move(point));
  }
}

// The cooling plant takes power from every feed that is alive; enough of them have to be.
void add_plant(PartGraph& graph, const ElectricalSpec& electrical, LoadKind kind, const char* name,
               std::vector<std::size_t> cords) {
  const auto all = static_cast<std::int64_t>(cords.size());
  const auto least = static_cast<std::int64_t>(std::ceil(1.0 / design_share(electrical) - 1e-9));
  graph.loads.push_back({kind, name, 0, 1.0, cords, {{std::min(all, least), cords}}});
}

PartGraph graph_of_stages(const ElectricalSpec& electrical) {
  PartGraph graph;
  std::vector<std::size_t> racks, mechanical, critical;
  for (std::size_t feed = 0; feed < electrical.feeds.size(); ++feed) {
    const FeedEnds ends = add_feed(graph, electrical, feed);
    racks.push_back(ends.racks);
    mechanical.push_back(ends.after_stage.at(electrical.mechanical_after));
    critical.push_back(ends.after_stage.at(electrical.critical_mechanical_after));
  }
  const std::size_t groups = cord_groups(electrical).size();
  if (electrical.topology == Redundancy::block)
    add_blocks(graph, electrical, racks);
  else
    for (std::size_t group = 0; group < groups; ++group)
      graph.loads.push_back(rack_point(electrical, racks, group, groups));
  add_plant(graph, electrical, LoadKind::mechanical, "mechanical", mechanical);
  add_plant(graph, electrical, LoadKind::critical_mechanical, "critical mechanical", critical);
  return graph;
}

// --- drawn chains ----------------------------------------------------------------------------

PartGraph graph_of_drawing(const ElectricalSpec& electrical) {
  const Drawing drawing = drawing_of(electrical);
  std::vector<Drawing::vertex_descriptor> order;
  boost::topological_sort(drawing, std::back_inserter(order));
  std::reverse(order.begin(), order.end());
  PartGraph graph;
  std::vector<std::size_t> place(electrical.parts.size());
  for (const auto i : order) {
    const auto& spec = electrical.parts[i];
    Part part{spec.name,
              spec.kind,
              {},
              {},
              spec,
              i,
              spec.modules.value_or(1),
              spec.modules.value_or(1) - spec.spare,
              spec.start.value_or(Duration{}),
              spec.set};
    if (part.is_source()) part.spec.reset();
    for (const auto& name : spec.from) part.from.push_back(place[*index_of(electrical, name)]);
    place[i] = add(graph, std::move(part));
  }
  const auto places = [&](const std::vector<std::string>& names) {
    std::vector<std::size_t> found;
    for (const auto& name : names) found.push_back(place[*index_of(electrical, name)]);
    return found;
  };
  const auto ends = places(electrical.feeds);
  // What feeds the racks of one feed only goes with it when that feed is lost.
  for (std::size_t feed = 0; feed < ends.size(); ++feed) graph.parts[ends[feed]].feed = feed;
  const std::size_t groups = cord_groups(electrical).size();
  for (std::size_t group = 0; group < groups; ++group)
    graph.loads.push_back(rack_point(electrical, ends, group, groups));
  add_plant(graph, electrical, LoadKind::mechanical, "mechanical",
            places(electrical.mechanical_from));
  add_plant(graph, electrical, LoadKind::critical_mechanical, "critical mechanical",
            places(electrical.critical_mechanical_from));
  return graph;
}

std::string names_of_parts(const ElectricalSpec& electrical) {
  std::vector<std::string> names;
  for (const auto& part : electrical.parts) names.push_back(part.name);
  return joined(names, ", ");
}

void check_names(const ElectricalSpec& electrical, const std::vector<std::string>& names,
                 const std::string& path, std::vector<config::Finding>& findings) {
  for (std::size_t i = 0; i < names.size(); ++i)
    if (!index_of(electrical, names[i]))
      findings.push_back({fmt::format("{}[{}]", path, i),
                          fmt::format("there is no part '{}'", names[i]),
                          "parts here: " + names_of_parts(electrical)});
}

// Parts that feed each other in a circle.
void check_loops(const ElectricalSpec& electrical, std::vector<config::Finding>& findings) {
  const Drawing drawing = drawing_of(electrical);
  std::vector<int> component(electrical.parts.size());
  boost::strong_components(drawing, component.data());
  std::map<int, std::vector<std::size_t>> circles;
  for (std::size_t i = 0; i < component.size(); ++i) circles[component[i]].push_back(i);
  for (const auto& [unused, members] : circles) {
    if (members.size() == 1 && !edge(members[0], members[0], drawing).second) continue;
    std::vector<std::string> names;
    for (const std::size_t i : members) names.push_back(electrical.parts[i].name);
    findings.push_back({fmt::format("parts[{}].from", members.front()),
                        "these parts feed each other in a circle: " + joined(names, ", "),
                        "take one of them out of a 'from'"});
  }
}

void check_sources(const ElectricalSpec& electrical, std::vector<config::Finding>& findings) {
  for (std::size_t i = 0; i < electrical.parts.size(); ++i) {
    const auto& part = electrical.parts[i];
    const bool source = part.kind == StageKind::utility || part.kind == StageKind::generator;
    if (source && !part.from.empty())
      findings.push_back({fmt::format("parts[{}].from", i),
                          fmt::format("'{}' is a source, nothing feeds it", part.name),
                          "take its 'from' out"});
    if (!source && part.from.empty())
      findings.push_back({fmt::format("parts[{}]", i),
                          fmt::format("'{}' has no path to a utility or generator", part.name),
                          "say what feeds it, as in 'from: [utility]'"});
    const bool generator = part.kind == StageKind::generator;
    if (generator && !part.start)
      findings.push_back({fmt::format("parts[{}]", i),
                          fmt::format("'{}' does not say how long it takes to start", part.name),
                          "add 'start: 12 s'"});
    if (!generator && part.start)
      findings.push_back({fmt::format("parts[{}].start", i),
                          fmt::format("'{}' is no generator", part.name), "take its 'start' out"});
    if (part.spare >= part.modules.value_or(1))
      findings.push_back({fmt::format("parts[{}].spare", i),
                          fmt::format("'{}' has {} modules of which {} are spare", part.name,
                                      part.modules.value_or(1), part.spare),
                          "leave at least one to carry the load"});
  }
}

}  // namespace

PartGraph part_graph(const ElectricalSpec& electrical) {
  ICEKEEL_EXPECT(check_electrical(electrical).empty());
  return electrical.drawn() ? graph_of_drawing(electrical) : graph_of_stages(electrical);
}

std::vector<config::Finding> check_drawn(const ElectricalSpec& electrical) {
  std::vector<config::Finding> findings;
  for (std::size_t i = 0; i < electrical.parts.size(); ++i)
    check_names(electrical, electrical.parts[i].from, fmt::format("parts[{}].from", i), findings);
  check_names(electrical, electrical.feeds, "feeds", findings);
  check_names(electrical, electrical.mechanical_from, "mechanical_from", findings);
  check_names(electrical, electrical.critical_mechanical_from, "critical_mechanical_from",
              findings);
  if (electrical.mechanical_from.empty())
    findings.push_back({"mechanical_from", "the cooling plant has no path to a source",
                        "name the parts that feed it, as in 'mechanical_from: [board-a]'"});
  if (electrical.critical_mechanical_from.empty())
    findings.push_back({"critical_mechanical_from",
                        "pumps and fans that must not stop have no path to a source",
                        "name the parts that feed them"});
  if (electrical.topology == Redundancy::block)
    findings.push_back({"topology", "'block' draws its own switches and cannot be drawn",
                        "draw a static-switch for each block and write 'topology: N'"});
  check_sources(electrical, findings);
  check_loops(electrical, findings);
  return findings;
}

}  // namespace icekeel::power
