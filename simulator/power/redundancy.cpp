// SPDX-License-Identifier: Apache-2.0
#include "simulator/power/redundancy.h"

#include <algorithm>
#include <vector>

namespace icekeel::power {
namespace {

// Which parts can deliver what they are built for.
std::vector<char> delivering(const PartGraph& graph, const std::vector<std::int64_t>& out) {
  std::vector<char> delivers(graph.parts.size());
  for (std::size_t i = 0; i < graph.parts.size(); ++i) {
    const Part& part = graph.parts[i];
    const bool fed =
        part.is_source() || std::any_of(part.from.begin(), part.from.end(),
                                        [&](std::size_t from) { return delivers[from] != 0; });
    delivers[i] = fed && part.modules - out[i] >= part.needed;
  }
  return delivers;
}

bool served(const LoadPoint& load, const std::vector<char>& delivers) {
  return std::all_of(load.requirements.begin(), load.requirements.end(), [&](const auto& needed) {
    return std::count_if(needed.parts.begin(), needed.parts.end(),
                         [&](std::size_t part) { return delivers[part] != 0; }) >= needed.least;
  });
}

}  // namespace

std::set<SinglePoint> single_points(const PartGraph& graph, const ChainState& state) {
  std::vector<std::int64_t> out;
  for (const auto& part : state.parts) out.push_back(part.out);
  std::set<SinglePoint> points;
  for (std::size_t part = 0; part < graph.parts.size(); ++part) {
    auto worse = out;
    ++worse[part];
    const auto delivers = delivering(graph, worse);
    for (std::size_t load = 0; load < graph.loads.size(); ++load)
      if (!served(graph.loads[load], delivers)) points.insert({load, part});
  }
  return points;
}

}  // namespace icekeel::power
