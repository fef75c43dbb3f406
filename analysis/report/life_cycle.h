// SPDX-License-Identifier: Apache-2.0
#pragma once
/// \file
/// Where the carbon of a whole life comes from: part by part, with the range of each.

#include <string>

#include "analysis/summary.h"

namespace icekeel::analysis::report {

/// Bars, what stands out, and the table; nothing without the table /life_cycle.
std::string life_cycle_html(const Summary& summary);

}  // namespace icekeel::analysis::report
