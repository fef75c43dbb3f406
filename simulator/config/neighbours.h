// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// What lies nearest to a name that the catalogue does not have: the entry of the kind "neighbours"
/// that is named as the kind in question lists such names. Neighbours are offered, never taken.

#include <string>
#include <string_view>
#include <vector>

#include "simulator/config/catalogue.h"
#include "simulator/config/fields.h"

namespace icekeel::config {

struct NeighbourSpec {
  std::vector<std::string> names;  ///< and codes
  std::vector<std::string> near;   ///< nearest first
};

struct NeighboursSpec {
  static constexpr std::string_view catalogue_kind = "neighbours";
  std::vector<NeighbourSpec> absent;
};

void describe(Fields& f, NeighbourSpec& neighbour);
void describe(Fields& f, NeighboursSpec& neighbours);

/// Entries of the kind that are nearest to a name, nearest first; none if that is not known.
std::vector<std::string> neighbours_of(std::string_view name, std::string_view kind,
                                       const Catalogue& catalogue);

}  // namespace icekeel::config
