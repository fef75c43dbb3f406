// SPDX-License-Identifier: Apache-2.0
#include "simulator/run/breakdowns.h"

#include <algorithm>
#include <boost/random/exponential_distribution.hpp>
#include <boost/random/uniform_01.hpp>

#include "simulator/scenario/failing_parts.h"

namespace icekeel::run {
namespace {

using platforms::FabricPart;
using reliability::FailingPart;

FabricPart of_fabric(FailingPart part) {
  switch (part) {
    case FailingPart::leaf_switch:
      return FabricPart::leaf_switch;
    case FailingPart::upper_switch:
      return FabricPart::upper_switch;
    case FailingPart::cable:
      return FabricPart::cable;
    default:
      return FabricPart::adapter;
  }
}

}  // namespace

Breakdowns::Breakdowns(engine::Kernel& kernel, const scenario::Site& site,
                       std::vector<std::size_t> leaf_of, std::uint64_t seed, Strike strike,
                       FabricStrikes fabric)
    : kernel_(kernel), site_(site), strike_(std::move(strike)), fabric_(std::move(fabric)) {
  for (std::size_t node = 0; node < leaf_of.size(); ++node) {
    if (leaf_of[node] >= nodes_of_leaf_.size()) nodes_of_leaf_.resize(leaf_of[node] + 1);
    nodes_of_leaf_[leaf_of[node]].push_back(node);
  }
  for (const auto& [name, cause] : site.spec.node_failures->causes) {
    double parts =
        cause.part == FailingPart::leaf_switch ? static_cast<double>(nodes_of_leaf_.size()) : 0.0;
    if (cause.is_of_fabric()) parts = static_cast<double>(fabric_.parts(of_fabric(cause.part)));
    for (const auto& partition : site.expansion.partitions)
      if (!cause.is_of_fabric())
        parts += scenario::parts_of(partition.node, partition.nodes.size()).of(cause.part);
    causes_.push_back({name, cause, parts * cause.rate,
                       random_stream(seed, "breakdowns/" + site.spec.name + "/" + name)});
  }
}

void Breakdowns::book() {
  for (std::size_t i = 0; i < causes_.size(); ++i) book_next(i);
}

void Breakdowns::book_next(std::size_t index) {
  auto& cause = causes_[index];
  if (cause.rate <= Frequency{}) return;
  boost::random::exponential_distribution<double> gap(cause.rate.si());
  kernel_.after(Duration::si(gap(cause.random)), engine::Priority::change, [this, index] {
    happen(causes_[index]);
    book_next(index);
  });
}

void Breakdowns::happen(Cause& cause) {
  if (!cause.spec.is_of_fabric()) return strike_(struck(cause), cause.name, cause.spec.repair);
  const auto part = of_fabric(cause.spec.part);
  const std::size_t parts = fabric_.parts(part);
  const double random = boost::random::uniform_01<double>()(cause.random);
  const auto index = static_cast<std::size_t>(random * static_cast<double>(parts));
  fabric_.strike(part, std::min(index, parts - 1), cause.name, cause.spec.repair);
}

// Every part is as likely as every other.
std::vector<std::size_t> Breakdowns::struck(Cause& cause) const {
  const double random = boost::random::uniform_01<double>()(cause.random);
  if (cause.spec.part == FailingPart::leaf_switch) {
    const auto leaf = static_cast<std::size_t>(random * static_cast<double>(nodes_of_leaf_.size()));
    return nodes_of_leaf_[std::min(leaf, nodes_of_leaf_.size() - 1)];
  }
  const auto& partitions = site_.expansion.partitions;
  double left = 0;
  for (const auto& partition : partitions)
    left += scenario::parts_of(partition.node, partition.nodes.size()).of(cause.spec.part);
  left *= random;
  for (const auto& partition : partitions) {
    const double each = scenario::parts_of(partition.node, 1).of(cause.spec.part);
    const auto index = static_cast<std::size_t>(each > 0 ? left / each : 1e18);
    if (index < partition.nodes.size()) return {partition.nodes[index]};
    left -= each * static_cast<double>(partition.nodes.size());
  }
  return {partitions.back().nodes.back()};
}

}  // namespace icekeel::run
