// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Indicators of a run by the names of the standards that ask for them.

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/summary.h"

namespace icekeel::analysis {

/// One indicator; no value: the scenario does not define it.
struct Indicator {
  std::string_view scheme;  ///< "ISO/IEC 30134", "EU reporting", "other"
  std::string_view name;    ///< "PUE"
  std::string_view document;
  std::string_view unit;
  std::string_view definition;  ///< and its boundary
  std::optional<double> value;
};

/// Everything that ISO/IEC 30134 (EN 50600-4) and the European reporting scheme ask for and that a
/// run can tell, or an empty value; the simulated period is that of the run.
std::vector<Indicator> indicators(const Summary& summary);

std::string to_text(const std::vector<Indicator>& indicators, const Summary& summary);
std::string to_csv(const std::vector<Indicator>& indicators);
nlohmann::ordered_json to_json(const std::vector<Indicator>& indicators, const Summary& summary);

}  // namespace icekeel::analysis
