// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "simulator/base/text.h"
#include "simulator/scenario/checks.h"

namespace icekeel::scenario {
namespace {

constexpr int most_times = 1000;  // that a window opens

// Every time at which a window of so many nodes of a partition opens.
void add_windows(const ScenarioSpec& scenario, const scheduler::WindowSpec& window, Window first,
                 std::vector<Window>& windows) {
  for (int i = 0; i < (window.every ? most_times : 1); ++i) {
    first.from = window.at + static_cast<double>(i) * window.every.value_or(Duration{});
    first.to = first.from + window.lasting;
    if (scenario.duration && first.from >= *scenario.duration) return;
    windows.push_back(first);
  }
}

}  // namespace

std::vector<Window> plan_windows(const ScenarioSpec& scenario, const std::vector<Site>& sites,
                                 std::vector<config::Finding>& findings) {
  std::vector<Window> windows;
  for (std::size_t w = 0; w < scenario.queue.windows.size(); ++w) {
    const auto& window = scenario.queue.windows[w];
    std::vector<std::string> known;
    bool found = false;
    for (std::size_t s = 0; s < sites.size(); ++s)
      for (std::size_t p = 0; p < sites[s].expansion.partitions.size(); ++p) {
        const auto& partition = sites[s].expansion.partitions[p];
        known.push_back(partition.node_name);
        if (window.partition && *window.partition != partition.node_name) continue;
        found = true;
        const auto nodes = std::min(static_cast<std::size_t>(window.nodes.value_or(1LL << 40)),
                                    partition.nodes.size());
        add_windows(scenario, window, {s, p, nodes, {}, {}}, windows);
      }
    if (found) continue;
    const auto meant = nearest(*window.partition, known);
    findings.push_back({fmt::format("queue.windows[{}].partition", w),
                        fmt::format("there are no nodes '{}'", *window.partition),
                        meant ? fmt::format("did you mean '{}'?", *meant)
                              : fmt::format("the nodes here are '{}'", known.front())});
  }
  return windows;
}

}  // namespace icekeel::scenario
