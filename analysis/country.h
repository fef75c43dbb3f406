// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Countries whose grid the catalogue does not have.

#include <string>
#include <vector>

#include "simulator/config/catalogue.h"
#include "simulator/config/finding.h"

namespace icekeel::analysis {

/// Where a problem of "country" is that there is no such grid, its remedy becomes the nearest ones
/// that there are.
void offer_neighbours(const std::string& country, const config::Catalogue& catalogue,
                      std::vector<config::Finding>& problems);

}  // namespace icekeel::analysis
