// SPDX-License-Identifier: Apache-2.0
// Flows between nodes: conserved, complete, and none where nothing leaves a node.
#include "workloads/flows.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "simulator/base/units.h"

namespace icekeel::workloads {
namespace {

LayoutSpec layout(std::int64_t tensor, std::int64_t data, std::int64_t pipeline) {
  LayoutSpec l;
  l.tensor_parallel = tensor;
  l.data_parallel = data;
  l.pipeline_parallel = pipeline;
  return l;
}

Information total(const std::vector<NodeFlow>& flows) {
  Information sum;
  for (const NodeFlow& flow : flows) sum += flow.bytes;
  return sum;
}

void expect_conserved(const std::vector<NodeFlow>& flows, std::size_t nodes) {
  std::vector<double> balance(nodes);
  for (const NodeFlow& flow : flows) {
    RC_ASSERT(flow.from != flow.to);
    RC_ASSERT(flow.from < nodes && flow.to < nodes);
    balance[flow.from] += flow.bytes.si();
    balance[flow.to] -= flow.bytes.si();
  }
  for (const double node : balance) RC_ASSERT(std::abs(node) <= 1e-9 * (1 + total(flows).si()));
}

RC_GTEST_PROP(Flows, EveryNodeOfARingSendsWhatItReceives, ()) {
  const auto l =
      layout(1 << *rc::gen::inRange(0, 6), *rc::gen::inRange(1, 20), *rc::gen::inRange(1, 10));
  const Placement placement(l, *rc::gen::element<std::size_t>(1, 4, 8));
  expect_conserved(placement.data_flows(units::gigabyte, 2), placement.nodes());
  expect_conserved(placement.tensor_flows(units::gigabyte, 2), placement.nodes());
  expect_conserved(placement.pipeline_flows(units::gigabyte, 3, 1), placement.nodes());
}

RC_GTEST_PROP(Flows, TheLoadOfThePortsIsThatOfTheListedFlows, ()) {
  const auto l = layout(*rc::gen::element<std::int64_t>(1, 2, 3, 4, 6, 8, 16, 32),
                        *rc::gen::inRange(1, 20), *rc::gen::inRange(1, 10));
  const Placement p(l, *rc::gen::element<std::size_t>(1, 4, 8));
  const auto expect_same = [&](Information load, const std::vector<NodeFlow>& flows) {
    const double most = most_sent(flows, p.nodes()).si();
    RC_ASSERT(std::abs(load.si() - most) <= 1e-12 * most);
    const double port = port_time(flows, p.nodes(), units::gigabyte_per_second).si();
    RC_ASSERT(std::abs((most_sent(flows, p.nodes()) / units::gigabyte_per_second).si() - port) <=
              1e-12 * port);
  };
  expect_same(p.data_load(units::gigabyte, 2), p.data_flows(units::gigabyte, 2));
  expect_same(p.tensor_load(units::gigabyte, 2), p.tensor_flows(units::gigabyte, 2));
  expect_same(p.pipeline_load(units::gigabyte, 6, 3), p.pipeline_flows(units::gigabyte, 6, 3));
  expect_same(p.pipeline_load(units::gigabyte, 6, 0), p.pipeline_flows(units::gigabyte, 6, 0));
}

RC_GTEST_PROP(Flows, TokensSentToExpertsAreReceivedAndLoadThePortsAsListed, ()) {
  auto l = layout(*rc::gen::element<std::int64_t>(1, 2, 3, 4, 8, 16), 1, *rc::gen::inRange(1, 4));
  l.expert_parallel = *rc::gen::element<std::int64_t>(1, 2, 3, 4, 8, 16, 64);
  l.data_parallel = l.expert_parallel * *rc::gen::inRange(1, 4);
  const Placement p(l, *rc::gen::element<std::size_t>(1, 4, 8));
  const auto flows = p.expert_flows(units::gigabyte, 2);
  expect_conserved(flows, p.nodes());
  const double most = most_sent(flows, p.nodes()).si();
  RC_ASSERT(std::abs(p.expert_load(units::gigabyte, 2).si() - most) <= 1e-12 * most);
  // What leaves a node is less than all that its GPUs send to other copies.
  const double all = 2.0 * (1 - 1 / static_cast<double>(l.expert_parallel)) *
                     static_cast<double>(p.gpus()) * units::gigabyte.si();
  RC_ASSERT(total(flows).si() <= all * (1 + 1e-12));
}

RC_GTEST_PROP(Flows, KeysGoAroundThoseWhoShareASequence, ()) {
  auto l = layout(*rc::gen::element<std::int64_t>(1, 2, 3, 4, 8, 16), *rc::gen::inRange(1, 5),
                  *rc::gen::inRange(1, 4));
  l.context_parallel = *rc::gen::element<std::int64_t>(1, 2, 3, 4, 8, 16, 64);
  const Placement p(l, *rc::gen::element<std::size_t>(1, 4, 8));
  const auto flows = p.context_flows(units::gigabyte, 3);
  expect_conserved(flows, p.nodes());
  const double most = most_sent(flows, p.nodes()).si();
  RC_ASSERT(std::abs(p.context_load(units::gigabyte, 3).si() - most) <= 1e-12 * most);
}

TEST(Flows, ExpertsSharedInsideANodeSendNothingOut) {
  LayoutSpec l = layout(1, 64, 1);
  l.expert_parallel = 8;
  EXPECT_TRUE(Placement(l, 8).expert_flows(units::gigabyte, 1).empty());
  l.expert_parallel = 16;
  const auto flows = Placement(l, 8).expert_flows(units::gigabyte, 1);
  ASSERT_EQ(flows.size(), 8u);  // four pairs of nodes, both ways
  for (const NodeFlow& flow : flows) EXPECT_DOUBLE_EQ(flow.bytes.in(units::gigabyte), 4.0);
}

TEST(Flows, NothingLeavesANodeThatHoldsTheJob) {
  const Placement placement(layout(2, 2, 2), 8);
  EXPECT_EQ(placement.nodes(), 1u);
  EXPECT_TRUE(placement.data_flows(units::gigabyte, 2).empty());
  EXPECT_TRUE(placement.tensor_flows(units::gigabyte, 2).empty());
  EXPECT_TRUE(placement.pipeline_flows(units::gigabyte, 1, 0).empty());
}

TEST(Flows, EachNodeSendsItsEightShardsAroundTheRing) {
  const Placement placement(layout(8, 16, 1), 8);
  const auto flows = placement.data_flows(units::gigabyte, 2);
  ASSERT_EQ(flows.size(), 16u);
  for (const NodeFlow& flow : flows) {
    EXPECT_EQ(flow.to, (flow.from + 1) % 16);
    EXPECT_DOUBLE_EQ(flow.bytes.in(units::gigabyte), 8 * 2 * 15.0 / 16);
  }
}

TEST(Flows, CopiesInOneNodeAreReducedBeforeTheyLeave) {
  const Placement placement(layout(1, 32, 1), 8);
  const auto flows = placement.data_flows(units::gigabyte, 2);
  ASSERT_EQ(flows.size(), 4u);
  for (const NodeFlow& flow : flows) EXPECT_DOUBLE_EQ(flow.bytes.in(units::gigabyte), 2 * 3.0 / 4);
}

TEST(Flows, RingsStayWithinTheirStage) {
  const Placement placement(layout(8, 4, 2), 8);
  for (const NodeFlow& flow : placement.data_flows(units::gigabyte, 2))
    EXPECT_EQ(flow.from / 4, flow.to / 4);
}

TEST(Flows, ThePipelineCarriesEveryMicroBatchForthAndBack) {
  const Placement placement(layout(8, 4, 3), 8);
  const auto flows = placement.pipeline_flows(units::gigabyte, 10, 0);
  // Two boundaries, four copies, eight ranks, ten micro-batches, two directions.
  EXPECT_DOUBLE_EQ(total(flows).in(units::gigabyte), 2 * 4 * 8 * 10 * 2);
  for (const NodeFlow& flow : flows)
    EXPECT_EQ(std::max(flow.from, flow.to) - std::min(flow.from, flow.to), 4u);
}

TEST(Flows, AMatrixSharedByTwoNodesCrossesBetweenThem) {
  const Placement placement(layout(16, 2, 1), 8);
  const auto flows = placement.tensor_flows(units::gigabyte, 2);
  ASSERT_EQ(flows.size(), 4u);
  for (const NodeFlow& flow : flows) {
    EXPECT_EQ(flow.from / 2, flow.to / 2);
    EXPECT_DOUBLE_EQ(flow.bytes.in(units::gigabyte), 1.0);
  }
}

TEST(Flows, ThePortTimeIsThatOfTheBusiestPort) {
  const std::vector<NodeFlow> flows{{0, 1, 2.0 * units::gigabyte}, {2, 1, 3.0 * units::gigabyte}};
  EXPECT_DOUBLE_EQ(port_time(flows, 3, units::gigabyte_per_second).si(), 5.0);
}

}  // namespace
}  // namespace icekeel::workloads
