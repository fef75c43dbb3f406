// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// The footprint of a request as JSON and as text.

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "analysis/equivalences.h"
#include "analysis/footprint.h"

namespace icekeel::analysis {

/// A footprint with what it is shown beside.
struct FootprintAnswer {
  RequestFootprint footprint;
  std::vector<Alternative> alternatives;
  std::optional<EquivalenceBasis> compared_with;
};

nlohmann::ordered_json to_json(const FootprintAnswer& answer);
std::string to_text(const FootprintAnswer& answer);

}  // namespace icekeel::analysis
