// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Countries whose grid the catalogue does not have.

#include <string>
#include <string_view>
#include <vector>

#include "simulator/config/catalogue.h"
#include "simulator/config/fields.h"
#include "simulator/config/finding.h"

namespace icekeel::analysis {

struct CountrySpec {
  std::vector<std::string> names;  ///< and codes
  std::vector<std::string> near;   ///< nearest first
};

struct NeighboursSpec {
  static constexpr std::string_view catalogue_kind = "neighbours";
  std::vector<CountrySpec> countries;
};

void describe(config::Fields& f, CountrySpec& country);
void describe(config::Fields& f, NeighboursSpec& neighbours);

/// Where a problem of "country" is that there is no such grid, its remedy becomes the nearest ones
/// that there are.
void offer_neighbours(const std::string& country, const config::Catalogue& catalogue,
                      std::vector<config::Finding>& problems);

}  // namespace icekeel::analysis
