// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Small random structures, and what is true of them by trying every state.

#include <rapidcheck.h>

#include <cmath>
#include <vector>

#include "simulator/reliability/structure.h"

namespace icekeel::reliability::test {

inline Event event(double unavailability, std::int64_t modules = 1, std::int64_t needed = 1) {
  Event e;
  e.name = e.family = "part";
  e.modules = modules;
  e.needed = needed;
  e.module_unavailability = unavailability;
  return e;
}

/// Up to seven events and six gates over them; the last place is the load.
inline Structure random_structure() {
  Structure structure;
  const int events = *rc::gen::inRange(2, 8), gates = *rc::gen::inRange(1, 7);
  for (int i = 0; i < events; ++i) structure.add(event(0.01 * *rc::gen::inRange(1, 60)));
  for (int g = 0; g < gates; ++g) {
    const auto inputs =
        *rc::gen::container<std::vector<Place>>(4, rc::gen::inRange<Place>(0, structure.size()));
    structure.at_least(*rc::gen::inRange<std::int64_t>(1, 5), inputs);
  }
  return structure;
}

/// Whether the load fails when exactly the events of the mask have failed.
inline bool fails(const Structure& structure, Place load, unsigned mask) {
  std::vector<char> failed;
  for (std::size_t i = 0; i < structure.events().size(); ++i)
    failed.push_back((mask >> i & 1U) != 0 ? 1 : 0);
  return structure.evaluate(failed)[load] == 0;
}

inline double probability_of(const Structure& structure, unsigned mask) {
  double probability = 1.0;
  for (std::size_t i = 0; i < structure.events().size(); ++i) {
    const double q = structure.events()[i].unavailability();
    probability *= (mask >> i & 1U) != 0 ? q : 1.0 - q;
  }
  return probability;
}

inline unsigned states(const Structure& structure) {
  return 1U << structure.events().size();
}

inline double unavailability_by_trying(const Structure& structure, Place load) {
  double sum = 0.0;
  for (unsigned mask = 0; mask < states(structure); ++mask)
    if (fails(structure, load, mask)) sum += probability_of(structure, mask);
  return sum;
}

}  // namespace icekeel::reliability::test
