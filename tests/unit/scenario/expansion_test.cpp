// SPDX-License-Identifier: Apache-2.0
// A site expanded to racks, zones and nodes: names, order, partitions, home feeds.
#include "simulator/scenario/expansion.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <numeric>
#include <set>

#include "tests/unit/scenario/samples.h"

namespace icekeel::scenario {
namespace {

constexpr const char* two_groups =
    "sites[0].halls[0].racks=[{like: racks/dgx-a100-4, count: 3}, {like: racks/dgx-h100-4, "
    "count: 2}]";

SiteSpec site(const std::vector<std::string>& settings) {
  return test::scenario(settings).spec.sites.at(0);
}

TEST(Expansion, NamesRacksByHallRowAndPosition) {
  const auto all = expand(
      site({"sites[0].halls[0].racks.count=5", "sites[0].halls[0].layout={racks_per_row: 2}"}));
  std::vector<std::string> names;
  for (const auto& rack : all.racks) names.push_back(rack.name);
  EXPECT_EQ(names, (std::vector<std::string>{"hall/r01-01", "hall/r01-02", "hall/r02-01",
                                             "hall/r02-02", "hall/r03-01"}));
}

TEST(Expansion, CountsNodesAndChips) {
  const auto all = expand(site({two_groups}));
  EXPECT_EQ(all.racks.size(), 5u);
  EXPECT_EQ(all.nodes(), 20u);
  EXPECT_EQ(all.chips, 160u);
}

TEST(Expansion, MakesAPartitionOfEachKindOfNode) {
  const auto all = expand(site({two_groups}));
  ASSERT_EQ(all.partitions.size(), 2u);
  EXPECT_EQ(all.partitions[0].node_name, "NVIDIA DGX A100");
  EXPECT_EQ(all.partitions[1].node_name, "NVIDIA DGX H100");
  EXPECT_EQ(all.partitions[0].nodes.size(), 12u);
  EXPECT_EQ(all.partitions[1].nodes.front(), 12u);
}

TEST(Expansion, GroupsOfOneKindOfNodeShareAPartitionButNotAZone) {
  const auto all =
      expand(site({"sites[0].halls[0].racks=[{like: racks/dgx-a100-4, count: 1}, "
                   "{like: racks/dgx-a100-4, count: 2}]"}));
  EXPECT_EQ(all.partitions.size(), 1u);
  ASSERT_EQ(all.zones.size(), 2u);
  EXPECT_EQ(all.zones[0].nodes, 4u);
  EXPECT_EQ(all.zones[1].nodes, 8u);
}

TEST(Expansion, OneZoneIsEnoughWhereEachFeedCarriesAllAlone) {
  const auto all = expand(site({two_groups, "sites[0].power=electrical/2n"}));
  ASSERT_EQ(all.zones.size(), 2u);
  for (const auto& zone : all.zones) EXPECT_EQ(zone.home_feed, 0u);
}

TEST(Expansion, RacksHangOnTheFeedsInTurnWhereNoFeedCarriesAllAlone) {
  const auto spec = site({"sites[0].halls[0].racks.count=5", "sites[0].power=electrical/n",
                          "sites[0].power.feeds=[A, B]"});
  const auto all = expand(spec);
  ASSERT_EQ(all.zones.size(), 2u);
  std::vector<std::size_t> feeds;
  for (const auto& rack : all.racks) feeds.push_back(all.zones[rack.zone].home_feed);
  EXPECT_EQ(feeds, (std::vector<std::size_t>{0, 1, 0, 1, 0}));
  EXPECT_EQ(all.zones[0].nodes, 12u);
  EXPECT_EQ(all.zones[1].nodes, 8u);
}

TEST(Expansion, HallsFollowEachOther) {
  const auto spec =
      site({"sites[0].halls=[{name: east, racks: {like: racks/dgx-a100-4}}, "
            "{name: west, racks: {like: racks/dgx-a100-4, count: 2}}]"});
  const auto all = expand(spec);
  ASSERT_EQ(all.racks.size(), 3u);
  EXPECT_EQ(all.racks[0].name, "east/r01-01");
  EXPECT_EQ(all.racks[1].name, "west/r01-01");
  EXPECT_EQ(all.zone_of_node(0).hall, 0u);
  EXPECT_EQ(all.zone_of_node(4).hall, 1u);
  EXPECT_EQ(group_of(spec, all.zone_of_node(4)).count, 2);
}

// Everything the parts count must add up to the same nodes, whatever the halls hold.
RC_GTEST_PROP(Expansion, GivesEveryNodeOneRackOneZoneAndOnePartition, ()) {
  static const auto base = site({two_groups});
  auto spec = base;
  spec.power.topology = *rc::gen::element(power::Redundancy::n, power::Redundancy::two_n);
  for (auto& group : spec.halls[0].racks) {
    group.count = *rc::gen::inRange(1, 40);
    group.nodes = *rc::gen::inRange(1, 6);
  }
  spec.halls[0].layout.racks_per_row = *rc::gen::inRange(1, 20);
  const auto all = expand(spec);

  std::vector<int> seen(all.nodes(), 0);
  for (const auto& partition : all.partitions)
    for (const auto node : partition.nodes) ++seen.at(node);
  RC_ASSERT(std::all_of(seen.begin(), seen.end(), [](int times) { return times == 1; }));

  std::size_t in_zones = 0, next = 0;
  for (const auto& zone : all.zones) in_zones += zone.nodes;
  RC_ASSERT(in_zones == all.nodes());

  std::set<std::string> names;
  for (std::size_t r = 0; r < all.racks.size(); ++r) {
    const auto& rack = all.racks[r];
    names.insert(rack.name);
    RC_ASSERT(rack.first_node == next);
    for (std::size_t n = 0; n < rack.nodes; ++n) RC_ASSERT(all.rack_of_node[next++] == r);
  }
  RC_ASSERT(next == all.nodes());
  RC_ASSERT(names.size() == all.racks.size());
}

}  // namespace
}  // namespace icekeel::scenario
