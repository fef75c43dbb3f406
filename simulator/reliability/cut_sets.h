// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Minimal sets of failures that take a load down.

#include <cstddef>
#include <vector>

#include "simulator/reliability/bdd.h"

namespace icekeel::reliability {

/// Events that together take a load down while no smaller part of them does.
struct CutSet {
  std::vector<std::size_t> events;
  double probability = 0;  ///< that all of them have failed
};

struct CutSets {
  std::vector<CutSet> sets;            ///< most probable first
  std::vector<double> count_by_order;  ///< all that exist: [1] single events, [2] pairs ...
  bool complete = true;                ///< whether `sets` holds all of them
};

/// All minimal cut sets of a function, as long as there are not more than `most`; beyond, those of
/// the lowest orders. Counts are always of all.
///
/// Source: Rauzy, New algorithms for fault trees analysis, Reliability Engineering and System
/// Safety 40 (1993): the minimal solutions of a diagram, again as a diagram.
CutSets minimal_cut_sets(Bdd& bdd, Bdd::Ref function, const std::vector<double>& unavailability,
                         std::size_t most = 20'000);

}  // namespace icekeel::reliability
