// SPDX-License-Identifier: Apache-2.0
// Which single failures take loads down, in order and while a part is maintained.
#include "simulator/power/redundancy.h"

#include <gtest/gtest.h>

#include <string>

namespace icekeel::power {
namespace {

ElectricalSpec chain(Redundancy topology, std::vector<std::string> feeds) {
  ElectricalSpec spec;
  spec.topology = topology;
  spec.feeds = std::move(feeds);
  StageSpec ups;
  ups.name = "ups";
  ups.kind = StageKind::ups;
  ups.modules = 4;
  spec.stages = {ups};
  spec.mechanical_after = spec.critical_mechanical_after = "ups";
  return spec;
}

/// Parts on which the racks hang alone with a module of some part away; "" for none.
std::set<std::string> racks_hang_on(const ElectricalSpec& spec, const std::string& away) {
  const auto graph = part_graph(spec);
  ChainState state;
  state.parts.resize(graph.parts.size());
  for (std::size_t i = 0; i < graph.parts.size(); ++i)
    if (graph.parts[i].name == away) state.parts[i].out = 1;
  std::set<std::string> names;
  for (const auto& [load, part] : single_points(graph, state))
    if (graph.loads[load].kind == LoadKind::racks) names.insert(graph.parts[part].name);
  return names;
}

using Names = std::set<std::string>;

TEST(Redundancy, OfTwoFeedsIsLostWithAModuleOfOne) {
  const auto spec = chain(Redundancy::two_n, {"A", "B"});
  EXPECT_EQ(racks_hang_on(spec, ""), Names{});
  EXPECT_EQ(racks_hang_on(spec, "A/ups"), (Names{"B/ups", "B/utility"}));
}

TEST(Redundancy, OfASpareModuleIsLostWithIt) {
  const auto spec = chain(Redundancy::n_plus_1, {"A"});
  EXPECT_EQ(racks_hang_on(spec, ""), Names{"A/utility"});
  EXPECT_EQ(racks_hang_on(spec, "A/ups"), (Names{"A/utility", "A/ups"}));
}

TEST(Redundancy, OfTwoFeedsWithSparesStaysWithOneModuleAway) {
  const auto spec = chain(Redundancy::two_n_plus_1, {"A", "B"});
  EXPECT_EQ(racks_hang_on(spec, "A/ups"), Names{});
}

TEST(Redundancy, OfASingleFullPathWasNeverThere) {
  const auto spec = chain(Redundancy::n, {"A"});
  EXPECT_EQ(racks_hang_on(spec, ""), (Names{"A/utility", "A/ups"}));
  EXPECT_EQ(racks_hang_on(spec, "A/ups"), (Names{"A/utility", "A/ups"}));
}

}  // namespace
}  // namespace icekeel::power
