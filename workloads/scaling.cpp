// SPDX-License-Identifier: Apache-2.0
#include "workloads/scaling.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>

namespace icekeel::workloads {
namespace {

// Shares of whole numbers that are whole numbers, but for whole_slack.
constexpr double whole_slack = 1e-9;

double speed_on(const ScalingSpec& scaling, double nodes) {
  const auto& table = scaling.table;
  if (table.empty()) return 1.0 / (scaling.serial + (1.0 - scaling.serial) / nodes);
  const auto after = std::find_if(table.begin(), table.end(),
                                  [nodes](const SpeedPoint& point) { return point.nodes > nodes; });
  if (after == table.begin()) return table.front().speed;
  if (after == table.end()) return table.back().speed;
  const auto& before = *(after - 1);
  return before.speed +
         (after->speed - before.speed) * (nodes - before.nodes) / (after->nodes - before.nodes);
}

}  // namespace

void describe(config::Fields& f, SpeedPoint& point) {
  f.required("nodes", point.nodes, "Number of nodes.", {.least = 1});
  f.required("speed", point.speed, "Speed on them, in any unit.", {.above_least = true});
}

void describe(config::Fields& f, ScalingSpec& scaling) {
  f.optional(
      "sizing", scaling.sizing,
      "'moldable': the size is set at the start; 'malleable': it changes with what is free.");
  f.optional("least", scaling.least, "Fewest nodes, over those that a job asks for.",
             {.most = 1, .above_least = true});
  f.optional("most", scaling.most, "Most nodes, likewise.", {.least = 1});
  f.optional("serial", scaling.serial,
             "Share of the work on one node that more nodes do not speed up (Amdahl).",
             {.most = 1});
  f.optional("table", scaling.table, "Instead of 'serial': speeds by the number of nodes.");
  f.optional("resize", scaling.resize, "Time that a change of size takes while a job runs.");
}

std::vector<config::Finding> check(const ScalingSpec& scaling) {
  std::vector<config::Finding> found;
  const auto& table = scaling.table;
  if (!table.empty() && scaling.serial > 0.0)
    found.push_back({"serial", "speeds are given by a table too", "keep 'serial' or 'table'"});
  for (std::size_t i = 1; i < table.size(); ++i) {
    if (table[i].nodes <= table[i - 1].nodes)
      found.push_back({fmt::format("table[{}].nodes", i),
                       fmt::format("{} nodes come after {}", table[i].nodes, table[i - 1].nodes),
                       "sort the table by rising numbers of nodes"});
    if (table[i].speed < table[i - 1].speed)
      found.push_back(
          {fmt::format("table[{}].speed", i),
           fmt::format("{} nodes are slower than {}", table[i].nodes, table[i - 1].nodes),
           "end the table where more nodes do not help"});
  }
  if (scaling.sizing == Sizing::moldable && scaling.resize > Duration{})
    found.push_back(
        {"resize", "a moldable job keeps its size", "take this out, or give 'malleable'"});
  return found;
}

double speed_ratio(const ScalingSpec& scaling, double nodes, double over) {
  return speed_on(scaling, nodes) / speed_on(scaling, over);
}

std::int64_t least_nodes(const ScalingSpec& scaling, std::int64_t asked) {
  const double least = std::ceil(scaling.least * static_cast<double>(asked) - whole_slack);
  return std::max<std::int64_t>(1, static_cast<std::int64_t>(least));
}

std::int64_t most_nodes(const ScalingSpec& scaling, std::int64_t asked) {
  return static_cast<std::int64_t>(
      std::floor(scaling.most * static_cast<double>(asked) + whole_slack));
}

std::vector<std::int64_t> start_sizes(const ScalingSpec& scaling, std::int64_t asked) {
  const auto most = scaling.sizing == Sizing::malleable ? asked : most_nodes(scaling, asked);
  std::vector<std::int64_t> sizes{asked, most};
  for (auto size = least_nodes(scaling, asked); size < most; size *= 2) sizes.push_back(size);
  std::sort(sizes.begin(), sizes.end(), std::greater<>());
  sizes.erase(std::unique(sizes.begin(), sizes.end()), sizes.end());
  return sizes;
}

}  // namespace icekeel::workloads
