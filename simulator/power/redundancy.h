// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Which single failures a load would not survive, in a chain of which some parts are away.

#include <cstddef>
#include <set>
#include <utility>

#include "simulator/power/electrical_chain.h"
#include "simulator/power/part_graph.h"

namespace icekeel::power {

/// A load by its index in the graph, and a part that it hangs on alone.
using SinglePoint = std::pair<std::size_t, std::size_t>;

/// Loads and parts such that one more module of the part takes the load down: by the capacity of
/// what is left, as in `availability`, once batteries have run down and generators carry. A load
/// that is down already hangs on every part.
std::set<SinglePoint> single_points(const PartGraph& graph, const ChainState& state);

}  // namespace icekeel::power
